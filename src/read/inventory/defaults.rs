//! Defaults: values for every entry of a lab that says nothing else.

use super::entry::ENTRY;
use super::sections::ENTRY_SECTIONS;
use crate::lab::{Draft, Entry, Kind};
use crate::read::field::{Context, Key, Kinds, Owner};
use crate::yaml::{Kind as Form, Node};

/// Fields whose unsplit default reaches hosts too: what is true of a person is true of all layers.
const OF_ALL_LAYERS: &[&str] = &["owner", "docs", "environment", "monitored_by", "logs_to"];

/// What `defaults` may hold.
pub(super) fn keys() -> Vec<&'static Key> {
    ENTRY.keys()
}

/// Reads `defaults:` into the draft.
pub(super) fn read(node: Node<'_>, context: &mut Context<'_>) {
    if node.kind() != Form::Mapping {
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
        let mut entry = Entry { kind, ..Entry::default() };
        let of = Owner { kinds: kind.into(), ..Owner::PART };
        let written = ENTRY.read(&mut entry, pair.value, of, context);
        context.draft.default_entries.push((Some(kind), entry, written));
    }
    let mut entry = Entry::default();
    let sections = ENTRY_SECTIONS.map(|(name, _)| name);
    let written =
        ENTRY.read(&mut entry, node, Owner { other_keys: &sections, ..Owner::PART }, context);
    context.draft.default_entries.push((None, entry, written));
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
