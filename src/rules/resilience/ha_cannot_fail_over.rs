//! A guest is meant to be restarted on another host, and cannot be.

use super::clusters::{can_lose_one, hosts, votes};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{Cluster, Host, Lab, System};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "ha-cannot-fail-over",
    level: Levels::each(Some(Warning), Some(Error), Some(Error), Some(Error)),
    claims: &[claim::VMS_EASE_RECOVERY, claim::VMS_MOVE_TO_BALANCE],
    sources: &[authority::PROXMOX_HA, authority::PROXMOX_CLUSTER],
    page: include_str!("ha_cannot_fail_over.md"),
    check,
};

/// Why a guest cannot be restarted elsewhere.
struct Reason {
    what: String,
    at: Option<(Span, String)>,
    help: String,
    /// The cluster or host that is at fault, which all its guests share.
    shared: Option<usize>,
}

fn check(case: &Case, out: &mut Findings) {
    let mut seen: Vec<(System<'_>, Reason)> = Vec::new();
    for guest in case.lab.systems().filter(|guest| is_ha(*guest)) {
        if let Some(reason) = reason(case.lab, guest) {
            seen.push((guest, reason));
        }
    }
    // What is wrong with a cluster or host is told once for all its guests.
    let mut told: Vec<usize> = Vec::new();
    for (guest, reason) in &seen {
        let group: Vec<System<'_>> = match reason.shared {
            Some(shared) if told.contains(&shared) => continue,
            Some(shared) => {
                told.push(shared);
                let alike = seen.iter().filter(|(_, other)| other.shared == Some(shared));
                alike.map(|(guest, _)| *guest).collect()
            }
            None => vec![*guest],
        };
        for group in out.parts(group) {
            let first = group[0];
            let all = names(group.iter().map(|guest| guest.name()));
            let have = if group.len() == 1 { "has" } else { "have" };
            let message = format!("{all} {have} `ha`, but {}", reason.what);
            let at = first.running.ha.as_ref().map_or(first.place(), |ha| ha.span);
            let finding = out.report_all(&group, at, message);
            if let Some((at, text)) = &reason.at {
                finding.label(*at, text);
            }
            finding.help(&reason.help);
        }
    }
}

/// True if a cluster of hypervisors is to restart it elsewhere.
pub(super) fn is_ha(guest: System<'_>) -> bool {
    let stated = guest.running.ha.as_ref().is_some_and(|ha| ha.value);
    stated && guest.is_up() && guest.on().is_some_and(|on| on.as_host().is_some())
}

fn reason(lab: &Lab, guest: System<'_>) -> Option<Reason> {
    let host = guest.host()?;
    let Some(cluster) = host.clusters().find(|cluster| !cluster.orchestrates()) else {
        return without_cluster(lab, host);
    };
    let hosts = hosts(lab, cluster);
    if hosts.len() < 2 {
        return None;
    }
    if !can_lose_one(lab, cluster) {
        return Some(without_majority(lab, cluster, votes(lab, cluster)));
    }
    local_disk(guest, host, &hosts)
}

/// Who keeps clusters in the inventory would have named this one; and one host alone is no cluster.
fn without_cluster(lab: &Lab, host: Host<'_>) -> Option<Reason> {
    let alone = lab.hosts().filter(|host| host.is_hypervisor()).nth(1).is_none();
    let help = "take `ha` away, or name the cluster that the host is a member of".to_owned();
    let at = Some((host.place(), "in no cluster".to_owned()));
    (alone || !lab.clusters().is_empty()).then(|| Reason {
        what: format!("host `{}` is in no cluster", host.name()),
        at,
        help,
        shared: Some(host.id()),
    })
}

fn without_majority(lab: &Lab, cluster: &Cluster, votes: usize) -> Reason {
    let index = lab.clusters().iter().position(|other| std::ptr::eq(other, cluster));
    let at = cluster.members.span().unwrap_or(cluster.name.span);
    Reason {
        what: format!(
            "cluster `{}` has {votes} votes, and none of them can be lost",
            cluster.name.value
        ),
        at: Some((at, "when one host fails, the other may do nothing".to_owned())),
        help: "add a third vote: a `witness` on another machine is enough".to_owned(),
        // Clusters are told apart from hosts.
        shared: index.map(|index| usize::MAX - index),
    }
}

/// A disk in a pool of its host that no other member has, or that is said not to be copied there.
fn local_disk(guest: System<'_>, host: Host<'_>, members: &[Host<'_>]) -> Option<Reason> {
    for disk in &guest.disks {
        let Some(name) = &disk.storage else { continue };
        let Some(pool) = host.machine.pools.iter().find(|pool| pool.name.value == name.value)
        else {
            continue;
        };
        let copied = pool.replicated.as_ref().map(|copied| copied.value);
        // A copy needs a pool of the same name on the other side.
        let elsewhere = |other: &&Host<'_>| {
            let pools = &other.machine.pools;
            **other != host
                && (!pools.is_stated() || pools.iter().any(|it| it.name.value == name.value))
        };
        let nowhere = members.iter().find(elsewhere).is_none();
        if copied == Some(false) || (copied.is_none() && nowhere) {
            return Some(Reason {
                what: format!("its disk on `{}` of `{}` is nowhere else", name.value, host.name()),
                at: Some((name.span, "fails with the host".to_owned())),
                help: format!(
                    "put the disk on shared storage, or copy `{0}` to another member and say `{0}: {{replicated: true}}`",
                    name.value
                ),
                shared: None,
            });
        }
    }
    None
}
