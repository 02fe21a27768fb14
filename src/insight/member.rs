//! Who is in which network: who names it, and who has an address in one of its ranges.

use std::net::IpAddr;

use rustc_hash::FxHashMap;

use super::address::Range;
use crate::lab::{Lab, System};
use crate::source::Span;

/// The systems in each network of a lab.
#[derive(Debug)]
pub struct Members {
    /// Each system with where that is written, by the network's number among those of the lab.
    of_network: Vec<Vec<(usize, Span)>>,
    /// How many networks each system is in, those included that the lab does not know.
    networks: Vec<usize>,
}

impl Members {
    /// Looks for them in a lab.
    pub fn of(lab: &Lab) -> Self {
        let numbered = || lab.networks().iter().enumerate();
        let by_name: FxHashMap<&str, usize> =
            numbered().map(|(number, network)| (network.name.as_str(), number)).collect();
        let ranges = Ranges::of(lab);
        let mut of_network: Vec<Vec<(usize, Span)>> = vec![Vec::new(); by_name.len()];
        let mut networks = vec![0; lab.systems().len()];
        for system in lab.systems() {
            let connection = &system.connection;
            networks[system.id()] = connection.networks.len();
            let mut join = |number: usize, at: Span| {
                let members = &mut of_network[number];
                let is_new = members.last().is_none_or(|(last, _)| *last != system.id());
                if is_new {
                    members.push((system.id(), at));
                }
                is_new
            };
            for membership in &connection.networks {
                if let Some(&number) = by_name.get(membership.network.as_str()) {
                    join(number, membership.network.span);
                }
            }
            for address in &connection.addresses {
                if let Some(number) = address.ip.and_then(|ip| ranges.network_of(ip)) {
                    networks[system.id()] += usize::from(join(number, address.text.span));
                }
            }
        }
        Self { of_network, networks }
    }

    /// The systems in a network, by its number, in the order of the text; with where each says so.
    pub fn of_network<'a>(
        &self,
        lab: &'a Lab,
        number: usize,
    ) -> impl ExactSizeIterator<Item = (System<'a>, Span)> {
        self.of_network[number].iter().map(|&(id, at)| (lab.system_at(id), at))
    }

    /// True if a system has one foot only in one network.
    pub fn is_in_one_network(&self, system: System<'_>) -> bool {
        self.networks[system.id()] == 1
    }
}

/// The ranges of the networks of a lab.
struct Ranges {
    /// The network of each range; none where two have the same.
    networks: FxHashMap<Range, Option<usize>>,
    /// How many bits the ranges have, the most first.
    bits: Vec<u8>,
}

impl Ranges {
    fn of(lab: &Lab) -> Self {
        let mut networks = FxHashMap::default();
        for (number, network) in lab.networks().iter().enumerate() {
            for range in network.subnet.iter().filter_map(|range| Range::of(range)) {
                networks
                    .entry(range)
                    .and_modify(|known| *known = known.filter(|known| *known == number))
                    .or_insert(Some(number));
            }
        }
        let mut bits: Vec<u8> = networks.keys().map(|range| range.bits).collect();
        bits.sort_unstable_by(|one, other| other.cmp(one));
        bits.dedup();
        Self { networks, bits }
    }

    /// The network with the smallest range that has an address.
    fn network_of(&self, address: IpAddr) -> Option<usize> {
        let around = |&bits: &u8| self.networks.get(&Range::around(address, bits)).copied();
        self.bits.iter().find_map(around)?
    }
}
