//! A lab while it is being read: readers add to it, and nothing in it is connected yet.

use std::fmt;

use super::Lab;
use super::entry::{Entry, Kind, Text};
use super::links::Links;
use super::mistake::{Mistake, Mistakes, Noted, Slip};
use super::names::Names;
use super::records::{Cluster, Network, Placement, Storage, Target};
use super::statement::{Allowance, Statement};
use crate::finding::Subject;
use crate::source::{Span, Spanned};

/// What readers have found so far.
#[derive(Debug, Default)]
pub struct Draft {
    /// What the lab is called.
    pub name: Option<Spanned<Text>>,
    /// The files read, whole.
    pub files: Vec<Span>,
    /// True if a file that may belong to the lab could not be read.
    pub incomplete: bool,
    /// Where defaults are written.
    pub defaults: Vec<Span>,
    /// Hosts and workloads.
    pub entries: Vec<Entry>,
    /// Clusters.
    pub clusters: Vec<Cluster>,
    /// Networks.
    pub networks: Vec<Network>,
    /// Shared storage.
    pub storage: Vec<Storage>,
    /// Backup targets.
    pub targets: Vec<Target>,
    /// Rules of placement.
    pub placement: Placement,
    /// Policies.
    pub statements: Vec<Statement>,
    /// Allowances.
    pub allowances: Vec<Allowance>,
    /// Which fields each entry has written, as a reader counts them.
    pub written: Vec<u128>,
    /// Defaults as entries, each with the kind it is for and the fields it has.
    pub default_entries: Vec<(Option<Kind>, Entry, u128)>,
    /// What is wrong with the text.
    pub(super) mistakes: Mistakes,
    pub(super) names: Names,
    /// Pairs of systems of one name: the first that has it, and another one.
    pub(super) namesakes: Vec<(u32, u32)>,
    /// Every entry with its place, in the order of the text; made by [`Draft::finish`].
    pub(super) things: Vec<(Span, Subject)>,
}

impl Draft {
    /// Goes on to the next file.
    pub fn next_file(&mut self, whole: Span) {
        self.files.push(whole);
        self.mistakes.next_file();
    }

    /// Notes something wrong with the text, to be told more about.
    pub fn mistake(&mut self, slip: Slip, at: Span, message: impl fmt::Display) -> Noted<'_> {
        self.mistakes.note(slip, at, message)
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
    pub fn more_mistakes(&mut self, slip: Slip, at: Span, number: usize) {
        self.mistakes.count(slip, at, number);
    }

    /// Gives a thing its name. False if it is one of so many that have the names of others that it is
    /// not worth reading.
    pub fn name(&mut self, thing: Subject, name: &Spanned<Text>) -> bool {
        let Some(first) = self.names.give(&name.value, thing) else { return true };
        let slip = match thing {
            Subject::System(_) => Slip::Namesake,
            _ => Slip::DuplicateKey,
        };
        if !self.names.repeat() {
            self.mistakes.count(slip, name.span, 1);
            return false;
        }
        let at = first as usize;
        let first = match thing {
            Subject::System(id) => {
                if self.mistakes.has_room(slip, name.span) {
                    self.namesakes.push((first, id));
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

    /// The subject that the next host or workload will be.
    pub fn next_system(&self) -> Subject {
        Subject::System(u32::try_from(self.entries.len()).expect("fewer than 2^32 systems"))
    }

    /// Connects what was read: names, what runs on what, who needs whom.
    pub fn finish(mut self) -> Lab {
        let links = Links::of(&mut self);
        self.things = self.list_things();
        let mistakes = std::mem::take(&mut self.mistakes).finish();
        Lab { said: self, mistakes, links }
    }

    /// Every entry with its place, in the order of the text.
    pub fn list_things(&self) -> Vec<(Span, Subject)> {
        fn numbered(
            wholes: impl Iterator<Item = Span>,
            subject: fn(u32) -> Subject,
        ) -> impl Iterator<Item = (Span, Subject)> {
            (0..).zip(wholes).map(move |(id, whole)| (whole, subject(id)))
        }
        let mut things: Vec<_> = numbered(self.entries.iter().map(|it| it.whole), Subject::System)
            .chain(numbered(self.clusters.iter().map(|it| it.whole), Subject::Cluster))
            .chain(numbered(self.networks.iter().map(|it| it.whole), Subject::Network))
            .chain(numbered(self.storage.iter().map(|it| it.whole), Subject::Storage))
            .chain(numbered(self.targets.iter().map(|it| it.whole), Subject::Target))
            .collect();
        things.sort_unstable();
        things
    }
}
