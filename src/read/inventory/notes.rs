//! What the reader notes while it reads: the field it is in, and the mistakes it meets.

use std::fmt;

use crate::finding::Subject;
use crate::lab::{Bytes, Draft, Noted, Slip};
use crate::near::nearest;
use crate::source::{Span, Spanned};
use crate::yaml::{Kind, Node};

use super::value::listed;

/// The mistakes so far, and where the reader is.
pub(super) struct Notes<'d> {
    pub(super) draft: &'d mut Draft,
    /// The field that is being read, by its usual name.
    field: &'static str,
    /// Where its key is written.
    key: Span,
    /// The unit that the field's spelling carries.
    unit: Option<Bytes>,
    /// The entry that is being read.
    subject: Subject,
}

impl<'d> Notes<'d> {
    pub(super) fn new(draft: &'d mut Draft) -> Self {
        Self { draft, field: "value", key: Span::default(), unit: None, subject: Subject::Lab }
    }

    /// Goes on to an entry.
    pub(super) fn about(&mut self, subject: Subject) {
        self.subject = subject;
    }

    /// The entry that is being read.
    pub(super) fn subject(&self) -> Subject {
        self.subject
    }

    /// Goes on to a field.
    pub(super) fn enter(&mut self, field: &'static str, key: Span, unit: Option<Bytes>) {
        (self.field, self.key, self.unit) = (field, key, unit);
    }

    /// True if this field is being read.
    pub(super) fn is_in(&self, field: &str) -> bool {
        self.field == field
    }

    /// The unit that the field's spelling carries.
    pub(super) fn unit(&self) -> Option<Bytes> {
        self.unit
    }

    pub(super) fn add(&mut self, slip: Slip, at: Span, message: impl fmt::Display) -> Noted<'_> {
        self.draft.mistake(slip, at, message)
    }

    /// The value cannot be read. `what` completes "should be ...".
    ///
    /// A list or mapping is pointed at by its key: what is in it may be long, or nobody's business.
    pub(super) fn expected(&mut self, node: Node<'_>, what: impl fmt::Display) -> Noted<'_> {
        let is_scalar = node.kind() == Kind::Scalar;
        let at = if is_scalar { node.span() } else { self.key };
        let message = format_args!("`{}` should be {what}", self.field);
        let mut mistake = self.draft.mistake(Slip::InvalidField, at, message);
        if is_scalar && node.written() != node.span() {
            mistake.label(node.written(), "used here");
        }
        mistake
    }

    /// The value can be read, but not as it stands.
    pub(super) fn invalid(&mut self, at: Span, message: impl fmt::Display) -> Noted<'_> {
        self.add(Slip::InvalidField, at, message)
    }

    /// A key that a small record does not have.
    pub(super) fn unknown_key<'n>(
        &mut self,
        node: Node<'_>,
        key: &str,
        known: impl Iterator<Item = &'n str> + Clone,
    ) {
        if key.starts_with("x-") {
            return;
        }
        let message = format_args!("`{key}` is not a key of `{}`", self.field);
        self.draft.mistake(Slip::UnknownField, node.span(), message).key(key).help(
            || match nearest(key, known.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it can have {}", listed(&known.collect::<Vec<_>>())),
            },
        );
    }

    pub(super) fn odd_key(&mut self, key: Node<'_>) {
        self.invalid(key.written(), "a key should be plain text");
    }

    /// A name or key that is written a second time in one mapping.
    pub(super) fn duplicate(&mut self, again: &Spanned<impl fmt::Display>, first: Span) {
        self.draft.twice(again, first);
    }

    pub(super) fn no_value(&mut self, key: Node<'_>, field: &str) {
        self.invalid(key.span(), format_args!("`{field}` has no value"))
            .help(|| "write a value, or remove the line".to_owned());
    }

    pub(super) fn tagged(&mut self, node: Node<'_>, tag: &str) {
        let field = self.field;
        let message =
            format_args!("`{field}` has the tag `{tag}`, which only another program can read");
        self.invalid(node.span(), message).help(|| "write the value itself".to_owned());
    }

    /// The size has no unit; it was read as `size`, in `unit`.
    pub(super) fn no_unit(&mut self, node: Node<'_>, size: Bytes, unit: &str) {
        let written = node.text().unwrap_or_default();
        let field = self.field;
        let message = format_args!("`{field}: {written}` has no unit and was read as {size}");
        self.add(Slip::MissingUnit, node.span(), message)
            .help(|| format!("write `{written}{unit}`"));
    }

    pub(super) fn spelling(&mut self, key: Node<'_>, written: &str, usual: &str) {
        self.add(Slip::Spelling, key.span(), format_args!("`{written}` is read as `{usual}`"));
    }

    /// A plain scalar that YAML 1.1 readers take for something else.
    pub(super) fn yaml_1_1(&mut self, node: Node<'_>, text: &str) {
        if let Some(other) = super::yaml11::reads_as(text) {
            let message = format_args!("a YAML 1.1 reader takes `{text}` for {other}");
            self.add(Slip::Yaml11, node.span(), message).help(|| format!("quote it: `'{text}'`"));
        }
    }
}
