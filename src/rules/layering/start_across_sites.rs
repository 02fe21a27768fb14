//! A system needs something at another site before it can start.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::Edge;
use crate::lab::{Host, System};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "start-across-sites",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::VMS_ARE_STABLE_UNITS,
        claim::VMS_EASE_RECOVERY,
        claim::CARE_FOR_RESPONSIBILITY,
    ],
    sources: &[authority::META_OUTAGE_2021],
    page: include_str!("start_across_sites.md"),
    check,
};

/// Where a host stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Site<'a> {
    Named(&'a str),
    /// At a provider.
    Rented,
    Unknown,
}

fn check(case: &Case, out: &mut Findings) {
    let mut sites = case.lab.hosts().map(site);
    let first = sites.next();
    if sites.all(|site| Some(site) == first) {
        return;
    }
    for system in case.lab.systems() {
        let far = case.graph().dependencies(system).find_map(|(need, on)| {
            let (here, there) = (system.host()?, on.host()?);
            (need.holds_up()
                && is_elsewhere(here, there)
                && system.is_intended()
                && on.is_intended())
            .then_some((need, on, here, there))
        });
        if let Some((need, on, here, there)) = far {
            report(system, need, on, (here, there), out);
        }
    }
}

fn report(
    system: System<'_>,
    need: &Edge,
    on: System<'_>,
    (here, there): (Host<'_>, Host<'_>),
    out: &mut Findings,
) {
    let (name, other) = (system.name(), on.name());
    let message =
        format!("`{name}` {} cannot start without `{other}` {}", place(here), place(there));
    let finding = out.report(system, need.at, message);
    if *here != system {
        finding.label(system.runs_on_span(), format!("`{name}` is {}", place(here)));
    }
    if *there != on {
        finding.label(on.runs_on_span(), format!("`{other}` is {}", place(there)));
    }
    finding.help(format!(
        "let `{name}` start without it and write `when: run`, name a `fallback`, or give {} its own",
        match site(here) {
            Site::Named(site) => format!("site `{site}`"),
            _ => format!("`{}`", here.name()),
        }
    ));
}

/// True if two hosts are known to stand in different places.
fn is_elsewhere(here: Host<'_>, there: Host<'_>) -> bool {
    match (site(here), site(there)) {
        (Site::Named(here), Site::Named(there)) => here != there,
        (Site::Rented, other) | (other, Site::Rented) => other != Site::Rented,
        _ => false,
    }
}

fn site(host: Host<'_>) -> Site<'_> {
    match host.site() {
        Some(site) => Site::Named(site),
        None if host.is_rented() => Site::Rented,
        None => Site::Unknown,
    }
}

fn place(host: Host<'_>) -> String {
    match site(host) {
        Site::Named(site) => format!("at site `{site}`"),
        Site::Rented => format!("on the rented `{}`", host.name()),
        Site::Unknown => format!("on `{}`", host.name()),
    }
}
