//! How much of each machine is promised to what runs directly on it.

use super::Insight;
use crate::lab::{Cores, Kind, Status, System};

/// How much of a machine is promised to what runs directly on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allocations {
    /// Memory, in bytes. Only of what always runs, with what is kept back for the machine itself.
    pub memory: Allocation,
    /// Processor cores, in thousandths. Only of what always runs, with what is kept back.
    pub cores: Allocation,
    /// Room on its own pools or disks, in bytes, stopped guests included.
    pub disk: Allocation,
}

/// How much of something is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allocation {
    /// How much is promised.
    pub used: u64,
    /// What the limits of containers add up to. They promise nothing.
    pub limits: u64,
    /// How much there is, if that is said.
    pub total: Option<u64>,
    /// How many guests do not say what they take.
    pub unstated: usize,
}

impl Allocations {
    /// Those of a system; of a workload, only if something runs on it.
    pub(super) fn of(insight: &Insight, machine: System<'_>) -> Option<Self> {
        if machine.entry().kind != Kind::Host && machine.guests().len() == 0 {
            return None;
        }
        let silent = |says: fn(System<'_>) -> bool| {
            machine.guests().filter(|&guest| guest.runs_continuously() && !says(guest)).count()
        };
        let load = insight.loads().load(machine);
        let memory = load.memory.most + machine.reserved_memory();
        let reserve = machine.entry().machine.reserve.as_ref();
        let cores = load.cores + reserve.and_then(|it| it.cpu).unwrap_or_default();
        let in_cores = |cores: Cores| u64::from(cores.0);
        let planned = |guest: &System<'_>| {
            guest.entry().status.as_ref().is_some_and(|status| status.value == Status::Planned)
        };
        let guests = machine.guests().filter(|guest| !planned(guest));
        let (disk, without_size) = sum(guests.map(|guest| disk_on(guest, machine)));
        Some(Self {
            memory: Allocation {
                used: memory.0,
                limits: load.memory.limit.0,
                total: machine.entry().memory.as_ref().and_then(|memory| Some(memory.max?.0)),
                unstated: silent(|guest| guest.entry().memory.is_some()),
            },
            cores: Allocation {
                used: in_cores(cores),
                limits: in_cores(load.core_limit),
                total: machine.cores().map(in_cores),
                unstated: silent(|guest| guest.cores().is_some()),
            },
            disk: Allocation {
                used: disk,
                limits: 0,
                total: room(machine),
                unstated: without_size,
            },
        })
    }
}

/// The sum of what is said, and how many say nothing.
fn sum(amounts: impl Iterator<Item = Option<u64>>) -> (u64, usize) {
    amounts.fold((0, 0), |(sum, silent), amount| match amount {
        Some(amount) => (u64::saturating_add(sum, amount), silent),
        None => (sum, silent + 1),
    })
}

/// The room that a machine has for the disks of guests.
fn room(machine: System<'_>) -> Option<u64> {
    let entry = machine.entry();
    let sizes: Vec<Option<u64>> = match entry.kind {
        Kind::Host => entry.machine.pools.iter().map(|it| Some(it.size.as_ref()?.0)).collect(),
        // A machine whose guests have no disks has none to share out.
        _ if machine.guests().all(|guest| guest.entry().disks.is_empty()) => return None,
        _ => entry.disks.iter().map(|disk| Some(disk.size.as_ref()?.0)).collect(),
    };
    // One that is unknown makes the sum unknown.
    let sizes: Option<Vec<u64>> = sizes.into_iter().collect();
    sizes
        .filter(|sizes| !sizes.is_empty())
        .map(|sizes| sizes.iter().copied().fold(0, u64::saturating_add))
}

/// What a guest takes of the machine's own room; nothing if its disks are shared storage.
fn disk_on(guest: System<'_>, machine: System<'_>) -> Option<u64> {
    let here = |storage: &str| {
        let pool = machine.entry().machine.pools.iter().any(|pool| *pool.name == storage);
        pool || guest.lab().shared_storage(storage).is_none()
    };
    let entry = guest.entry();
    if entry.disks.is_empty() {
        // An application lives on the disk of what runs it; a machine has one of its own.
        return (entry.kind != Kind::Vm).then_some(0);
    }
    let own = entry.disks.iter().filter(|disk| disk.storage.as_ref().is_none_or(|it| here(it)));
    own.map(|disk| Some(disk.size.as_ref()?.0))
        .try_fold(0_u64, |sum, size| Some(sum.saturating_add(size?)))
}
