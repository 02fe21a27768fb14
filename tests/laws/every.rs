//! Labs that use every field of the language: whatever its schema admits, made of names that are there.
//!
//! The schema is made of the tables that read a lab, so a new field is tried from the day it has a row.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use labctl::report::schema;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value};

use crate::labs::{self, yaml};

/// The schema of an inventory.
static SCHEMA: LazyLock<Value> = LazyLock::new(schema::inventory);

/// The sections that name things, with what their things are called.
const SECTIONS: [(&str, &str); 10] = [
    ("hosts", "host"),
    ("vms", "vm"),
    ("containers", "container"),
    ("lxc", "lxc"),
    ("natives", "native"),
    ("workloads", "workload"),
    ("clusters", "cluster"),
    ("networks", "net"),
    ("storage", "store"),
    ("backups", "target"),
];

/// Any inventory, with entries by name.
pub(super) fn any() -> impl Strategy<Value = Value> {
    let named = SECTIONS.map(|(section, prefix)| {
        let entry = value(section, entry_of(section));
        (Just(section), things(prefix, entry).boxed())
    });
    let sections = SCHEMA["properties"].as_object().expect("there are sections");
    let is_other = |name: &&String| {
        // An include asks for files, and there is one version.
        !SECTIONS.iter().any(|(section, _)| section == name)
            && !matches!(name.as_str(), "include" | "version")
            && !is_other_spelling(&sections[name.as_str()])
    };
    let others = sections.keys().filter(is_other).map(|name| {
        let section = &sections[name];
        (Just(name.as_str()), prop::option::weighted(0.6, value(name, section)).boxed())
    });
    (Vec::from(named), others.collect::<Vec<_>>()).prop_map(|(named, others)| {
        let others = others.into_iter().filter_map(|(name, value)| Some((name, value?)));
        named.into_iter().chain(others).map(|(name, value)| (name.to_owned(), value)).collect()
    })
}

/// The text of any lab: of every field, or of the few with which machines and workloads stand in all sorts of
/// places.
pub(super) fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        labs::any().prop_map(|inventory| yaml(&inventory.in_lists())),
        any().prop_map(|inventory| yaml(&inventory)),
    ]
}

/// Every field of every section and every part that a value has, as a path: `hosts.memory.max`.
pub(super) fn fields_in(inventory: &Value) -> BTreeSet<String> {
    let mut fields = BTreeSet::new();
    for (name, section) in inventory.as_object().into_iter().flatten() {
        fields.insert(name.clone());
        let is_named = SECTIONS.iter().any(|(section, _)| section == name);
        for thing in section.as_object().into_iter().flat_map(Map::values).filter(|_| is_named) {
            collect(name, thing, &mut fields);
        }
        if !is_named {
            collect(name, section, &mut fields);
        }
    }
    fields
}

/// Every field that the language has, as such paths.
pub(super) fn all_fields() -> BTreeSet<String> {
    let mut fields = BTreeSet::new();
    for (name, section) in SCHEMA["properties"].as_object().expect("there are sections") {
        if !matches!(name.as_str(), "include" | "version") && !is_other_spelling(section) {
            fields.insert(name.clone());
            let is_named = SECTIONS.iter().any(|(section, _)| section == name);
            // The fields that have defaults are those of the entries.
            if name != "defaults" {
                known(name, if is_named { entry_of(name) } else { section }, &mut fields);
            }
        }
    }
    fields
}

fn collect(path: &str, value: &Value, fields: &mut BTreeSet<String>) {
    match value {
        Value::Object(record) => {
            for (key, inner) in record {
                let path = format!("{path}.{key}");
                collect(&path, inner, fields);
                fields.insert(path);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(path, item, fields)),
        _ => {}
    }
}

fn known(path: &str, schema: &'static Value, fields: &mut BTreeSet<String>) {
    for form in forms(schema) {
        if let Some(items) = form.get("items") {
            known(path, items, fields);
        }
        for (key, inner) in usual(path, form) {
            let path = format!("{path}.{key}");
            known(&path, inner, fields);
            fields.insert(path);
        }
    }
}

/// What an entry of a section may say.
fn entry_of(section: &str) -> &'static Value {
    let forms = &SCHEMA["properties"][section];
    resolve(&forms["anyOf"][0]["additionalProperties"])
}

fn things(prefix: &'static str, entry: BoxedStrategy<Value>) -> impl Strategy<Value = Value> {
    let named = move |(at, entry)| (format!("{prefix}-{at}"), entry);
    vec(entry, 0..4).prop_map(move |all| all.into_iter().enumerate().map(named).collect())
}

/// A value of a field, which is meant by its path: `hosts.memory.max`.
fn value(path: &str, schema: &'static Value) -> BoxedStrategy<Value> {
    // One pool alone would be a map of pools by name.
    let is_field = path.contains('.') && !path.ends_with("[]");
    let is_pools = is_field && matches!(last(path), "storage" | "pools");
    let is_intended = |form: &&Value| !is_pools || form.get("properties").is_none();
    let forms = forms(schema).into_iter().filter(is_intended).map(|form| one(path, form));
    prop::strategy::Union::new(forms).boxed()
}

/// A value of one form.
fn one(path: &str, form: &'static Value) -> BoxedStrategy<Value> {
    if let Some(words) = form.get("enum").or_else(|| form.get("examples")) {
        let words = words.as_array().expect("a list of words").iter();
        let words: Vec<Value> = words.filter(|word| may_be(path, word)).cloned().collect();
        return select(words).boxed();
    }
    match form["type"].as_str() {
        Some("boolean") => prop::bool::ANY.prop_map(Value::from).boxed(),
        Some("integer" | "number") => (1..9_u32).prop_map(Value::from).boxed(),
        Some("array") => {
            let item = format!("{path}[]");
            vec(value(&item, &form["items"]), 0..3).prop_map(Value::from).boxed()
        }
        Some("object") if form.get("properties").is_none() => {
            let field = last(path);
            let values = value(path, &form["additionalProperties"]);
            let count = if matches!(field, "exposure" | "backup") { 1..2 } else { 0..3 };
            btree_map(key_of(field), values, count)
                .prop_map(|map| Value::from_iter(map.into_iter().collect::<Vec<_>>()))
                .boxed()
        }
        _ if form.get("properties").is_some() => record(path, form),
        _ => text(last(path)).prop_map(Value::from).boxed(),
    }
}

/// False for a kind that is not that of its section.
fn may_be(path: &str, word: &Value) -> bool {
    match (path, word.as_str()) {
        ("vms.kind" | "vms.type", Some(word)) => word == "vm",
        ("containers.kind" | "containers.type" | "lxc.kind" | "lxc.type", Some(word)) => {
            word == "container"
        }
        ("natives.kind" | "natives.type", Some(word)) => word == "native",
        _ => true,
    }
}

/// A record with a few of its fields, each under one of its names.
fn record(path: &str, form: &'static Value) -> BoxedStrategy<Value> {
    let (path, mut fields) = (path.to_owned(), Vec::<(Vec<&str>, &Value)>::new());
    for (key, schema) in usual(&path, form) {
        let same = |(_, known): &&mut (Vec<&str>, &Value)| *known == schema;
        match fields.iter_mut().find(same).filter(|_| schema.get("$ref").is_some()) {
            Some((keys, _)) => keys.push(key),
            None => fields.push((vec![key], schema)),
        }
    }
    let is_needed = |keys: &[&str]| NEEDED.contains(&(last(&path), keys[0]));
    let (needed, others): (Vec<_>, Vec<_>) =
        fields.into_iter().partition(|(keys, _)| is_needed(keys));
    let most = others.len().min(FEW);
    let written = move |picked: Vec<(Vec<&'static str>, &'static Value)>| {
        let field = |(keys, schema): &(Vec<&'static str>, &'static Value)| {
            let value = value(&format!("{path}.{}", keys[0]), schema);
            (select(keys.clone()).prop_map(str::to_owned), value)
        };
        needed.iter().chain(&picked).map(field).collect::<Vec<_>>()
    };
    let fields = subsequence(others, 0..=most).prop_flat_map(written);
    fields.prop_map(|fields| fields.into_iter().collect()).boxed()
}

/// A record has no more fields than this, and those that it needs.
const FEW: usize = 12;

/// Fields without which a record says nothing.
const NEEDED: &[(&str, &str)] = &[
    ("addresses", "address"),
    ("allow", "rule"),
    ("depends_on", "name"),
    ("devices", "name"),
    ("networks", "name"),
    ("pin", "kind"),
    ("pools", "name"),
    ("ports", "target"),
    ("storage", "name"),
    ("volumes", "target"),
];

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path).trim_end_matches("[]")
}

/// The key of a map that names what it holds.
fn key_of(field: &str) -> BoxedStrategy<String> {
    match field {
        "exposure" => word(&["none", "home", "guest", "internet"]).boxed(),
        "backup" => Just("none".to_owned()).boxed(),
        _ => name().boxed(),
    }
}

/// Text that a field may hold.
fn text(field: &str) -> BoxedStrategy<String> {
    let usual = match field {
        "image" => word(&["nginx:1.27.1", "postgres", "ghcr.io/home/page@sha256:00"]),
        "os" => word(&["debian-12", "windows-11", "talos", "freebsd-14"]),
        "volumes" => word(&[
            "data:/data",
            "/var/run/docker.sock:/var/run/docker.sock",
            "/run/crio/crio.sock:/run/crio.sock",
            "/etc:/etc:ro",
            "/srv/media:/media",
            "host-0:/export:/data",
        ]),
        "address" | "addresses" | "networks" => {
            word(&["10.0.0.2", "10.0.0.3/24", "fd00::2", "dhcp"])
        }
        "network_mode" => word(&["host", "bridge", "service:container-0"]),
        "encrypted" => word(&["luks", "tpm", "none"]),
        "mounts" => word(&["store-0", "host-0:/export", "vm-0:/export:/mnt/share"]),
        "subnet" => word(&["10.0.0.0/24", "10.0.0.0/8", "fd00::/64"]),
        "security_opt" => word(&["apparmor=unconfined", "label=disable", "no-new-privileges"]),
        "zone" => word(&["home", "dmz"]),
        "each" => return Just("node".to_owned()).boxed(),
        _ => {
            return prop_oneof![4 => name(), 1 => word(&["zfs", "daily", "yes", "a b: c"])].boxed();
        }
    };
    prop_oneof![3 => usual, 1 => name()].boxed()
}

/// The name of something that may or may not be there.
fn name() -> impl Strategy<Value = String> {
    let there =
        (select(&SECTIONS[..]), 0..4_u32).prop_map(|((_, thing), at)| format!("{thing}-{at}"));
    prop_oneof![9 => there, 1 => word(&["nowhere", "external:cloud"])]
}

fn word(words: &[&'static str]) -> BoxedStrategy<String> {
    select(words.to_vec()).prop_map(str::to_owned).boxed()
}

/// The forms that a value may have; nothing at all is none of them.
fn forms(schema: &'static Value) -> Vec<&'static Value> {
    let schema = resolve(schema);
    match schema.get("anyOf") {
        Some(all) => all.as_array().expect("a list of forms").iter().flat_map(forms).collect(),
        None if schema["type"] == "null" || schema.get("not").is_some() => Vec::new(),
        None => vec![schema],
    }
}

/// The fields of a record under their usual names.
fn usual(path: &str, record: &'static Value) -> Vec<(&'static String, &'static Value)> {
    let fields = record["properties"].as_object().into_iter().flatten();
    // What a thing is called stands before it in its section.
    let section = path.strip_prefix("defaults.").unwrap_or(path);
    let is_entry = SECTIONS.iter().any(|(name, _)| *name == section);
    let is_called = |key: &str| key == "name" && is_entry;
    // Of a workload whose kind is open, only what all of them may say makes sense in any case.
    let all = ["vms", "containers", "natives"].map(|section| &entry_of(section)["properties"]);
    let fits = |key: &str| section != "workloads" || all.iter().all(|of| of.get(key).is_some());
    let is_intended = |key: &str| !is_called(key) && (fits(key) || key == "kind");
    fields.filter(|(key, value)| is_intended(key) && !is_other_spelling(value)).collect()
}

fn is_other_spelling(schema: &'static Value) -> bool {
    let own = schema.get("doNotSuggest").is_some();
    let of = schema.get("$ref").map(|_| SCHEMA.pointer(pointer(schema)).expect("it is defined"));
    own || of.is_some_and(|of| of.get("doNotSuggest").is_some())
}

fn resolve(schema: &'static Value) -> &'static Value {
    if schema.get("$ref").is_some() {
        return resolve(SCHEMA.pointer(pointer(schema)).expect("it is defined"));
    }
    schema.get("allOf").map_or(schema, |all| resolve(&all[0]))
}

/// Where the definition stands that a schema refers to.
fn pointer(schema: &'static Value) -> &'static str {
    schema["$ref"].as_str().and_then(|at| at.strip_prefix('#')).expect("a definition of its own")
}
