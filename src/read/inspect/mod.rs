//! What a container engine says of itself and of its containers: `inspect`, `info` and `stats` of Docker and Podman,
//! as JSON. The dumps of one machine stand in one folder and begin alike: `apps-inspect.json`, `apps-info.json`.

mod container;
mod host;
mod stats;

use memchr::memmem;

use super::{Header, Reader, Reading};
use crate::lab::{MistakeKind, Rank};
use crate::source::Source;
use crate::yaml;
use container::{ContainerNames, container};
use stats::Usages;

pub(super) const READER: Reader = Reader {
    name: "inspect",
    about: "what Docker and Podman say of their containers: inspect, info, stats",
    page: include_str!("inspect.md"),
    files: &["*.json", "*.jsonl"],
    usual: &[],
    rank: Rank::LiveDump,
    accepts: |source| Dump::of(source).is_some(),
    together,
    header: |_| Header::default(),
    read,
};

/// What a dump is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dump {
    Inspect,
    Info,
    Stats,
}

impl Dump {
    /// What a file is, by keys that stand together in no other format.
    fn of(source: &Source) -> Option<Self> {
        const TELLING: [(Dump, &[&str]); 5] = [
            (Dump::Inspect, &["\"HostConfig\"", "\"Config\"", "\"Mounts\""]),
            (Dump::Info, &["\"NCPU\"", "\"MemTotal\""]),
            (Dump::Info, &["\"memTotal\"", "\"cgroupVersion\""]),
            (Dump::Stats, &["\"MemUsage\"", "\"CPUPerc\""]),
            (Dump::Stats, &["\"mem_usage\"", "\"cpu_percent\""]),
        ];
        let (_, ending) = source.path().rsplit_once('.')?;
        if !matches!(ending, "json" | "jsonl") {
            return None;
        }
        let text = source.text().as_bytes();
        let has = |key: &&str| memmem::find(text, key.as_bytes()).is_some();
        TELLING.iter().find(|(_, keys)| keys.iter().all(has)).map(|(dump, _)| *dump)
    }
}

/// What stands before the word for the command in the name of a file.
fn together(name: &str) -> Option<&str> {
    let words = ["inspect", "info", "stats"];
    let at = words.iter().find_map(|word| name.find(word))?;
    Some(name[..at].trim_end_matches(['-', '_', '.']))
}

fn read(reading: &mut Reading<'_>) {
    let mut host = None;
    let mut usages = Usages::default();
    for &source in reading.files {
        match Dump::of(source) {
            Some(Dump::Info) => {
                let tree = yaml::parse(source);
                let found = tree.documents().next().and_then(host::host);
                if let Some(found) = found {
                    host.get_or_insert(found.entry.name.clone());
                    reading.draft.add_found(found);
                }
            }
            Some(Dump::Stats) => usages.add(source),
            _ => {}
        }
    }
    for &source in reading.files {
        if Dump::of(source) != Some(Dump::Inspect) {
            continue;
        }
        let tree = yaml::parse(source);
        for fault in tree.faults() {
            reading.draft.mistake(MistakeKind::Syntax, fault.at, &fault.message);
        }
        let names = ContainerNames::of(&tree);
        for root in tree.documents() {
            let alone = root.get("HostConfig").is_some().then_some(root);
            for node in alone.into_iter().chain(root.items()) {
                if let Some(found) = container(node, &names, host.as_ref(), &usages) {
                    reading.draft.add_found(found);
                }
            }
        }
    }
}
