//! The JSON Schema (draft-07) of the format `json`, for those who read it with a program.

use serde_json::{Value, json};

use super::parts::{
    confidence, count, declared, described, from_one, hexadecimal, level, list, number, object,
    perhaps, refer, text, verdict_name, whole, words,
};
use crate::check::Summary;
use crate::report::findings::json::VERSION;
use crate::verdict::Quality;

const QUALITIES: [Quality; 5] =
    [Quality::Guess, Quality::Name, Quality::Image, Quality::Derived, Quality::Declared];

pub(super) fn schema() -> Value {
    let counts = serde_json::to_value(Summary::default()).expect("counts can be written");
    let counts = counts.as_object().into_iter().flatten().map(|(name, _)| (name.as_str(), count()));
    let schema = object([
        ("version", json!({ "const": VERSION })),
        ("summary", object(counts)),
        ("findings", list(&finding())),
        ("verdicts", list(&verdict())),
    ]);
    let about = "What labctl found in an inventory, and where each workload belongs.";
    whole("labctl check", about, schema, json!({ "at": at() }))
}

fn finding() -> Value {
    let label = object([("at", refer("at")), ("text", text())]);
    let allowed = object([
        ("at", refer("at")),
        ("reason", perhaps(&text())),
        ("until", perhaps(&described(text(), "the last day it holds, as 2027-06-30"))),
    ]);
    object([
        ("rule", text()),
        ("level", level()),
        ("message", text()),
        ("help", perhaps(&text())),
        ("at", refer("at")),
        ("labels", list(&label)),
        ("subject", described(perhaps(&text()), "the first of the subjects")),
        ("subjects", list(&text())),
        (
            "fingerprint",
            described(
                hexadecimal(32),
                "the same while rule and subject are, wherever the line moves",
            ),
        ),
        ("allowed", described(perhaps(&allowed), "the allowance that excuses it")),
        ("known", json!({ "type": "boolean", "description": "whether a baseline has it" })),
        (
            "more",
            json!({ "type": "integer", "description": "for how many others it stands, where there are too many to tell" }),
        ),
    ])
}

fn verdict() -> Value {
    let constraint = object([
        ("constraint", text()),
        ("reason", text()),
        ("at", refer("at")),
        ("product", perhaps(&text())),
        ("claim", text()),
    ]);
    let evidence = object([
        ("signal", text()),
        ("value", text()),
        ("points", described(number(), "above zero for a VM, below for a container")),
        ("quality", words(&QUALITIES.map(Quality::name))),
        ("at", refer("at")),
        ("product", perhaps(&text())),
        ("claim", text()),
    ]);
    let mut verdict = object([
        ("workload", text()),
        ("declared", declared()),
        ("verdict", verdict_name()),
        ("confidence", confidence()),
        ("score", number()),
        ("constraints", list(&constraint)),
        ("evidence", list(&evidence)),
    ]);
    let pinned = object([("kind", text()), ("reason", perhaps(&text())), ("at", refer("at"))]);
    verdict["properties"]["pinned"] =
        described(pinned, "the decision of the owner, if there is one");
    verdict
}

fn at() -> Value {
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
