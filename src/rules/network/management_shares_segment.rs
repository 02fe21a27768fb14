//! The network in which the platform is managed carries applications too.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::lab::{Host, Network, System};
use crate::policy::Levels;
use crate::rules::words::{count, names};
use crate::rules::{Case, Rule, authority};
use crate::software::{Role, Tier};
use crate::source::Span;
use crate::verdict::Quality;

pub(super) const RULE: Rule = Rule {
    name: "management-shares-segment",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[claim::GUARD_THE_HYPERVISOR, claim::GUARD_AGAINST_ESCAPE, claim::SEGMENT_THE_NETWORK],
    sources: &[authority::PROXMOX_CLUSTER, authority::NIST_800_125A],
    page: include_str!("management_shares_segment.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let members = case.insight.members();
    // A hypervisor that is in one network only is managed there.
    let is_managed_here = |system: System| {
        system.as_host().is_some_and(Host::is_hypervisor) && members.is_in_one_network(system)
    };
    for network in case.lab.networks() {
        let up = || members.of_network(network).filter(|(system, _)| system.runs());
        if is_for_management(network) {
            let guests: Vec<_> = up().filter(|(guest, _)| is_application(case, *guest)).collect();
            let message = |who: &str, be: &str| {
                format!("{who} {be} in `{}`, which is for management", network.name.value)
            };
            report(case, network, &guests, "application", message, out);
        } else if up().any(|(system, _)| is_managed_here(system)) {
            let guests: Vec<_> = up().filter(|(guest, _)| is_exposed(case, *guest)).collect();
            let hypervisors = up().map(|(host, _)| host).filter(|host| is_managed_here(*host));
            let hypervisors = names(hypervisors.map(System::name));
            let message = |who: &str, be: &str| {
                format!("{who} {be} open to the internet and in the one network of {hypervisors}")
            };
            report(case, network, &guests, "workload", message, out);
        }
    }
}

fn report(
    case: &Case,
    network: Network<'_>,
    guests: &[(System<'_>, Span)],
    noun: &str,
    message: impl Fn(&str, &str) -> String,
    out: &mut Findings,
) {
    let Some((first, _)) = guests.first() else { return };
    let message = match guests.len() {
        1 => message(&format!("`{}`", first.name()), "is"),
        many => message(&count(many, noun), "are"),
    };
    let finding = out.report(case.lab.subject_at(network.name.span), &network.name, message);
    for (guest, at) in guests.iter().take(4) {
        finding.label(*at, format!("`{}` is in it", guest.name()));
    }
    finding.help("manage the platform in a network (VLAN) of its own that applications are not in");
}

/// True if its purpose is to manage machines, or to let those of a cluster talk.
fn is_for_management(network: Network<'_>) -> bool {
    let known = ["management", "mgmt", "admin", "administration", "cluster", "corosync"];
    network.purpose.as_ref().is_some_and(|purpose| {
        let lower = purpose.to_ascii_lowercase();
        lower
            .split(|letter: char| !letter.is_ascii_alphanumeric())
            .any(|word| known.contains(&word))
    })
}

fn is_application(case: &Case, system: System<'_>) -> bool {
    let nature = case.verdicts.nature(system);
    let tier = nature.role.filter(|_| nature.sure >= Some(Quality::Image)).map(Role::tier);
    matches!(tier, Some(Tier::Database | Tier::Application | Tier::JobOrCi))
}

/// True if the internet reaches it and nothing stands between; for a router that is its work.
fn is_exposed(case: &Case, system: System<'_>) -> bool {
    system.is_exposed()
        && system.as_workload().is_some()
        && case.verdicts.nature(system).role != Some(Role::RouterFirewall)
}
