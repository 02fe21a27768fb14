//! Who is in which network: who names it, and who has an address in one of its ranges.

use std::net::IpAddr;

use rustc_hash::FxHashMap;

use crate::lab::{Lab, Network, System};
use crate::source::Span;

/// The systems in each network of a lab.
#[derive(Debug)]
pub struct Memberships {
    /// Each system with where that is written, by the network's number among those of the lab.
    of_network: Vec<Vec<(usize, Span)>>,
    /// How many networks each system is in, those included that the lab does not know.
    networks: Vec<usize>,
}

impl Memberships {
    /// Looks for them in a lab.
    pub fn of(lab: &Lab) -> Self {
        let ranges = Ranges::of(lab);
        let mut of_network: Vec<Vec<(usize, Span)>> = vec![Vec::new(); lab.networks().len()];
        let mut networks = vec![0; lab.systems().len()];
        for system in lab.systems() {
            let connection = &system.connection;
            networks[system.id()] = system.networks().count();
            let mut join = |network: Network<'_>, at: Span| {
                let members = &mut of_network[network.id().index()];
                let is_new = members.last().is_none_or(|(last, _)| *last != system.id());
                if is_new {
                    members.push((system.id(), at));
                }
                is_new
            };
            for membership in system.networks() {
                if let Some(network) = lab.network(&membership.network) {
                    join(network, membership.network.span);
                }
            }
            for address in &connection.addresses {
                if let Some(network) = address.ip.and_then(|ip| ranges.network_of(ip)) {
                    networks[system.id()] += usize::from(join(network, address.text.span));
                }
            }
        }
        Self { of_network, networks }
    }

    /// The systems in a network, in the order of the text, with where each says so.
    pub fn of_network<'a>(
        &self,
        network: Network<'a>,
    ) -> impl ExactSizeIterator<Item = (System<'a>, Span)> {
        let members = self.of_network[network.id().index()].iter();
        members.map(move |&(id, at)| (network.lab().system_at(id), at))
    }

    /// True if a system has one foot only in one network.
    pub fn is_in_one_network(&self, system: System<'_>) -> bool {
        self.networks[system.id()] == 1
    }
}

/// The ranges of the networks of a lab.
struct Ranges<'a> {
    /// The network of each range, by what [`key`] makes of it; none where two have the same.
    networks: FxHashMap<(bool, u8, u128), Option<Network<'a>>>,
    /// How many bits the ranges have, the most first.
    bits: Vec<u8>,
}

impl<'a> Ranges<'a> {
    fn of(lab: &'a Lab) -> Self {
        let mut networks = FxHashMap::default();
        for network in lab.networks() {
            for range in network.subnet.iter().filter_map(|subnet| subnet.range) {
                networks
                    .entry(key(range.address, range.prefix))
                    .and_modify(|known: &mut Option<_>| *known = known.filter(|it| *it == network))
                    .or_insert(Some(network));
            }
        }
        let mut bits: Vec<u8> = networks.keys().map(|(_, bits, _)| *bits).collect();
        bits.sort_unstable_by(|one, other| other.cmp(one));
        bits.dedup();
        Self { networks, bits }
    }

    /// The network with the smallest range that has an address.
    fn network_of(&self, address: IpAddr) -> Option<Network<'a>> {
        let around = |&bits: &u8| self.networks.get(&key(address, bits)).copied();
        self.bits.iter().find_map(around)?
    }
}

/// The same for all addresses of a family that share so many bits.
fn key(address: IpAddr, bits: u8) -> (bool, u8, u128) {
    let all = match address {
        IpAddr::V4(address) => u128::from(address.to_bits()) << 96,
        IpAddr::V6(address) => address.to_bits(),
    };
    let mask = u128::MAX.checked_shl(128_u32.saturating_sub(bits.into())).unwrap_or_default();
    (address.is_ipv4(), bits, all & mask)
}
