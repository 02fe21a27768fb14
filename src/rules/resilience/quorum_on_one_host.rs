//! One host carries so many votes of a cluster that the cluster fails with it.

use std::collections::BTreeMap;

use crate::claim;
use crate::finding::Level::{Error, Warning};
use crate::finding::{Finding, Findings};
use crate::insight::DomainKind;
use crate::insight::quorum::{is_for_trial, majority, voters, votes, votes_of};
use crate::lab::{Cluster, Host, System};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "quorum-on-one-host",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::VMS_MOVE_TO_BALANCE, claim::ORCHESTRATORS_BALANCE, claim::HYBRID_SCALE],
    sources: &[authority::DOCKER_SWARM, authority::PROXMOX_CLUSTER, authority::ETCD_FAQ],
    page: include_str!("quorum_on_one_host.md"),
    check,
};

/// A cluster in which the majority decides.
struct Quorum<'a> {
    cluster: Cluster<'a>,
    /// Its voters that are in the lab.
    voters: Vec<System<'a>>,
    /// How many votes there are.
    votes: usize,
    /// How many it needs.
    needed: usize,
}

fn check(case: &Case, out: &mut Findings) {
    for cluster in case.lab.clusters() {
        let votes = votes(cluster);
        let Some(needed) = majority(cluster) else { continue };
        if votes < 3 || is_for_trial(cluster) {
            continue;
        }
        let voters = voters(cluster).filter_map(|voter| case.lab.system(voter));
        let voters = voters.filter(|&voter| votes_of(voter) > 0).collect();
        let quorum = Quorum { cluster, voters, votes, needed };
        let hosts = quorum.by_host();
        let fatal: Vec<_> =
            hosts.iter().filter(|(_, voters)| quorum.stops_without(voters)).collect();
        for (host, voters) in &fatal {
            on_one_host(case, &quorum, &hosts, (*host, voters), out);
        }
        if fatal.is_empty() {
            on_one_domain(case, &quorum, out);
        }
    }
}

type OfHost<'a> = (Host<'a>, Vec<System<'a>>);

fn on_one_host(
    case: &Case,
    quorum: &Quorum,
    hosts: &[OfHost],
    (host, voters): (Host, &[System]),
    out: &mut Findings,
) {
    let witness = voters.iter().find(|voter| quorum.is_witness(**voter));
    let heavy = voters.iter().find(|voter| voter.as_host().is_some() && votes_of(**voter) > 1);
    // A witness can go to any machine; a node of a cluster as a rule is a VM, and needs room.
    let needed = voters.last().map(|voter| case.loads().demand(*voter).least).unwrap_or_default();
    let elsewhere = case.lab.hosts().find(|other| {
        let room = || case.loads().free(**other).is_none_or(|free| free >= needed);
        let fits = witness.is_some() || (other.is_hypervisor() && room());
        other.runs() && fits && hosts.iter().all(|(host, _)| host.id() != other.id())
    });
    let place = format!("on host `{}`, and it stops with that host", host.name());
    let finding = quorum.report(case, voters, &place, out);
    for voter in voters.iter().take(3) {
        let text = match votes_of(*voter) {
            1 => format!("`{}` votes", voter.name()),
            several => format!("`{}` has {several} votes", voter.name()),
        };
        finding.label(stated_votes(*voter).unwrap_or(voter.runs_on_span()), text);
    }
    // Where there is no other place, it is a fact to know and nothing to mend.
    if elsewhere.is_none() && witness.is_none() && heavy.is_none() && !case.is_strict() {
        finding.lower();
    }
    let moving = witness.or(voters.last()).map_or("one", |voter| voter.name());
    finding.help(match elsewhere {
        _ if heavy.is_some() => "give each node one vote; a witness gives the odd one".to_owned(),
        Some(other) => format!("move `{moving}` to `{}`, which has no vote yet", other.name()),
        None if witness.is_some() => {
            format!("move `{moving}` to a machine that is no member; a very small one will do")
        }
        None => "one node with a good backup is simpler; if it is for learning, set \
                 `environment: lab` on the cluster"
            .to_owned(),
    });
}

/// No host alone stops it, but what several hosts depend on does. That is rarer than the failure of a host, so
/// it matters less, and only where there is another place for a vote.
fn on_one_domain(case: &Case, quorum: &Quorum, out: &mut Findings) {
    for kind in DomainKind::ALL {
        let (noun, another, is_far) = words(kind);
        let mut domains: BTreeMap<&str, Vec<System<'_>>> = BTreeMap::new();
        for &voter in &quorum.voters {
            if let Some(domain) = kind.of(voter) {
                domains.entry(domain.as_str()).or_default().push(voter);
            }
        }
        let Some((domain, voters)) =
            domains.iter().find(|(_, voters)| quorum.stops_without(voters))
        else {
            continue;
        };
        let others = |name: &str| domains.get(name).map_or(0, |there| sum(there));
        let site = voters[0].site();
        let elsewhere = case.insight.domains().of_kind(kind);
        let other = elsewhere.iter().find(|other| {
            let near = is_far || other.site.as_deref() == site;
            let one_more = quorum.votes.saturating_sub(others(&other.name)) > quorum.needed;
            near && other.name != *domain && one_more
        });
        let is_spread = domains.len() > 1;
        // A lab has one rack and one site; that all of it hangs on one plug is worth knowing.
        let is_plug = matches!(kind, DomainKind::Ups | DomainKind::Switch);
        if is_spread || is_plug || (!is_far && other.is_some()) {
            let place = format!("{noun} `{domain}`, and it stops with that");
            let finding = quorum.report(case, voters, &place, out);
            for voter in voters.iter().take(3) {
                let at = kind.of(*voter).map_or(voter.place(), |domain| domain.span);
                finding.label(at, format!("`{}` votes, and is there", voter.name()));
            }
            finding.lower().help(match other {
                Some(other) => format!(
                    "give one of their votes to `{}`, which does not depend on it",
                    case.lab.system_at(other.host).name()
                ),
                None if quorum.may_have_witness() => {
                    format!("{another}; a small machine with a `witness` will do")
                }
                None => another.to_owned(),
            });
            return;
        }
    }
}

/// What a domain of a kind is called behind the word that places something there, how to have one more, and
/// whether nobody has several only to spread a cluster.
fn words(kind: DomainKind) -> (&'static str, &'static str, bool) {
    match kind {
        DomainKind::Ups => ("on power supply", "plug one of them in elsewhere", false),
        DomainKind::Switch => ("on switch", "connect one of them to another", false),
        DomainKind::Rack => ("in rack", "put one of them in another rack", false),
        DomainKind::Named => ("in failure domain", "put one of them elsewhere", true),
        DomainKind::Site => ("at site", "put one vote at a third site", true),
    }
}

/// How many votes some have together.
fn sum(voters: &[System]) -> usize {
    voters.iter().map(|&voter| votes_of(voter)).sum()
}

/// Where a voter says how many votes it has.
fn stated_votes(voter: System) -> Option<Span> {
    Some(voter.entry().machine.votes.as_ref()?.span)
}

impl<'a> Quorum<'a> {
    /// True if it is several votes, and nothing goes on without them.
    fn stops_without(&self, voters: &[System]) -> bool {
        let lost = sum(voters);
        lost > 1 && self.votes.saturating_sub(lost) < self.needed
    }

    /// True if something can vote in it without being a node.
    fn may_have_witness(&self) -> bool {
        self.cluster.known_kind().is_none_or(|kind| kind.witness.is_some())
    }

    fn is_witness(&self, voter: System) -> bool {
        self.cluster.witness.as_ref().is_some_and(|witness| *witness.value == *voter.name())
    }

    /// The voters on each host.
    fn by_host(&self) -> Vec<OfHost<'a>> {
        let mut by_host: BTreeMap<usize, OfHost<'a>> = BTreeMap::new();
        for &voter in &self.voters {
            if let Some(host) = voter.host() {
                by_host.entry(host.id()).or_insert_with(|| (host, Vec::new())).1.push(voter);
            }
        }
        by_host.into_values().collect()
    }

    fn report<'f>(
        &self,
        case: &Case,
        voters: &[System],
        place: &str,
        out: &'f mut Findings,
    ) -> &'f mut Finding {
        let (votes, name) = (self.votes, &self.cluster.name);
        let message =
            format!("{} of the {votes} votes of cluster `{}` are {place}", sum(voters), name.value);
        let at = self.cluster.members.span().unwrap_or(name.span);
        out.report(case.lab.subject_at(name.span), at, message)
    }
}
