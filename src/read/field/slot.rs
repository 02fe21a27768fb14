//! The places that rows fill: where a key stands without a value that can be read, the place says so.

use crate::lab::{Limits, List, Stated, Text};
use crate::source::{Span, Spanned};

/// A place in a record for the value of a field.
pub(crate) trait Slot {
    /// The key stands in the text, but no value can be had from it: for a reason, or because it is left empty.
    fn leave(&mut self, _at: Span, _why: Option<&'static str>) {}
}

impl<T> Slot for Stated<T> {
    fn leave(&mut self, at: Span, why: Option<&'static str>) {
        *self = why.map_or_else(|| Self::empty(at), |why| Self::unknown(at, why));
    }
}

impl<T> Slot for List<T> {
    fn leave(&mut self, at: Span, why: Option<&'static str>) {
        *self = why.map_or_else(|| Stated::empty(at), |why| Stated::unknown(at, why)).into();
    }
}

/// Parts of values know only that they have one.
impl Slot for Text {}
impl Slot for Spanned<Text> {}
impl Slot for bool {}
impl Slot for Limits {}
impl<T> Slot for Option<T> {}
impl<T> Slot for Vec<T> {}
