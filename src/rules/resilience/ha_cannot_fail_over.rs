//! A guest is meant to be restarted on another host, and cannot be.

use std::cell::OnceCell;
use std::collections::HashMap;

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
    level: Levels { minimal: Some(Warning), ..Levels::unless_minimal(Error) },
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
    /// What is at fault, which all its guests share.
    shared: Option<Shared>,
}

/// A cluster or a host.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Shared {
    Cluster(Span),
    Host(usize),
}

fn check(case: &Case, out: &mut Findings) {
    let mut clusters = Clusters { lab: case.lab, known: HashMap::new(), alone: OnceCell::new() };
    // What is wrong with a cluster or host is told once for all its guests.
    let mut seen: Vec<(Vec<System<'_>>, Reason)> = Vec::new();
    let mut shared: HashMap<Shared, usize> = HashMap::new();
    for guest in case.lab.systems().filter(|guest| is_ha(*guest)) {
        let Some(reason) = clusters.reason(guest) else { continue };
        if let Some(&at) = reason.shared.and_then(|fault| shared.get(&fault)) {
            seen[at].0.push(guest);
        } else {
            shared.extend(reason.shared.map(|fault| (fault, seen.len())));
            seen.push((vec![guest], reason));
        }
    }
    for (guests, reason) in &seen {
        for group in out.parts(guests.iter().copied()) {
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
    stated && guest.runs() && guest.on().is_some_and(|on| on.as_host().is_some())
}

/// What is known of the clusters, looked up once for all guests.
struct Clusters<'a> {
    lab: &'a Lab,
    /// Of each that was asked for: its hosts, and how many votes it has if it can lose none.
    known: HashMap<Span, (Vec<Host<'a>>, Option<usize>)>,
    /// True if there is one hypervisor at most.
    alone: OnceCell<bool>,
}

impl<'a> Clusters<'a> {
    fn reason(&mut self, guest: System<'a>) -> Option<Reason> {
        let (lab, host) = (self.lab, guest.host()?);
        let Some(cluster) = host.clusters().find(|cluster| !cluster.orchestrates()) else {
            let mut hypervisors = lab.hosts().filter(|host| host.is_hypervisor());
            let alone = *self.alone.get_or_init(|| hypervisors.nth(1).is_none());
            return without_cluster(lab, host, alone);
        };
        let known = self.known.entry(cluster.name.span);
        let (hosts, needed) = known.or_insert_with(|| {
            let needs_all = !can_lose_one(cluster);
            (hosts(cluster).collect(), needs_all.then(|| votes(cluster)))
        });
        if hosts.len() < 2 {
            return None;
        }
        if let Some(votes) = *needed {
            return Some(without_majority(cluster, votes));
        }
        local_disk(guest, host, hosts)
    }
}

/// Who keeps clusters in the inventory would have named this one; and one host alone is no cluster.
fn without_cluster(lab: &Lab, host: Host<'_>, alone: bool) -> Option<Reason> {
    let help = "take `ha` away, or name the cluster that the host is a member of".to_owned();
    let at = Some((host.place(), "in no cluster".to_owned()));
    (alone || lab.clusters().len() > 0).then(|| Reason {
        what: format!("host `{}` is in no cluster", host.name()),
        at,
        help,
        shared: Some(Shared::Host(host.id())),
    })
}

fn without_majority(cluster: Cluster<'_>, votes: usize) -> Reason {
    let at = cluster.members.span().unwrap_or(cluster.name.span);
    Reason {
        what: format!(
            "cluster `{}` has {votes} votes, and none of them can be lost",
            cluster.name.value
        ),
        at: Some((at, "when one host fails, the other may do nothing".to_owned())),
        help: "add a third vote: a `witness` on another machine is enough".to_owned(),
        shared: Some(Shared::Cluster(cluster.name.span)),
    }
}

/// A disk in a pool of its host that no other member has, or that is said not to be copied there.
fn local_disk(guest: System<'_>, host: Host<'_>, members: &[Host<'_>]) -> Option<Reason> {
    for disk in &guest.disks {
        let Some(name) = disk.storage.as_ref() else { continue };
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
