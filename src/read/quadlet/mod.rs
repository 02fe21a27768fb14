//! Quadlet: containers of Podman as units of systemd, a folder of them at a time.

mod container;
mod kube;
mod unit;

use super::{FileUse, Header, Neighbours, Reader, Reading};
use crate::lab::{Draft, NotDeployed, Rank, Text};
use crate::source::Source;
use container::{Folder, container};
use unit::SystemdUnit;

pub(super) const READER: Reader = Reader {
    name: "quadlet",
    about: "containers of Podman as units of systemd (quadlet)",
    page: include_str!("quadlet.md"),
    files: &[
        "*.container",
        "*.pod",
        "*.kube",
        "*.volume",
        "*.network",
        "*.build",
        "*.image",
        "*.conf",
    ],
    usual: &[],
    rank: Rank::Configuration,
    accepts,
    together: |name| {
        SUFFIXES.iter().any(|(suffix, _)| is_called(name, suffix)).then_some("quadlet")
    },
    header: |_| Header::default(),
    read,
};

/// What the files end in, and the section that each of them has.
const SUFFIXES: [(&str, &str); 7] = [
    ("container", "[Container]"),
    ("pod", "[Pod]"),
    ("kube", "[Kube]"),
    ("volume", "[Volume]"),
    ("network", "[Network]"),
    ("build", "[Build]"),
    ("image", "[Image]"),
];

fn is_called(name: &str, suffix: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, ending)| !stem.is_empty() && ending == suffix)
}

/// True for a file with the ending and the section of a unit, or for a part in the folder of one.
fn accepts(source: &Source) -> bool {
    let path = source.path();
    let has = |section: &str| source.text().lines().any(|line| line.trim() == section);
    let is_unit = SUFFIXES.iter().any(|(suffix, section)| is_called(path, suffix) && has(section));
    is_unit || (is_called(path, "conf") && path.contains(".container.d/") && has("[Container]"))
}

fn read(reading: &mut Reading<'_>) {
    let folder = Folder::of(reading.files);
    for &source in reading.files {
        if is_called(source.path(), "container") {
            read_container(source, &folder, &reading.neighbours, reading.draft);
        } else if is_called(source.path(), "kube") {
            let unit = SystemdUnit::read(source);
            let Some(yaml) = unit.get("Kube", "Yaml") else { continue };
            if let Ok(play) = reading.neighbours.ask(source, &yaml.text, FileUse::Part) {
                kube::read(play, yaml, reading.draft);
            }
        }
    }
}

fn read_container(
    source: &Source,
    folder: &Folder,
    neighbours: &Neighbours<'_>,
    draft: &mut Draft,
) {
    let mut unit = SystemdUnit::read(source);
    let name = source.path().rsplit('/').next().unwrap_or_default();
    for part in neighbours.in_folder(source, &format!("{name}.d")) {
        unit.add(part, Some(source));
    }
    let stem = name.strip_suffix(".container").unwrap_or(name);
    if stem.ends_with('@') {
        let Some(instance) = unit.get("Install", "DefaultInstance").map(|it| it.text.clone())
        else {
            let (what, why) =
                (Text::from("the whole file"), "it is a template without an instance");
            draft.add_not_deployed(NotDeployed { at: source.whole(), what, why: why.into() });
            return;
        };
        unit.instance(&instance);
    }
    draft.add_found(container(source, &unit, folder));
}
