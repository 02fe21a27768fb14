//! A guest is meant to be restarted on another host, and cannot be.

use std::collections::HashMap;

use crate::claim;
use crate::finding::Level::{Error, Warning};
use crate::finding::{ClusterId, Findings};
use crate::insight::{Stranded, quorum};
use crate::lab::{Lab, System};
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

/// What a finding says of the reason.
struct FailoverExplanation {
    what: String,
    at: (Span, String),
    help: String,
}

fn check(case: &Case, out: &mut Findings) {
    // What is wrong with a cluster or host is told once for all its guests.
    let mut seen: Vec<(&Stranded, Vec<System<'_>>)> = Vec::new();
    let mut shared: HashMap<Shared, usize> = HashMap::new();
    for guest in case.lab.systems() {
        let Some(stranded) = case.insight.mobility().stranded(guest) else { continue };
        let fault = fault(stranded);
        if let Some(&at) = fault.and_then(|fault| shared.get(&fault)) {
            seen[at].1.push(guest);
        } else {
            shared.extend(fault.map(|fault| (fault, seen.len())));
            seen.push((stranded, vec![guest]));
        }
    }
    for (stranded, guests) in seen {
        let reason = reason(case.lab, guests[0], stranded);
        for group in out.parts(guests) {
            let first = group[0];
            let all = names(group.iter().map(|guest| guest.name()));
            let have = if group.len() == 1 { "has" } else { "have" };
            let message = format!("{all} {have} `ha`, but {}", reason.what);
            let at = first.running.ha.as_ref().map_or(first.place(), |ha| ha.span);
            let (label_at, label) = &reason.at;
            out.report_all(&group, at, message).label(*label_at, label).help(&reason.help);
        }
    }
}

/// What is at fault, if all its guests share it: a cluster or a host.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Shared {
    Cluster(ClusterId),
    Host(usize),
}

fn fault(stranded: &Stranded) -> Option<Shared> {
    match stranded {
        Stranded::NoCluster(host) => Some(Shared::Host(*host)),
        Stranded::NoMajority(cluster) => Some(Shared::Cluster(*cluster)),
        Stranded::LocalDisk(..) => None,
    }
}

fn reason(lab: &Lab, guest: System<'_>, stranded: &Stranded) -> FailoverExplanation {
    match stranded {
        Stranded::NoCluster(host) => {
            let host = lab.system_at(*host);
            FailoverExplanation {
                what: format!("host `{}` is in no cluster", host.name()),
                at: (host.place(), "in no cluster".to_owned()),
                help: "take `ha` away, or name the cluster that the host is a member of".to_owned(),
            }
        }
        Stranded::NoMajority(id) => {
            let cluster = lab.cluster_at(*id);
            let votes = quorum::votes(cluster);
            let at = cluster.members.span().unwrap_or(cluster.place());
            FailoverExplanation {
                what: format!(
                    "cluster `{}` has {votes} votes, and none of them can be lost",
                    cluster.name()
                ),
                at: (at, "when one host fails, the other may do nothing".to_owned()),
                help: match cluster.known_kind() {
                    Some(kind) if kind.witness.is_none() => "add a third member",
                    _ => "add a third vote: a `witness` on another machine is enough",
                }
                .to_owned(),
            }
        }
        Stranded::LocalDisk(pool, at) => FailoverExplanation {
            what: format!(
                "its disk on `{pool}` of `{}` is nowhere else",
                guest.host().map_or("", |host| host.name())
            ),
            at: (*at, "fails with the host".to_owned()),
            help: format!(
                "put the disk on shared storage, or copy `{pool}` to another member and say \
                 `{pool}: {{replicated: true}}`"
            ),
        },
    }
}
