//! Workloads are not where a rule of placement in the inventory says they have to be.

use std::collections::BTreeMap;

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::lab::{Across, Group, Lab, List, Named, Pinned, Place, System, Text};
use crate::policy::Levels;
use crate::rules::words::{names, plural};
use crate::rules::{Case, Rule, authority};
use crate::source::Spanned;

pub(super) const RULE: Rule = Rule {
    name: "affinity-violated",
    level: Levels::always(Error),
    claims: &[claim::VMS_SEPARATE_ROLES, claim::CARE_FOR_RESPONSIBILITY],
    sources: &[authority::PROXMOX_HA],
    page: include_str!("affinity_violated.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let placement = case.lab.placement();
    for group in &placement.apart {
        apart(case.lab, group, out);
    }
    for group in &placement.together {
        together(case.lab, group, out);
    }
    for pinned in &placement.pinned {
        pin(case.lab, pinned, out);
    }
}

fn apart(lab: &Lab, group: &Group, out: &mut Findings) {
    let across = across(group);
    let word = noun(across);
    for (domain, members) in by_domain(lab, group, across) {
        let [first, .., last] = members.as_slice() else { continue };
        let all = names(members.iter().map(|member| member.name()));
        let message =
            format!("{all} have to be on different {}, but are all on `{domain}`", plural(word));
        let message =
            if members.len() == 2 { message.replace("are all", "both are") } else { message };
        out.report_together(&members, last.runs_on_span(), message)
            .label(group.at, "the rule")
            .label(first.runs_on_span(), format!("`{}` is on `{domain}` too", first.name()))
            .help(format!("move `{}` to another {word}, or change the rule", last.name()));
    }
}

fn together(lab: &Lab, group: &Group, out: &mut Findings) {
    let across = across(group);
    let word = noun(across);
    let domains: Vec<(&str, Vec<System<'_>>)> = by_domain(lab, group, across).into_iter().collect();
    let [(first, stay), .., (last, stray)] = domains.as_slice() else { return };
    // Those who are fewer have gone astray.
    let (home, stay, away, stray) = if stay.len() < stray.len() {
        (last, stray, first, stay)
    } else {
        (first, stay, last, stray)
    };
    let message = format!(
        "{} and {} have to be on one {word}, but are on `{home}` and `{away}`",
        names(stay.iter().map(|member| member.name())),
        names(stray.iter().map(|member| member.name())),
    );
    let all: Vec<System<'_>> = stray.iter().chain(stay).copied().collect();
    out.report_together(&all, stray[0].runs_on_span(), message)
        .label(group.at, "the rule")
        .label(stay[0].runs_on_span(), format!("`{}` is on `{home}`", stay[0].name()))
        .help(format!("move `{}` to `{home}`, or change the rule", stray[0].name()));
}

fn pin(lab: &Lab, pinned: &Pinned, out: &mut Findings) {
    for member in members(lab, &pinned.workloads) {
        if pinned.to.is_empty() || pinned.to.iter().any(|to| may_be_on(lab, member, to)) {
            continue;
        }
        let machines = names(pinned.to.iter().map(|to| to.as_str()));
        let host = member.host().map_or_else(
            || member.bottom().on_cluster().map_or("", |cluster| &cluster.name),
            |host| host.name(),
        );
        let message = format!("`{}` has to be on {machines}, but is on `{host}`", member.name());
        out.report(member, member.runs_on_span(), message)
            .label(pinned.at, "the rule")
            .help(format!("move `{}` to {machines}, or change the rule", member.name()));
    }
}

/// True unless a system is known to be elsewhere.
fn may_be_on(lab: &Lab, system: System<'_>, to: &str) -> bool {
    let on = |place: System<'_>| match lab.find(to) {
        Some(Named::System(to)) => place.stack().any(|below| below == to),
        Some(Named::Cluster(to)) => place.stack().any(|below| {
            let on = below.on_cluster().is_some_and(|it| std::ptr::eq(it, to));
            on || to.nodes().any(|node| lab.system(node) == Some(below))
        }),
        _ => true,
    };
    let bottom = system.bottom();
    match bottom.runs_on() {
        // Any node of the cluster may carry it.
        Place::Cluster(_) => {
            let nodes = bottom.on_cluster().into_iter().flat_map(|cluster| cluster.nodes());
            on(system)
                || nodes
                    .filter_map(|node| lab.system(node))
                    .any(|node| on(node) || node.host().is_none())
        }
        _ => on(system) || system.host().is_none(),
    }
}

fn across(group: &Group) -> Across {
    group.across.as_ref().map_or(Across::Host, |across| across.value)
}

fn noun(across: Across) -> &'static str {
    match across {
        Across::Host => "host",
        Across::Site => "site",
        Across::Ups => "power supply",
        Across::Rack => "rack",
    }
}

/// The members by where they are, as far as that is known.
fn by_domain<'a>(
    lab: &'a Lab,
    group: &Group,
    across: Across,
) -> BTreeMap<&'a str, Vec<System<'a>>> {
    let mut domains: BTreeMap<&str, Vec<System<'_>>> = BTreeMap::new();
    for member in members(lab, &group.workloads) {
        if let Some(domain) = domain(member, across) {
            domains.entry(domain).or_default().push(member);
        }
    }
    domains
}

fn members<'a>(lab: &'a Lab, names: &List<Spanned<Text>>) -> Vec<System<'a>> {
    let known = names.iter().filter_map(|name| lab.system(name));
    known.filter(|&member| member.as_workload().is_some() && member.is_meant()).collect()
}

fn domain(system: System<'_>, across: Across) -> Option<&str> {
    // One that may run on several machines is where it has to be.
    if system.entry().runs_on.len() > 1 {
        return None;
    }
    let found = match across {
        Across::Host => return system.host().map(|host| host.name()),
        Across::Site => system.inherit(|entry| entry.machine.site.as_ref()).or_else(|| {
            system.inherit(|entry| entry.machine.failure_domain.as_ref()?.site.as_ref())
        }),
        Across::Ups => system.inherit(|entry| {
            let domain = entry.machine.failure_domain.as_ref()?;
            domain.ups.as_ref().or(domain.name.as_ref())
        }),
        Across::Rack => system.inherit(|entry| {
            let domain = entry.machine.failure_domain.as_ref()?;
            domain.rack.as_ref().or(domain.name.as_ref())
        }),
    };
    found.map(|(name, _)| name.value.as_str())
}
