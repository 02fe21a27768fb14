//! Defaults: values for every entry of a lab that says nothing else.

use super::entry::ENTRY;
use super::sections::ENTRY_SECTIONS;
use crate::lab::{DefaultScope, Defaults, Kind, SystemFields};
use crate::read::field::{Field, FieldContext, FieldKey, RecordOwner};
use crate::yaml::{Node, NodeKind};

/// Fields whose unsplit default reaches hosts too: what is true of a person is true of all layers.
const OF_ALL_LAYERS: &[&str] = &["owner", "docs", "environment", "monitored_by", "logs_to"];

/// What `defaults` may hold.
pub(super) fn keys() -> Vec<&'static FieldKey> {
    ENTRY.keys()
}

/// Reads `defaults:` into the draft.
pub(super) fn read(node: Node<'_>, context: &mut FieldContext<'_>) {
    if node.kind() != NodeKind::Mapping {
        if !node.is_null() {
            context.expected(node, "a mapping of fields");
        }
        return;
    }
    context.draft.defaults.push(node.span());
    let part =
        |key: &str| ENTRY_SECTIONS.iter().find(|(name, _)| *name == key).map(|(_, kind)| *kind);
    for pair in node.pairs() {
        let Some(kind) = pair.key.text().and_then(part) else { continue };
        let mut fields = SystemFields::default();
        let of = RecordOwner { kinds: kind.into(), ..RecordOwner::PART };
        ENTRY.read(&mut fields, pair.value, of, context);
        for (_, of_kind) in ENTRY_SECTIONS.into_iter().filter(|(_, it)| is_among(*it, kind)) {
            add(of_kind, DefaultScope::Section, &fields, context);
        }
    }
    let mut fields = SystemFields::default();
    let sections = ENTRY_SECTIONS.map(|(name, _)| name);
    ENTRY.read(
        &mut fields,
        node,
        RecordOwner { other_keys: &sections, ..RecordOwner::PART },
        context,
    );
    for (_, kind) in ENTRY_SECTIONS {
        add(kind, DefaultScope::Lab, &fields, context);
    }
}

/// True if the defaults of a section are for a kind: those of `workloads` are for all but hosts.
fn is_among(kind: Kind, section: Kind) -> bool {
    kind == section || (section == Kind::Undecided && kind != Kind::Host)
}

/// Adds what reaches a kind of the defaults that were read.
fn add(kind: Kind, scope: DefaultScope, all: &SystemFields, context: &mut FieldContext<'_>) {
    let reaches = |field: &Field<SystemFields>| {
        let is_for_layer = scope == DefaultScope::Section
            || kind != Kind::Host
            || OF_ALL_LAYERS.contains(&field.key.name);
        is_for_layer && field.kinds.has(kind.into())
    };
    let mut fields = SystemFields::default();
    for field in ENTRY.fields.iter().filter(|field| reaches(field)) {
        (field.copy)(all, &mut fields);
    }
    context.draft.add_defaults(Defaults { kind, scope, fields });
}
