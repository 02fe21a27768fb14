//! Workloads are not where a rule of placement in the inventory says they have to be.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::insight::domain_across;
use crate::lab::{Across, Cluster, Group, Lab, List, Named, Pinned, System, Text};
use crate::policy::Levels;
use crate::rules::words::{names, plural};
use crate::rules::{Case, Rule, authority};
use crate::source::{Span, Spanned};

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
        let are_all = if members.len() == 2 { "both are" } else { "are all" };
        let different = plural(word);
        let message =
            format!("{all} have to be on different {different}, but {are_all} on `{domain}`");
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
    let mut places = Destinations::of(lab, pinned);
    for member in members(lab, &pinned.workloads) {
        if pinned.to.is_empty() || places.may_hold(member) {
            continue;
        }
        let machines = names(pinned.to.iter().map(|to| to.as_str()));
        let host = member.host().map_or_else(
            || member.bottom().on_cluster().map_or("", Cluster::name),
            |host| host.name(),
        );
        let message = format!("`{}` has to be on {machines}, but is on `{host}`", member.name());
        out.report(member, member.runs_on_span(), message)
            .label(pinned.at, "the rule")
            .help(format!("move `{}` to {machines}, or change the rule", member.name()));
    }
}

/// Where a rule wants something to be.
struct Destinations {
    systems: FxHashSet<usize>,
    /// The clusters, by where they are named.
    clusters: FxHashSet<Span>,
    /// True if one of the places is unknown, and may be any.
    open: bool,
    /// Of each cluster that was asked for, whether one of its nodes is there.
    known: FxHashMap<Span, bool>,
}

impl Destinations {
    fn of(lab: &Lab, pinned: &Pinned) -> Self {
        let mut places = Self {
            systems: FxHashSet::default(),
            clusters: FxHashSet::default(),
            open: false,
            known: FxHashMap::default(),
        };
        for to in &pinned.to {
            match lab.find(to) {
                Some(Named::System(system)) => {
                    places.systems.insert(system.id());
                }
                Some(Named::Cluster(cluster)) => {
                    places.clusters.insert(cluster.name.span);
                }
                _ => places.open = true,
            }
        }
        places
    }

    /// True unless a system is known to be elsewhere.
    fn may_hold(&mut self, system: System<'_>) -> bool {
        self.open || self.hold(system) || self.may_hold_bottom(system)
    }

    fn hold(&self, system: System<'_>) -> bool {
        let is_one = |cluster: Cluster<'_>| self.clusters.contains(&cluster.name.span);
        system.stack().any(|below| {
            self.systems.contains(&below.id())
                || below.on_cluster().is_some_and(is_one)
                || below.clusters().any(is_one)
        })
    }

    fn may_hold_bottom(&mut self, system: System<'_>) -> bool {
        let Some(cluster) = system.bottom().on_cluster() else { return system.host().is_none() };
        if let Some(&known) = self.known.get(&cluster.name.span) {
            return known;
        }
        // Any node of the cluster may carry it.
        let may = cluster.nodes().any(|node| self.hold(node) || node.host().is_none());
        self.known.insert(cluster.name.span, may);
        may
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
        if let Some(domain) = domain_across(member, across) {
            domains.entry(domain).or_default().push(member);
        }
    }
    domains
}

fn members<'a>(lab: &'a Lab, names: &List<Spanned<Text>>) -> Vec<System<'a>> {
    let known = names.iter().filter_map(|name| lab.system(name));
    known.filter(|&member| member.as_workload().is_some() && member.is_intended()).collect()
}
