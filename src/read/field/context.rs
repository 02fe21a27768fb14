//! Where in a record a reader is, and the mistakes it meets there.

use std::fmt;

use rustc_hash::FxHashMap;

use super::kinds::Kinds;
use super::value::listed;
use super::yaml11::reads_as;
use crate::finding::Subject;
use crate::lab::{Bytes, Draft, MistakeKind, OpenMistake, Text};
use crate::near::nearest;
use crate::source::{Span, Spanned};
use crate::yaml::{Node, NodeKind};

/// The draft that is filled, and where the reader is.
pub(crate) struct FieldContext<'d> {
    pub(crate) draft: &'d mut Draft,
    /// The field that is being read.
    pub(crate) place: FieldPlace,
    /// The entry that is being read.
    subject: Subject,
    /// Entries with text where their fields should be, until it is known whether that text is a fault of its own.
    pub(crate) unmapped: Vec<Unmapped>,
    /// What unknown keys may have meant: one mistake is often made a thousand times.
    pub(super) suggested: Suggested,
}

/// An entry with text where its fields should be.
pub(crate) struct Unmapped {
    /// Its name.
    pub(crate) name: Spanned<Text>,
    /// The text.
    pub(crate) text: Span,
    /// True if a space after a colon would make a field of the text.
    pub(crate) lacks_space: bool,
}

/// The nearest field to an unknown key, by the record and the kinds of entry it stands in.
pub(super) type Suggested = FxHashMap<(&'static str, Kinds, Text), Option<&'static str>>;

/// A field that is being read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldPlace {
    /// Its usual name.
    pub(crate) field: &'static str,
    /// Where its key is written.
    pub(crate) key: Span,
    /// The unit of bare numbers, if its spelling names one.
    pub(crate) unit: Option<Bytes>,
}

impl<'d> FieldContext<'d> {
    pub(crate) fn new(draft: &'d mut Draft) -> Self {
        let place = FieldPlace { field: "value", key: Span::default(), unit: None };
        Self {
            draft,
            place,
            subject: Subject::Lab,
            unmapped: Vec::new(),
            suggested: Suggested::default(),
        }
    }

    /// Goes on to an entry.
    pub(crate) fn about(&mut self, subject: Subject) {
        self.subject = subject;
    }

    /// The entry that is being read.
    pub(crate) fn subject(&self) -> Subject {
        self.subject
    }

    /// Goes on to a field under its usual name.
    pub(crate) fn enter(&mut self, field: &'static str, key: Span) {
        self.place = FieldPlace { field, key, unit: None };
    }

    pub(crate) fn add(
        &mut self,
        kind: MistakeKind,
        at: Span,
        message: impl fmt::Display,
    ) -> OpenMistake<'_> {
        self.draft.mistake(kind, at, message)
    }

    /// The value cannot be read. `what` completes "should be ...".
    ///
    /// A list or mapping is pointed at by its key: what is in it may be long, or nobody's business.
    pub(crate) fn expected(&mut self, node: Node<'_>, what: impl fmt::Display) -> OpenMistake<'_> {
        let is_scalar = node.kind() == NodeKind::Scalar;
        let at = if is_scalar { node.span() } else { self.place.key };
        let message = format_args!("`{}` should be {what}", self.place.field);
        let mut mistake = self.draft.mistake(MistakeKind::InvalidField, at, message);
        if is_scalar && node.written() != node.span() {
            mistake.label(node.written(), "used here");
        }
        mistake
    }

    /// The value can be read, but not as it stands.
    pub(crate) fn invalid(&mut self, at: Span, message: impl fmt::Display) -> OpenMistake<'_> {
        self.add(MistakeKind::InvalidField, at, message)
    }

    /// A key that a small record does not have.
    pub(crate) fn unknown_key<'n>(
        &mut self,
        node: Node<'_>,
        key: &str,
        known: impl Iterator<Item = &'n str> + Clone,
    ) {
        if key.starts_with("x-") {
            return;
        }
        let message = format_args!("`{key}` is not a key of `{}`", self.place.field);
        self.draft.mistake(MistakeKind::UnknownField, node.span(), message).key(key).help(|| {
            match nearest(key, known.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it can have {}", listed(&known.collect::<Vec<_>>())),
            }
        });
    }

    pub(crate) fn odd_key(&mut self, key: Node<'_>) {
        self.invalid(key.written(), "a key should be plain text");
    }

    /// A name or key that is written a second time in one mapping.
    pub(crate) fn duplicate(&mut self, again: &Spanned<impl fmt::Display>, first: Span) {
        self.draft.twice(again, first);
    }

    pub(crate) fn no_value(&mut self, key: Node<'_>, field: &str) {
        self.invalid(key.span(), format_args!("`{field}` has no value"))
            .help(|| "write a value, or remove the line".to_owned());
    }

    pub(crate) fn tagged(&mut self, node: Node<'_>, tag: &str) {
        let field = self.place.field;
        let message =
            format_args!("`{field}` has the tag `{tag}`, which only another program can read");
        self.invalid(node.span(), message).help(|| "write the value itself".to_owned());
    }

    /// The size has no unit; it was read as `size`, in `unit`.
    pub(crate) fn no_unit(&mut self, node: Node<'_>, size: Bytes, unit: &str) {
        let written = node.text().unwrap_or_default();
        let field = self.place.field;
        let message = format_args!("`{field}: {written}` has no unit and was read as {size}");
        self.add(MistakeKind::MissingUnit, node.span(), message)
            .help(|| format!("write `{written}{unit}`"));
    }

    pub(crate) fn spelling(&mut self, key: Node<'_>, written: &str, usual: &str) {
        self.add(
            MistakeKind::Spelling,
            key.span(),
            format_args!("`{written}` is read as `{usual}`"),
        );
    }

    /// A plain scalar that YAML 1.1 readers take for something else.
    pub(crate) fn yaml_1_1(&mut self, node: Node<'_>, text: &str) {
        if let Some(other) = reads_as(text) {
            let message = format_args!("a YAML 1.1 reader takes `{text}` for {other}");
            self.add(MistakeKind::Yaml11, node.span(), message)
                .help(|| format!("quote it: `'{text}'`"));
        }
    }
}
