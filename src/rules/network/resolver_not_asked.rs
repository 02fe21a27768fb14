//! Something needs a resolver of the lab, and its machine asks another.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::insight::{Edge, EdgeKind, is_public};
use crate::lab::{System, Text};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::software::{Role, Tier};
use crate::source::Spanned;
use crate::verdict::Quality;

pub(super) const RULE: Rule = Rule {
    name: "resolver-not-asked",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[claim::CONTAINERS_ARE_REPRODUCIBLE, claim::SEPARATION_EASES_TROUBLESHOOTING],
    sources: &[authority::STEP_CA_RESOLVER],
    page: include_str!("resolver_not_asked.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for system in case.lab.systems().filter(|system| system.runs()) {
        let Some((need, resolver)) = needed(case, system) else { continue };
        let Some((stated, teller)) = asked(system) else { continue };
        if !is_known_not_to_ask(case, teller, stated, resolver) {
            continue;
        }
        let (name, other) = (system.name(), resolver.name());
        let machine = teller.name();
        let all = names(stated.iter().map(|server| server.as_str()));
        let message = format!("`{name}` needs the names of `{other}`, and `{machine}` asks {all}");
        let finding = out.report(system, need.at, message);
        let at = stated.first().map_or(teller.place(), |first| first.span);
        finding.label(at, format!("what runs on `{machine}` asks these for names"));
        finding.help(if resolver.stack().any(|below| below == teller) {
            format!(
                "write the names that `{name}` needs into the hosts file of `{machine}` and drop the need, or ask a \
                 resolver elsewhere that knows them"
            )
        } else {
            format!("add `{other}` to `dns` of `{machine}`, or drop the need if it was meant otherwise")
        });
    }
}

/// The resolver that something needs by its own words. What forwards to one, or watches it, does so by itself.
fn needed<'a>(case: &Case<'a>, system: System<'a>) -> Option<(&'a Edge, System<'a>)> {
    let is_dns = |system: System<'_>| {
        let nature = case.verdicts.nature(system);
        nature.role == Some(Role::Dns) && nature.sure >= Some(Quality::Image)
    };
    let role = case.verdicts.nature(system).role;
    let asks = role.is_some_and(|role| role != Role::Dns && role.tier() != Tier::Operations);
    let mut needs = case.graph().dependencies(system).filter(|_| asks && !is_dns(system));
    needs.find(|(need, on)| need.hard && is_dns(*on))
}

/// The name servers that a system asks: its own, or those of the nearest machine below that says anything.
fn asked(system: System<'_>) -> Option<(&[Spanned<Text>], System<'_>)> {
    let stated = |system: System<'_>| !system.entry().connection.dns.is_empty();
    let teller = system.stack().find(|&below| stated(below))?;
    Some((&teller.entry().connection.dns, teller))
}

/// True if none of the servers can be the resolver: each is another system of the lab, or outside.
fn is_known_not_to_ask(
    case: &Case,
    teller: System<'_>,
    stated: &[Spanned<Text>],
    resolver: System<'_>,
) -> bool {
    let graph = case.graph();
    let asked = graph.needs(teller.id()).iter().filter(|need| need.kind == EdgeKind::Dns);
    let mut known = asked.flat_map(|need| graph.systems(case.lab, need.on));
    let is_another =
        |server: &Spanned<Text>| is_public(server) || case.lab.system(server).is_some();
    !known.any(|server| server == resolver) && stated.iter().all(is_another)
}
