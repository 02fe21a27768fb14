//! The schemas of what labctl writes: every key that is written is in them, and nothing else is.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use labctl::check::{Outcome, check};
use labctl::plan::{PlanRequest, plan};
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::report::findings::FORMATS;
use labctl::report::placement::Report;
use labctl::report::plan::PlanReport;
use labctl::report::{self, View, placement, schema};
use labctl::source::Sources;
use serde_json::Value;

/// What no other lab says.
const RARE: &str = "\
hosts: {pve1: {}}
vms:
  apps: {runs_on: pve1, role: family-database, logs_to: [apps]}
";

#[test]
fn the_schema_of_checks_is_what_is_written() {
    is_exact(&schema::check(), |outcome| {
        let json = FORMATS.iter().find(|format| format.name == "json").expect("it is a format");
        let mut bytes = Vec::new();
        (json.write)(outcome, &View::default(), &mut bytes).expect("a vector takes all");
        bytes
    });
}

#[test]
fn the_schema_of_reports_is_what_is_written() {
    is_exact(&schema::report(), |outcome| {
        let mut formats = placement::FORMATS.iter();
        let json = formats.find(|format| format.name == "json").expect("it is a format");
        let report = Report::of(outcome, &Settings::default());
        let mut bytes = Vec::new();
        (json.write)(&report, &View::default(), &mut bytes).expect("a vector takes all");
        bytes
    });
}

#[test]
fn the_schema_of_plans_is_what_is_written() {
    is_exact(&schema::plan(), |outcome| {
        let mut formats = report::plan::FORMATS.iter();
        let json = formats.find(|format| format.name == "json").expect("it is a format");
        let plan = |lab| (lab, plan(lab, &PlanRequest::default(), &Settings::default()));
        let report = PlanReport { outcome, plans: outcome.labs.iter().map(plan).collect() };
        let mut bytes = Vec::new();
        (json.write)(&report, &View::default(), &mut bytes).expect("a vector takes all");
        bytes
    });
}

#[test]
fn the_schemas_are_printed() {
    let printed = |arguments: &[&str]| -> Value {
        let output = Command::new(env!("CARGO_BIN_EXE_labctl")).args(arguments).output();
        serde_json::from_slice(&output.expect("labctl starts").stdout).expect("JSON")
    };
    assert_eq!(printed(&["schema", "check"]), schema::check());
    assert_eq!(printed(&["schema", "report"]), schema::report());
    assert_eq!(printed(&["schema", "plan"]), schema::plan());
    assert_eq!(printed(&["schema"]), printed(&["schema", "inventory"]));
    assert_eq!(printed(&["schema"])["title"], "labctl inventory");
}

/// Holds a schema against what is written on every lab there is: all of it fits, and nothing in the schema
/// is never written.
fn is_exact(schema: &Value, write: fn(&Outcome) -> Vec<u8>) {
    let mut met = BTreeSet::new();
    for yaml in labs() {
        let mut sources = Sources::default();
        sources.add("lab.yaml".to_owned(), yaml.clone()).expect("it is small");
        let outcome = check(sources, &Files::default(), &Settings::default());
        let written: Value = serde_json::from_slice(&write(&outcome)).expect("JSON");
        let fitted = Part { schema, pointer: String::new() }.fits(&written);
        met.extend(fitted.unwrap_or_else(|why| panic!("{why}\n{yaml}")));
    }
    let mut all = BTreeSet::new();
    known(schema, "", &mut all);
    let never: Vec<&String> = all.difference(&met).collect();
    assert_eq!(never, [""; 0], "no lab makes labctl write this");
}

/// Every inventory in a page, and those of other tests.
fn labs() -> Vec<String> {
    let mut labs: Vec<String> = [
        RARE,
        include_str!("formats/hostile.yaml"),
        include_str!("formats/broken.yaml"),
        include_str!("report_drawn/hostile.yaml"),
        include_str!("laws/varied.yaml"),
        include_str!("../examples/homelab.yaml"),
    ]
    .map(str::to_owned)
    .into();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                let page = fs::read_to_string(path).expect("text").replace("\r\n", "\n");
                let blocks = page.split("\n```yaml\n").skip(1);
                labs.extend(
                    blocks.filter_map(|block| Some(block.split_once("\n```")?.0.to_owned())),
                );
            }
        }
    }
    labs
}

/// A part of a schema, and where it is.
struct Part<'s> {
    schema: &'s Value,
    pointer: String,
}

impl Part<'_> {
    fn get(&self) -> &Value {
        self.schema.pointer(&self.pointer).expect("it is in the schema")
    }

    fn at(&self, more: &str) -> Self {
        Self { schema: self.schema, pointer: format!("{}/{more}", self.pointer) }
    }

    /// The keys and words of the schema that a value meets, or why it does not fit. Keys that the schema does
    /// not have are no fit, though a schema lets them through. CI asks a real validator too.
    fn fits(&self, value: &Value) -> Result<BTreeSet<String>, String> {
        let part = self.get();
        let mut met = BTreeSet::new();
        if let Some(words) = part["enum"].as_array() {
            let word = words.iter().position(|word| word == value);
            met.insert(format!("{}/enum/{}", self.pointer, word.ok_or_else(|| self.wrong(value))?));
        }
        if let Some(word) = part.get("const") {
            (word == value).then_some(()).ok_or_else(|| self.wrong(value))?;
            met.insert(format!("{}/const", self.pointer));
        }
        let is_a = |name: &Value| match name.as_str() {
            Some("object") => value.is_object(),
            Some("array") => value.is_array(),
            Some("string") => value.is_string(),
            Some("integer") => value.is_u64(),
            Some("number") => value.is_number(),
            Some("boolean") => value.is_boolean(),
            Some("null") => value.is_null(),
            _ => false,
        };
        if part.get("type").is_some_and(|name| !is_a(name) && !each(name).any(is_a)) {
            return Err(self.wrong(value));
        }
        for key in each(&part["required"]) {
            if value.get(key.as_str().expect("a name")).is_none() {
                return Err(format!("{}: {key} is missing", self.pointer));
            }
        }
        for (at, inner) in each(value).enumerate() {
            let place = if part["items"].is_array() { &format!("items/{at}") } else { "items" };
            met.extend(self.at(place).fits(inner)?);
        }
        let own = &part["properties"];
        for (key, inner) in value.as_object().into_iter().flatten() {
            if own.get(key).is_some() {
                let inside = self.at(&format!("properties/{key}"));
                met.extend(inside.fits(inner)?);
                met.insert(inside.pointer);
            }
        }
        let rest = match value {
            Value::Object(keys) if own.is_object() => {
                let others = keys.iter().filter(|(key, _)| own.get(key).is_none());
                &others.map(|(key, inner)| (key.clone(), inner.clone())).collect()
            }
            other => other,
        };
        // Keys that it does not have by itself are for the parts it is made of.
        if let Some(reference) = part["$ref"].as_str() {
            met.extend(
                Part { schema: self.schema, pointer: reference[1..].to_owned() }.fits(rest)?,
            );
        } else if let Some(of) =
            ["allOf", "anyOf", "oneOf"].into_iter().find(|of| part[of].is_array())
        {
            let parts = each(&part[of]).enumerate();
            let mut fits = parts.map(|(at, _)| self.at(&format!("{of}/{at}")).fits(rest));
            met.extend(fits.find(Result::is_ok).unwrap_or_else(|| Err(self.wrong(value)))?);
        } else if part["additionalProperties"].is_object() {
            for inner in rest.as_object().into_iter().flatten().map(|(_, inner)| inner) {
                met.extend(self.at("additionalProperties").fits(inner)?);
            }
        } else if let Some(key) = rest.as_object().and_then(|keys| keys.keys().next()) {
            return Err(format!("{} has no `{key}`", self.pointer));
        }
        Ok(met)
    }

    fn wrong(&self, value: &Value) -> String {
        format!("{}: {value} is not {}", self.pointer, self.get())
    }
}

/// Every key and word of a schema, as [`Part::fits`] calls them.
fn known(part: &Value, pointer: &str, all: &mut BTreeSet<String>) {
    for (name, inner) in part.as_object().into_iter().flatten() {
        let words = each(inner).enumerate().filter(|_| name == "enum");
        all.extend(words.map(|(at, _)| format!("{pointer}/enum/{at}")));
        let keys = inner.as_object().filter(|_| name == "properties").into_iter().flatten();
        all.extend(keys.map(|(key, _)| format!("{pointer}/properties/{key}")));
        if name == "const" {
            all.insert(format!("{pointer}/const"));
        }
        if name != "enum" {
            known(inner, &format!("{pointer}/{name}"), all);
        }
    }
    for (at, inner) in each(part).enumerate() {
        known(inner, &format!("{pointer}/{at}"), all);
    }
}

/// The parts of a list; none of anything else.
fn each(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}
