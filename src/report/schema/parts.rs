//! What the schemas of all outputs are made of.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::finding::Level;
use crate::verdict::{Conclusion, Confidence};

const VERDICTS: [Conclusion; 7] = [
    Conclusion::Vm,
    Conclusion::Container,
    Conclusion::ContainerInDedicatedVm,
    Conclusion::Physical,
    Conclusion::Either,
    Conclusion::Contradiction,
    Conclusion::Unknown,
];
const CONFIDENCES: [Confidence; 4] =
    [Confidence::Low, Confidence::Medium, Confidence::High, Confidence::Certain];

/// A whole schema of an object.
pub(super) fn whole(title: &str, about: &str, mut object: Value, definitions: Value) -> Value {
    object["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    object["title"] = json!(title);
    object["description"] = json!(about);
    object["definitions"] = definitions;
    object
}

/// An object that always has all of some keys.
pub(super) fn object<'k>(keys: impl IntoIterator<Item = (&'k str, Value)>) -> Value {
    let properties: Map<String, Value> =
        keys.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let required: Vec<&String> = properties.keys().collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

/// One of the definitions.
pub(super) fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

pub(super) fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

/// A list of so many parts, each of its own sort.
pub(super) fn row(parts: &[Value]) -> Value {
    json!({ "type": "array", "items": parts, "minItems": parts.len(), "maxItems": parts.len() })
}

pub(super) fn perhaps(value: &Value) -> Value {
    either(&[value.clone(), json!({ "type": "null" })])
}

pub(super) fn either(values: &[Value]) -> Value {
    json!({ "anyOf": values })
}

/// One of some words, as they are written in JSON.
pub(super) fn words<T: Serialize>(words: &[T]) -> Value {
    json!({ "enum": words })
}

pub(super) fn described(mut value: Value, about: &str) -> Value {
    value["description"] = json!(about);
    value
}

pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

/// A text of so many hexadecimal digits.
pub(super) fn hexadecimal(digits: usize) -> Value {
    json!({ "type": "string", "pattern": format!("^[0-9a-f]{{{digits}}}$") })
}

pub(super) fn number() -> Value {
    json!({ "type": "number" })
}

pub(super) fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

pub(super) fn from_one() -> Value {
    json!({ "type": "integer", "minimum": 1 })
}

pub(super) fn truth() -> Value {
    json!({ "type": "boolean" })
}

pub(super) fn level() -> Value {
    words(&[Level::Error, Level::Warning, Level::Info])
}

pub(super) fn verdict_name() -> Value {
    words(&VERDICTS.map(Conclusion::name))
}

pub(super) fn confidence() -> Value {
    words(&CONFIDENCES.map(|confidence| confidence.to_string()))
}

/// What the owner declared a workload to be.
pub(super) fn declared() -> Value {
    words(&[Some("vm"), Some("container"), Some("native"), None])
}
