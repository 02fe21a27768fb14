//! The JSON Schema (draft-07) of the format `json`, for those who read it with a program.

use serde_json::{Map, Value, json};

use super::json::VERSION;
use crate::finding::Level;
use crate::verdict::{Confidence, Outcome, Quality};

const VERDICTS: [Outcome; 7] = [
    Outcome::Vm,
    Outcome::Container,
    Outcome::ContainerInDedicatedVm,
    Outcome::Physical,
    Outcome::Either,
    Outcome::Contradiction,
    Outcome::Unknown,
];
const CONFIDENCES: [Confidence; 4] =
    [Confidence::Low, Confidence::Medium, Confidence::High, Confidence::Certain];
const QUALITIES: [Quality; 5] =
    [Quality::Guess, Quality::Name, Quality::Image, Quality::Derived, Quality::Declared];
const LEVELS: [Level; 3] = [Level::Error, Level::Warning, Level::Info];
const COUNTS: [&str; 11] = [
    "files",
    "hosts",
    "vms",
    "containers",
    "natives",
    "undecided",
    "errors",
    "warnings",
    "infos",
    "allowed",
    "known",
];

/// The schema of what `labctl check --format json` writes. Further keys may come with any release.
pub fn schema() -> Value {
    let counts = COUNTS.map(|name| (name, count()));
    let mut schema = object([
        ("version", json!({ "const": VERSION })),
        ("summary", object(counts)),
        ("findings", list(&finding())),
        ("verdicts", list(&verdict())),
    ]);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("labctl check");
    schema["description"] =
        json!("What labctl found in an inventory, and where each workload belongs.");
    schema["definitions"] = json!({ "at": at() });
    schema
}

fn finding() -> Value {
    let label = object([("at", place()), ("text", text())]);
    let allowed = object([
        ("at", place()),
        ("reason", perhaps(&text())),
        ("until", perhaps(&described(text(), "the last day it holds, as 2027-06-30"))),
    ]);
    object([
        ("rule", text()),
        ("level", words(&LEVELS.map(|level| level.to_string()))),
        ("message", text()),
        ("help", perhaps(&text())),
        ("at", place()),
        ("labels", list(&label)),
        ("subject", described(perhaps(&text()), "the first of the subjects")),
        ("subjects", list(&text())),
        (
            "fingerprint",
            json!({
                "type": "string",
                "pattern": "^[0-9a-f]{32}$",
                "description": "the same while rule and subject are, wherever the line moves",
            }),
        ),
        ("allowed", described(perhaps(&allowed), "the allowance that excuses it")),
        ("known", json!({ "type": "boolean", "description": "whether a baseline has it" })),
    ])
}

fn verdict() -> Value {
    let constraint = object([
        ("constraint", text()),
        ("reason", text()),
        ("at", place()),
        ("product", perhaps(&text())),
        ("claim", text()),
    ]);
    let evidence = object([
        ("signal", text()),
        ("value", text()),
        ("points", described(number(), "above zero for a VM, below for a container")),
        ("quality", words(&QUALITIES.map(|quality| quality.name().to_owned()))),
        ("at", place()),
        ("product", perhaps(&text())),
        ("claim", text()),
    ]);
    let mut verdict = object([
        ("workload", text()),
        ("declared", json!({ "enum": ["vm", "container", "native", null] })),
        ("verdict", words(&VERDICTS.map(|verdict| verdict.name().to_owned()))),
        ("confidence", words(&CONFIDENCES.map(|confidence| confidence.to_string()))),
        ("score", number()),
        ("constraints", list(&constraint)),
        ("evidence", list(&evidence)),
    ]);
    let pinned = object([("kind", text()), ("reason", perhaps(&text())), ("at", place())]);
    verdict["properties"]["pinned"] =
        described(pinned, "the decision of the owner, if there is one");
    verdict
}

fn at() -> Value {
    let from_one = || json!({ "type": "integer", "minimum": 1 });
    let byte = json!({ "type": "array", "items": count(), "minItems": 2, "maxItems": 2 });
    let place = object([
        ("file", text()),
        ("line", from_one()),
        ("column", described(from_one(), "in code points")),
        ("end_line", from_one()),
        ("end_column", described(from_one(), "the column after the last one")),
        ("byte", described(byte, "the range in bytes, counted from 0")),
    ]);
    described(place, "a place in a file")
}

fn place() -> Value {
    json!({ "$ref": "#/definitions/at" })
}

/// An object that always has all of some keys.
fn object<const N: usize>(keys: [(&str, Value); N]) -> Value {
    let required: Vec<&str> = keys.iter().map(|(name, _)| *name).collect();
    let required = json!(required);
    let properties: Map<String, Value> =
        keys.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn perhaps(value: &Value) -> Value {
    json!({ "anyOf": [value, { "type": "null" }] })
}

fn words(words: &[String]) -> Value {
    json!({ "enum": words })
}

fn described(mut value: Value, about: &str) -> Value {
    value["description"] = json!(about);
    value
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn number() -> Value {
    json!({ "type": "number" })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}
