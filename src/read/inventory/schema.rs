//! The language as a JSON Schema (draft-07), made from the tables that read it.

use serde_json::{Map, Value, json};

use super::entry::ENTRY;
use super::field::{Key, Kinds, Shape};
use super::sections::SECTIONS;
use crate::lab::{Kind, Word};

/// The kinds of entries, each with the name of its definition.
const ENTRIES: [(&str, Kind); 5] = [
    ("hosts", Kind::Host),
    ("vms", Kind::Vm),
    ("containers", Kind::Container),
    ("natives", Kind::Native),
    ("workloads", Kind::Undecided),
];

/// The schema of an inventory.
pub(crate) fn schema() -> Value {
    let mut properties = Map::new();
    for section in SECTIONS {
        let kind = ENTRIES.iter().find(|(name, _)| *name == section.name);
        let mut value = match (kind, section.shape) {
            (Some((name, _)), _) => by_name(&json!({ "$ref": format!("#/definitions/{name}") })),
            _ if section.name == "defaults" => defaults(),
            (None, Shape::Map(inner)) => by_name(&named(of(*inner))),
            (None, shape) => of(shape),
        };
        describe(&mut value, section.about);
        properties.insert(section.name.to_owned(), value);
    }
    let definitions: Map<String, Value> =
        ENTRIES.iter().map(|(name, kind)| ((*name).to_owned(), entry(*kind))).collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "labctl inventory",
        "description": "What a homelab is made of: hosts, VMs, containers, and what runs on what.",
        "type": "object",
        "properties": properties,
        "patternProperties": { "^x-": {} },
        "additionalProperties": false,
        "definitions": definitions,
    })
}

/// The fields of entries of one kind.
fn entry(kind: Kind) -> Value {
    let fits = |kinds: Kinds| kind == Kind::Undecided || kinds.has(kind.into());
    let keys = ENTRY.fields.iter().filter(|field| fits(field.kinds)).map(|field| &field.key);
    named(record(keys))
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

/// Defaults: the fields of all kinds, or of one kind each.
fn defaults() -> Value {
    let mut value = record(ENTRY.fields.iter().map(|field| &field.key));
    for (name, _) in ENTRIES {
        let mut part = json!({ "$ref": format!("#/definitions/{name}") });
        describe(&mut part, &format!("defaults for `{name}` only"));
        value["properties"][name] = json!({ "allOf": [part] });
    }
    value
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

fn record<'k>(keys: impl Iterator<Item = &'k Key>) -> Value {
    let mut properties = Map::new();
    for key in keys {
        let mut value = of(key.shape);
        describe(&mut value, key.about);
        properties.insert(key.name.to_owned(), value.clone());
        if let Some(or) = key.or {
            properties.insert(or.to_owned(), value.clone());
        }
        for also in key.also {
            describe(&mut value, &format!("another spelling of `{}`", key.name));
            value["doNotSuggest"] = json!(true);
            properties.insert((*also).to_owned(), value.clone());
        }
    }
    json!({
        "type": "object",
        "properties": properties,
        "patternProperties": { "^x-": {} },
        "additionalProperties": false,
    })
}

fn describe(value: &mut Value, about: &str) {
    value["description"] = json!(about);
}

fn of(shape: Shape) -> Value {
    match shape {
        // A plain `16` or `true` is text to labctl, whatever YAML makes of it.
        Shape::Text => json!({ "type": ["string", "number", "boolean", "null"] }),
        Shape::Format(format) => {
            let types = if format.number { json!(["string", "number"]) } else { json!("string") };
            json!({ "type": types, "pattern": format.pattern, "examples": format.examples })
        }
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Count => json!({ "type": "integer", "minimum": 0 }),
        Shape::Number => json!({ "type": "number", "minimum": 0 }),
        Shape::Word(words) => word(words),
        Shape::Many(inner) => {
            let one = of(*inner);
            json!({ "anyOf": [one, { "type": "array", "items": one }, { "type": "null" }] })
        }
        Shape::Lists(inner) => {
            let one = of(*inner);
            json!({ "anyOf": [{ "type": "array", "items": one }, one] })
        }
        Shape::Map(inner) => json!({ "type": "object", "additionalProperties": of(*inner) }),
        Shape::Record(keys) => record(keys().into_iter()),
        Shape::Either(shapes) => {
            json!({ "anyOf": shapes.iter().map(|shape| of(*shape)).collect::<Vec<_>>() })
        }
        Shape::Any => json!({}),
    }
}

/// A word: with a plain enumeration, editors name the word that does not fit.
fn word(words: &[Word]) -> Value {
    let (mut names, mut about) = (Vec::new(), Vec::new());
    for word in words {
        names.push(word.name);
        about.push(word.about.to_owned());
    }
    for word in words {
        for also in word.also {
            names.push(also);
            about.push(format!("another word for `{}`", word.name));
        }
    }
    json!({ "type": "string", "enum": names, "enumDescriptions": about })
}
