//! How the parts of an entry are read, a file for each sort.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::read::field::{FieldContext, Name};
use crate::source::{Span, Spanned};
use crate::yaml::Node;

mod backup;
mod bounded;
mod device;
mod disk;
mod health;
mod isolation;
mod life;
mod machine;
mod need;
mod network;
mod port;
mod tag;
mod usage;
mod variable;
mod volume;

pub(super) use bounded::VlanNumber;
pub(super) use device::{Gpus, PciDevices};
pub(super) use disk::{HasCapacity, Pools, size_field};
pub(super) use health::HealthCheck;
pub(super) use network::{MembershipList, network_mode_field};
pub(super) use tag::Tags;
pub(super) use variable::{VARIABLES, VariableList};

/// True if a map by name can have this key.
fn is_key(name: &str) -> bool {
    !name.is_empty() && !name.starts_with("x-")
}

/// The pairs of a map by name, each name once.
pub(super) fn named<'t>(node: Node<'t>, context: &mut FieldContext<'_>) -> Vec<(Name, Node<'t>)> {
    let mut places: HashMap<&str, Span> = HashMap::new();
    let mut pairs = Vec::new();
    for pair in node.pairs() {
        let Some(text) = pair.key.text() else {
            context.odd_key(pair.key);
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
            Entry::Occupied(_) if pair.merged.is_some() => {}
            Entry::Occupied(first) => context.duplicate(&name, *first.get()),
        }
    }
    pairs
}
