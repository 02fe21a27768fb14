//! Ports that two containers or native services want on one machine.

use std::collections::HashSet;
use std::net::IpAddr;

use super::address::{Conflict, Endpoint};
use crate::lab::{Kind, Lab, Port, Protocol, Stated, System};

/// A range of ports that somebody wants.
#[derive(Clone, Copy)]
struct Publication<'a> {
    /// The machine, by its number, and the transport.
    machine: (usize, Protocol),
    from: u16,
    to: u16,
    port: &'a Port,
    system: System<'a>,
}

/// Ports that two want on one machine; of each later one only the first.
pub fn port_conflicts(lab: &Lab) -> Vec<Conflict<'_>> {
    let mut claims: Vec<Publication> = Vec::new();
    for system in lab.systems().filter(|&system| publishes(system)) {
        let Some(machine) = system.on() else { continue };
        for port in &system.entry().ports {
            let Some((from, to)) = port.published.value().filter(|range| range.0 > 0) else {
                continue;
            };
            let machine = (machine.id(), port.protocol);
            claims.push(Publication { machine, from, to, port, system });
        }
    }
    claims.sort_unstable_by_key(|claim| (claim.machine, claim.from, claim.system.id()));
    let mut conflicts = Vec::new();
    for of_one in claims.chunk_by(|first, second| first.machine == second.machine) {
        find(lab.system_at(of_one[0].machine.0), of_one, &mut conflicts);
    }
    conflicts
}

/// True if its ports are those of the machine below, as far as that is known.
fn publishes(system: System<'_>) -> bool {
    let entry = system.entry();
    let on_machine = match entry.kind {
        Kind::Container => system.as_container().is_some_and(|it| !it.is_system_container()),
        Kind::Native => true,
        _ => false,
    };
    // What has an address of its own in a network has ports of its own.
    let has_address = system.networks().any(|it| !it.addresses.is_empty());
    on_machine
        && !entry.ports.is_empty()
        && !has_address
        && entry.runs_on.len() == 1
        && system.runs()
        && !system.is_temporary()
}

/// Finds the conflicts on one machine, whose claims are sorted by their first port.
fn find<'a>(machine: System<'a>, claims: &[Publication<'a>], conflicts: &mut Vec<Conflict<'a>>) {
    /// How many ranges are looked back at; more than so many never reach over one port.
    const BACK: usize = 16;
    let mut open: Vec<Publication> = Vec::new();
    let mut told = HashSet::new();
    let mut taken: Option<Vec<(u16, u16)>> = None;
    for &claim in claims {
        open.retain(|earlier| earlier.to >= claim.from);
        let first = open.iter().find(|earlier| clash(earlier, &claim));
        if let Some(first) = first
            && told.insert(claim.system.id())
        {
            let taken = taken.get_or_insert_with(|| taken_of(claims));
            conflicts.push(Conflict {
                over: Endpoint::Port {
                    machine,
                    port: claim.from,
                    free: next_free(taken, claim.to),
                },
                first: (first.system, first.port.at),
                second: (claim.system, claim.port.at),
            });
        }
        if open.len() < BACK {
            open.push(claim);
        }
    }
}

fn clash(first: &Publication<'_>, second: &Publication<'_>) -> bool {
    let shares = |one: System<'_>, other: System<'_>| {
        one.entry().connection.network_of.as_ref().is_some_and(|of| of.value == other.name())
    };
    let (one, other) = (first.system, second.system);
    one != other
        && !shares(one, other)
        && !shares(other, one)
        && meet(&first.port.address, &second.port.address)
}

/// True if two bound addresses surely have an address in common.
fn meet(first: &Stated<IpAddr>, second: &Stated<IpAddr>) -> bool {
    match (first.value(), second.value()) {
        _ if first.is_unknown() || second.is_unknown() => false,
        (Some(first), Some(second)) => {
            first == second
                || (first.is_ipv4() == second.is_ipv4()
                    && (first.is_unspecified() || second.is_unspecified()))
        }
        _ => true,
    }
}

/// The ports that claims take, as ranges of which no two touch.
fn taken_of(claims: &[Publication<'_>]) -> Vec<(u16, u16)> {
    let mut taken: Vec<(u16, u16)> = Vec::new();
    for claim in claims {
        match taken.last_mut() {
            Some((_, to)) if claim.from <= to.saturating_add(1) => *to = claim.to.max(*to),
            _ => taken.push((claim.from, claim.to)),
        }
    }
    taken
}

/// The first port after a taken one that nobody on the machine wants, or the last one before it.
fn next_free(taken: &[(u16, u16)], after: u16) -> Option<u16> {
    /// Whoever wants a port below this one wants it for a reason.
    const FIRST: u16 = 1024;
    let (from, to) = *taken.get(taken.partition_point(|(_, to)| *to < after))?;
    to.checked_add(1).or(from.checked_sub(1).filter(|before| *before >= FIRST))
}
