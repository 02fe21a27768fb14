//! How much memory a guest takes from the machine below it.

use std::ops::AddAssign;

use crate::lab::{Bytes, Kind, Lifetime, Status, System};

/// An amount of memory: what is promised, and what may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::rules) struct Demand {
    /// What the guest is guaranteed.
    pub(in crate::rules) least: Bytes,
    /// What the guest may use.
    pub(in crate::rules) most: Bytes,
}

impl Demand {
    /// What a guest states. The memory of a VM is its own, unless a range lets it give some back; that of
    /// anything else is a limit, which guarantees nothing. What is not stated counts as nothing.
    pub(in crate::rules) fn of(guest: System<'_>) -> Self {
        let Some(memory) = &guest.memory else { return Self::of_unlimited(guest) };
        let most = memory.max.or(memory.min).unwrap_or_default();
        let least = match guest.kind {
            Kind::Vm => memory.min.unwrap_or(most),
            _ => memory.min.unwrap_or_default(),
        };
        let instances = match (guest.kind, &guest.nature.replicas) {
            (Kind::Vm, _) | (_, None) => 1,
            (_, Some(replicas)) => u64::from(replicas.value),
        };
        let times = |amount: Bytes| Bytes(amount.0.saturating_mul(instances));
        Self { least: times(least), most: times(most) }
    }

    /// What runs in a container without a limit takes its memory from the machine below.
    fn of_unlimited(guest: System<'_>) -> Self {
        let mut sum = Self::default();
        if guest.kind == Kind::Container && !guest.is_in_cycle() {
            guest
                .guests()
                .filter(|&inner| is_there(inner))
                .for_each(|inner| sum += Self::of(inner));
        }
        sum
    }
}

impl AddAssign for Demand {
    fn add_assign(&mut self, other: Self) {
        *self = Self { least: self.least + other.least, most: self.most + other.most };
    }
}

/// True if it takes memory and cores all the time: it runs, and not just for one task.
pub(in crate::rules) fn is_there(guest: System<'_>) -> bool {
    let comes_and_goes =
        guest.lifetime.as_ref().is_some_and(|lifetime| lifetime.value == Lifetime::Ephemeral);
    guest.is_up() && !comes_and_goes
}

/// True if it could be started again at any time.
pub(in crate::rules) fn is_stopped(guest: System<'_>) -> bool {
    guest.status.as_ref().is_some_and(|status| status.value == Status::Stopped)
}
