//! The language described: every section and every field, for people.

use super::entry::ENTRY;
use super::sections::SECTIONS;
use crate::lab::Kind;
use crate::read::field::{FieldPage, Kinds, ValueShape};

/// Every section, then the fields of each.
pub fn fields() -> Vec<FieldPage> {
    let mut pages = Vec::new();
    for section in SECTIONS {
        pages.push(FieldPage::of(&section.key(), "a section".to_owned()));
    }
    for field in ENTRY.fields {
        pages.push(FieldPage::of(&field.key, kinds(field.kinds)));
    }
    for section in SECTIONS.iter().filter(|section| section.entries().is_none()) {
        let keys = match section.shape {
            ValueShape::Map(ValueShape::Record(keys)) => *keys,
            ValueShape::Record(keys) => keys,
            _ => continue,
        };
        if section.name != "defaults" {
            pages.extend(
                keys().into_iter().map(|key| FieldPage::of(key, format!("`{}`", section.name))),
            );
        }
    }
    pages
}

fn kinds(kinds: Kinds) -> String {
    let all = [
        (Kind::Host, "hosts"),
        (Kind::Vm, "VMs"),
        (Kind::Container, "containers"),
        (Kind::Native, "natives"),
        (Kind::Undecided, "undecided workloads"),
    ];
    let named: Vec<&str> =
        all.iter().filter(|(kind, _)| kinds.has((*kind).into())).map(|(_, name)| *name).collect();
    named.join(", ")
}
