//! What labctl understands is what another YAML reader reads, however it is written down.

use labctl::lab::{self, Bytes, Kind, Protocol, System, Text};
use labctl::read::{Files, read};
use labctl::source::Spanned;
use serde_json::{Map, Value};

use crate::labs::{self, Entry, Inventory, Memory, Port, yaml};
use crate::{always, sources};

#[test]
fn a_lab_is_understood_as_another_reader_reads_it() {
    always(labs::any(), |inventory| {
        let text = yaml(&inventory.in_lists());
        let known: Inventory = serde_yaml::from_str(&text).expect("what was written can be read");
        assert_eq!(understood(&text), meant(&known), "in\n{text}");
    });
}

#[test]
fn a_lab_reads_the_same_in_every_form() {
    always(labs::any(), |inventory| {
        let names = inventory.by_name();
        let full = inventory.in_full();
        alike(&inventory, &[yaml(&names), yaml(&full), full.to_string(), format!("{names:#}")]);
    });
}

#[test]
fn a_lab_reads_the_same_behind_anchors() {
    always(labs::any(), |inventory| {
        let names = inventory.by_name();
        alike(&inventory, &[with_aliases(&names), with_merge_keys(&names)]);
    });
}

#[test]
fn a_lab_reads_the_same_from_every_editor() {
    always(labs::any(), |inventory| {
        let lists = inventory.in_lists();
        let text = yaml(&lists);
        let single = |(section, entries): (&String, &Value)| {
            yaml(&Value::from_iter([(section.clone(), entries.clone())]))
        };
        let documents: Vec<String> = sections(&lists).map(single).collect();
        let documents = format!("---\n{}...\n", documents.join("---\n"));
        alike(&inventory, &[text.replace('\n', "\r\n"), format!("\u{feff}{text}"), documents]);
    });
}

/// Each of the texts says what the inventory says.
fn alike(inventory: &Inventory, texts: &[String]) {
    let known = meant(inventory);
    texts.iter().for_each(|text| assert_eq!(understood(text), known, "in\n{text}"));
}

/// Every value stands somewhere else, and is taken from there.
fn with_aliases(names: &Value) -> String {
    let (mut shared, mut text) = ("x-shared:\n".to_owned(), String::new());
    let mut count = 0;
    for (section, entries) in sections(names) {
        text += &format!("{section}:\n");
        for (name, fields) in sections(entries) {
            let fields = sections(fields).map(|(field, value)| {
                count += 1;
                shared += &format!("  - &v{count} {value}\n");
                format!("{field}: *v{count}")
            });
            text += &format!("  {name}: {{{}}}\n", fields.collect::<Vec<_>>().join(", "));
        }
    }
    shared + &text
}

/// Every second field is merged in, together with others that have to give way.
fn with_merge_keys(names: &Value) -> String {
    let (mut shared, mut text) = ("x-shared:\n".to_owned(), String::new());
    for (section, entries) in sections(names) {
        text += &format!("{section}:\n");
        for (name, fields) in sections(entries) {
            let (mut own, mut merged) = (Map::new(), Map::new());
            for (at, (field, value)) in sections(fields).enumerate() {
                if at % 2 == 0 {
                    own.insert(field.clone(), value.clone());
                    merged.insert(field.clone(), Value::from("gives way"));
                } else {
                    merged.insert(field.clone(), value.clone());
                }
            }
            shared += &format!("  - &{name} {}\n", Value::Object(merged));
            text += &format!("  {name}:\n    <<: *{name}\n");
            for (field, value) in &own {
                text += &format!("    {field}: {value}\n");
            }
        }
    }
    shared + &text
}

fn sections(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// What labctl says of every system of a text.
fn understood(text: &str) -> Vec<(Kind, Entry)> {
    let sources = sources(text);
    let labs = read(&sources, &Files::default());
    let [lab] = labs.as_slice() else { panic!("one file is one lab") };
    lab.systems().map(|system| (system.entry().kind, said(system))).collect()
}

/// What a system says of itself, as a test would write it.
fn said(system: System<'_>) -> Entry {
    let texts = |list: &[Spanned<Text>]| list.iter().map(ToString::to_string).collect();
    let entry = system.entry();
    let hypervisor = entry.machine.hypervisor.as_ref();
    Entry {
        name: system.name().to_owned(),
        kind: entry.declared.as_ref().map(ToString::to_string),
        runs_on: texts(&entry.runs_on),
        hypervisor: hypervisor.map(|it| it.product.as_deref().unwrap_or("none").to_owned()),
        engine: entry.nature.engine.as_ref().map(ToString::to_string),
        role: texts(&entry.role),
        purpose: entry.purpose.as_ref().map(ToString::to_string),
        image: entry.image.as_ref().map(ToString::to_string),
        memory: entry.memory.as_ref().map(|memory| {
            let bytes = |size: Option<Bytes>| size.unwrap_or_default().0.to_string();
            Memory { max: bytes(memory.max), min: bytes(memory.min) }
        }),
        cpu: entry.cpu.as_ref().map(|cpu| f64::from(cpu.cores.max.unwrap_or_default().0) / 1000.0),
        ports: entry.ports.iter().map(port).collect(),
        depends_on: entry.depends_on.iter().map(|need| need.on.to_string()).collect(),
        lifetime: entry.lifetime.as_ref().map(ToString::to_string),
        environment: entry.operation.environment.as_ref().map(ToString::to_string),
    }
}

fn port(port: &lab::Port) -> Port {
    let protocol = match port.protocol {
        Protocol::Tcp => "tcp",
        Protocol::Udp => "udp",
        Protocol::Sctp => "sctp",
    };
    let (published, _) = port.published.value().unwrap_or_default();
    Port { published, target: port.target.unwrap_or_default(), protocol: protocol.to_owned() }
}

/// What labctl should say of every system of an inventory.
fn meant(inventory: &Inventory) -> Vec<(Kind, Entry)> {
    let Inventory { hosts, vms, containers, natives, workloads, .. } = inventory;
    let of = |kind, entries: &[Entry]| {
        entries.iter().map(move |entry| (kind, entry.clone())).collect::<Vec<_>>()
    };
    let mut all = of(Kind::Host, hosts);
    all.extend(of(Kind::Vm, vms));
    all.extend(of(Kind::Container, containers));
    all.extend(of(Kind::Native, natives));
    all.extend(of(Kind::Undecided, workloads));
    all.iter_mut().for_each(|(kind, entry)| settle(kind, entry));
    all
}

/// Takes an entry for what it means.
fn settle(kind: &mut Kind, entry: &mut Entry) {
    match entry.kind.as_deref() {
        Some("vm") => *kind = Kind::Vm,
        Some("native") => *kind = Kind::Native,
        Some("lxc") => (*kind, entry.engine) = (Kind::Container, Some("lxc".to_owned())),
        Some(_) => *kind = Kind::Container,
        None => {}
    }
    if let Some(purpose) = &mut entry.purpose {
        purpose.truncate(purpose.trim_end_matches('\n').len());
    }
    if let Some(Memory { max, min }) = &mut entry.memory {
        (*max, *min) = (bytes(max), bytes(min));
    }
}

/// How many bytes `4GiB` are.
fn bytes(size: &str) -> String {
    let (number, unit) = size.split_at(size.find(char::is_alphabetic).unwrap_or(size.len()));
    let power = match unit.to_ascii_lowercase().chars().next() {
        Some('k') => 10,
        Some('m') => 20,
        _ => 30,
    };
    (number.parse::<u64>().expect("a number") << power).to_string()
}
