//! What the owner says of where guests may run, looked up once for the whole lab.

use rustc_hash::FxHashMap;

use crate::lab::{Across, Host, Lab, System, Text};
use crate::source::Spanned;

/// Where guests may run, and from whom they are kept apart.
#[derive(Debug, Default)]
pub struct PlacementRules {
    /// The groups of a system, of which no host may run two.
    apart: FxHashMap<usize, Vec<usize>>,
    /// The rules that pin a system.
    pins: FxHashMap<usize, Vec<usize>>,
    /// The machines of each of those.
    machines: Vec<Machines>,
}

/// Machines that something may run on.
#[derive(Debug)]
struct Machines {
    hosts: Vec<usize>,
    /// True if one of them is unknown, and may be any.
    is_open: bool,
}

impl PlacementRules {
    /// The rules of a lab.
    pub(super) fn of(lab: &Lab) -> Self {
        let mut rules = Self::default();
        let placement = lab.placement();
        let over_hosts = placement.apart.iter().filter(|group| {
            group.across.as_ref().is_none_or(|across| across.value == Across::Host)
        });
        for (number, group) in over_hosts.enumerate() {
            for member in group.workloads.iter().filter_map(|name| on_host(lab.system(name)?)) {
                rules.apart.entry(member.id()).or_default().push(number);
            }
        }
        for (number, pinned) in placement.pinned.iter().enumerate() {
            for workload in pinned.workloads.iter().filter_map(|name| lab.system(name)) {
                rules.pins.entry(workload.id()).or_default().push(number);
            }
            rules.machines.push(Machines::of(lab, &pinned.to));
        }
        rules
    }

    /// The groups that a guest is in.
    pub fn groups_of(&self, guest: System<'_>) -> &[usize] {
        self.apart.get(&guest.id()).map_or(&[], Vec::as_slice)
    }

    /// False if the owner has said where a guest may run, and a host is not among it.
    pub fn allow(&self, guest: System<'_>, host: Host<'_>) -> bool {
        let choice = &guest.entry().runs_on;
        let mut pins = self.pins.get(&guest.id()).into_iter().flatten();
        (choice.len() < 2 || Machines::of(guest.lab(), choice).have(host))
            && pins.all(|&pin| self.machines[pin].have(host))
    }
}

impl Machines {
    fn of(lab: &Lab, names: &[Spanned<Text>]) -> Self {
        let mut hosts: Vec<usize> =
            names.iter().filter_map(|name| Some(lab.system(name)?.id())).collect();
        let is_open = hosts.len() < names.len();
        hosts.sort_unstable();
        Self { hosts, is_open }
    }

    fn have(&self, host: Host<'_>) -> bool {
        self.is_open || self.hosts.binary_search(&host.id()).is_ok()
    }
}

/// What of a system runs on the host itself.
fn on_host(system: System<'_>) -> Option<System<'_>> {
    system.stack().find(|layer| layer.on().is_some_and(|on| on.as_host().is_some()))
}
