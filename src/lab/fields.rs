//! Records as rows of fields, so that two of them can be put together field by field.

use super::entry::Kind;
use super::list::List;
use super::same::Same;
use super::sparse::{Empty, Sparse};
use super::stated::Stated;

/// A record, or a part of one, that is made of fields.
pub(super) trait Fields {
    /// Puts every field together with the same field of another record.
    fn combine(&mut self, other: &Self, by: &mut impl Combine);
}

/// A way to put two fields together.
pub(super) trait Combine {
    /// Changes a field by what another record has in its place. `name` is that of the field in the model.
    fn field<T: Clone + Same>(
        &mut self,
        name: &'static str,
        own: &mut Stated<T>,
        other: &Stated<T>,
    );
}

/// What a record can hold: a field, or a part with fields of its own.
pub(super) trait Combinable {
    fn combine(&mut self, name: &'static str, other: &Self, by: &mut impl Combine);
}

impl<T: Clone + Same> Combinable for Stated<T> {
    fn combine(&mut self, name: &'static str, other: &Self, by: &mut impl Combine) {
        by.field(name, self, other);
    }
}

impl<T: Clone + Same> Combinable for List<T> {
    fn combine(&mut self, name: &'static str, other: &Self, by: &mut impl Combine) {
        by.field(name, self.as_stated_mut(), other.as_stated());
    }
}

impl<T: Fields + Empty> Combinable for Sparse<T> {
    fn combine(&mut self, _: &'static str, other: &Self, by: &mut impl Combine) {
        if self.is_empty() {
            *self = other.clone();
        } else if !other.is_empty() {
            Fields::combine(&mut **self, other, by);
        }
    }
}

impl Combinable for Kind {
    fn combine(&mut self, _: &'static str, other: &Self, _: &mut impl Combine) {
        if *self == Self::Undecided {
            *self = *other;
        }
    }
}

/// Declares records: their fields, the one in which nothing is stated, and how two of them are put together.
macro_rules! record {
    ($($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $field:ident: $type:ty,)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Default)]
            pub struct $name {
                $($(#[$about])* pub $field: $type,)+
            }

            impl $crate::lab::sparse::Empty for $name {
                const EMPTY: &'static Self = &Self { $($field: <$type>::ABSENT,)+ };
            }

            impl $crate::lab::fields::Fields for $name {
                fn combine(&mut self, other: &Self, by: &mut impl $crate::lab::fields::Combine) {
                    $($crate::lab::fields::Combinable::combine(
                        &mut self.$field,
                        stringify!($field),
                        &other.$field,
                        by,
                    );)+
                }
            }
        )+
    };
}

pub(super) use record;
