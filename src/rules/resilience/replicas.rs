//! Which workloads do the same work, so that one can stand in for the other.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::lab::{Cluster, System};
use crate::rules::Case;
use crate::software::Role;
use crate::verdict::Quality;

/// Workloads that do the same work.
pub(super) struct Replicas<'a> {
    /// Two or more, in the order of the text.
    pub(super) members: Vec<System<'a>>,
    /// How that is known: a clause.
    pub(super) because: String,
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

/// Every group of workloads that do the same work: those that share a virtual address, the members of a
/// cluster that hands one around, and base services with like names. A member is in one group.
pub(super) fn replicas<'a>(case: &Case<'a>) -> Vec<Replicas<'a>> {
    let mut groups: Vec<Replicas<'a>> = Vec::new();
    let mut by_address: BTreeMap<IpAddr, Vec<System<'a>>> = BTreeMap::new();
    let mut by_name: BTreeMap<(Role, &str), Vec<System<'a>>> = BTreeMap::new();
    for system in case.lab.systems().filter(|system| system.serves()) {
        for address in virtual_addresses(system) {
            by_address.entry(address).or_default().push(system);
        }
        let nature = case.verdicts.nature(system);
        let sure = nature.sure.is_some_and(|sure| sure >= Quality::Image);
        let twice = nature.role.filter(|role| sure && OFTEN_TWICE.contains(role));
        if let Some(name) = twice.zip(stem(system.name())) {
            by_name.entry(name).or_default().push(system);
        }
    }
    for cluster in case.lab.clusters().filter(|&cluster| hands_around(cluster)) {
        let members = cluster.members.iter().filter_map(|name| case.lab.system(name));
        let because =
            format!("cluster `{}` hands an address around between them", cluster.name.value);
        take(&mut groups, members.filter(|member| member.serves()).collect(), &because);
    }
    for (address, members) in by_address {
        take(&mut groups, members, &format!("they share the address {address}"));
    }
    for ((role, _), members) in by_name {
        take(
            &mut groups,
            members,
            &format!("they have the same role, {}, and like names", role.name()),
        );
    }
    groups.sort_by_key(|group| group.members[0].id());
    groups
}

/// Takes a group, unless it is none or part of an earlier one.
fn take<'a>(groups: &mut Vec<Replicas<'a>>, mut members: Vec<System<'a>>, because: &str) {
    members.sort_by_key(|member| member.id());
    members.dedup();
    members.retain(|member| !groups.iter().any(|group| group.members.contains(member)));
    let chained = members.iter().any(|member| member.needs().any(|need| members.contains(&need)));
    if members.len() > 1 && !chained {
        groups.push(Replicas { members, because: because.to_owned() });
    }
}

fn hands_around(cluster: Cluster<'_>) -> bool {
    let kind = cluster.kind.as_ref().map(|kind| kind.to_ascii_lowercase());
    kind.is_some_and(|kind| matches!(kind.as_str(), "vrrp" | "keepalived" | "carp" | "hsrp"))
}

fn virtual_addresses(system: System<'_>) -> impl Iterator<Item = IpAddr> {
    let connection = &system.entry().connection;
    let in_networks = connection.networks.iter().flat_map(|network| &network.addresses);
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
