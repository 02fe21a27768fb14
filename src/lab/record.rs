//! What hosts, workloads, clusters, networks, storage and backup targets have in common: a name, the places
//! that speak of them, and what is said there.

use std::ops::{Deref, DerefMut};

use thin_vec::ThinVec;

use super::entry::Text;
use crate::source::{Span, Spanned};

/// A named thing of a lab.
#[derive(Debug, Clone)]
pub struct Record<T> {
    /// What it is called.
    pub name: Spanned<Text>,
    /// Where it is written.
    pub places: RecordPlaces,
    /// What is said of it.
    pub fields: T,
}

/// The places that speak of one thing. There is at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPlaces {
    /// The place that names it, from its name or first key to its last value.
    pub main: Span,
    /// Those of other sources.
    pub others: ThinVec<Span>,
}

impl RecordPlaces {
    /// Every place, the main one first.
    pub fn iter(&self) -> impl Iterator<Item = Span> {
        std::iter::once(self.main).chain(self.others.iter().copied())
    }
}

impl From<Span> for RecordPlaces {
    fn from(main: Span) -> Self {
        Self { main, others: ThinVec::new() }
    }
}

impl<T: Default> Record<T> {
    /// A thing of which only the name and the place are known.
    pub fn new(name: Spanned<Text>, place: Span) -> Self {
        Self { name, places: place.into(), fields: T::default() }
    }
}

impl<T> Deref for Record<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.fields
    }
}

impl<T> DerefMut for Record<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.fields
    }
}
