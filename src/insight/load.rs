//! What guests take from the machines below them, added up once for everybody who asks.
//!
//! The memory of a VM is its own, unless a range lets it give some back. What shares a kernel has a
//! ceiling there: a limit keeps nothing back for it, only a reservation does. What is stopped takes no
//! memory and no cores, and what is not stated counts as nothing.

use std::ops::AddAssign;

use crate::lab::{Bytes, Cores, Kind, Lab, System};

/// What a hypervisor needs for itself, if nothing is said: the least that Proxmox VE asks for.
const FOR_A_HYPERVISOR: Bytes = Bytes(2 << 30);

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

/// How often something runs that shares the kernel of its machine.
fn instances(system: System<'_>) -> u32 {
    system.nature.replicas.as_ref().map_or(1, |replicas| replicas.value)
}

/// What a machine keeps for itself: stated, or what a hypervisor needs at least.
pub fn memory_for_itself(machine: System<'_>) -> Bytes {
    let stated = machine.machine.reserve.as_ref().and_then(|reserve| reserve.memory);
    let hypervisor = machine.as_host().is_some_and(|host| host.is_hypervisor());
    stated.unwrap_or(if hypervisor { FOR_A_HYPERVISOR } else { Bytes(0) })
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
