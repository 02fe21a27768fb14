//! Defaults: values for every entry of a lab that says nothing else.

use super::entry::ENTRY;
use super::field::{Key, Kinds, Of};
use super::notes::Notes;
use crate::lab::{Draft, Entry, Kind};
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
        let mut entry = Entry { kind, ..Entry::default() };
        let of = Of { kinds: kind.into(), ..Of::PART };
        let written = ENTRY.read(&mut entry, pair.value, of, notes);
        notes.draft.default_entries.push((Some(kind), entry, written));
    }
    let mut entry = Entry::default();
    let sections = SPLIT.map(|(name, _)| name);
    let written = ENTRY.read(&mut entry, node, Of { beside: &sections, ..Of::PART }, notes);
    notes.draft.default_entries.push((None, entry, written));
}

/// Fills in what entries left unsaid. Where several defaults fit, the more special and then the earlier
/// one counts.
pub(crate) fn apply(draft: &mut Draft) {
    let mut defaults = std::mem::take(&mut draft.default_entries);
    defaults.sort_by_key(|(kind, ..)| kind.is_none());
    for (entry, written) in draft.entries.iter_mut().zip(&mut draft.written) {
        for (kind, default, has) in &defaults {
            let fits = kind.is_none_or(|kind| {
                kind == entry.kind || (kind == Kind::Undecided && entry.kind != Kind::Host)
            });
            let missing = has & !*written;
            if !fits || missing == 0 {
                continue;
            }
            for (at, field) in ENTRY.fields.iter().enumerate() {
                let reaches = kind.is_some()
                    || entry.kind != Kind::Host
                    || OF_ALL_LAYERS.contains(&field.key.name);
                if missing & (1 << at) != 0 && reaches && field.kinds.has(Kinds::from(entry.kind)) {
                    (field.copy)(default, entry);
                    *written |= 1 << at;
                }
            }
        }
    }
    draft.written = Vec::new();
}
