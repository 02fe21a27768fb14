//! The same lab with guests elsewhere, to ask what would be if they moved.

use super::Lab;
use super::entry::Entry;
use super::links::Links;
use super::list::List;
use super::stated::Stated;
use crate::finding::{Subject, SystemId};
use crate::source::Spanned;

/// A guest that goes to another machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// What moves, with all that runs on it.
    pub guest: SystemId,
    /// The machine that it goes to.
    pub to: SystemId,
}

impl Lab {
    /// The lab as it would be after some moves. Systems, networks and all else keep their numbers.
    #[must_use]
    pub fn with(&self, moves: &[Move]) -> Self {
        let mut draft = self.draft.clone();
        draft.names = self.links.names.clone();
        for Move { guest, to } in moves {
            let name = draft.entries[to.index()].name.value.clone();
            let guest = &mut draft.entries[guest.index()];
            // A finding about the new place points at what stood there.
            let at = guest.runs_on.span().unwrap_or(guest.name.span);
            let places = [Spanned { value: name, span: at }].into_iter().collect();
            guest.runs_on = List::from(Stated::assumed(places, at));
        }
        let links = Links::of(&mut draft);
        Self { draft, mistakes: self.mistakes.clone(), links }
    }

    /// The lab with one system more, or with another entry for one that it has.
    #[must_use]
    pub fn with_entry(&self, entry: Entry) -> Self {
        let mut draft = self.draft.clone();
        draft.names = self.links.names.clone();
        if let Some(known) = self.system(&entry.name.value) {
            draft.entries[known.id()] = entry;
        } else {
            let id = SystemId::new(draft.entries.len());
            draft.names.give(&entry.name.value, Subject::System(id));
            draft.entries.push(entry);
        }
        let links = Links::of(&mut draft);
        draft.things = draft.list_things();
        Self { draft, mistakes: self.mistakes.clone(), links }
    }
}
