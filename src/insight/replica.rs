//! Which workloads do the same work, so that one can stand in for the other.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::finding::ClusterId;
use crate::lab::{Cluster, Lab, System};
use crate::software::Role;
use crate::verdict::Quality;

use super::{Graph, Insight};

/// Workloads that do the same work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replicas {
    /// Two or more, by their numbers, in the order of the text.
    pub members: Vec<usize>,
    /// How that is known.
    pub because: SameWork,
}

/// What shows that workloads do the same work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameWork {
    /// The cluster hands an address around between them.
    Cluster(ClusterId),
    /// They share an address.
    Address(IpAddr),
    /// They have the same role, and like names.
    Role(Role),
}

/// Roles of which two with like names are two of a kind: `dns-1` and `dns-2`.
const OFTEN_TWICE: &[Role] = &[
    Role::Dns,
    Role::Dhcp,
    Role::Time,
    Role::Identity,
    Role::ReverseProxy,
    Role::LoadBalancer,
    Role::RouterFirewall,
];

impl Replicas {
    /// Every group of workloads that do the same work: those that share a virtual address, the members of a
    /// cluster that hands one around, and base services with like names. A member is in one group.
    pub(super) fn all(insight: &Insight) -> Vec<Self> {
        let (lab, verdicts, graph) = (insight.lab(), insight.verdicts(), insight.graph());
        let mut groups: Vec<Self> = Vec::new();
        let mut by_address: BTreeMap<IpAddr, Vec<System<'_>>> = BTreeMap::new();
        let mut by_name: BTreeMap<(Role, &str), Vec<System<'_>>> = BTreeMap::new();
        for system in lab.systems().filter(|&system| is_relied_on(system)) {
            for address in virtual_addresses(system) {
                by_address.entry(address).or_default().push(system);
            }
            let nature = verdicts.nature(system);
            let sure = nature.sure.is_some_and(|sure| sure >= Quality::Image);
            let twice = nature.role.filter(|role| sure && OFTEN_TWICE.contains(role));
            if let Some(name) = twice.zip(stem(system.name())) {
                by_name.entry(name).or_default().push(system);
            }
        }
        let shares_address = |it: &Cluster| it.known_kind().is_some_and(|kind| kind.shares_address);
        for cluster in lab.clusters().filter(shares_address) {
            let members = cluster.record().members.iter().filter_map(|name| lab.system(name));
            let members = members.filter(|&member| is_relied_on(member)).collect();
            take(graph, &mut groups, members, SameWork::Cluster(cluster.id()));
        }
        for (address, members) in by_address {
            take(graph, &mut groups, members, SameWork::Address(address));
        }
        for ((role, _), members) in by_name {
            take(graph, &mut groups, members, SameWork::Role(role));
        }
        groups.sort_by_key(|group| group.members[0]);
        groups
    }

    /// Its members as systems.
    pub fn systems<'a>(&self, lab: &'a Lab) -> Vec<System<'a>> {
        self.members.iter().map(|&member| lab.system_at(member)).collect()
    }
}

/// Takes a group, unless it is none or part of an earlier one.
fn take(
    graph: &Graph,
    groups: &mut Vec<Replicas>,
    mut members: Vec<System<'_>>,
    because: SameWork,
) {
    members.sort_by_key(|member| member.id());
    members.dedup();
    members.retain(|member| !groups.iter().any(|group| group.members.contains(&member.id())));
    let asks =
        |member: System<'_>| graph.dependencies(member).any(|(_, need)| members.contains(&need));
    let chained = members.iter().any(|&member| asks(member));
    if members.len() > 1 && !chained {
        let members = members.iter().map(|member| member.id()).collect();
        groups.push(Replicas { members, because });
    }
}

/// True if somebody may rely on it now.
fn is_relied_on(system: System<'_>) -> bool {
    system.runs() && !system.is_temporary()
}

fn virtual_addresses(system: System<'_>) -> impl Iterator<Item = IpAddr> {
    let connection = &system.entry().connection;
    let in_networks = system.networks().flat_map(|network| &network.addresses);
    let all = connection.addresses.iter().chain(in_networks);
    all.filter(|address| address.vip).filter_map(|address| address.ip)
}

/// A name without the number or the letter at its end; nothing if nothing is left.
fn stem(name: &str) -> Option<&str> {
    const ENDS: &[&str] =
        &["-a", "-b", "-c", "-primary", "-secondary", "-main", "-backup", "-master", "-slave"];
    let digits = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let lettered = ENDS.iter().find_map(|end| digits.strip_suffix(end)).unwrap_or(digits);
    let stem = lettered.trim_end_matches(['-', '_', '.']);
    (!stem.is_empty()).then_some(stem)
}

/// True if a rule of the owner already keeps members apart.
pub fn told_apart(lab: &Lab, members: &[System<'_>]) -> bool {
    lab.placement().apart.iter().any(|group| {
        let named = |name: &str| group.workloads.iter().any(|other| *other.value == *name);
        members.iter().filter(|member| named(member.name())).count() > 1
    })
}
