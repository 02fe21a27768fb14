//! The field tables: what the language knows, what each field takes, and where its value goes.
//!
//! One row reads the field, documents it and describes it in the JSON Schema.

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use rustc_hash::FxBuildHasher;

use super::meant::instead_of;
use super::notes::Notes;
use crate::lab::{Bytes, Kind, Slip, Word};
use crate::near::nearest;
use crate::source::Spanned;
use crate::yaml::{Kind as Form, Node, glued_key};

/// What to do about `image:nginx`.
pub(super) const NO_SPACE: &str = "put a space after the `:`, as in `key: value`";

/// One field of a record `T`.
pub(super) struct Field<T> {
    /// Its name, and what it means.
    pub(super) key: Key,
    /// The kinds of entry it makes sense for.
    pub(super) kinds: Kinds,
    /// Reads the value into the record.
    pub(super) read: fn(&mut T, Node<'_>, &mut Notes<'_>),
    /// Copies the value from a record of defaults.
    pub(super) copy: fn(&T, &mut T),
}

/// What is known of a field without knowing its record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    /// The usual name.
    pub name: &'static str,
    /// A second usual name, such as the plural.
    pub or: Option<&'static str>,
    /// Other spellings that are understood.
    pub also: &'static [&'static str],
    /// What it says, in one line.
    pub about: &'static str,
    /// What it takes.
    pub shape: Shape,
}

/// What a value may look like.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// Text of any kind.
    Text,
    /// Text in a certain form, with a pattern and examples.
    Format(&'static Format),
    /// `true` or `false`.
    Flag,
    /// A whole number, not negative.
    Count,
    /// A number.
    Number,
    /// One word of a vocabulary.
    Word(&'static [Word]),
    /// One value or a list of them.
    Many(&'static Self),
    /// Values by name.
    Map(&'static Self),
    /// A record with fields of its own.
    Record(fn() -> Vec<&'static Key>),
    /// Any of these.
    Either(&'static [Self]),
    /// A list of lists.
    Lists(&'static Self),
    /// Anything at all.
    Any,
}

/// Text in a certain form.
#[derive(Debug)]
pub(crate) struct Format {
    /// What it is, such as "a size".
    pub name: &'static str,
    /// A regular expression that values match.
    pub pattern: &'static str,
    /// How it may be written.
    pub examples: &'static [&'static str],
    /// Which bare numbers are understood too.
    pub numbers: Option<Numbers>,
}

/// Bare numbers within bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Numbers {
    /// They are greater than this.
    pub above: Option<i64>,
    /// They are no greater than this.
    pub most: Option<i64>,
}

impl Numbers {
    /// Numbers without bounds.
    pub(super) const ANY: Self = Self { above: None, most: None };
}

/// A set of kinds of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kinds(u8);

pub(super) const HOST: Kinds = Kinds(1);
pub(super) const VM: Kinds = Kinds(2);
pub(super) const CONTAINER: Kinds = Kinds(4);
pub(super) const NATIVE: Kinds = Kinds(8);
pub(super) const UNDECIDED: Kinds = Kinds(16);
pub(super) const WORKLOAD: Kinds = VM.and(CONTAINER).and(NATIVE).and(UNDECIDED);
pub(super) const MACHINE: Kinds = HOST.and(VM).and(CONTAINER).and(UNDECIDED);
pub(super) const ALL: Kinds = HOST.and(WORKLOAD);

impl Kinds {
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn has(self, kinds: Self) -> bool {
        self.0 & kinds.0 != 0
    }
}

impl From<Kind> for Kinds {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Host => HOST,
            Kind::Vm => VM,
            Kind::Container => CONTAINER,
            Kind::Native => NATIVE,
            Kind::Undecided => UNDECIDED,
        }
    }
}

/// What a record is read for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Of<'a> {
    /// The kinds of entry it may be.
    pub(super) kinds: Kinds,
    /// The name of the entry, for messages.
    pub(super) name: Option<&'a str>,
    /// Keys that somebody else reads.
    pub(super) beside: &'a [&'a str],
}

impl Of<'_> {
    /// A record that is part of something.
    pub(super) const PART: Of<'static> = Of { kinds: ALL, name: None, beside: &[] };
}

/// Which fields of a table have been written, as a bit each.
pub(super) type Written = u128;

/// All fields of a record.
pub(super) struct Table<T: 'static> {
    /// What the record is called in messages.
    pub(super) noun: &'static str,
    pub(super) fields: &'static [Field<T>],
    index: OnceLock<HashMap<&'static str, u8, FxBuildHasher>>,
}

impl<T> Table<T> {
    pub(super) const fn new(noun: &'static str, fields: &'static [Field<T>]) -> Self {
        assert!(fields.len() <= 128, "a bit for each field");
        Self { noun, fields, index: OnceLock::new() }
    }

    /// The field of a name, in any of its spellings.
    pub(super) fn find(&self, name: &str) -> Option<(usize, &'static Field<T>)> {
        let index = self.index.get_or_init(|| {
            let spellings = |at: u8, key: &Key| {
                let all =
                    [Some(key.name), key.or].into_iter().flatten().chain(key.also.iter().copied());
                all.map(move |name| (name, at)).collect::<Vec<_>>()
            };
            (0..).zip(self.fields).flat_map(|(at, field)| spellings(at, &field.key)).collect()
        });
        let at = usize::from(*index.get(name)?);
        Some((at, &self.fields[at]))
    }

    /// What is known of each field.
    pub(super) fn keys(&self) -> Vec<&'static Key> {
        self.fields.iter().map(|field| &field.key).collect()
    }

    /// Reads a mapping into a record, and says which fields were written.
    ///
    /// Keys that are unknown, written twice or out of place become mistakes.
    pub(super) fn read(
        &self,
        it: &mut T,
        mapping: Node<'_>,
        of: Of<'_>,
        notes: &mut Notes<'_>,
    ) -> Written {
        let mut written: Written = 0;
        for pair in mapping.pairs() {
            let Some(key) = pair.key.text() else {
                notes.odd_key(pair.key);
                continue;
            };
            let Some((at, field)) = self.find(key) else {
                if !key.starts_with("x-") && !of.beside.contains(&key) {
                    self.unknown(pair.key, key, pair.value, of, notes);
                }
                continue;
            };
            let bit = 1 << at;
            if written & bit != 0 {
                if !pair.merged {
                    self.twice(mapping, pair.key, at, notes);
                }
                continue;
            }
            written |= bit;
            if !field.kinds.has(of.kinds) {
                self.misplaced(pair.key, key, of, field, notes);
                continue;
            }
            if key != field.key.name && field.key.or != Some(key) {
                notes.spelling(pair.key, key, field.key.name);
            }
            let unit = if key.len() == field.key.name.len() { None } else { unit_of(key) };
            notes.enter(field.key.name, pair.key.written(), unit);
            if pair.value.kind() == Form::Empty && !field.key.shape.may_be_empty() {
                notes.no_value(pair.key, field.key.name);
            } else if let Some(tag) = pair.value.tag() {
                notes.tagged(pair.value, tag);
            } else {
                (field.read)(it, pair.value, notes);
            }
        }
        written
    }

    fn unknown(&self, at: Node<'_>, key: &str, value: Node<'_>, of: Of<'_>, notes: &mut Notes<'_>) {
        let message = format_args!("`{key}` is not a field of {}", self.owner(of));
        let mut mistake = notes.add(Slip::UnknownField, at.span(), message);
        mistake.key(key).help(|| self.instead(at, key, value, of));
    }

    /// What may have been meant by a key that is unknown.
    fn instead(&self, at: Node<'_>, key: &str, value: Node<'_>, of: Of<'_>) -> String {
        let fitting = self.fields.iter().filter(|field| field.kinds.has(of.kinds));
        let names = fitting.flat_map(|field| {
            let key = &field.key;
            std::iter::once(key.name).chain(key.or).chain(key.also.iter().copied())
        });
        // A word or two without a value, inside `{...}`, is the rest of a text with a comma in it.
        if value.kind() == Form::Empty && at.is_plain() && key.contains(' ') {
            "a value with a comma in it has to be quoted inside `{...}`".to_owned()
        } else if glued_key(key).is_some_and(|end| self.find(&key[..end]).is_some()) {
            NO_SPACE.to_owned()
        } else if let Some(help) = instead_of(key, of.kinds) {
            help.to_owned()
        } else {
            match nearest(key, names) {
                Some(near) => {
                    let usual = self.find(near).map_or(near, |(_, field)| field.key.name);
                    format!("did you mean `{usual}`?")
                }
                None => "keys of your own start with `x-`".to_owned(),
            }
        }
    }

    fn twice(&self, mapping: Node<'_>, again: Node<'_>, at: usize, notes: &mut Notes<'_>) {
        let same = |key: Node<'_>| {
            key.text().and_then(|key| self.find(key)).is_some_and(|(found, _)| found == at)
        };
        let first = mapping.pairs().map(|pair| pair.key).find(|&key| same(key));
        let value = self.fields[at].key.name;
        let first = first.map_or(again.span(), |first| first.span());
        notes.duplicate(&Spanned { value, span: again.span() }, first);
    }

    fn misplaced(
        &self,
        at: Node<'_>,
        key: &str,
        of: Of<'_>,
        field: &Field<T>,
        notes: &mut Notes<'_>,
    ) {
        let kinds = [
            (HOST, "hosts"),
            (VM, "VMs"),
            (CONTAINER, "containers"),
            (NATIVE, "natives"),
            (UNDECIDED, "workloads without a kind"),
        ];
        let fit = kinds.iter().filter(|(kind, _)| field.kinds.has(*kind)).map(|(_, fit)| *fit);
        let message = format_args!("`{key}` makes no sense for {}", self.owner(of));
        notes.add(Slip::UnknownField, at.span(), message).key(key).help(|| {
            instead_of(key, of.kinds).map_or_else(
                || format!("it is a field of {}", fit.collect::<Vec<_>>().join(", ")),
                str::to_owned,
            )
        });
    }

    fn owner<'a>(&self, of: Of<'a>) -> Owner<'a> {
        Owner { noun: self.noun, name: of.name }
    }
}

/// What a field is of, as messages call it.
struct Owner<'a> {
    noun: &'static str,
    name: Option<&'a str>,
}

impl fmt::Display for Owner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name {
            Some(name) => write!(f, "`{name}`"),
            None => f.write_str(self.noun),
        }
    }
}

impl Shape {
    /// True if a key without a value is a way to say "none of these".
    fn may_be_empty(self) -> bool {
        match self {
            Self::Many(_) | Self::Map(_) | Self::Record(_) | Self::Lists(_) | Self::Any => true,
            Self::Either(shapes) => shapes.iter().any(|shape| shape.may_be_empty()),
            _ => false,
        }
    }
}

/// The unit that a field's spelling carries, as in `memory_mb`.
fn unit_of(key: &str) -> Option<Bytes> {
    match key.rsplit_once('_')?.1 {
        "mb" | "mib" => Some(Bytes::MIB),
        "gb" | "gib" => Some(Bytes::GIB),
        _ => None,
    }
}

/// A row of a field table: where it makes sense, its spellings, the place and type of its value, and
/// what it means.
macro_rules! field {
    ($kinds:expr, $name:literal $(| $or:literal)? $([$($also:literal),+])?, $($path:ident).+: $type:ty, $about:literal) => {
        Field {
            key: Key {
                name: $name,
                or: field!(@or $($or)?),
                also: &[$($($also),+)?],
                about: $about,
                shape: <$type as Value>::SHAPE,
            },
            kinds: $kinds,
            read: |it, node, notes| {
                if let Some(value) = <$type as Value>::read(node, notes) {
                    it.$($path).+ = value.into();
                }
            },
            copy: |from, to| to.$($path).+.clone_from(&from.$($path).+),
        }
    };
    (@or) => { None };
    (@or $or:literal) => { Some($or) };
}

pub(super) use field;
