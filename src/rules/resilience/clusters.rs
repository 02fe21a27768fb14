//! Who belongs to a cluster, and who votes in it.

use crate::lab::{Cluster, Environment, Host, Lab, Status, System, Text};
use crate::source::Spanned;

/// Products in which the majority decides. Incus and LXD choose who votes by themselves.
const BY_MAJORITY: &[&str] =
    &["proxmox", "pve", "etcd", "consul", "ceph", "galera", "zookeeper", "mongodb", "raft"];

/// The hosts of a cluster, in the order of the text.
pub(super) fn hosts<'a>(lab: &'a Lab, cluster: &'a Cluster) -> Vec<Host<'a>> {
    let named = cluster.nodes().filter_map(|node| lab.system(node)?.as_host());
    let own = lab.hosts().filter(|host| {
        host.machine.cluster.as_ref().is_some_and(|own| own.value == cluster.name.value)
    });
    let mut hosts: Vec<Host<'a>> = named.chain(own).collect();
    hosts.sort_by_key(|host| host.id());
    hosts.dedup();
    hosts
}

/// The names of those who vote, the witness last.
pub(super) fn voters(cluster: &Cluster) -> impl Iterator<Item = &Spanned<Text>> {
    cluster.members.iter().chain(&cluster.managers).chain(&cluster.witness)
}

/// How many votes there are: those of members that are planned or on their way out do not count.
pub(super) fn votes(lab: &Lab, cluster: &Cluster) -> usize {
    voters(cluster).filter(|voter| lab.system(voter).is_none_or(is_kept)).count()
}

/// How many votes it needs, if the majority decides in it; nothing if it does not, or if that is unknown.
pub(super) fn majority(lab: &Lab, cluster: &Cluster) -> Option<usize> {
    if let Some(stated) = &cluster.quorum {
        return stated.parse().ok();
    }
    let kind = cluster.kind.as_ref()?.to_ascii_lowercase();
    let known = cluster.orchestrates() || BY_MAJORITY.contains(&kind.as_str());
    known.then(|| votes(lab, cluster) / 2 + 1)
}

/// False if it is known that the failure of one voter stops it.
pub(super) fn can_lose_one(lab: &Lab, cluster: &Cluster) -> bool {
    majority(lab, cluster).is_none_or(|needed| needed < votes(lab, cluster))
}

/// True if nobody relies on it: it says so, or all of its members do.
pub(super) fn is_for_trial(lab: &Lab, cluster: &Cluster) -> bool {
    if let Some(environment) = &cluster.environment {
        return environment.value != Environment::Production;
    }
    let mut known = voters(cluster).filter_map(|voter| lab.system(voter)).peekable();
    known.peek().is_some() && known.all(System::is_for_trial)
}

fn is_kept(system: System<'_>) -> bool {
    let status = system.status.as_ref().map(|status| status.value);
    !matches!(status, Some(Status::Planned | Status::Retired))
}
