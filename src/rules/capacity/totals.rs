//! What the guests of each machine take from it, added up once for all rules.
//!
//! Stopped guests take no memory and no cores, only disk.

use super::demand::{Demand, is_stopped, is_there};
use crate::lab::{Bytes, Cores, Host, Lab, System};
use crate::source::Span;

/// What the guests of every machine take from it.
#[derive(Debug, Default)]
pub(in crate::rules) struct Totals {
    /// For each machine that has guests and a size, in the order of the text.
    loads: Vec<(usize, Load)>,
}

/// What the guests of a machine take from it.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::rules) struct Load {
    /// The memory of those that run.
    pub(in crate::rules) memory: Demand,
    /// The cores of the VMs that run. Containers use the cores of the machine, and bring none.
    pub(in crate::rules) cores: Cores,
    /// The memory of those that are stopped, if they were started again.
    pub(in crate::rules) stopped: Demand,
}

impl Totals {
    /// Adds up a lab.
    pub(in crate::rules) fn of(lab: &Lab) -> Self {
        let machines = lab.systems().filter(|machine| {
            machine.guests().len() > 0 && (machine.memory.is_some() || machine.cpu.is_some())
        });
        Self { loads: machines.map(|machine| (machine.id(), Load::of(machine))).collect() }
    }

    /// Every machine with its load.
    pub(in crate::rules) fn iter<'a>(
        &self,
        lab: &'a Lab,
    ) -> impl Iterator<Item = (System<'a>, Load)> {
        self.loads.iter().map(move |&(id, load)| (lab.system_at(id), load))
    }

    /// The load of one machine.
    pub(in crate::rules) fn load(&self, machine: System<'_>) -> Load {
        let at = self.loads.binary_search_by_key(&machine.id(), |(id, _)| *id);
        at.map_or_else(|_| Load::default(), |at| self.loads[at].1)
    }

    /// Memory that nobody is guaranteed, where the size of the machine is known.
    pub(in crate::rules) fn free(&self, machine: System<'_>) -> Option<Bytes> {
        let taken = self.load(machine).memory.least + reserve(machine);
        Some(Bytes(memory_of(machine)?.0.saturating_sub(taken.0)))
    }

    /// The hypervisor with the most memory free, if there is one besides a machine.
    pub(super) fn roomiest<'a>(&self, other_than: System<'a>) -> Option<(Host<'a>, Bytes)> {
        let hosts = other_than.lab().hosts();
        let others = hosts.filter(|host| {
            host.is_hypervisor() && host.is_up() && System::from(*host) != other_than
        });
        let free = others.filter_map(|host| Some((host, self.free(*host)?)));
        // Of several, the first.
        free.filter(|(_, free)| free.0 > 0).min_by_key(|(_, free)| u64::MAX - free.0)
    }
}

impl Load {
    fn of(machine: System<'_>) -> Self {
        let mut load = Self::default();
        for guest in machine.guests() {
            if is_stopped(guest) {
                load.stopped += Demand::of(guest);
            }
            if !is_there(guest) {
                continue;
            }
            load.memory += Demand::of(guest);
            if guest.as_vm().is_some() {
                load.cores = load.cores + cores_of(guest).unwrap_or_default();
            }
        }
        load
    }
}

/// The memory of a machine.
pub(super) fn memory_of(machine: System<'_>) -> Option<Bytes> {
    machine.memory.as_ref()?.max
}

/// Where the memory of a system is written; its name, if it is not.
pub(super) fn memory_span(system: System<'_>) -> Span {
    system.memory.as_ref().map_or(system.place(), |memory| memory.span)
}

/// The cores of a system.
pub(in crate::rules) fn cores_of(system: System<'_>) -> Option<Cores> {
    system.cpu.as_ref()?.cores.max
}

/// Memory that is kept back for the machine itself, where that is said.
pub(in crate::rules) fn reserve(machine: System<'_>) -> Bytes {
    machine.machine.reserve.as_ref().and_then(|reserve| reserve.memory).unwrap_or_default()
}

/// The guests that take most memory, the largest first.
pub(super) fn largest<'a>(
    machine: System<'a>,
    amount: impl Fn(Demand) -> Bytes,
) -> Vec<(System<'a>, Bytes)> {
    let guests = machine.guests().filter(|&guest| is_there(guest));
    let mut sized: Vec<(System<'a>, Bytes)> = guests
        .map(|guest| (guest, amount(Demand::of(guest))))
        .filter(|(_, amount)| amount.0 > 0)
        .collect();
    sized.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.id().cmp(&b.0.id())));
    sized
}

/// A multiple of an amount.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a ratio is a small positive number, and no amount needs all 64 bits"
)]
pub(in crate::rules) fn times(amount: u64, ratio: f64) -> u64 {
    (amount as f64 * ratio.max(0.0)) as u64
}

/// The ratio that covers an amount, in tenths, rounded up.
pub(super) fn ratio(amount: u64, of: u64) -> String {
    let tenths = amount.saturating_mul(10).div_ceil(of.max(1));
    format!("{}.{}", tenths / 10, tenths % 10)
}
