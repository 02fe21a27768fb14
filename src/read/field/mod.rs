//! Fields as tables: one row reads a field, writes it, documents it, and describes it in the JSON Schema.
//!
//! Whatever reads records that people write has such a table for each of them.

mod context;
mod foreign;
mod key;
mod kinds;
mod page;
mod schema;
mod size;
mod slot;
mod suggest;
mod table;
mod told;
mod value;
mod write;
mod yaml11;

pub use page::FieldPage;
pub use schema::KnownWords;

pub(crate) use context::{FieldContext, Unmapped};
pub(crate) use foreign::ForeignKey;
pub(crate) use key::{FieldKey, Numbers, TextFormat, ValueShape};
pub(crate) use kinds::{ALL, CONTAINER, HOST, Kinds, MACHINE, NATIVE, UNDECIDED, VM, WORKLOAD};
pub(crate) use schema::{Schema, describe, described, refer};
pub(crate) use size::{CORES_RANGE, share, size, unit_meant};
pub(crate) use slot::Slot;
pub(crate) use suggest::NO_SPACE;
pub(crate) use table::{Field, FieldTable, RecordOwner};
pub(crate) use told::{ToldField, json_of};
pub(crate) use value::{FieldValue, brief, scalar};
pub(crate) use write::{WriteValue, Yaml, memory};
pub(crate) use yaml11::reads_as;

use crate::lab::{List, Text};
use crate::source::Spanned;

/// Short text with its place.
pub(crate) type Name = Spanned<Text>;

/// Several of them.
pub(crate) type Names = List<Name>;

/// A row of a field table: where it makes sense, its spellings, the place and type of its value, and
/// what it means.
macro_rules! field {
    ($kinds:expr, $name:literal $(| $or:literal)? $([$($also:literal),+])?, $($path:ident).+: $type:ty, $about:literal) => {
        $crate::read::field::Field {
            key: $crate::read::field::FieldKey {
                name: $name,
                or: field!(@or $($or)?),
                also: &[$($($also),+)?],
                about: $about,
                shape: <$type as $crate::read::field::FieldValue>::SHAPE,
            },
            kinds: $kinds,
            read: |record, node, context| {
                if let Some(value) = <$type as $crate::read::field::FieldValue>::read(node, context) {
                    record.$($path).+ = value.into();
                } else {
                    let why = (!node.is_null()).then_some("it cannot be read");
                    $crate::read::field::Slot::leave(&mut record.$($path).+, node.written(), why);
                }
            },
            leave: |record, at, why| {
                $crate::read::field::Slot::leave(&mut record.$($path).+, at, why);
            },
            copy: |from, to| to.$($path).+.clone_from(&from.$($path).+),
            write: |record| $crate::read::field::WriteValue::write(&record.$($path).+),
            told: |record| $crate::read::field::WriteValue::told(&record.$($path).+),
        }
    };
    (@or) => { None };
    (@or $or:literal) => { Some($or) };
}

pub(crate) use field;
