//! The lab: hosts, VMs, containers and all else an inventory says, and what runs on what.
//!
//! A [`Lab`] owns everything and never changes. Rules and reports see it through handles that can be
//! copied and asked: [`System`], [`Host`], [`Vm`], [`Container`], [`Workload`].

mod draft;
mod entry;
mod handle;
mod links;
mod list;
mod mistake;
mod names;
mod parts;
mod pci;
mod rare;
mod records;
mod stacks;
mod statement;
mod units;
mod words;

pub use draft::Draft;
pub use entry::{
    Connection, Entry, Field, Isolation, Kind, Machine, Nature, Operation, Running, Text,
};
pub use handle::{Container, Host, System, Vm, Workload};
pub use links::Place;
pub use list::List;
pub use mistake::{Mistake, Noted, Slip};
pub use parts::*;
pub use pci::pci_address;
pub use rare::Rare;
pub use records::{Cluster, Group, Network, Pinned, Placement, Storage, Target};
pub use statement::{Allowance, Cover, Limits, Statement};
pub use units::{Bytes, Cores, Date, NotAQuantity, Sort};
pub use words::*;

use std::collections::HashMap;

use links::Links;

use crate::finding::Subject;
use crate::source::{Span, Spanned};

/// Everything that the files of one lab say.
#[derive(Debug, Default)]
pub struct Lab {
    said: Draft,
    mistakes: Vec<Mistake>,
    links: Links,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy)]
pub enum Named<'a> {
    /// A host or a workload.
    System(System<'a>),
    /// A cluster.
    Cluster(&'a Cluster),
    /// Something that is said to be outside the lab, without the `external:` before it.
    External(&'a str),
}

impl Lab {
    /// What the lab is called.
    pub fn name(&self) -> Option<&Spanned<Text>> {
        self.said.name.as_ref()
    }

    /// The files the lab was read from, as spans.
    pub fn files(&self) -> &[Span] {
        &self.said.files
    }

    /// False if part of an inventory could not be read, so that a name that is missing here may well
    /// be defined.
    pub fn is_whole(&self) -> bool {
        !self.said.incomplete && self.mistakes(Slip::Syntax).next().is_none()
    }

    /// Every host and workload, in the order they are written.
    pub fn systems(&self) -> impl DoubleEndedIterator<Item = System<'_>> + ExactSizeIterator {
        (0..self.said.entries.len()).map(|id| System::new(self, id))
    }

    /// The same, each behind what it runs on.
    pub fn from_the_ground(&self) -> impl Iterator<Item = System<'_>> {
        self.links.stacks.order().iter().map(|&id| System::new(self, id as usize))
    }

    /// Every host.
    pub fn hosts(&self) -> impl Iterator<Item = Host<'_>> {
        self.systems().filter_map(System::as_host)
    }

    /// Every virtual machine.
    pub fn vms(&self) -> impl Iterator<Item = Vm<'_>> {
        self.systems().filter_map(System::as_vm)
    }

    /// Every container.
    pub fn containers(&self) -> impl Iterator<Item = Container<'_>> {
        self.systems().filter_map(System::as_container)
    }

    /// Every VM, container, native service and workload without a kind.
    pub fn workloads(&self) -> impl Iterator<Item = Workload<'_>> {
        self.systems().filter_map(System::as_workload)
    }

    /// Of each system, by its number: whether something holds for it, or for anything it stands on. Every
    /// system is asked once, however deep the stacks are.
    pub fn hold_from_below(&self, holds: impl Fn(System<'_>) -> bool) -> Vec<bool> {
        let mut known: Vec<Option<bool>> = vec![None; self.said.entries.len()];
        let mut waiting = Vec::new();
        for system in self.systems() {
            let mut next = Some(system);
            let mut held = false;
            while let Some(at) = next {
                if let Some(before) = known[at.id()] {
                    held = before;
                    break;
                }
                waiting.push(at);
                next = self.links.below(at.id()).map(|id| System::new(self, id as usize));
            }
            while let Some(at) = waiting.pop() {
                held = held || holds(at);
                known[at.id()] = Some(held);
            }
        }
        known.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// How many systems there are of a kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.said.entries.iter().filter(|entry| entry.kind == kind).count()
    }

    /// Every cluster.
    pub fn clusters(&self) -> &[Cluster] {
        &self.said.clusters
    }

    /// Every network.
    pub fn networks(&self) -> &[Network] {
        &self.said.networks
    }

    /// Every shared storage.
    pub fn storage(&self) -> &[Storage] {
        &self.said.storage
    }

    /// Every backup target.
    pub fn targets(&self) -> &[Target] {
        &self.said.targets
    }

    /// The owner's rules of placement.
    pub fn placement(&self) -> &Placement {
        &self.said.placement
    }

    /// The policies its files state, in the order they were read.
    pub fn statements(&self) -> &[Statement] {
        &self.said.statements
    }

    /// Every allowance, in the order they are written.
    pub fn allowances(&self) -> &[Allowance] {
        &self.said.allowances
    }

    /// What is wrong with its text, of one sort.
    pub fn mistakes(&self, slip: Slip) -> impl Iterator<Item = &Mistake> {
        self.mistakes.iter().filter(move |mistake| mistake.slip == slip)
    }

    /// The host or workload of a name. `web@apps` is the `web` that runs on `apps`.
    pub fn system(&self, name: &str) -> Option<System<'_>> {
        self.links.names.system(name).map(|id| System::new(self, id as usize)).or_else(|| {
            let (name, place) = name.rsplit_once('@')?;
            let place = self.links.names.system(place)?;
            let mut guests = self.links.guests(place as usize).iter();
            let same = |&&id: &&u32| self.said.entries[id as usize].name.eq_ignore_ascii_case(name);
            guests.find(same).map(|&id| System::new(self, id as usize))
        })
    }

    /// The cluster of a name.
    pub fn cluster(&self, name: &str) -> Option<&Cluster> {
        self.links.names.clusters.get(name).map(|&id| &self.said.clusters[id as usize])
    }

    /// The nodes of a cluster that are in the lab, in the order of the text: those that it names, and those
    /// that name it.
    pub fn nodes(&self, cluster: &Cluster) -> impl ExactSizeIterator<Item = System<'_>> {
        self.links.nodes(&cluster.name).iter().map(|&id| System::new(self, id as usize))
    }

    /// False if a cluster names a node that is not in the lab.
    pub fn has_all_nodes(&self, cluster: &Cluster) -> bool {
        cluster.nodes().all(|node| self.system(node).is_some())
    }

    /// The host that all nodes of a cluster stand on, if that is one.
    pub fn one_host(&self, cluster: &Cluster) -> Option<Host<'_>> {
        self.system_at(self.links.one_host(&cluster.name)? as usize).as_host()
    }

    /// Where a cluster names a node of it.
    pub fn mention(&self, node: System<'_>, cluster: &Cluster) -> Option<Span> {
        let node = u32::try_from(node.id()).ok()?;
        let place = self.links.mention(node, &cluster.name)?;
        Some(cluster.nodes().nth(place)?.span)
    }

    /// The network of a name.
    pub fn network(&self, name: &str) -> Option<&Network> {
        self.links.names.networks.get(name).map(|&id| &self.said.networks[id as usize])
    }

    /// The shared storage of a name.
    pub fn shared_storage(&self, name: &str) -> Option<&Storage> {
        self.links.names.storage.get(name).map(|&id| &self.said.storage[id as usize])
    }

    /// The backup target of a name.
    pub fn target(&self, name: &str) -> Option<&Target> {
        self.links.names.targets.get(name).map(|&id| &self.said.targets[id as usize])
    }

    /// What a name in `runs_on`, `depends_on` and their like stands for.
    pub fn find<'a>(&'a self, name: &'a str) -> Option<Named<'a>> {
        if let Some(outside) = name.strip_prefix("external:") {
            return Some(Named::External(outside));
        }
        let system = self.system(name).map(Named::System);
        system.or_else(|| self.cluster(name).map(Named::Cluster))
    }

    /// Names that two systems share, as pairs of the earlier and the later one.
    pub fn namesakes(&self) -> impl Iterator<Item = (System<'_>, System<'_>)> {
        let system = |id: u32| System::new(self, id as usize);
        self.said.namesakes.iter().map(move |&(first, second)| (system(first), system(second)))
    }

    /// The circles that `runs_on` makes, each as the systems on it.
    pub fn hosting_cycles(&self) -> impl Iterator<Item = Vec<System<'_>>> {
        let systems =
            |ids: &Vec<u32>| ids.iter().map(|&id| System::new(self, id as usize)).collect();
        self.links.cycles.iter().map(systems)
    }

    /// The host or workload of a number.
    pub fn system_at(&self, id: usize) -> System<'_> {
        System::new(self, id)
    }

    /// The subject of a name: a system, or else a cluster, network, storage or backup target.
    pub fn subject_named(&self, name: &str) -> Option<Subject> {
        let names = &self.links.names;
        let get = |index: &HashMap<Text, u32>| index.get(name).copied();
        self.system(name)
            .map(Subject::from)
            .or_else(|| get(&names.clusters).map(Subject::Cluster))
            .or_else(|| get(&names.networks).map(Subject::Network))
            .or_else(|| get(&names.storage).map(Subject::Storage))
            .or_else(|| get(&names.targets).map(Subject::Target))
    }

    /// Where all of a subject is written; the lab itself is in several files.
    pub fn whole_of(&self, subject: Subject) -> Option<Span> {
        let at = |id: u32| id as usize;
        Some(match subject {
            Subject::Lab => return None,
            Subject::System(id) => self.said.entries[at(id)].whole,
            Subject::Cluster(id) => self.said.clusters[at(id)].whole,
            Subject::Network(id) => self.said.networks[at(id)].whole,
            Subject::Storage(id) => self.said.storage[at(id)].whole,
            Subject::Target(id) => self.said.targets[at(id)].whole,
        })
    }

    /// What a place in the text is about: the entry it lies in, or the lab.
    pub fn subject_at(&self, place: Span) -> Subject {
        let at = self.said.things.partition_point(|(whole, _)| whole.start() <= place.start());
        match at.checked_sub(1).map(|at| self.said.things[at]) {
            Some((whole, subject)) if whole.contains(place) => subject,
            _ => Subject::Lab,
        }
    }

    /// True if a value was not written by an entry itself but came from `defaults`.
    pub fn is_default(&self, place: Span) -> bool {
        self.said.defaults.iter().any(|defaults| defaults.contains(place))
    }

    /// Where the name of a subject is written.
    pub fn place_of(&self, subject: Subject) -> Option<Span> {
        Some(self.named(subject)?.span)
    }

    /// What a subject is called; the lab itself may have no name.
    pub fn name_of(&self, subject: Subject) -> Option<&str> {
        Some(&self.named(subject)?.value)
    }

    fn named(&self, subject: Subject) -> Option<&Spanned<Text>> {
        let at = |id: u32| id as usize;
        Some(match subject {
            Subject::Lab => self.said.name.as_ref()?,
            Subject::System(id) => &self.said.entries[at(id)].name,
            Subject::Cluster(id) => &self.said.clusters[at(id)].name,
            Subject::Network(id) => &self.said.networks[at(id)].name,
            Subject::Storage(id) => &self.said.storage[at(id)].name,
            Subject::Target(id) => &self.said.targets[at(id)].name,
        })
    }
}
