//! The language as a JSON Schema (draft-07), made from the tables that read it.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::entry::ENTRY;
use super::field::{Key, Kinds, Numbers, Shape};
use super::sections::SECTIONS;
use crate::lab::{Kind, Word};
use crate::read::Known;

/// The kinds of entries, each with the name of its definition.
const ENTRIES: [(&str, Kind); 5] = [
    ("hosts", Kind::Host),
    ("vms", Kind::Vm),
    ("containers", Kind::Container),
    ("natives", Kind::Native),
    ("workloads", Kind::Undecided),
];

/// The smallest inventory that has a bit of everything.
const SMALLEST: &str = r#"{
    "hosts": { "pve1": { "hypervisor": "proxmox" } },
    "vms": { "apps": { "runs_on": "pve1" } },
    "containers": { "web": { "runs_on": "apps", "image": "nginx:1.27.1" } }
}"#;

/// The schema of an inventory.
pub(crate) fn schema(known: &[Known]) -> Value {
    let mut parts = Parts { known, ..Parts::default() };
    let mut properties = Map::new();
    for section in SECTIONS {
        let kind = ENTRIES.iter().find(|(name, _)| *name == section.name);
        let mut value = match (kind, section.shape) {
            (Some((name, _)), _) => by_name(&refer(name)),
            _ if section.name == "defaults" => parts.defaults(),
            (None, Shape::Map(inner)) => by_name(&named(parts.of(section.name, *inner))),
            (None, shape) => parts.of(section.name, shape),
        };
        describe(&mut value, section.about);
        properties.insert(section.name.to_owned(), value);
    }
    let entries: Vec<(&str, Value)> =
        ENTRIES.iter().map(|(name, kind)| (*name, parts.entry(*kind))).collect();
    let mut definitions = parts.definitions;
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

fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// The same with a description of its own. Draft-07 passes over what stands beside a reference.
fn described(value: &Value, about: &str) -> Value {
    json!({ "allOf": [value], "description": about })
}

/// Text, whatever YAML makes of it: a plain `16` or `true` is text to labctl. Of types that are named, editors
/// would offer `true` and `null`.
fn text() -> Value {
    let other = json!({ "not": { "type": ["array", "object"] } });
    json!({ "anyOf": [{ "type": ["string", "number"] }, other] })
}

fn describe(value: &mut Value, about: &str) {
    value["description"] = json!(about);
}

/// What several fields have in common, each written once.
#[derive(Default)]
struct Parts<'k> {
    known: &'k [Known],
    definitions: Map<String, Value>,
    /// The definition of each part, by what it says.
    names: HashMap<String, String>,
}

impl Parts<'_> {
    /// The fields of entries of one kind.
    fn entry(&mut self, kind: Kind) -> Value {
        let fits = |kinds: Kinds| kind == Kind::Undecided || kinds.has(kind.into());
        let keys = ENTRY.fields.iter().filter(|field| fits(field.kinds)).map(|field| &field.key);
        named(self.record(keys))
    }

    /// Defaults: the fields of all kinds, or of one kind each.
    fn defaults(&mut self) -> Value {
        let mut value = self.record(ENTRY.fields.iter().map(|field| &field.key));
        for (name, _) in ENTRIES {
            let part = described(&refer(name), &format!("defaults for `{name}` only"));
            value["properties"][name] = part;
        }
        value
    }

    fn record<'k>(&mut self, keys: impl Iterator<Item = &'k Key>) -> Value {
        let mut properties = Map::new();
        for key in keys {
            let mut value = self.of(key.name, key.shape);
            describe(&mut value, key.about);
            let value = self.once(key.name, value);
            properties.insert(key.name.to_owned(), value.clone());
            if let Some(or) = key.or {
                properties.insert(or.to_owned(), value.clone());
            }
            for also in key.also {
                let mut other = described(&value, &format!("another spelling of `{}`", key.name));
                other["doNotSuggest"] = json!(true);
                properties.insert((*also).to_owned(), self.once(also, other));
            }
        }
        json!({
            "type": "object",
            "properties": properties,
            "patternProperties": { "^x-": {} },
            "additionalProperties": false,
        })
    }

    /// A reference to a part, which is defined under the first name it is met with.
    fn once(&mut self, name: &str, part: Value) -> Value {
        let said = part.to_string();
        if let Some(known) = self.names.get(&said) {
            return refer(known);
        }
        let taken = |name: &str| {
            self.definitions.contains_key(name) || ENTRIES.iter().any(|(entry, _)| *entry == name)
        };
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        let name = names.find(|name| !taken(name)).expect("there are many numbers");
        self.definitions.insert(name.clone(), part);
        self.names.insert(said, name.clone());
        refer(&name)
    }

    fn of(&mut self, name: &str, shape: Shape) -> Value {
        match shape {
            Shape::Text => match self.known(name) {
                [] => text(),
                known => json!({ "anyOf": [word(known), text()] }),
            },
            Shape::Format(format) => {
                let types = match format.numbers {
                    Some(_) => json!(["string", "number"]),
                    None => json!("string"),
                };
                let examples = format.examples.join("`, `");
                let message = format!("{} is needed here, such as `{examples}`", format.name);
                let mut value = json!({
                    "type": types,
                    "pattern": format.pattern,
                    "patternErrorMessage": message,
                    "examples": format.examples,
                });
                if let Some(Numbers { above: Some(above), .. }) = format.numbers {
                    value["exclusiveMinimum"] = json!(above);
                }
                if let Some(Numbers { most: Some(most), .. }) = format.numbers {
                    value["maximum"] = json!(most);
                }
                value
            }
            Shape::Flag => json!({ "type": "boolean" }),
            Shape::Count => json!({ "type": "integer", "minimum": 0 }),
            Shape::Number => json!({ "type": "number", "minimum": 0 }),
            Shape::Word(words) => word(words),
            Shape::Many(inner) => {
                let one = self.item(name, *inner);
                json!({ "anyOf": [one, { "type": "array", "items": one }, { "type": "null" }] })
            }
            Shape::Lists(inner) => {
                let one = self.item(name, *inner);
                json!({ "anyOf": [{ "type": "array", "items": one }, one] })
            }
            Shape::Map(inner) => {
                let one = self.item(name, *inner);
                let mut map = json!({ "type": "object", "additionalProperties": one });
                for word in self.known(name) {
                    let mut known = described(&one, word.about);
                    // Editors write a colon behind a name whose type they know.
                    known["type"] = json!("string");
                    map["properties"][word.name] = known;
                }
                map
            }
            Shape::Record(keys) => self.record(keys().into_iter()),
            Shape::Either(shapes) => {
                json!({ "anyOf": shapes.iter().map(|shape| self.of(name, *shape)).collect::<Vec<_>>() })
            }
            Shape::Any => json!({}),
        }
    }

    /// The words that are known for a field.
    fn known(&self, name: &str) -> &[Word] {
        let known = self.known.iter().find(|known| known.field == name);
        known.map_or(&[], |known| &known.words)
    }

    /// One of many: it is named twice, so what is long is defined apart.
    fn item(&mut self, name: &str, shape: Shape) -> Value {
        let value = self.of(name, shape);
        let is_short = matches!(shape, Shape::Text | Shape::Flag | Shape::Count | Shape::Number);
        if is_short && self.known(name).is_empty() {
            return value;
        }
        self.once(&format!("{name}-item"), value)
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
