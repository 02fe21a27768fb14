//! Who belongs to a cluster, and who votes in it.

use crate::lab::{Cluster, Environment, Host, System, Text};
use crate::source::Spanned;

/// Products in which the majority decides. Incus and LXD choose who votes by themselves.
const BY_MAJORITY: &[&str] =
    &["proxmox", "pve", "etcd", "consul", "ceph", "galera", "zookeeper", "mongodb", "raft"];

/// The hosts of a cluster, in the order of the text.
pub(crate) fn hosts(cluster: Cluster<'_>) -> impl Iterator<Item = Host<'_>> {
    cluster.nodes().filter_map(System::as_host)
}

/// The names of those who vote, the witness last. Where the cluster names nobody, the hosts that name the
/// cluster do.
pub(crate) fn voters(cluster: Cluster<'_>) -> impl Iterator<Item = &Spanned<Text>> {
    let are_named = cluster.members.is_stated() || cluster.managers.is_stated();
    let hosts = (!are_named).then(|| hosts(cluster)).into_iter().flatten();
    let hosts = hosts.map(|host| &host.entry().name);
    let named = cluster.record();
    named.members.iter().chain(&named.managers).chain(hosts).chain(named.witness.as_ref())
}

/// How many votes there are: those of members that are planned or on their way out do not count.
pub(crate) fn votes(cluster: Cluster<'_>) -> usize {
    let lab = cluster.lab();
    voters(cluster).filter(|voter| lab.system(voter).is_none_or(System::is_kept)).count()
}

/// How many votes it needs, if the majority decides in it; nothing if it does not, or if that is unknown.
pub(crate) fn majority(cluster: Cluster<'_>) -> Option<usize> {
    if let Some(stated) = cluster.quorum.as_ref() {
        return stated.parse().ok();
    }
    let kind = cluster.kind.as_ref()?.to_ascii_lowercase();
    // Of those that tell managers from workers, only the cluster itself says who votes.
    let told = cluster.members.is_stated() || cluster.managers.is_stated();
    let known = (cluster.orchestrates() && told) || BY_MAJORITY.contains(&kind.as_str());
    let votes = votes(cluster);
    (known && votes > 0).then_some(votes / 2 + 1)
}

/// False if it is known that the failure of one voter stops it.
pub(crate) fn can_lose_one(cluster: Cluster<'_>) -> bool {
    majority(cluster).is_none_or(|needed| needed < votes(cluster))
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
