//! Defaults: values for every entry of a lab that says nothing else.

use super::entry::ENTRY;
use super::field::{Field, Key, Of};
use super::notes::Notes;
use crate::lab::{Defaults, Kind, Scope, SystemFields};
use crate::yaml::{Kind as Form, Node};

/// Fields whose unsplit default reaches hosts too: what is true of a person is true of all layers.
const OF_ALL_LAYERS: &[&str] = &["owner", "docs", "environment", "monitored_by", "logs_to"];

/// The sections that `defaults` may be split by.
const SPLIT: [(&str, Kind); 5] = [
    ("hosts", Kind::Host),
    ("vms", Kind::Vm),
    ("containers", Kind::Container),
    ("natives", Kind::Native),
    ("workloads", Kind::Undecided),
];

/// What `defaults` may hold.
pub(super) fn keys() -> Vec<&'static Key> {
    ENTRY.keys()
}

/// Reads `defaults:` into the draft.
pub(super) fn read(node: Node<'_>, notes: &mut Notes<'_>) {
    if node.kind() != Form::Mapping {
        if !node.is_null() {
            notes.expected(node, "a mapping of fields");
        }
        return;
    }
    notes.draft.defaults.push(node.span());
    let part = |key: &str| SPLIT.iter().find(|(name, _)| *name == key).map(|(_, kind)| *kind);
    for pair in node.pairs() {
        let Some(kind) = pair.key.text().and_then(part) else { continue };
        let mut fields = SystemFields::default();
        let of = Of { kinds: kind.into(), ..Of::PART };
        ENTRY.read(&mut fields, pair.value, of, notes);
        for (_, of_kind) in SPLIT.into_iter().filter(|(_, it)| is_among(*it, kind)) {
            add(of_kind, Scope::Section, &fields, notes);
        }
    }
    let mut fields = SystemFields::default();
    let sections = SPLIT.map(|(name, _)| name);
    ENTRY.read(&mut fields, node, Of { beside: &sections, ..Of::PART }, notes);
    for (_, kind) in SPLIT {
        add(kind, Scope::Lab, &fields, notes);
    }
}

/// True if the defaults of a section are for a kind: those of `workloads` are for all but hosts.
fn is_among(kind: Kind, section: Kind) -> bool {
    kind == section || (section == Kind::Undecided && kind != Kind::Host)
}

/// Adds what reaches a kind of the defaults that were read.
fn add(kind: Kind, scope: Scope, all: &SystemFields, notes: &mut Notes<'_>) {
    let reaches = |field: &Field<SystemFields>| {
        let is_for_layer = scope == Scope::Section
            || kind != Kind::Host
            || OF_ALL_LAYERS.contains(&field.key.name);
        is_for_layer && field.kinds.has(kind.into())
    };
    let mut fields = SystemFields::default();
    for field in ENTRY.fields.iter().filter(|field| reaches(field)) {
        (field.copy)(all, &mut fields);
    }
    notes.draft.add_defaults(Defaults { kind, scope, fields });
}
