//! Who belongs to a cluster, who votes in it, and with how many votes.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::ClusterId;
use crate::lab::{Cluster, Environment, Host, Lab, System, Text, Vote};
use crate::source::Spanned;

/// The hosts of a cluster, in the order of the text.
pub(crate) fn hosts(cluster: Cluster<'_>) -> impl Iterator<Item = Host<'_>> {
    cluster.nodes().filter_map(System::as_host)
}

/// The names of those who vote, the witness last. Where the cluster names nobody, the hosts that name the
/// cluster do.
pub(crate) fn voters(cluster: Cluster<'_>) -> impl Iterator<Item = &Spanned<Text>> {
    let hosts = (!names_voters(cluster)).then(|| hosts(cluster)).into_iter().flatten();
    let hosts = hosts.map(|host| &host.entry().name);
    let named = cluster.record();
    named.members.iter().chain(&named.managers).chain(hosts).chain(named.witness.as_ref())
}

/// True if the cluster itself says who votes.
pub(crate) fn names_voters(cluster: Cluster<'_>) -> bool {
    cluster.members.is_stated() || cluster.managers.is_stated()
}

/// How many votes there are: those of members that are planned or on their way out do not count.
pub(crate) fn votes(cluster: Cluster<'_>) -> usize {
    if let Some(stated) = cluster.votes.as_ref() {
        return stated.value as usize;
    }
    let lab = cluster.lab();
    let of = |voter: &Spanned<Text>| lab.system(voter).map_or(1, votes_of);
    voters(cluster).map(of).sum()
}

/// How many votes a voter has: one, unless it says otherwise.
pub(crate) fn votes_of(voter: System<'_>) -> usize {
    let stated = voter.machine.votes.as_ref().map_or(1, |votes| votes.value as usize);
    if voter.is_kept() { stated } else { 0 }
}

/// How many votes it needs, if the majority decides in it; nothing if it does not, or if that is unknown.
pub(crate) fn majority(cluster: Cluster<'_>) -> Option<usize> {
    if let Some(stated) = cluster.quorum.as_ref() {
        return stated.parse().ok();
    }
    let known = match cluster.known_kind()?.vote {
        Vote::Nodes => true,
        Vote::Named => names_voters(cluster) || cluster.votes.is_some(),
        Vote::Chosen | Vote::Nobody => false,
    };
    let votes = votes(cluster);
    (known && votes > 0).then_some(votes / 2 + 1)
}

/// False if it is known that the failure of one voter stops it.
pub(crate) fn can_lose_one(cluster: Cluster<'_>) -> bool {
    majority(cluster).is_none_or(|needed| needed < votes(cluster))
}

/// The clusters that have no majority left when a host fails, by the number of the host. One that has none
/// anyway loses nothing.
pub(crate) fn stopped_by_host(lab: &Lab) -> FxHashMap<usize, Vec<ClusterId>> {
    let mut stopped: FxHashMap<usize, Vec<ClusterId>> = FxHashMap::default();
    for cluster in lab.clusters() {
        let (Some(needed), votes) = (majority(cluster), votes(cluster)) else { continue };
        let mut by_host: BTreeMap<usize, usize> = BTreeMap::new();
        let known = voters(cluster).filter_map(|voter| lab.system(voter));
        for voter in known.filter(|voter| voter.runs()) {
            if let Some(host) = voter.host() {
                *by_host.entry(host.id()).or_default() += votes_of(voter);
            }
        }
        for (host, lost) in by_host {
            if votes >= needed && lost > 0 && votes.saturating_sub(lost) < needed {
                stopped.entry(host).or_default().push(cluster.id());
            }
        }
    }
    stopped
}

/// True if nobody relies on it: it says so, or all of its members do.
pub(crate) fn is_for_trial(cluster: Cluster<'_>) -> bool {
    let lab = cluster.lab();
    if let Some(environment) = cluster.environment.as_ref() {
        return environment.value != Environment::Production;
    }
    let mut known = voters(cluster).filter_map(|voter| lab.system(voter)).peekable();
    known.peek().is_some() && known.all(System::is_for_trial)
}

/// A machine that is no part of the cluster yet. However small, it can have a vote that is no node.
pub(crate) fn spare_machine(cluster: Cluster<'_>) -> Option<Host<'_>> {
    let lab = cluster.lab();
    let taken: FxHashSet<usize> = voters(cluster)
        .chain(cluster.record().node_names())
        .filter_map(|name| Some(lab.system(name)?.host()?.id()))
        .collect();
    lab.hosts().find(|host| host.serves() && !taken.contains(&host.id()))
}
