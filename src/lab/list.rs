//! A list field: no list is not the same as an empty one, and an unknown one is neither.

use std::ops::Deref;

use thin_vec::ThinVec;

use super::stated::Stated;
use crate::source::{Span, Spanned};

/// The items of a list field; none, where the field is absent or unknown. Most lists of most entries are
/// absent, and cost two words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T>(Stated<ThinVec<T>>);

impl<T> List<T> {
    /// A field of which nothing is said.
    pub const ABSENT: Self = Self(Stated::ABSENT);

    /// A field that is written at a place, perhaps with no items.
    pub fn stated(items: impl IntoIterator<Item = T>, at: Span) -> Self {
        Self::sized(0, items, at)
    }

    /// The same, with room for as many items as there will be.
    pub fn sized(count: usize, items: impl IntoIterator<Item = T>, at: Span) -> Self {
        let mut list = ThinVec::with_capacity(count);
        list.extend(items);
        Self(Stated::from(Spanned { value: list, span: at }))
    }

    /// The field as any other: its state, its place, and how it came there.
    pub fn as_stated(&self) -> &Stated<ThinVec<T>> {
        &self.0
    }

    pub(super) fn as_stated_mut(&mut self) -> &mut Stated<ThinVec<T>> {
        &mut self.0
    }

    /// True if nobody says anything, or somebody that there is none.
    pub fn is_absent(&self) -> bool {
        self.0.is_absent()
    }

    /// True if it is stated, but its items cannot be known.
    pub fn is_unknown(&self) -> bool {
        self.0.is_unknown()
    }

    /// True if there is a list, though it may have no items.
    pub fn is_stated(&self) -> bool {
        self.0.is_some()
    }

    /// Where the field's value is written.
    pub fn span(&self) -> Option<Span> {
        self.0.at()
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::ABSENT
    }
}

impl<T> From<Stated<ThinVec<T>>> for List<T> {
    fn from(field: Stated<ThinVec<T>>) -> Self {
        Self(field)
    }
}

impl<T> From<List<T>> for Stated<ThinVec<T>> {
    fn from(list: List<T>) -> Self {
        list.0
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.0.as_ref().map_or(&[], |list| &list.value)
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
