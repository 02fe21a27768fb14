//! Labs to try the laws on: a few machines and workloads in all sorts of places, some of them impossible.

use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::select;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An inventory in its long form.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Inventory {
    pub(super) clusters: Vec<Cluster>,
    pub(super) hosts: Vec<Entry>,
    pub(super) vms: Vec<Entry>,
    pub(super) containers: Vec<Entry>,
    pub(super) natives: Vec<Entry>,
    pub(super) workloads: Vec<Entry>,
}

/// A cluster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Cluster {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) members: Vec<String>,
}

/// A host or a workload.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) kind: Option<String>,
    pub(super) runs_on: Vec<String>,
    pub(super) hypervisor: Option<String>,
    pub(super) engine: Option<String>,
    pub(super) role: Vec<String>,
    pub(super) purpose: Option<String>,
    pub(super) image: Option<String>,
    pub(super) memory: Option<Memory>,
    pub(super) cpu: Option<f64>,
    pub(super) ports: Vec<Port>,
    pub(super) depends_on: Vec<String>,
    pub(super) lifetime: Option<String>,
    pub(super) environment: Option<String>,
}

impl Inventory {
    /// The inventory with lists of entries, as it is written out.
    pub(super) fn in_lists(&self) -> Value {
        let mut value = self.in_full();
        prune(&mut value);
        value
    }

    /// The same with entries by name.
    pub(super) fn by_name(&self) -> Value {
        let mut value = self.in_lists();
        let sections = value.as_object_mut().expect("an inventory is a map");
        for section in sections.values_mut() {
            let entries = section.as_array().expect("a section is a list of entries");
            let named = entries.iter().map(|entry| {
                let mut fields = entry.as_object().expect("an entry is a map").clone();
                let name = fields.shift_remove("name").expect("an entry has a name");
                (name.as_str().expect("a name is text").to_owned(), Value::Object(fields))
            });
            *section = Value::Object(named.collect());
        }
        value
    }

    /// The same with everything that is not said, as `null` or an empty list.
    pub(super) fn in_full(&self) -> Value {
        serde_json::to_value(self).expect("an inventory is data")
    }
}

/// Drops what says nothing.
fn prune(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(prune);
            fields.retain(|_, value| !value.is_null() && *value != Value::Array(Vec::new()));
        }
        Value::Array(items) => items.iter_mut().for_each(prune),
        _ => {}
    }
}

/// The text of an inventory.
pub(super) fn yaml(inventory: &Value) -> String {
    serde_yaml::to_string(inventory).expect("data can be written")
}

/// Memory as `{max, min}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Memory {
    pub(super) max: String,
    pub(super) min: String,
}

/// A published port.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Port {
    pub(super) published: u16,
    pub(super) target: u16,
    pub(super) protocol: String,
}

/// Any lab.
pub(super) fn any() -> impl Strategy<Value = Inventory> {
    let hosts = vec(host(), 0..4).prop_map(|hosts| numbered("host", hosts));
    let vms = vec(workload(), 0..4).prop_map(|vms| numbered("vm", vms));
    let containers = vec(container(), 0..5).prop_map(|all| numbered("container", all));
    let natives = vec(workload(), 0..3).prop_map(|natives| numbered("native", natives));
    let workloads = vec(undecided(), 0..3).prop_map(|workloads| numbered("workload", workloads));
    (clusters(), hosts, vms, containers, natives, workloads).prop_map(
        |(clusters, hosts, vms, containers, natives, workloads)| Inventory {
            clusters,
            hosts,
            vms,
            containers,
            natives,
            workloads,
        },
    )
}

fn clusters() -> impl Strategy<Value = Vec<Cluster>> {
    let kind = select(&["kubernetes", "swarm", "proxmox"][..]).prop_map(str::to_owned);
    let cluster = (kind, vec(place(), 1..4));
    let named = |(at, (kind, members))| Cluster { name: format!("cluster-{at}"), kind, members };
    vec(cluster, 0..3).prop_map(move |all| all.into_iter().enumerate().map(named).collect())
}

fn host() -> impl Strategy<Value = Entry> {
    let hypervisor = weighted(0.6, word(&["proxmox", "kvm", "virtualbox", "none"]));
    (common(), hypervisor).prop_map(|(common, hypervisor)| Entry { hypervisor, ..common })
}

fn container() -> impl Strategy<Value = Entry> {
    let engine = weighted(0.5, word(&["docker", "podman", "lxc", "incus"]));
    (workload(), engine).prop_map(|(workload, engine)| Entry { engine, ..workload })
}

fn undecided() -> impl Strategy<Value = Entry> {
    let kind = of(word(&["vm", "container", "lxc", "native"]));
    (workload(), kind).prop_map(|(workload, kind)| Entry { kind, ..workload })
}

/// What every workload may say.
fn workload() -> impl Strategy<Value = Entry> {
    let runs_on =
        prop_oneof![1 => vec(place(), 0..1), 8 => vec(place(), 1..2), 1 => vec(place(), 2..4)];
    let image = of(word(&["nginx:1.31.1", "postgres:16.4", "ghcr.io/home/page@sha256:00"]));
    let lifetime = of(word(&["ephemeral", "short-lived", "long-lived", "permanent"]));
    (common(), runs_on, image, vec(port(), 0..3), vec(place(), 0..2), lifetime).prop_map(
        |(common, runs_on, image, ports, depends_on, lifetime)| Entry {
            runs_on,
            image,
            ports,
            depends_on,
            lifetime,
            ..common
        },
    )
}

/// What hosts and workloads may say.
fn common() -> impl Strategy<Value = Entry> {
    let role = vec(word(&["dns", "web", "database", "cluster-node", "container-host"]), 0..2);
    let cpu = of((1..64_u32).prop_map(|quarters| f64::from(quarters) / 4.0));
    let environment = weighted(0.3, word(&["lab", "test", "production"]));
    (role, of(prose()), of(memory()), cpu, environment).prop_map(
        |(role, purpose, memory, cpu, environment)| Entry {
            role,
            purpose,
            memory,
            cpu,
            environment,
            ..Entry::default()
        },
    )
}

fn memory() -> impl Strategy<Value = Memory> {
    let size = || (1..2000_u32, select(&["KiB", "MiB", "GiB", "k", "M", "GB"][..]));
    let size = move || size().prop_map(|(number, unit)| format!("{number}{unit}"));
    (size(), size()).prop_map(|(max, min)| Memory { max, min })
}

fn port() -> impl Strategy<Value = Port> {
    (1..=u16::MAX, 1..=u16::MAX, word(&["tcp", "udp", "sctp"]))
        .prop_map(|(published, target, protocol)| Port { published, target, protocol })
}

/// Text, some of which YAML could take for something else.
fn prose() -> impl Strategy<Value = String> {
    let odd = &[
        "",
        "null",
        "~",
        "- a",
        "a: b",
        "a #b",
        "*a",
        "&a b",
        "!x",
        "|",
        "'",
        "\"",
        "%d",
        "@home",
        "1e3",
        "no",
        "22:22",
        "{a",
        "a\nb",
        "\n a\n\n",
        "a\n",
        "\ttab",
        "back\\slash",
        "é\u{a0}😀",
        "  vm-0:\n",
    ];
    prop_oneof![word(odd), "[ -~]{0,20}", "\\PC{0,10}"]
}

/// The name of something that may or may not be there.
fn place() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0..4).prop_map(|at| format!("host-{at}")),
        4 => (0..4).prop_map(|at| format!("vm-{at}")),
        2 => (0..5).prop_map(|at| format!("container-{at}")),
        1 => (0..3).prop_map(|at| format!("cluster-{at}")),
        1 => word(&["nowhere", "external:cloud"]),
    ]
}

fn word(words: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    select(words.to_vec()).prop_map(str::to_owned)
}

fn numbered(what: &str, entries: Vec<Entry>) -> Vec<Entry> {
    let name = |(at, entry)| Entry { name: format!("{what}-{at}"), ..entry };
    entries.into_iter().enumerate().map(name).collect()
}
