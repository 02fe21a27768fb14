//! What is known of a field without knowing its record: its names, and what it takes.

use crate::lab::Word;

/// What is known of a field without knowing its record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldKey {
    /// The usual name.
    pub name: &'static str,
    /// A second usual name, such as the plural.
    pub or: Option<&'static str>,
    /// Other spellings that are understood.
    pub also: &'static [&'static str],
    /// What it says, in one line.
    pub about: &'static str,
    /// What it takes.
    pub shape: ValueShape,
}

impl FieldKey {
    /// Every spelling, the usual one first.
    pub(crate) fn spellings(&self) -> impl Iterator<Item = &'static str> + use<> {
        [Some(self.name), self.or].into_iter().flatten().chain(self.also.iter().copied())
    }
}

/// What a value may look like.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ValueShape {
    /// Text of any kind.
    Text,
    /// Text in a certain form, with a pattern and examples.
    Format(&'static TextFormat),
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
    Record(fn() -> Vec<&'static FieldKey>),
    /// Any of these.
    Either(&'static [Self]),
    /// A list of lists.
    Lists(&'static Self),
    /// Anything at all.
    Any,
}

/// Text in a certain form.
#[derive(Debug)]
pub(crate) struct TextFormat {
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
    pub(crate) const ANY: Self = Self { above: None, most: None };
}

impl ValueShape {
    /// True if a key without a value is a way to say "none of these".
    pub(super) fn may_be_empty(self) -> bool {
        match self {
            Self::Many(_) | Self::Map(_) | Self::Record(_) | Self::Lists(_) | Self::Any => true,
            Self::Either(shapes) => shapes.iter().any(|shape| shape.may_be_empty()),
            _ => false,
        }
    }
}
