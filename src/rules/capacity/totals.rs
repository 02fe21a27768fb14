//! Questions about what the guests of a machine take from it.

use std::cmp::Reverse;

use crate::insight::{Loads, MemoryDemand};
use crate::lab::{Bytes, Host, Lab, System};
use crate::source::Span;

/// The hypervisors that have memory free, with how much, the roomiest first.
pub(super) fn by_room<'a>(lab: &'a Lab, loads: &Loads) -> Vec<(Host<'a>, Bytes)> {
    let hypervisors = lab.hosts().filter(|host| host.is_hypervisor() && host.runs());
    let free = hypervisors.filter_map(|host| Some((host, loads.free(*host)?)));
    let mut free: Vec<(Host<'a>, Bytes)> = free.filter(|(_, free)| free.0 > 0).collect();
    // Of several that are alike, the first in the text comes first.
    free.sort_by_key(|(_, free)| Reverse(*free));
    free
}

/// The memory of a machine.
pub(super) fn memory_of(machine: System<'_>) -> Option<Bytes> {
    machine.memory.as_ref()?.max
}

/// Where the memory of a system is written; its name, if it is not.
pub(super) fn memory_span(system: System<'_>) -> Span {
    system.memory.as_ref().map_or(system.place(), |memory| memory.span)
}

/// The guests that take most memory, the largest first.
pub(super) fn largest<'a>(
    machine: System<'a>,
    loads: &Loads,
    amount: impl Fn(MemoryDemand) -> Bytes,
) -> Vec<(System<'a>, Bytes)> {
    let guests = machine.guests().filter(|&guest| guest.runs_continuously());
    let mut sized: Vec<(System<'a>, Bytes)> = guests
        .map(|guest| (guest, amount(loads.demand(guest))))
        .filter(|(_, amount)| amount.0 > 0)
        .collect();
    sized.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.id().cmp(&b.0.id())));
    sized
}

/// The ratio that covers an amount, in tenths, rounded up.
pub(super) fn ratio(amount: u64, of: u64) -> String {
    let tenths = amount.saturating_mul(10).div_ceil(of.max(1));
    format!("{}.{}", tenths / 10, tenths % 10)
}
