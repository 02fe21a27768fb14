//! What the reader notes while it reads: the field it is in, and the mistakes it meets.

use crate::finding::{Label, Subject};
use crate::lab::{Bytes, Draft, Mistake, Slip, Text};
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

    /// The name that is nearest to what was written. A file with thousands of mistakes is not a file
    /// with typing errors, and looking for what was meant would take long.
    pub(super) fn nearest<'n>(
        &self,
        written: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        if self.draft.mistakes.len() > 1000 { None } else { nearest(written, names) }
    }

    /// The unit that the field's spelling carries.
    pub(super) fn unit(&self) -> Option<Bytes> {
        self.unit
    }

    pub(super) fn add(&mut self, slip: Slip, at: Span, message: impl Into<String>) -> &mut Mistake {
        self.draft.mistake(slip, at, message)
    }

    /// The value cannot be read. `what` completes "should be ...".
    ///
    /// A list or mapping is pointed at by its key: what is in it may be long, or nobody's business.
    pub(super) fn expected(&mut self, node: Node<'_>, what: &str) -> &mut Mistake {
        let at = if node.kind() == Kind::Scalar { node.span() } else { self.key };
        let message = format!("`{}` should be {what}", self.field);
        let mistake = self.draft.mistake(Slip::InvalidField, at, message);
        if node.written() != node.span() && node.kind() == Kind::Scalar {
            mistake.labels.push(Label { at: node.written(), text: "used here".to_owned() });
        }
        mistake
    }

    /// The value can be read, but not as it stands.
    pub(super) fn invalid(&mut self, at: Span, message: impl Into<String>) -> &mut Mistake {
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
        let help = match self.nearest(key, known.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it can have {}", listed(&known.collect::<Vec<_>>())),
        };
        let message = format!("`{key}` is not a key of `{}`", self.field);
        self.add(Slip::UnknownField, node.span(), message).help = Some(help);
    }

    pub(super) fn odd_key(&mut self, key: Node<'_>) {
        self.invalid(key.written(), "a key should be plain text");
    }

    /// A name or key that is written a second time in one mapping.
    pub(super) fn duplicate(&mut self, again: &Spanned<Text>, first: Span) {
        let mistake =
            self.add(Slip::DuplicateKey, again.span, format!("`{again}` is written twice"));
        mistake.help = Some("keep one of the two".to_owned());
        mistake.labels.push(Label { at: first, text: "first written here".to_owned() });
    }

    pub(super) fn no_value(&mut self, key: Node<'_>, field: &str) {
        self.invalid(key.span(), format!("`{field}` has no value")).help =
            Some("write a value, or remove the line".to_owned());
    }

    pub(super) fn tagged(&mut self, node: Node<'_>, tag: &str) {
        let field = self.field;
        let message = format!("`{field}` has the tag `{tag}`, which only another program can read");
        self.invalid(node.span(), message).help = Some("write the value itself".to_owned());
    }

    /// The size has no unit; it was read as `size`.
    pub(super) fn no_unit(&mut self, node: Node<'_>, size: Bytes) {
        let written = node.text().unwrap_or_default();
        let unit = if size.0.is_multiple_of(Bytes::GIB.0) && size.0 / Bytes::GIB.0 < 128 {
            "GiB"
        } else {
            "MiB"
        };
        let message = format!("`{}: {written}` has no unit and was read as {size}", self.field);
        self.add(Slip::MissingUnit, node.span(), message).help =
            Some(format!("write `{written}{unit}`"));
    }

    pub(super) fn spelling(&mut self, key: Node<'_>, written: &str, usual: &str) {
        self.add(Slip::Spelling, key.span(), format!("`{written}` is read as `{usual}`"));
    }

    /// A plain scalar that YAML 1.1 readers take for something else.
    pub(super) fn yaml_1_1(&mut self, node: Node<'_>, text: &str) {
        if let Some(other) = super::yaml11::reads_as(text) {
            let message = format!("a YAML 1.1 reader takes `{text}` for {other}");
            self.add(Slip::Yaml11, node.span(), message).help =
                Some(format!("quote it: `'{text}'`"));
        }
    }
}
