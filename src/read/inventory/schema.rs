//! The language as a JSON Schema (draft-07), made from the tables that read it.

use serde_json::{Map, Value, json};

use super::entry::ENTRY;
use super::sections::{ENTRY_SECTIONS, SECTIONS};
use crate::lab::Kind;
use crate::read::field::{KnownWords, Schema, ValueShape, WORKLOAD, describe, described, refer};

/// The smallest inventory that has a bit of everything.
const SMALLEST: &str = r#"{
    "hosts": { "pve1": { "hypervisor": "proxmox" } },
    "vms": { "apps": { "runs_on": "pve1" } },
    "containers": { "web": { "runs_on": "apps", "image": "nginx:1.27.1" } }
}"#;

/// The JSON Schema (draft-07) of an inventory. Editors offer the words that are known.
pub fn schema(known: &[KnownWords]) -> Value {
    let names = ENTRY_SECTIONS.iter().map(|(name, _)| *name);
    let mut schema = Schema::new(known, names.collect());
    let mut properties = Map::new();
    for section in SECTIONS {
        let mut value = match (section.entries(), section.shape) {
            (Some(name), _) => by_name(&refer(name)),
            _ if section.name == "defaults" => defaults(&mut schema),
            (None, ValueShape::Map(inner)) => by_name(&named(schema.of(section.name, *inner))),
            (None, shape) => schema.of(section.name, shape),
        };
        describe(&mut value, section.about);
        for also in section.also {
            let mut other = described(&value, &format!("another spelling of `{}`", section.name));
            other["doNotSuggest"] = json!(true);
            properties.insert((*also).to_owned(), other);
        }
        properties.insert(section.name.to_owned(), value);
    }
    let entries: Vec<(&str, Value)> =
        ENTRY_SECTIONS.iter().map(|(name, kind)| (*name, entry(&mut schema, *kind))).collect();
    let mut definitions = schema.definitions;
    definitions.extend(entries.into_iter().map(|(name, entry)| (name.to_owned(), entry)));
    let example: Value = serde_json::from_str(SMALLEST).expect("it is JSON");
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "labctl inventory",
        "description": "What a homelab is made of: hosts, VMs, containers, and what runs on what.",
        "examples": [example],
        "type": "object",
        "properties": properties,
        "patternProperties": { "^x-": {} },
        "additionalProperties": false,
        "definitions": definitions,
    })
}

/// The fields of entries of one kind.
fn entry(schema: &mut Schema<'_>, kind: Kind) -> Value {
    // What a workload may say depends on its kind, which it says itself.
    let kinds = if kind == Kind::Undecided { WORKLOAD } else { kind.into() };
    let keys = ENTRY.fields.iter().filter(|field| field.kinds.has(kinds)).map(|field| &field.key);
    named(schema.record(keys))
}

/// Defaults: the fields of all kinds, or of one kind each.
fn defaults(schema: &mut Schema<'_>) -> Value {
    let mut value = schema.record(ENTRY.fields.iter().map(|field| &field.key));
    for (name, _) in ENTRY_SECTIONS {
        let part = described(&refer(name), &format!("defaults for `{name}` only"));
        value["properties"][name] = part;
    }
    value
}

/// A record that may say its own name, as in a list; nothing at all is a record too.
fn named(mut record: Value) -> Value {
    let name = json!({ "type": ["string", "number"], "description": "what it is called" });
    if let Some(properties) = record["properties"].as_object_mut() {
        properties.entry("name").or_insert(name);
    }
    record["type"] = json!(["object", "null"]);
    record
}

/// Entries as a map by name, or as a list of records with a name.
fn by_name(entry: &Value) -> Value {
    json!({
        "anyOf": [
            { "type": "object", "additionalProperties": entry },
            { "type": "array", "items": { "anyOf": [entry, { "type": "string" }] } },
            { "type": "null" },
        ],
    })
}
