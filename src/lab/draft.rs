//! A lab while it is being read: readers add to it, and nothing in it is connected yet.

use super::Lab;
use super::entry::{Entry, Kind, Text};
use super::links::Links;
use super::mistake::{Mistake, Slip};
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
    /// What is wrong with the text.
    pub mistakes: Vec<Mistake>,
    /// Which fields each entry has written, as a reader counts them.
    pub written: Vec<u128>,
    /// Defaults as entries, each with the kind it is for and the fields it has.
    pub default_entries: Vec<(Option<Kind>, Entry, u128)>,
    /// Every entry with its place, in the order of the text; made by [`Draft::finish`].
    pub(super) things: Vec<(Span, Subject)>,
}

impl Draft {
    /// Notes something wrong with the text, to be told more about.
    pub fn mistake(&mut self, slip: Slip, at: Span, message: impl Into<String>) -> &mut Mistake {
        self.mistakes.push(Mistake {
            slip,
            at,
            message: message.into(),
            help: None,
            labels: Vec::new(),
        });
        self.mistakes.last_mut().expect("just pushed")
    }

    /// The subject that the next host or workload will be.
    pub fn next_system(&self) -> Subject {
        Subject::System(u32::try_from(self.entries.len()).expect("fewer than 2^32 systems"))
    }

    /// Connects what was read: names, what runs on what, who needs whom.
    pub fn finish(mut self) -> Lab {
        let links = Links::of(&mut self);
        // One anchor may be used many times, and its mistakes found as often.
        self.mistakes.sort_by(|a, b| (a.at, a.slip, &a.message).cmp(&(b.at, b.slip, &b.message)));
        self.mistakes.dedup_by(|a, b| (a.at, a.slip, &a.message) == (b.at, b.slip, &b.message));
        self.things = self.list_things();
        Lab { said: self, links }
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
