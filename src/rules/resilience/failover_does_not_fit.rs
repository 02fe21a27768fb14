//! When a host fails, guests that are to be restarted find no room on the others.

use rustc_hash::FxHashSet;

use super::clusters::{can_lose_one, hosts};
use super::failover::{Failure, Members};
use super::ha_cannot_fail_over::is_ha;
use super::packing::{Packing, pack};
use super::ties::Ties;
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{Bytes, Cluster};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "failover-does-not-fit",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::VMS_SHARE_OUT_RESOURCES, claim::VMS_EASE_RECOVERY, claim::VMS_MOVE_TO_BALANCE],
    sources: &[authority::PROXMOX_HA, authority::PROXMOX_CLUSTER],
    page: include_str!("failover_does_not_fit.md"),
    check,
};

/// How often a guest may be put somewhere while one lab is checked. A home never comes near it.
const STEPS: u32 = 200_000;

fn check(case: &Case, out: &mut Findings) {
    let wanted = case.lab.systems().any(is_ha);
    let (ties, mut steps) = (Ties::of(case.lab), STEPS);
    for cluster in case.lab.clusters().filter(|cluster| wanted && !cluster.orchestrates()) {
        // Where nothing fails over at all, another rule says so.
        if can_lose_one(cluster) {
            tell(cluster, case, &ties, &mut steps, out);
        }
    }
}

/// One finding a cluster: the worst failure, and a word on the others.
fn tell<'a>(
    cluster: Cluster<'a>,
    case: &Case<'a>,
    ties: &Ties,
    steps: &mut u32,
    out: &mut Findings,
) {
    let members = Members::of(case, hosts(cluster));
    let up = members.up.iter().copied();
    let failures = up.filter_map(|host| Failure::of(case, ties, host, &members));
    let packed = failures.map(|failure| {
        let packing = pack(&failure.items, &failure.rooms, steps);
        (failure, packing)
    });
    let bad: Vec<(Failure<'_>, Packing)> =
        packed.filter(|(_, packing)| packing.at_least > 0).collect();
    for group in out.parts(bad.iter().map(|(failure, _)| failure.host)) {
        let told: FxHashSet<usize> = group.iter().map(|host| host.id()).collect();
        let mut open: Vec<&(Failure<'_>, Packing)> =
            bad.iter().filter(|(failure, _)| told.contains(&failure.host.id())).collect();
        open.sort_by_key(|(_, packing)| usize::MAX - packing.at_least);
        let (worst, packing) = open[0];
        let hosts: Vec<_> = open.iter().map(|(failure, _)| failure.host).collect();
        let finding = out.report_all(&hosts, worst.host, message(worst, packing));
        if is_exact(worst, packing) {
            for left in packing.left().take(2) {
                finding.label(worst.guests[left], needs(worst, ties, packing, left));
            }
        }
        for (failure, _) in open.iter().skip(1).take(3) {
            finding.label(failure.host, "it is no better when this one fails");
        }
        finding.help(
            "make room on the other hosts, or take `ha` from guests that may stay down until the host is mended",
        );
    }
}

fn message(failure: &Failure<'_>, packing: &Packing) -> String {
    let (host, all) = (failure.host.name(), failure.guests.len());
    let rest = match failure.rest.as_slice() {
        [one] => format!("on `{}`", one.name()),
        _ => "on the other hosts".to_owned(),
    };
    if !is_exact(failure, packing) {
        let bound = packing.at_least;
        return format!(
            "if `{host}` fails, at least {bound} of its {all} guests with `ha` find no room {rest}"
        );
    }
    let left = names(packing.left().map(|left| failure.guests[left].name()));
    let find = if packing.at_least == 1 { "finds" } else { "find" };
    format!("if `{host}` fails, {left} {find} no room {rest}")
}

fn is_exact(failure: &Failure<'_>, packing: &Packing) -> bool {
    failure.is_precise() && packing.is_exact()
}

/// What a guest needs, and what stands against each of the hosts.
fn needs(failure: &Failure<'_>, ties: &Ties, packing: &Packing, left: usize) -> String {
    let guest = failure.guests[left];
    let mut parts: Vec<String> =
        (0..failure.rest.len()).map(|other| failure.why_not(ties, packing, left, other)).collect();
    if parts.len() > 4 {
        let more = parts.len() - 4;
        parts.truncate(4);
        parts.push(format!("{more} more are no better"));
    }
    let memory = Bytes(failure.items[left].takes[0]);
    let cores = guest.cores().map_or(String::new(), |cores| format!(" and {cores} cores"));
    format!("needs {memory}{cores}; {}", parts.join(", "))
}
