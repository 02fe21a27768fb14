//! When a host fails, guests that are to be restarted find no room on the others.

use std::collections::BTreeMap;

use crate::claim;
use crate::finding::Level::{Error, Warning};
use crate::finding::{ClusterId, Findings};
use crate::insight::{Failover, Shortage};
use crate::lab::{Bytes, Host, Lab};
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

fn check(case: &Case, out: &mut Findings) {
    let mut by_cluster: BTreeMap<ClusterId, Vec<&Failover>> = BTreeMap::new();
    for failover in case.insight.failovers().iter().filter(|failover| failover.at_least > 0) {
        by_cluster.entry(failover.cluster).or_default().push(failover);
    }
    by_cluster.values().for_each(|bad| tell(case, bad, out));
}

/// One finding a cluster: the worst failure, and a word on the others.
fn tell(case: &Case, bad: &[&Failover], out: &mut Findings) {
    let host = |failover: &Failover| host(case.lab, failover.host);
    for group in out.parts(bad.iter().map(|failover| host(failover))) {
        let mut open: Vec<&Failover> =
            bad.iter().copied().filter(|failover| group.contains(&host(failover))).collect();
        open.sort_by_key(|failover| usize::MAX - failover.at_least);
        let worst = open[0];
        let hosts: Vec<_> = open.iter().map(|failover| host(failover)).collect();
        let finding = out.report_all(&hosts, hosts[0], message(case.lab, worst));
        if worst.is_exact() {
            for left in worst.left().take(2) {
                let guest = case.lab.system_at(worst.guests[left]);
                finding.label(guest, needs(case, worst, left));
            }
        }
        for other in hosts.iter().skip(1).take(3) {
            finding.label(*other, "it is no better when this one fails");
        }
        finding.help(
            "make room on the other hosts, or take `ha` from guests that may stay down until the host is mended",
        );
    }
}

fn host(lab: &Lab, id: usize) -> Host<'_> {
    lab.system_at(id).as_host().expect("it is a host that fails")
}

fn message(lab: &Lab, failover: &Failover) -> String {
    let name = |id: usize| lab.system_at(id).name();
    let (host, all) = (name(failover.host), failover.guests.len());
    let rest = match failover.rest.as_slice() {
        [one] => format!("on `{}`", name(*one)),
        _ => "on the other hosts".to_owned(),
    };
    if !failover.is_exact() {
        let bound = failover.at_least;
        return format!(
            "if `{host}` fails, at least {bound} of its {all} guests with `ha` find no room {rest}"
        );
    }
    let left = names(failover.left().map(|left| name(failover.guests[left])));
    let find = if failover.at_least == 1 { "finds" } else { "find" };
    format!("if `{host}` fails, {left} {find} no room {rest}")
}

/// What a guest needs, and what stands against each of the hosts.
fn needs(case: &Case, failover: &Failover, left: usize) -> String {
    let guest = case.lab.system_at(failover.guests[left]);
    let shortages = failover.shortages(case.insight, left);
    let mut parts: Vec<String> = shortages
        .iter()
        .map(|(host, shortage)| why_not(case.lab, case.lab.system_at(*host).name(), shortage))
        .collect();
    if parts.len() > 4 {
        let more = parts.len() - 4;
        parts.truncate(4);
        parts.push(format!("{more} more are no better"));
    }
    let memory = case.loads().demand(guest).least;
    let cores = guest.cores().map_or(String::new(), |cores| format!(" and {cores} cores"));
    format!("needs {memory}{cores}; {}", parts.join(", "))
}

/// Why a guest cannot go to a host of this name.
fn why_not(lab: &Lab, name: &str, shortage: &Shortage) -> String {
    match shortage {
        Shortage::Cores(has) => format!("`{name}` has {has} cores"),
        Shortage::Forbidden => format!("it may not run on `{name}`"),
        Shortage::NoDevice(device) => format!("`{name}` has no `{device}`"),
        Shortage::Memory(Bytes(0)) => format!("`{name}` has no memory left"),
        Shortage::Memory(left) => format!("`{name}` has {left} left"),
        Shortage::NoCores => format!("`{name}` has no cores left"),
        Shortage::Taken(device) => format!("`{device}` of `{name}` is taken"),
        Shortage::Apart(rival) => {
            let rival = rival.map_or("another guest", |rival| lab.system_at(rival).name());
            format!("`{name}` runs `{rival}`, from which it is kept apart")
        }
    }
}
