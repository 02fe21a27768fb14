//! Addresses: who has each, which two systems claim, and which lie outside of their network.

use std::net::IpAddr;

use rustc_hash::FxHashMap;

use crate::lab::{Address, AddressRange, Lab, Network, RunsOn, System, external};
use crate::source::Span;

/// Something that only one system can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint<'a> {
    /// An address in a network.
    Address(IpAddr),
    /// The address of a network card, as the second one writes it.
    Hardware(&'a str),
    /// A port of a machine.
    Port {
        /// The machine.
        machine: System<'a>,
        /// The port.
        port: u16,
        /// One near it that nobody wants, if there is one.
        free: Option<u16>,
    },
}

/// Two systems that claim the same thing.
#[derive(Debug, Clone, Copy)]
pub struct Conflict<'a> {
    /// What they claim.
    pub over: Endpoint<'a>,
    /// Who claims it first, and where.
    pub first: (System<'a>, Span),
    /// Who claims it too, and where.
    pub second: (System<'a>, Span),
}

/// An address that is in none of the ranges of its network.
#[derive(Debug, Clone, Copy)]
pub struct StrayAddress<'a> {
    /// Who has it.
    pub system: System<'a>,
    /// The address.
    pub address: &'a Address,
    /// The network.
    pub network: Network<'a>,
}

/// Addresses that two systems have in one network, or outside any.
pub fn address_conflicts(lab: &Lab) -> Vec<Conflict<'_>> {
    let mut owners = FxHashMap::default();
    let mut conflicts = Vec::new();
    for system in lab.systems().filter(|system| system.runs()) {
        let connection = &system.entry().connection;
        let own = connection.addresses.iter().map(|address| ("", address));
        let joined = system.networks().flat_map(|membership| {
            membership.addresses.iter().map(|address| (membership.network.as_str(), address))
        });
        for (network, address) in joined.chain(own) {
            let Some(ip) = address.ip.filter(|ip| !address.vip && !is_everywhere(*ip)) else {
                continue;
            };
            let second = (system, address.text.span);
            let first = *owners.entry((network, ip)).or_insert(second);
            if may_not_share(first.0, system) {
                conflicts.push(Conflict { over: Endpoint::Address(ip), first, second });
            }
        }
    }
    conflicts
}

/// Hardware addresses that two systems have.
pub fn hardware_conflicts(lab: &Lab) -> Vec<Conflict<'_>> {
    let mut owners = FxHashMap::default();
    let mut conflicts = Vec::new();
    for system in lab.systems().filter(|system| system.runs()) {
        for mac in &system.entry().connection.mac {
            let Some(number) = mac.number else { continue };
            let second = (system, mac.span);
            let first = *owners.entry(number).or_insert(second);
            if may_not_share(first.0, system) {
                conflicts.push(Conflict { over: Endpoint::Hardware(&mac.text), first, second });
            }
        }
    }
    conflicts
}

/// Addresses that are in none of the ranges of their network.
pub fn strays(lab: &Lab) -> Vec<StrayAddress<'_>> {
    let with_ranges = lab.networks().filter_map(|network| {
        let ranges: Option<Vec<_>> = network.subnet.iter().map(|subnet| subnet.range).collect();
        Some((network.name(), (network, ranges.filter(|ranges| !ranges.is_empty())?)))
    });
    let ranges: FxHashMap<&str, (Network<'_>, Vec<AddressRange>)> = with_ranges.collect();
    let mut strays = Vec::new();
    if ranges.is_empty() {
        return strays;
    }
    for system in lab.systems() {
        for membership in system.networks() {
            let Some((network, ranges)) = ranges.get(membership.network.as_str()) else { continue };
            for address in membership.addresses.iter().filter(|address| !address.vip) {
                let Some(ip) = address.ip else { continue };
                let mut alike =
                    ranges.iter().filter(|it| it.address.is_ipv4() == ip.is_ipv4()).peekable();
                if alike.peek().is_some() && !alike.any(|range| range.contains(ip)) {
                    strays.push(StrayAddress { system, address, network: *network });
                }
            }
        }
    }
    strays
}

/// False for one system, for two on one kernel, which may well mean the address of their machine, and for
/// what cannot meet: pods behind one address of their cluster, systems at different sites.
fn may_not_share(first: System<'_>, second: System<'_>) -> bool {
    let one_kernel = first.kernel().is_some() && first.kernel() == second.kernel();
    let one_cluster =
        matches!(first.runs_on(), RunsOn::Cluster(_)) && first.runs_on() == second.runs_on();
    let apart = first.site().zip(second.site()).is_some_and(|(first, second)| first != second);
    first != second && !one_kernel && !one_cluster && !apart
}

/// True for a server outside the lab, by address or name: it knows no names of the lab.
pub(crate) fn is_public(server: &str) -> bool {
    match server.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => {
            let is_shared = ip.octets()[0] == 100 && ip.octets()[1] & 0xc0 == 64;
            !(ip.is_private() || ip.is_loopback() || ip.is_link_local() || is_shared)
        }
        Ok(IpAddr::V6(ip)) => {
            !(ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local())
        }
        Err(_) => external(server).is_some() || server.contains('.'),
    }
}

/// True for addresses that every machine has.
fn is_everywhere(ip: IpAddr) -> bool {
    let link_local = match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    };
    ip.is_loopback() || ip.is_unspecified() || ip.is_multicast() || link_local
}
