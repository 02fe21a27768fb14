//! Parts that few records have: they take no room until something is written in them, and records that
//! have the same one from `defaults` share it.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// A part of a record. Where nothing is written it reads as empty; who writes in it gets one of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sparse<T>(Option<Arc<T>>);

/// What can be a [`Sparse`] part: something with an empty value that lives for ever.
pub trait Empty: Clone + Default + 'static {
    /// The value in which nothing is written.
    const EMPTY: &'static Self;
}

impl<T> Sparse<T> {
    /// A part in which nothing is written.
    pub const ABSENT: Self = Self(None);

    /// True if nothing was ever written in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

impl<T> Default for Sparse<T> {
    fn default() -> Self {
        Self::ABSENT
    }
}

impl<T: Empty> Deref for Sparse<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::EMPTY)
    }
}

impl<T: Empty> DerefMut for Sparse<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(self.0.get_or_insert_default())
    }
}
