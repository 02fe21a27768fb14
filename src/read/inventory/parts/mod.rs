//! How the parts of an entry are read, a file for each sort.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::field::{Of, Table};
use super::notes::Notes;
use crate::lab::Text;
use crate::source::{Span, Spanned};
use crate::yaml::Node;

mod backup;
mod device;
mod disk;
mod machine;
mod need;
mod network;
mod port;
mod tag;
mod volume;

pub(super) use disk::{HasCapacity, Pools, size_field};
pub(super) use network::Memberships;
pub(super) use tag::Tags;

type Name = Spanned<Text>;

/// Reads what is either a mapping with fields or a short form of it.
fn record<T: Default>(table: &'static Table<T>, node: Node<'_>, notes: &mut Notes<'_>) -> T {
    let mut it = T::default();
    table.read(&mut it, node, Of::PART, notes);
    it
}

/// The pairs of a map by name, each name once.
pub(super) fn named<'t>(node: Node<'t>, notes: &mut Notes<'_>) -> Vec<(Name, Node<'t>)> {
    let mut places: HashMap<&str, Span> = HashMap::new();
    let mut pairs = Vec::new();
    for pair in node.pairs() {
        let Some(text) = pair.key.text() else {
            notes.odd_key(pair.key);
            continue;
        };
        if text.starts_with("x-") {
            continue;
        }
        let name = Spanned { value: text.into(), span: pair.key.span() };
        match places.entry(text) {
            Entry::Vacant(free) => {
                free.insert(name.span);
                pairs.push((name, pair.value));
            }
            Entry::Occupied(_) if pair.merged => {}
            Entry::Occupied(first) => notes.duplicate(&name, *first.get()),
        }
    }
    pairs
}
