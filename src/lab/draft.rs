//! A lab while it is being read: readers add to it, and nothing in it is connected yet.

use std::fmt;

use rustc_hash::FxHashMap;

use super::Lab;
use super::entry::{Entry, SystemFields, Text};
use super::fields::Fields;
use super::found::{Deployment, FoundSystem, FoundUnit, NotDeployed, SystemOrigin, UnplacedFile};
use super::links::Links;
use super::merge::{Defaults, Disagreement, Rank};
use super::mistake::{Mistake, MistakeKind, Mistakes, OpenMistake};
use super::names::NameIndex;
use super::record::Record;
use super::records::{ClusterFields, NetworkFields, Placement, StorageFields, TargetFields};
use super::statement::{Allowance, Statement};
use crate::finding::{ClusterId, NetworkId, StorageId, Subject, SystemId, TargetId};
use crate::source::{Span, Spanned};

/// What readers have found so far.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// What the lab is called.
    pub name: Option<Spanned<Text>>,
    /// The files read, whole.
    pub files: Vec<Span>,
    /// What read each of them, and how far it is to be believed.
    pub(super) readers: Vec<(&'static str, Rank)>,
    /// True if a file that may belong to the lab could not be read.
    pub incomplete: bool,
    /// Where defaults are written.
    pub defaults: Vec<Span>,
    /// What holds for every system of a kind that says nothing else.
    pub(super) systems_like: Vec<Defaults>,
    /// Hosts and workloads.
    pub entries: Vec<Entry>,
    /// Clusters.
    pub clusters: Vec<Record<ClusterFields>>,
    /// Networks.
    pub networks: Vec<Record<NetworkFields>>,
    /// Shared storage.
    pub storage: Vec<Record<StorageFields>>,
    /// Backup targets.
    pub targets: Vec<Record<TargetFields>>,
    /// Rules of placement.
    pub placement: Placement,
    /// Policies.
    pub statements: Vec<Statement>,
    /// Allowances.
    pub allowances: Vec<Allowance>,
    /// What files other than an inventory tell of, by the files that were read together.
    pub(super) units: Vec<FoundUnit>,
    /// Where systems come from that no inventory names, by their number.
    pub(super) origins: FxHashMap<u32, SystemOrigin>,
    /// True if one definition stands for systems on several machines.
    pub(super) has_copies: bool,
    /// Files of which nothing says where they run.
    pub(super) unplaced: Vec<UnplacedFile>,
    /// What is defined and not deployed.
    pub not_deployed: Vec<NotDeployed>,
    /// What deployment files say of the place of others.
    pub(super) deployments: Vec<Deployment>,
    /// Where sources contradict each other.
    pub(super) disagreements: Vec<Disagreement>,
    /// What is wrong with the text.
    pub(super) mistakes: Mistakes,
    pub(super) names: NameIndex,
    /// Pairs of systems of one name: the first that has it, and another one.
    pub(super) namesakes: Vec<(u32, u32)>,
    /// Every entry with its place, in the order of the text; made by [`Draft::finish`].
    pub(super) things: Vec<(Span, Subject)>,
}

impl Draft {
    /// Goes on to the next file.
    pub fn next_file(&mut self, whole: Span, reader: &'static str, rank: Rank) {
        self.files.push(whole);
        self.readers.push((reader, rank));
        self.mistakes.next_file();
    }

    /// Notes that a file is read as part of another one.
    pub fn add_neighbour(&mut self, whole: Span, reader: &'static str, rank: Rank) {
        if !self.files.contains(&whole) {
            self.files.push(whole);
            self.readers.push((reader, rank));
        }
    }

    /// Goes on to the next files that are read together.
    pub fn begin_unit(&mut self, unit: FoundUnit) {
        self.units.push(unit);
    }

    /// Adds a system that a file other than an inventory tells of.
    pub fn add_found(&mut self, system: impl Into<FoundSystem>) {
        if let Some(unit) = self.units.last_mut() {
            unit.systems.push(system.into());
        }
    }

    /// Says what the files that are being read call themselves: the `name:` of a Compose project.
    pub fn set_project(&mut self, name: Spanned<Text>) {
        if let Some(unit) = self.units.last_mut() {
            unit.project = Some(name);
        }
    }

    /// Notes something that is defined and not deployed.
    pub fn add_not_deployed(&mut self, what: NotDeployed) {
        self.not_deployed.push(what);
    }

    /// Notes where other files are deployed.
    pub fn add_deployment(&mut self, deployment: Deployment) {
        self.deployments.push(deployment);
    }

    /// Notes something wrong with the text, to be told more about.
    pub fn mistake(
        &mut self,
        kind: MistakeKind,
        at: Span,
        message: impl fmt::Display,
    ) -> OpenMistake<'_> {
        self.mistakes.note(kind, at, message)
    }

    /// Notes a name or key that is written a second time.
    pub fn twice(&mut self, again: &Spanned<impl fmt::Display>, first: Span) {
        self.mistakes.twice(again, first);
    }

    /// Adds a mistake that was found before the text was read.
    pub fn add_mistake(&mut self, mistake: Mistake) {
        self.mistakes.add(mistake);
    }

    /// Counts what is wrong with the text in the same way, from a place on.
    pub fn more_mistakes(&mut self, kind: MistakeKind, at: Span, number: usize) {
        self.mistakes.count(kind, at, number);
    }

    /// Gives a thing its name. False if it is one of so many that have the names of others that it is
    /// not worth reading.
    pub fn name(&mut self, thing: Subject, name: &Spanned<Text>) -> bool {
        let Some(first) = self.names.give(&name.value, thing) else { return true };
        let kind = match thing {
            Subject::System(_) => MistakeKind::Namesake,
            _ => MistakeKind::DuplicateKey,
        };
        if !self.names.repeat() {
            self.mistakes.count(kind, name.span, 1);
            return false;
        }
        let at = first as usize;
        let first = match thing {
            Subject::System(id) => {
                if self.mistakes.has_room(kind, name.span) {
                    self.namesakes.push((first, id.number()));
                }
                return true;
            }
            Subject::Lab => return true,
            Subject::Cluster(_) => &self.clusters[at].name,
            Subject::Network(_) => &self.networks[at].name,
            Subject::Storage(_) => &self.storage[at].name,
            Subject::Target(_) => &self.targets[at].name,
        };
        self.mistakes.twice(name, first.span);
        true
    }

    /// Connects what was read: names, what runs on what, who needs whom.
    pub fn finish(mut self) -> Lab {
        self.settle_found();
        self.fill_in_defaults();
        let links = Links::of(&mut self);
        self.things = self.list_things();
        let mistakes = std::mem::take(&mut self.mistakes).finish();
        Lab { draft: self, mistakes, links }
    }

    /// Every place that speaks of a thing, in the order of the text.
    pub fn list_things(&self) -> Vec<(Span, Subject)> {
        let mut things: Vec<_> = places::<SystemFields>(self)
            .chain(places::<ClusterFields>(self))
            .chain(places::<NetworkFields>(self))
            .chain(places::<StorageFields>(self))
            .chain(places::<TargetFields>(self))
            .collect();
        things.sort_unstable();
        things
    }
}

fn places<T: RecordFields>(draft: &Draft) -> impl Iterator<Item = (Span, Subject)> {
    let records = T::list(draft).iter().enumerate();
    records.flat_map(|(at, record)| record.places.iter().map(move |place| (place, T::subject(at))))
}

/// The fields of things that a draft has a list of.
#[expect(private_bounds, reason = "only the lab has such fields")]
pub trait RecordFields: Fields + Default + Sized + 'static {
    /// All of them.
    fn list(draft: &Draft) -> &Vec<Record<Self>>;
    /// The same, to add to.
    fn list_mut(draft: &mut Draft) -> &mut Vec<Record<Self>>;
    /// The one at a place of the list.
    fn subject(index: usize) -> Subject;
}

macro_rules! listed {
    ($($fields:ident: $list:ident, $id:ident;)+) => {
        $(
            impl RecordFields for $fields {
                fn list(draft: &Draft) -> &Vec<Record<Self>> {
                    &draft.$list
                }

                fn list_mut(draft: &mut Draft) -> &mut Vec<Record<Self>> {
                    &mut draft.$list
                }

                fn subject(index: usize) -> Subject {
                    $id::new(index).into()
                }
            }
        )+
    };
}

listed! {
    SystemFields: entries, SystemId;
    ClusterFields: clusters, ClusterId;
    NetworkFields: networks, NetworkId;
    StorageFields: storage, StorageId;
    TargetFields: targets, TargetId;
}
