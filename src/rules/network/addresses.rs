//! Addresses that two systems claim, and addresses outside of their network.

use std::net::IpAddr;

use rustc_hash::FxHashMap;

use super::endpoint_conflict::Clash;
use crate::lab::{Address, AddressRange, Lab, Network, RunsOn, System};
use crate::source::Span;

/// An address that is in none of the ranges of its network.
pub(super) struct Stray<'a> {
    pub(super) system: System<'a>,
    pub(super) address: &'a Address,
    pub(super) network: Network<'a>,
    pub(super) ranges: String,
}

/// Addresses that two systems have in one network, or outside any.
pub(super) fn address_clashes(lab: &Lab) -> Vec<Clash<'_>> {
    let mut owners: FxHashMap<(&str, IpAddr), (System, Span)> = FxHashMap::default();
    let mut clashes = Vec::new();
    for system in lab.systems().filter(|system| system.runs()) {
        let connection = &system.entry().connection;
        let own = connection.addresses.iter().map(|address| ("", address));
        let joined = connection.networks.iter().flat_map(|membership| {
            membership.addresses.iter().map(|address| (membership.network.as_str(), address))
        });
        for (network, address) in joined.chain(own) {
            let Some(ip) = address.ip.filter(|ip| !address.vip && !is_everywhere(*ip)) else {
                continue;
            };
            let claim = (system, address.text.span);
            let first = *owners.entry((network, ip)).or_insert(claim);
            if may_not_share(first.0, system) {
                clashes.push(Clash {
                    what: format!("address {ip}"),
                    first,
                    second: claim,
                    help: "give one of them another address; if it moves between them, say `{address: ..., vip: true}`"
                        .to_owned(),
                });
            }
        }
    }
    clashes
}

/// Hardware addresses that two systems have.
pub(super) fn hardware_clashes(lab: &Lab) -> Vec<Clash<'_>> {
    let mut owners: FxHashMap<u64, (System, Span)> = FxHashMap::default();
    let mut clashes = Vec::new();
    for system in lab.systems().filter(|system| system.runs()) {
        for mac in &system.entry().connection.mac {
            let Some(number) = number_of(mac) else { continue };
            let claim = (system, mac.span);
            let first = *owners.entry(number).or_insert(claim);
            if may_not_share(first.0, system) {
                clashes.push(Clash {
                    what: format!("hardware address {}", mac.value),
                    first,
                    second: claim,
                    help: "give one of them another; a clone needs a new one before it starts"
                        .to_owned(),
                });
            }
        }
    }
    clashes
}

/// Addresses that are in none of the ranges of their network.
pub(super) fn strays(lab: &Lab) -> Vec<Stray<'_>> {
    let ranges: FxHashMap<&str, (Network<'_>, Vec<AddressRange>)> = lab
        .networks()
        .filter_map(|network| {
            let ranges: Option<Vec<_>> = network.subnet.iter().map(|subnet| subnet.range).collect();
            Some((network.name(), (network, ranges?)))
        })
        .collect();
    let mut strays = Vec::new();
    if ranges.values().all(|(_, ranges)| ranges.is_empty()) {
        return strays;
    }
    for system in lab.systems() {
        for membership in &system.entry().connection.networks {
            let Some((network, ranges)) = ranges.get(membership.network.as_str()) else { continue };
            for address in membership.addresses.iter().filter(|address| !address.vip) {
                let Some(ip) = address.ip else { continue };
                let mut same_sort =
                    ranges.iter().filter(|it| it.address.is_ipv4() == ip.is_ipv4()).peekable();
                if same_sort.peek().is_some() && !same_sort.any(|range| range.contains(ip)) {
                    let all: Vec<&str> =
                        network.subnet.iter().map(|subnet| subnet.text.as_str()).collect();
                    strays.push(Stray {
                        system,
                        address,
                        network: *network,
                        ranges: all.join(" or "),
                    });
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

/// True for addresses that every machine has.
fn is_everywhere(ip: IpAddr) -> bool {
    let link_local = match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    };
    ip.is_loopback() || ip.is_unspecified() || ip.is_multicast() || link_local
}

/// A hardware address as a number; nothing if it is none.
fn number_of(mac: &str) -> Option<u64> {
    let digits: String = mac.chars().filter(|it| !matches!(it, ':' | '-' | '.')).collect();
    u64::from_str_radix(&digits, 16).ok().filter(|&number| digits.len() == 12 && number != 0)
}
