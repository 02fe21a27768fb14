//! Shapes of values as a JSON Schema (draft-07), made from the tables that read them.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::key::{FieldKey, Numbers, ValueShape};
use crate::lab::Word;

/// A reference to a definition.
pub(crate) fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// The same with a description of its own. Draft-07 passes over what stands beside a reference.
pub(crate) fn described(value: &Value, about: &str) -> Value {
    json!({ "allOf": [value], "description": about })
}

/// Text, whatever YAML makes of it: a plain `16` or `true` is text to labctl. Of types that are named, editors
/// would offer `true` and `null`.
fn text() -> Value {
    let other = json!({ "not": { "type": ["array", "object"] } });
    json!({ "anyOf": [{ "type": ["string", "number"] }, other] })
}

/// Says what a value means.
pub(crate) fn describe(value: &mut Value, about: &str) {
    value["description"] = json!(about);
}

/// Words that are known for a field, though others fit too.
pub struct KnownWords {
    /// The field.
    pub field: &'static str,
    /// The words.
    pub words: Vec<Word>,
}

/// A schema in the making: what several fields have in common is defined once.
pub(crate) struct Schema<'k> {
    known: &'k [KnownWords],
    /// The definitions so far, by name.
    pub(crate) definitions: Map<String, Value>,
    /// Names of definitions that are made elsewhere.
    reserved: Vec<&'static str>,
    /// The definition of each part, by what it says.
    names: HashMap<String, String>,
}

impl<'k> Schema<'k> {
    /// Nothing yet. The words are offered by editors; the names are those of definitions to come.
    pub(crate) fn new(known: &'k [KnownWords], reserved: Vec<&'static str>) -> Self {
        Self { known, definitions: Map::new(), reserved, names: HashMap::new() }
    }

    /// A record of fields.
    pub(crate) fn record<'f>(&mut self, keys: impl Iterator<Item = &'f FieldKey>) -> Value {
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
        let taken =
            |name: &str| self.definitions.contains_key(name) || self.reserved.contains(&name);
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        let name = names.find(|name| !taken(name)).expect("there are many numbers");
        self.definitions.insert(name.clone(), part);
        self.names.insert(said, name.clone());
        refer(&name)
    }

    /// The value of a field.
    pub(crate) fn of(&mut self, name: &str, shape: ValueShape) -> Value {
        match shape {
            ValueShape::Text => match self.known(name) {
                [] => text(),
                known => json!({ "anyOf": [word(known), text()] }),
            },
            ValueShape::Format(format) => {
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
            ValueShape::Flag => {
                let other =
                    json!({ "enum": [0, 1, "yes", "no", "on", "off"], "doNotSuggest": true });
                json!({ "anyOf": [{ "type": "boolean" }, other] })
            }
            ValueShape::Count => json!({ "type": "integer", "minimum": 0 }),
            ValueShape::Number => json!({ "type": "number", "minimum": 0 }),
            ValueShape::Word(words) => word(words),
            ValueShape::Many(inner) => {
                let one = self.item(name, *inner);
                json!({ "anyOf": [one, { "type": "array", "items": one }, { "type": "null" }] })
            }
            ValueShape::Lists(inner) => {
                let one = self.item(name, *inner);
                json!({ "anyOf": [{ "type": "array", "items": one }, one] })
            }
            ValueShape::Map(inner) => {
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
            ValueShape::Record(keys) => self.record(keys().into_iter()),
            ValueShape::Either(shapes) => {
                json!({ "anyOf": shapes.iter().map(|shape| self.of(name, *shape)).collect::<Vec<_>>() })
            }
            ValueShape::Any => json!({}),
        }
    }

    /// The words that are known for a field.
    fn known(&self, name: &str) -> &[Word] {
        let known = self.known.iter().find(|known| known.field == name);
        known.map_or(&[], |known| &known.words)
    }

    /// One of many: it is named twice, so what is long is defined apart.
    fn item(&mut self, name: &str, shape: ValueShape) -> Value {
        let value = self.of(name, shape);
        let is_short = matches!(
            shape,
            ValueShape::Text | ValueShape::Flag | ValueShape::Count | ValueShape::Number
        );
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
