//! What guests take from the machines below them, added up once for everybody who asks.
//!
//! The memory of a VM is its own, unless a range lets it give some back. What shares a kernel has a
//! ceiling there: a limit keeps nothing back for it, only a reservation does. What is stopped takes no
//! memory and no cores, and what is not stated counts as nothing.

use std::ops::AddAssign;

use super::store::Store;
use crate::lab::{Bytes, Cores, Kind, Lab, System};

/// What the guests of every machine take from it.
#[derive(Debug, Default)]
pub struct Loads {
    /// What each system takes from what it runs on, by its number.
    demands: Vec<MemoryDemand>,
    /// What the guests of each machine take that has any, by its number, in rising order.
    loads: Vec<(usize, Load)>,
}

/// The memory that a guest takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MemoryDemand {
    /// What it is guaranteed.
    pub least: Bytes,
    /// What is promised to it: the memory of a VM, or what is reserved for a container.
    pub most: Bytes,
    /// The ceiling of what shares the kernel of the machine. It promises nothing.
    pub limit: Bytes,
}

/// What the guests of one machine take from it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Load {
    /// The memory of those that run.
    pub memory: MemoryDemand,
    /// The cores of the VMs that run. Containers use the cores of the machine, and bring none.
    pub cores: Cores,
    /// The ceilings of all others that run, in cores.
    pub core_limit: Cores,
    /// The memory of those that are stopped, if they were started again.
    pub stopped: MemoryDemand,
}

impl Loads {
    /// Adds up a lab.
    pub fn of(lab: &Lab) -> Self {
        let count = lab.systems().len();
        let (mut demands, mut inside) = (vec![MemoryDemand::default(); count], vec![None; count]);
        let upwards: Vec<System<'_>> = lab.from_the_ground().collect();
        // Whatever runs on a system comes before it.
        for &system in upwards.iter().rev() {
            let own = MemoryDemand::of(system, inside[system.id()].unwrap_or_default());
            demands[system.id()] = own;
            if let Some(below) = system.below().next().filter(|_| system.runs_continuously()) {
                *inside[below.id()].get_or_insert_default() += own;
            }
        }
        let machines = lab.systems().filter(|machine| machine.guests().len() > 0);
        let loads = machines.map(|machine| (machine.id(), Load::of(machine, &demands))).collect();
        Self { demands, loads }
    }

    /// What a guest takes.
    pub fn demand(&self, guest: System<'_>) -> MemoryDemand {
        self.demands[guest.id()]
    }

    /// Every machine that has guests, with what they take.
    pub fn iter<'a>(&self, lab: &'a Lab) -> impl Iterator<Item = (System<'a>, Load)> {
        self.loads.iter().map(move |&(id, load)| (lab.system_at(id), load))
    }

    /// What the guests of one machine take.
    pub fn load(&self, machine: System<'_>) -> Load {
        let at = self.loads.binary_search_by_key(&machine.id(), |(id, _)| *id);
        at.map_or_else(|_| Load::default(), |at| self.loads[at].1)
    }

    /// Memory that nobody is guaranteed, where the size of the machine is known.
    pub fn free(&self, machine: System<'_>) -> Option<Bytes> {
        let taken = self.load(machine).memory.least + machine.reserved_memory();
        Some(Bytes(machine.memory.as_ref()?.max?.0.saturating_sub(taken.0)))
    }
}

impl MemoryDemand {
    /// What a system states, or else what runs inside it.
    fn of(system: System<'_>, inside: Self) -> Self {
        let stated = system.memory.as_ref().map(|memory| memory.value).unwrap_or_default();
        if system.kind == Kind::Vm {
            let most = stated.max.or(stated.min).unwrap_or_default();
            return Self { least: stated.min.unwrap_or(most), most, limit: Bytes(0) };
        }
        let times = |amount: Bytes| Bytes(amount.0.saturating_mul(instances(system).into()));
        let limit = stated.max.map(times);
        // What runs inside takes it from the machine below, but no more than its limit.
        let from_inside = |amount: Bytes| limit.map_or(amount, |limit| amount.min(limit));
        Self {
            least: stated.min.map_or_else(|| from_inside(inside.least), times),
            most: stated.min.map_or_else(|| from_inside(inside.most), times),
            limit: limit.unwrap_or(inside.limit),
        }
    }
}

impl AddAssign for MemoryDemand {
    fn add_assign(&mut self, other: Self) {
        *self = Self {
            least: self.least + other.least,
            most: self.most + other.most,
            limit: self.limit + other.limit,
        };
    }
}

impl Load {
    fn of(machine: System<'_>, demands: &[MemoryDemand]) -> Self {
        let mut load = Self::default();
        for guest in machine.guests() {
            if guest.can_be_started() {
                load.stopped += demands[guest.id()];
            }
            if !guest.runs_continuously() {
                continue;
            }
            load.memory += demands[guest.id()];
            let cores = guest.cores().unwrap_or_default();
            if guest.as_vm().is_some() {
                load.cores = load.cores + cores;
            } else {
                let limit = Cores(cores.0.saturating_mul(instances(guest)));
                load.core_limit = load.core_limit + limit;
            }
        }
        load
    }
}

/// The memory that a machine keeps for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OwnMemory {
    /// All of it.
    pub all: Bytes,
    /// What of it is the cache of ZFS.
    pub zfs_cache: Bytes,
}

impl OwnMemory {
    /// What a hypervisor needs for itself: the least that Proxmox VE asks for.
    const HYPERVISOR: Bytes = Bytes(2 << 30);
    /// The most that Proxmox VE gives to the cache of ZFS where nobody changed that. Up to there it is a tenth of
    /// the memory.
    const ZFS_CACHE: Bytes = Bytes(16 << 30);

    /// What is stated, or else what a hypervisor and its ZFS take unless they are told otherwise.
    pub fn of(machine: System<'_>) -> Self {
        let stated = machine.machine.reserve.as_ref().and_then(|reserve| reserve.memory);
        if let Some(all) = stated {
            return Self { all, zfs_cache: Bytes(0) };
        }
        if !machine.as_host().is_some_and(|host| host.is_hypervisor()) {
            return Self::default();
        }
        let mut pools = machine.entry().machine.pools.iter();
        let has_zfs = pools.any(|pool| Store::Pool(machine, pool).is_zfs());
        let memory = machine.memory.as_ref().and_then(|memory| memory.max).unwrap_or_default();
        let zfs_cache = if has_zfs { Self::ZFS_CACHE.min(Bytes(memory.0 / 10)) } else { Bytes(0) };
        Self { all: Self::HYPERVISOR + zfs_cache, zfs_cache }
    }
}

/// How often something runs that shares the kernel of its machine.
fn instances(system: System<'_>) -> u32 {
    system.nature.replicas.as_ref().map_or(1, |replicas| replicas.value)
}

/// A multiple of an amount.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a ratio is a small positive number, and no amount needs all 64 bits"
)]
pub(crate) fn scaled(amount: u64, ratio: f64) -> u64 {
    (amount as f64 * ratio.max(0.0)) as u64
}
