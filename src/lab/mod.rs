//! The lab: hosts, VMs, containers and all else an inventory says, and what runs on what.
//!
//! A [`Lab`](crate::lab::Lab) owns everything and never changes. Rules and reports see it through handles that can be
//! copied and asked: [`System`](crate::lab::System), [`Host`](crate::lab::Host), [`Vm`](crate::lab::Vm), [`Container`](crate::lab::Container), [`Workload`](crate::lab::Workload).

mod address;
mod cluster_kind;
mod draft;
mod entry;
mod exposure;
mod fields;
mod found;
mod handle;
mod identifier;
mod links;
mod list;
mod live;
mod machines;
mod merge;
mod mistake;
mod moves;
mod names;
mod parts;
mod pci;
mod place;
mod record;
mod records;
mod same;
mod settle;
mod sparse;
mod stacks;
mod state;
mod stated;
mod statement;
mod things;
mod units;
mod volume;
mod words;

pub use address::{Address, AddressRange, Membership, Port, Protocol, Subnet, Vlan};
pub use cluster_kind::{ClusterKind, KINDS, Vote};
pub use draft::{Draft, RecordFields};
pub use entry::{
    Connection, Entry, Isolation, Kind, Machine, Nature, Operation, Running, SystemFields, Text,
};
pub use exposure::{ExposureOrigin, OpenExposure};
pub use found::{
    Deployed, Deployment, FoundSystem, FoundUnit, Identity, NotDeployed, PartOrigin, SystemOrigin,
    UnplacedFile,
};
pub use handle::{Container, Host, System, Vm, Workload};
pub use identifier::{GuestNumber, HardwareAddress};
pub use links::RunsOn;
pub use list::List;
pub use merge::{DefaultScope, Defaults, Disagreement, Rank};
pub use mistake::{Mistake, MistakeKind, OpenMistake};
pub use moves::Move;
pub use parts::*;
pub use pci::pci_address;
pub use record::{Record, RecordPlaces};
pub use records::{
    ClusterFields, Group, NetworkFields, Pinned, Placement, StorageFields, TargetFields,
};
pub(crate) use same::Same;
pub use sparse::Sparse;
pub use stated::{Stated, ValueState};
pub use statement::{Allowance, Cover, Limits, Statement};
pub use things::{Cluster, Network, Storage, Target};
pub use units::{Bytes, Cores, Date, NotAQuantity, SizeKind};
pub use volume::{Keeping, NetworkShare, Volume, VolumeSource};
pub use words::*;

use std::borrow::Cow;

use links::Links;

use crate::finding::{ClusterId, NetworkId, StorageId, Subject, TargetId};
use crate::source::{Span, Spanned};

/// Everything that the files of one lab say.
#[derive(Debug, Default)]
pub struct Lab {
    draft: Draft,
    mistakes: Vec<Mistake>,
    links: Links,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy)]
pub enum Named<'a> {
    /// A host or a workload.
    System(System<'a>),
    /// A cluster.
    Cluster(Cluster<'a>),
    /// Something that is said to be outside the lab, without the `external:` before it.
    External(&'a str),
}

impl Lab {
    /// What the lab is called.
    pub fn name(&self) -> Option<&Spanned<Text>> {
        self.draft.name.as_ref()
    }

    /// The files the lab was read from, as spans.
    pub fn files(&self) -> &[Span] {
        &self.draft.files
    }

    /// False if part of an inventory could not be read, so that a name that is missing here may well
    /// be defined.
    pub fn is_whole(&self) -> bool {
        !self.draft.incomplete && self.mistakes(MistakeKind::Syntax).next().is_none()
    }

    /// Every host and workload, in the order they are written.
    pub fn systems(&self) -> impl DoubleEndedIterator<Item = System<'_>> + ExactSizeIterator {
        (0..self.draft.entries.len()).map(|id| System::new(self, id))
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
        let mut known: Vec<Option<bool>> = vec![None; self.draft.entries.len()];
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
        self.draft.entries.iter().filter(|entry| entry.kind == kind).count()
    }

    /// Every cluster.
    pub fn clusters(&self) -> impl DoubleEndedIterator<Item = Cluster<'_>> + ExactSizeIterator {
        (0..self.draft.clusters.len()).map(|at| Cluster::new(self, ClusterId::new(at)))
    }

    /// Every network.
    pub fn networks(&self) -> impl DoubleEndedIterator<Item = Network<'_>> + ExactSizeIterator {
        (0..self.draft.networks.len()).map(|at| Network::new(self, NetworkId::new(at)))
    }

    /// Every shared storage.
    pub fn storage(&self) -> impl DoubleEndedIterator<Item = Storage<'_>> + ExactSizeIterator {
        (0..self.draft.storage.len()).map(|at| Storage::new(self, StorageId::new(at)))
    }

    /// Every backup target.
    pub fn targets(&self) -> impl DoubleEndedIterator<Item = Target<'_>> + ExactSizeIterator {
        (0..self.draft.targets.len()).map(|at| Target::new(self, TargetId::new(at)))
    }

    /// The owner's rules of placement.
    pub fn placement(&self) -> &Placement {
        &self.draft.placement
    }

    /// The policies its files state, in the order they were read.
    pub fn statements(&self) -> &[Statement] {
        &self.draft.statements
    }

    /// Every allowance, in the order they are written.
    pub fn allowances(&self) -> &[Allowance] {
        &self.draft.allowances
    }

    /// What is wrong with its text, of one sort.
    pub fn mistakes(&self, kind: MistakeKind) -> impl Iterator<Item = &Mistake> {
        self.mistakes.iter().filter(move |mistake| mistake.kind == kind)
    }

    /// The host or workload of a name. `web@apps` is the `web` that runs on `apps`.
    pub fn system(&self, name: &str) -> Option<System<'_>> {
        self.links.names.system(name).map(|id| System::new(self, id as usize)).or_else(|| {
            let (name, place) = name.rsplit_once('@')?;
            let place = self.links.names.system(place)?;
            let mut guests = self.links.guests(place as usize).iter();
            let same =
                |&&id: &&u32| self.draft.entries[id as usize].name.eq_ignore_ascii_case(name);
            guests.find(same).map(|&id| System::new(self, id as usize))
        })
    }

    /// The cluster of a name.
    pub fn cluster(&self, name: &str) -> Option<Cluster<'_>> {
        let id = *self.links.names.clusters.get(name)?;
        Some(Cluster::new(self, ClusterId::new(id as usize)))
    }

    /// The network of a name.
    pub fn network(&self, name: &str) -> Option<Network<'_>> {
        let id = *self.links.names.networks.get(name)?;
        Some(Network::new(self, NetworkId::new(id as usize)))
    }

    /// The shared storage of a name.
    pub fn shared_storage(&self, name: &str) -> Option<Storage<'_>> {
        let id = *self.links.names.storage.get(name)?;
        Some(Storage::new(self, StorageId::new(id as usize)))
    }

    /// The backup target of a name.
    pub fn target(&self, name: &str) -> Option<Target<'_>> {
        let id = *self.links.names.targets.get(name)?;
        Some(Target::new(self, TargetId::new(id as usize)))
    }

    /// What a name in `runs_on`, `depends_on` and their like stands for.
    pub fn find<'a>(&'a self, name: &'a str) -> Option<Named<'a>> {
        if let Some(outside) = external(name) {
            return Some(Named::External(outside));
        }
        let system = self.system(name).map(Named::System);
        system.or_else(|| self.cluster(name).map(Named::Cluster))
    }

    /// Names that two systems share, as pairs of the earlier and the later one.
    pub fn namesakes(&self) -> impl Iterator<Item = (System<'_>, System<'_>)> {
        let system = |id: u32| System::new(self, id as usize);
        self.draft.namesakes.iter().map(move |&(first, second)| (system(first), system(second)))
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

    /// The cluster of a number.
    pub fn cluster_at(&self, id: ClusterId) -> Cluster<'_> {
        Cluster::new(self, id)
    }

    /// The network of a number.
    pub fn network_at(&self, id: NetworkId) -> Network<'_> {
        Network::new(self, id)
    }

    /// The shared storage of a number.
    pub fn storage_at(&self, id: StorageId) -> Storage<'_> {
        Storage::new(self, id)
    }

    /// The subject of a name: a system, or else a cluster, network, storage or backup target.
    pub fn subject_named(&self, name: &str) -> Option<Subject> {
        self.system(name)
            .map(Subject::from)
            .or_else(|| self.cluster(name).map(Subject::from))
            .or_else(|| self.network(name).map(Subject::from))
            .or_else(|| self.shared_storage(name).map(Subject::from))
            .or_else(|| self.target(name).map(Subject::from))
    }

    /// Where a subject is written; the lab itself is in several files.
    pub fn places_of(&self, subject: Subject) -> Option<&RecordPlaces> {
        Some(match subject {
            Subject::Lab => return None,
            Subject::System(id) => &self.draft.entries[id.index()].places,
            Subject::Cluster(id) => &self.draft.clusters[id.index()].places,
            Subject::Network(id) => &self.draft.networks[id.index()].places,
            Subject::Storage(id) => &self.draft.storage[id.index()].places,
            Subject::Target(id) => &self.draft.targets[id.index()].places,
        })
    }

    /// What a place in the text is about: the entry it lies in, or the lab.
    pub fn subject_at(&self, place: Span) -> Subject {
        let at = self.draft.things.partition_point(|(whole, _)| whole.start() <= place.start());
        match at.checked_sub(1).map(|at| self.draft.things[at]) {
            Some((whole, subject)) if whole.contains(place) => subject,
            _ => Subject::Lab,
        }
    }

    /// Where sources contradict each other, and which of them counts.
    pub fn disagreements(&self) -> &[Disagreement] {
        &self.draft.disagreements
    }

    /// What read a place.
    pub fn reader_of(&self, place: Span) -> Option<&'static str> {
        let at = self.draft.files.iter().position(|file| file.contains(place))?;
        Some(self.draft.readers.get(at)?.0)
    }

    /// Where a system comes from that no inventory names.
    pub fn origin_of(&self, system: System<'_>) -> Option<&SystemOrigin> {
        self.draft.origins.get(&u32::try_from(system.id()).ok()?)
    }

    /// What is said of a system; what follows from files other than an inventory as if it were written.
    pub(crate) fn written(&self, system: System<'_>) -> Cow<'_, Entry> {
        let entry = &self.draft.entries[system.id()];
        if self.origin_of(system).is_none() {
            return Cow::Borrowed(entry);
        }
        let mut entry = entry.clone();
        entry.fields.write_out();
        Cow::Owned(entry)
    }

    /// The systems that their own files call so, whatever they are called in the lab.
    pub fn systems_called(&self, name: &str) -> Vec<System<'_>> {
        let is_called = |system: &System<'_>| {
            let service = self.origin_of(*system).and_then(|origin| origin.service.as_ref());
            service.is_some_and(|service| service.eq_ignore_ascii_case(name))
        };
        self.systems().filter(is_called).collect()
    }

    /// True if one definition stands for systems on several machines.
    pub(crate) fn has_copies(&self) -> bool {
        self.draft.has_copies
    }

    /// What is defined and not deployed.
    pub fn not_deployed(&self) -> &[NotDeployed] {
        &self.draft.not_deployed
    }

    /// Files of which nothing says where they run.
    pub fn unplaced_files(&self) -> &[UnplacedFile] {
        &self.draft.unplaced
    }

    /// True if a value was not written by an entry itself but came from `defaults`.
    pub fn is_default(&self, place: Span) -> bool {
        self.draft.defaults.iter().any(|defaults| defaults.contains(place))
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
        Some(match subject {
            Subject::Lab => self.draft.name.as_ref()?,
            Subject::System(id) => &self.draft.entries[id.index()].name,
            Subject::Cluster(id) => &self.draft.clusters[id.index()].name,
            Subject::Network(id) => &self.draft.networks[id.index()].name,
            Subject::Storage(id) => &self.draft.storage[id.index()].name,
            Subject::Target(id) => &self.draft.targets[id.index()].name,
        })
    }
}

/// The name of something outside the lab, if it is said to be there: what stands behind `external:`.
pub fn external(name: &str) -> Option<&str> {
    name.strip_prefix("external:")
}
