//! What to say of a key that a table does not have, has already, or has for others.

use std::fmt;

use super::context::{FieldContext, Suggested};
use super::foreign::instead_of;
use super::kinds::{CONTAINER, HOST, NATIVE, UNDECIDED, VM};
use super::table::{Field, FieldTable, RecordOwner};
use crate::lab::MistakeKind;
use crate::near::nearest;
use crate::source::Spanned;
use crate::yaml::{Node, NodeKind, glued_key};

/// What to do about `image:nginx`.
pub(crate) const NO_SPACE: &str = "put a space after the `:`, as in `key: value`";

impl<T> FieldTable<T> {
    /// A key that the table does not have.
    pub(super) fn unknown(
        &self,
        at: Node<'_>,
        key: &str,
        value: Node<'_>,
        owner: RecordOwner<'_>,
        context: &mut FieldContext<'_>,
    ) {
        let message =
            format_args!("`{key}` is not a field of {}", OwnerName(self.noun, owner.name));
        let FieldContext { draft, suggested, .. } = context;
        let mut mistake = draft.mistake(MistakeKind::UnknownField, at.span(), message);
        mistake.key(key).help(|| self.instead(at, key, value, owner, suggested));
    }

    /// What may have been meant by a key that is unknown.
    fn instead(
        &self,
        at: Node<'_>,
        key: &str,
        value: Node<'_>,
        owner: RecordOwner<'_>,
        suggested: &mut Suggested,
    ) -> String {
        // A word or two without a value, inside `{...}`, is the rest of a text with a comma in it.
        if value.kind() == NodeKind::Empty && at.is_plain() && key.contains(' ') {
            "a value with a comma in it has to be quoted inside `{...}`".to_owned()
        } else if glued_key(key).is_some_and(|end| self.find(&key[..end]).is_some()) {
            NO_SPACE.to_owned()
        } else if let Some(help) = instead_of(self.foreign, key, owner.kinds) {
            help.to_owned()
        } else {
            let near = suggested.entry((self.noun, owner.kinds, key.into())).or_insert_with(|| {
                let fitting = self.fields.iter().filter(|field| field.kinds.has(owner.kinds));
                nearest(key, fitting.flat_map(|field| field.key.spellings()))
            });
            match *near {
                Some(near) => {
                    let usual = self.find(near).map_or(near, |field| field.key.name);
                    format!("did you mean `{usual}`?")
                }
                None => "keys of your own start with `x-`".to_owned(),
            }
        }
    }

    /// A field that the mapping has already.
    pub(super) fn repeated(
        &self,
        mapping: Node<'_>,
        again: Node<'_>,
        field: &Field<T>,
        context: &mut FieldContext<'_>,
    ) {
        let name = field.key.name;
        let is_it = |key: &str| self.find(key).is_some_and(|found| found.key.name == name);
        let mut keys = mapping.pairs().map(|pair| pair.key);
        let first = keys.find(|key| key.text().is_some_and(is_it)).unwrap_or(again);
        context.duplicate(&Spanned { value: name, span: again.span() }, first.span());
    }

    /// A field that makes no sense for an entry of this kind.
    pub(super) fn misplaced(
        &self,
        at: Node<'_>,
        key: &str,
        owner: RecordOwner<'_>,
        field: &Field<T>,
        context: &mut FieldContext<'_>,
    ) {
        let kinds = [
            (HOST, "hosts"),
            (VM, "VMs"),
            (CONTAINER, "containers"),
            (NATIVE, "natives"),
            (UNDECIDED, "workloads without a kind"),
        ];
        let fit = kinds.iter().filter(|(kind, _)| field.kinds.has(*kind)).map(|(_, fit)| *fit);
        let message =
            format_args!("`{key}` makes no sense for {}", OwnerName(self.noun, owner.name));
        context.add(MistakeKind::UnknownField, at.span(), message).key(key).help(|| {
            instead_of(self.foreign, key, owner.kinds).map_or_else(
                || format!("it is a field of {}", fit.collect::<Vec<_>>().join(", ")),
                str::to_owned,
            )
        });
    }
}

/// What a field is of, as messages call it: what it is, and its name if it has one.
struct OwnerName<'a>(&'static str, Option<&'a str>);

impl fmt::Display for OwnerName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self(_, Some(name)) => write!(f, "`{name}`"),
            Self(noun, None) => f.write_str(noun),
        }
    }
}
