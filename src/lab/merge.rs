//! Several sources that speak of one thing: what holds by default, and who is right where two disagree.

use super::draft::{Draft, RecordFields};
use super::entry::{Kind, SystemFields};
use super::fields::{Combine, Fields};
use super::record::Record;
use super::same::Same;
use super::stated::{Stated, ValueState};
use crate::finding::Subject;
use crate::source::Span;

/// How far a source is to be believed: the more it says what is meant to be, the further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// A table in a Markdown page.
    Markdown,
    /// What a running machine said once.
    LiveDump,
    /// The configuration of a machine or an engine.
    Configuration,
    /// What machines are made from: Terraform, Ansible.
    InfrastructureAsCode,
    /// labctl's own inventory.
    Inventory,
}

/// Two sources that state different values of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disagreement {
    /// What they speak of.
    pub of: Subject,
    /// The field, by its name in the model.
    pub field: &'static str,
    /// Where the value is written that the lab has.
    pub used: Span,
    /// Where the other one is written.
    pub other: Span,
}

/// Fields that hold for every system of a kind that says nothing else.
#[derive(Debug, Clone)]
pub struct Defaults {
    /// The kind.
    pub kind: Kind,
    /// How special they are.
    pub scope: DefaultScope,
    /// The fields.
    pub fields: SystemFields,
}

/// What defaults are written for. The more special ones count first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DefaultScope {
    /// One section of the inventory.
    Section,
    /// The lab.
    Lab,
}

impl Draft {
    /// Notes defaults. Of equally special ones the first counts.
    pub fn add_defaults(&mut self, defaults: Defaults) {
        self.systems_like.push(defaults);
    }

    /// Fills in what entries left unsaid.
    pub(super) fn fill_in_defaults(&mut self) {
        let mut defaults = std::mem::take(&mut self.systems_like);
        defaults.sort_by_key(|defaults| defaults.scope);
        let mut by_kind: Vec<(Kind, SystemFields)> = Vec::new();
        for Defaults { kind, fields, .. } in defaults {
            match by_kind.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, all)) => all.combine(&fields, &mut FillIn),
                None => by_kind.push((kind, fields)),
            }
        }
        for entry in &mut self.entries {
            if let Some((_, all)) = by_kind.iter().find(|(kind, _)| *kind == entry.kind) {
                entry.fields.combine(all, &mut FillIn);
            }
        }
    }

    /// Adds what another source says of a thing that is already there: field by field the source counts that
    /// is to be believed further, and of two equal ones the first. Where they differ, that is kept.
    pub fn join<T: RecordFields>(&mut self, index: usize, other: Record<T>) {
        let of = T::subject(index);
        let sources: Vec<(Span, Rank)> =
            self.files.iter().copied().zip(self.readers.iter().map(|it| it.1)).collect();
        let mut merge = Merge { of, sources: &sources, disagreements: Vec::new() };
        let own = &mut T::list_mut(self)[index];
        own.fields.combine(&other.fields, &mut merge);
        let mut other = other;
        if merge.rank(other.places.main) > merge.rank(own.places.main) {
            std::mem::swap(&mut own.name, &mut other.name);
            std::mem::swap(&mut own.places, &mut other.places);
        }
        own.places.others.extend(other.places.iter());
        let found = merge.disagreements;
        self.disagreements.extend(found);
    }
}

impl SystemFields {
    /// Takes from another record what this one says nothing of.
    pub fn fill_in(&mut self, other: &Self) {
        self.combine(other, &mut FillIn);
    }

    /// Takes what follows from something else, or is guessed, as if it were written.
    pub(super) fn write_out(&mut self) {
        let other = self.clone();
        self.combine(&other, &mut WriteOut);
    }
}

struct WriteOut;

impl Combine for WriteOut {
    fn field<T: Clone + Same>(&mut self, _: &'static str, own: &mut Stated<T>, _: &Stated<T>) {
        if matches!(own.state(), ValueState::Derived | ValueState::Assumed) {
            *own = own.as_ref().cloned().into();
        }
    }
}

/// Takes what is absent from the other record.
struct FillIn;

impl Combine for FillIn {
    fn field<T: Clone + Same>(&mut self, _: &'static str, own: &mut Stated<T>, other: &Stated<T>) {
        if own.at().is_none() && other.at().is_some() {
            own.clone_from(other);
        }
    }
}

/// Takes what is surer, and then what comes from the source of the higher rank.
struct Merge<'a> {
    of: Subject,
    sources: &'a [(Span, Rank)],
    disagreements: Vec<Disagreement>,
}

impl Merge<'_> {
    /// The rank of the source that a place lies in.
    fn rank(&self, at: Span) -> Option<Rank> {
        let source = self.sources.iter().find(|(whole, _)| whole.contains(at));
        source.map(|(_, rank)| *rank)
    }
}

impl Combine for Merge<'_> {
    fn field<T: Clone + Same>(
        &mut self,
        name: &'static str,
        own: &mut Stated<T>,
        other: &Stated<T>,
    ) {
        let Some(other_at) = other.at() else { return };
        let Some(own_at) = own.at() else { return own.clone_from(other) };
        let is_better = (sureness(other.state()), self.rank(other_at))
            > (sureness(own.state()), self.rank(own_at));
        if let (Some(one), Some(another)) = (own.as_ref(), other.as_ref())
            && own.state() != ValueState::Assumed
            && other.state() != ValueState::Assumed
            && !one.value.same(&another.value)
        {
            let (used, other) = if is_better { (other_at, own_at) } else { (own_at, other_at) };
            self.disagreements.push(Disagreement { of: self.of, field: name, used, other });
        }
        if is_better {
            own.clone_from(other);
        }
    }
}

/// A guess gives way to everything that is stated, and anything is better than what cannot be known.
fn sureness(state: ValueState) -> u8 {
    match state {
        ValueState::Unknown => 0,
        ValueState::Assumed => 1,
        // A default of a format is as good as written, and so is a key that says there is none.
        ValueState::Absent | ValueState::Default | ValueState::Derived | ValueState::Known => 2,
    }
}
