//! A table of fields: it finds them by any of their spellings, reads and writes them.

use std::collections::HashMap;
use std::sync::OnceLock;

use rustc_hash::FxBuildHasher;

use super::context::{FieldContext, FieldPlace};
use super::foreign::ForeignKey;
use super::key::FieldKey;
use super::kinds::{ALL, Kinds};
use super::told::ToldField;
use super::write::Yaml;
use crate::lab::Bytes;
use crate::source::Span;
use crate::yaml::{Node, NodeKind};

/// One field of a record `T`: a row of its table.
pub(crate) struct Field<T> {
    /// Its name, and what it means.
    pub(crate) key: FieldKey,
    /// The kinds of entry it makes sense for.
    pub(crate) kinds: Kinds,
    /// Reads the value into the record.
    pub(crate) read: fn(&mut T, Node<'_>, &mut FieldContext<'_>),
    /// Says of a key that has no value that can be read why it has none; nothing if it is left empty.
    pub(crate) leave: fn(&mut T, Span, Option<&'static str>),
    /// Copies the value from a record of defaults.
    pub(crate) copy: fn(&T, &mut T),
    /// Writes the value of a record, if it is stated.
    pub(crate) write: fn(&T) -> Option<Yaml>,
    /// What is known of the value of a record, with its state and places.
    pub(crate) told: fn(&T) -> Option<ToldField>,
}

/// What a record of fields belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RecordOwner<'a> {
    /// The kinds of entry it may be.
    pub(crate) kinds: Kinds,
    /// The name of the entry, for messages.
    pub(crate) name: Option<&'a str>,
    /// Keys that are read by other means.
    pub(crate) other_keys: &'a [&'a str],
}

impl RecordOwner<'_> {
    /// A record that is part of something.
    pub(crate) const PART: RecordOwner<'static> =
        RecordOwner { kinds: ALL, name: None, other_keys: &[] };
}

/// All fields of a record.
pub(crate) struct FieldTable<T: 'static> {
    /// What the record is called in messages.
    pub(crate) noun: &'static str,
    pub(crate) fields: &'static [Field<T>],
    /// Keys that other programs have in its place.
    pub(super) foreign: &'static [ForeignKey],
    index: OnceLock<HashMap<&'static str, Spelling, FxBuildHasher>>,
}

/// What a key stands for.
#[derive(Debug, Clone, Copy)]
struct Spelling {
    /// The number of its field.
    field: u8,
    /// The unit of a bare number behind it, as in `memory_mb`.
    unit: Option<Bytes>,
}

impl<T> FieldTable<T> {
    pub(crate) const fn new(noun: &'static str, fields: &'static [Field<T>]) -> Self {
        assert!(fields.len() <= 128, "a bit for each field");
        Self { noun, fields, foreign: &[], index: OnceLock::new() }
    }

    /// The same, for records of which other programs have the like.
    pub(crate) const fn with_foreign_keys(mut self, foreign: &'static [ForeignKey]) -> Self {
        self.foreign = foreign;
        self
    }

    /// The field of a key, in any of its spellings.
    pub(crate) fn find(&self, key: &str) -> Option<&'static Field<T>> {
        Some(&self.fields[usize::from(self.spelling(key)?.field)])
    }

    fn spelling(&self, key: &str) -> Option<Spelling> {
        let index = self.index.get_or_init(|| {
            let spellings = |field: u8, key: &'static FieldKey| {
                key.spellings().map(move |name| (name, Spelling { field, unit: unit_of(name) }))
            };
            (0..).zip(self.fields).flat_map(|(at, field)| spellings(at, &field.key)).collect()
        });
        index.get(key).copied()
    }

    /// What is known of each field.
    pub(crate) fn keys(&self) -> Vec<&'static FieldKey> {
        self.fields.iter().map(|field| &field.key).collect()
    }

    /// Every field that a record states, by its usual name.
    pub(crate) fn write(&self, record: &T) -> Vec<(String, Yaml)> {
        let field = |field: &Field<T>| Some((field.key.name.to_owned(), (field.write)(record)?));
        self.fields.iter().filter_map(field).collect()
    }

    /// Every field of which a record knows something, by its usual name.
    pub(crate) fn told(&self, record: &T) -> Vec<(&'static str, ToldField)> {
        let field = |field: &Field<T>| Some((field.key.name, (field.told)(record)?));
        self.fields.iter().filter_map(field).collect()
    }

    /// Reads a mapping as a record that is part of something.
    pub(crate) fn record(&self, mapping: Node<'_>, context: &mut FieldContext<'_>) -> T
    where
        T: Default,
    {
        let mut record = T::default();
        self.read(&mut record, mapping, RecordOwner::PART, context);
        record
    }

    /// Reads a mapping into a record. Keys that are unknown, written twice or out of place become mistakes.
    pub(crate) fn read(
        &self,
        record: &mut T,
        mapping: Node<'_>,
        owner: RecordOwner<'_>,
        context: &mut FieldContext<'_>,
    ) {
        let outer = context.place;
        // Which fields are written, a bit each.
        let mut written: u128 = 0;
        for pair in mapping.pairs() {
            let Some(key) = pair.key.text() else {
                context.odd_key(pair.key);
                continue;
            };
            let Some(spelling) = self.spelling(key) else {
                if !key.starts_with("x-") && !owner.other_keys.contains(&key) {
                    self.unknown(pair.key, key, pair.value, owner, context);
                }
                continue;
            };
            let field = &self.fields[usize::from(spelling.field)];
            let bit = 1 << spelling.field;
            if written & bit != 0 {
                if pair.merged.is_none() {
                    self.repeated(mapping, pair.key, field, context);
                }
                continue;
            }
            written |= bit;
            if !field.kinds.has(owner.kinds) {
                self.misplaced(pair.key, key, owner, field, context);
                continue;
            }
            if key != field.key.name && field.key.or != Some(key) {
                context.spelling(pair.key, key, field.key.name);
            }
            // What is inside `disk_gb: {size: 32}` is meant in that unit too.
            let unit = spelling.unit.or(outer.unit);
            context.place = FieldPlace { field: field.key.name, key: pair.key.written(), unit };
            if pair.value.kind() == NodeKind::Empty && !field.key.shape.may_be_empty() {
                context.no_value(pair.key, field.key.name);
                (field.leave)(record, pair.key.written(), None);
            } else if let Some(tag) = pair.value.tag() {
                context.tagged(pair.value, tag);
                let why = Some("only another program can read it");
                (field.leave)(record, pair.value.written(), why);
            } else {
                (field.read)(record, pair.value, context);
            }
        }
        context.place = outer;
    }
}

/// The unit that a spelling names at its end.
fn unit_of(key: &str) -> Option<Bytes> {
    match key.rsplit_once('_')?.1 {
        "mb" | "mib" => Some(Bytes::MIB),
        "gb" | "gib" => Some(Bytes::GIB),
        _ => None,
    }
}
