//! Fields that few entries have, in a box of their own; where nothing is written it reads as empty.

use std::ops::{Deref, DerefMut};

/// A part of an entry that takes no room until something is written in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rare<T>(Option<Box<T>>);

/// What can be a [`Rare`] part: something with an empty value that lives for ever.
pub trait Empty: Default + 'static {
    /// The value in which nothing is written.
    const EMPTY: &'static Self;
}

impl<T> Default for Rare<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Empty> Deref for Rare<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::EMPTY)
    }
}

impl<T: Empty> DerefMut for Rare<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.get_or_insert_default()
    }
}
