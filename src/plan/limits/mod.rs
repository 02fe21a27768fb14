//! From a lab to a problem of placement: each file turns what some rules ask for into limits of a plan.

use rustc_hash::FxHashMap;

use super::limit::{Limit, LimitKind};
use super::model::{Ban, BanScope, Guest, Model, Resource};
use super::request::PlanRequest;
use crate::check::Checked;
use crate::finding::SystemId;
use crate::insight::Insight;
use crate::lab::{Host, Lab, System};
use crate::source::Span;

mod cores;
mod devices;
mod disks;
mod groups;
mod memory;
mod moving;
mod votes;

/// A problem of placement, with the systems behind its numbers.
#[derive(Debug)]
pub(super) struct LabModel<'a> {
    /// The problem.
    pub(super) model: Model,
    /// The lab, and what is known of it.
    pub(super) insight: &'a Insight,
    /// The guests, in the order of the text.
    pub(super) guests: Vec<System<'a>>,
    /// The hosts, in the order of the text.
    pub(super) hosts: Vec<Host<'a>>,
    /// Who takes along each system when it moves, or where that stays; by the number of the system.
    carriers: Vec<Carrier>,
    /// The memory of each host, where that is known.
    pub(super) memory: Vec<Option<HostMemory>>,
    resources: Resource,
}

/// The memory of a host, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HostMemory {
    /// How much it has.
    pub(super) total: u64,
    /// How much of it is taken by what stays there, and for itself.
    pub(super) stays: u64,
}

/// What a system stands on, as far as a plan is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Carrier {
    /// A guest, or something in it.
    Guest(usize),
    /// A host, and it stays there.
    Host(usize),
    /// Somewhere unknown.
    Nowhere,
}

/// How much of something guests bring along, and how much stays on hosts.
#[derive(Debug, Default)]
struct SplitUsage {
    guests: FxHashMap<usize, u64>,
    hosts: FxHashMap<usize, u64>,
}

impl<'a> LabModel<'a> {
    /// The problem of a lab that was checked: the rules that ran are its limits.
    pub(super) fn of(checked: &'a Checked, request: &PlanRequest) -> Self {
        let mut it = Self::without_limits(&checked.insight);
        let ran = |name: &str| checked.ran.iter().any(|rule| rule.name == name);
        moving::add(&mut it, request);
        memory::add(&mut it, ran);
        cores::add(&mut it, ran);
        disks::add(&mut it, ran);
        devices::add(&mut it, ran);
        groups::add(&mut it, ran);
        votes::add(&mut it, ran);
        it
    }

    fn without_limits(insight: &'a Insight) -> Self {
        let lab = insight.lab();
        let hosts: Vec<Host<'a>> = lab.hosts().collect();
        let host_of: FxHashMap<usize, usize> =
            hosts.iter().enumerate().map(|(number, host)| (host.id(), number)).collect();
        let mut model = Model { hosts: hosts.len(), ..Model::default() };
        let mut guests = Vec::new();
        let mut carriers = vec![Carrier::Nowhere; lab.systems().len()];
        for (&id, &number) in &host_of {
            carriers[id] = Carrier::Host(number);
        }
        for system in lab.systems() {
            if let Some(&now) = host_of_guest(system).and_then(|host| host_of.get(&host.id())) {
                carriers[system.id()] = Carrier::Guest(guests.len());
                guests.push(system);
                model.guests.push(Guest { now, ..Guest::default() });
            }
        }
        for system in lab.from_the_ground() {
            if carriers[system.id()] == Carrier::Nowhere
                && let Some(below) = system.below().next()
            {
                carriers[system.id()] = carriers[below.id()];
            }
        }
        let memory = vec![None; hosts.len()];
        Self { model, insight, guests, hosts, carriers, memory, resources: 0 }
    }

    fn lab(&self) -> &'a Lab {
        self.insight.lab()
    }

    fn carrier(&self, system: System<'_>) -> Carrier {
        self.carriers[system.id()]
    }

    /// A resource that guests take so much of.
    fn resource(&mut self, tally: &SplitUsage) -> Resource {
        let resource = self.resources;
        self.resources += 1;
        for (&guest, &amount) in &tally.guests {
            if amount > 0 {
                self.model.guests[guest].takes.push((resource, amount));
            }
        }
        resource
    }

    /// Adds a limit.
    pub(super) fn limit(&mut self, kind: LimitKind, at: Span) -> usize {
        self.model.limit(Limit { kind, at })
    }

    /// Keeps some guests from all hosts but some.
    fn only_on(
        &mut self,
        guests: impl IntoIterator<Item = usize>,
        allowed: impl Fn(usize) -> bool,
        limit: Option<usize>,
        holds: BanScope,
    ) {
        let hosts = (0..self.model.hosts).map(|host| !allowed(host)).collect();
        self.model.ban(Ban { limit, hosts, holds }, guests);
    }
}

impl SplitUsage {
    /// Counts something where it stands.
    fn add(&mut self, carrier: Carrier, amount: u64) {
        let counts = match carrier {
            Carrier::Guest(guest) => self.guests.entry(guest),
            Carrier::Host(host) => self.hosts.entry(host),
            Carrier::Nowhere => return,
        };
        let count = counts.or_default();
        *count = count.saturating_add(amount);
    }

    /// How much the guests of each host take now.
    fn by_host(&self, model: &Model) -> Vec<u64> {
        let mut sums = vec![0; model.hosts];
        for (&guest, &amount) in &self.guests {
            sums[model.guests[guest].now] += amount;
        }
        sums
    }

    /// How much stays on a host.
    fn stays(&self, host: usize) -> u64 {
        self.hosts.get(&host).copied().unwrap_or_default()
    }
}

/// The host of a VM or a system container that runs, and not just for one task.
fn host_of_guest(system: System<'_>) -> Option<Host<'_>> {
    let host = system.on()?.as_host()?;
    (system.is_guest() && system.runs_continuously()).then_some(host)
}

/// A system, as findings know it.
fn id(system: System<'_>) -> SystemId {
    system.into()
}
