//! The schema of what was read, with the origin of each value.

use serde_json::{Value, json};

fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

fn list(of: impl Into<Value>) -> Value {
    json!({ "type": "array", "items": of.into() })
}

/// The things of a lab.
fn things() -> [(&'static str, Value); 2] {
    let fields = json!({ "type": "object", "additionalProperties": refer("field") });
    let record = json!({
        "type": "object",
        "description": "A cluster, network, storage or backup target.",
        "required": ["name", "at", "fields"],
        "properties": { "name": { "type": "string" }, "at": refer("place"), "fields": fields },
    });
    let system = json!({
        "type": "object",
        "description": "A host, VM, container or native service.",
        "required": ["name", "id", "kind", "runs_on", "at", "reader", "fields"],
        "properties": {
            "name": { "type": "string" },
            "id": { "type": "string", "description": "its name, with its machine where that is needed: films@apps" },
            "kind": { "enum": ["host", "vm", "container", "native", "undecided"] },
            "runs_on": list(json!({ "type": "string" })),
            "at": refer("place"),
            "reader": { "type": "string" },
            "also": list(refer("place")),
            "fields": fields,
        },
    });
    [("record", record), ("system", system)]
}

/// The form.
pub(super) fn schema() -> Value {
    let state = json!({ "enum": ["known", "default", "derived", "assumed", "unknown", "absent"] });
    let field = json!({
        "type": "object",
        "required": ["state"],
        "properties": {
            "value": { "description": "in the words and units of an inventory: bytes, cores, lists; `null` is what nobody can know" },
            "state": state,
            "why": { "type": "string", "description": "why it cannot be known" },
            "at": refer("place"),
            "via": list(refer("place")),
            "parts": { "type": "object", "additionalProperties": refer("field") },
        },
    });
    let place = json!({
        "type": ["object", "null"],
        "description": "Lines and columns count from 1, in characters.",
        "required": ["file", "line", "column"],
        "properties": {
            "file": { "type": "string" },
            "line": { "type": "integer", "minimum": 1 },
            "column": { "type": "integer", "minimum": 1 },
            "reader": { "type": ["string", "null"] },
        },
    });
    let disagreement = json!({
        "type": "object",
        "required": ["of", "used", "other"],
        "properties": { "of": { "type": "string" }, "used": refer("place"), "other": refer("place") },
    });
    let lab = json!({
        "type": "object",
        "required": ["name", "systems"],
        "properties": {
            "name": { "type": ["string", "null"] },
            "systems": list(refer("system")),
            "clusters": list(refer("record")),
            "networks": list(refer("record")),
            "storage": list(refer("record")),
            "backups": list(refer("record")),
            "placement": { "type": "object" },
            "disagreements": list(refer("disagreement")),
        },
    });
    let not_deployed = json!({
        "type": "object",
        "required": ["file", "line", "what", "why"],
        "properties": {
            "file": { "type": "string" },
            "line": { "type": "integer" },
            "what": { "type": "string" },
            "why": { "type": "string" },
        },
    });
    let file = json!({
        "type": "object",
        "required": ["file", "reader", "systems"],
        "properties": {
            "file": { "type": "string" },
            "reader": { "type": "string" },
            "systems": { "type": "integer", "minimum": 0 },
        },
    });
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "labctl inventory",
        "type": "object",
        "required": ["version", "labs", "not_deployed", "files"],
        "properties": {
            "version": { "const": 1 },
            "labs": list(refer("lab")),
            "not_deployed": list(not_deployed),
            "files": list(file),
        },
        "definitions": {
            "lab": lab,
            "field": field,
            "place": place,
            "disagreement": disagreement,
        },
    });
    for (name, thing) in things() {
        schema["definitions"][name] = thing;
    }
    schema
}
