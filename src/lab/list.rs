//! A list that says whether it was written at all: no list is not the same as an empty one.

use std::ops::Deref;

use thin_vec::ThinVec;

use crate::source::Span;

/// The items of a list field. Most lists of most entries are not written, and cost two words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T> {
    items: ThinVec<T>,
    at: Option<Span>,
}

impl<T> List<T> {
    /// A field that is not written.
    pub const UNSTATED: Self = Self { items: ThinVec::new(), at: None };

    /// A field that is written at a place, perhaps with no items.
    pub fn stated(items: impl IntoIterator<Item = T>, at: Span) -> Self {
        Self::sized(0, items, at)
    }

    /// The same, with room for as many items as there will be.
    pub fn sized(count: usize, items: impl IntoIterator<Item = T>, at: Span) -> Self {
        let mut list = ThinVec::with_capacity(count);
        list.extend(items);
        Self { items: list, at: Some(at) }
    }

    /// True if the field is written.
    pub fn is_stated(&self) -> bool {
        self.at.is_some()
    }

    /// Where the field's value is written.
    pub fn span(&self) -> Option<Span> {
        self.at
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::UNSTATED
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
