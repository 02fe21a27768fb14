//! labctl's own inventory: one YAML document, or several, that say what a lab is made of.

mod beside;
mod care;
mod comment;
mod defaults;
mod describe;
mod entry;
mod field;
mod notes;
mod parts;
mod policy;
mod records;
mod schema;
mod sections;
mod value;
mod yaml11;

pub use describe::FieldPage;
pub(super) use describe::fields;
pub(super) use schema::schema;

use super::Reader;
use crate::finding::Label;
use crate::lab::{Draft, Slip, Text};
use crate::source::{Source, Spanned};
use crate::yaml;
use notes::Notes;
use sections::{SECTIONS, Section, Sections};

pub(super) const READER: Reader = Reader {
    name: "inventory",
    about: "labctl's own inventory of hosts, VMs and containers",
    page: include_str!("inventory.md"),
    accepts,
    read,
};

/// True if a line of the file starts with the name of a section.
fn accepts(source: &Source) -> bool {
    sections_at_lines(source).any(|section| section.tells)
}

/// True if the file has a policy, and no section that it could be about.
pub(super) fn is_only_policy(source: &Source) -> bool {
    let mut sections = sections_at_lines(source).peekable();
    sections.peek().is_some()
        && sections.all(|section| matches!(section.name, "policy" | "version" | "lab"))
}

/// The sections whose names stand at the start of a line.
fn sections_at_lines(source: &Source) -> impl Iterator<Item = &'static Section> {
    source.text().lines().filter_map(|line| {
        let (name, _) = line.split_once(':')?;
        SECTIONS.iter().find(|section| section.name == name)
    })
}

fn read(source: &Source, draft: &mut Draft) {
    let mut sections = Sections::default();
    read_parts(source, draft, |part, notes| sections.read(part, notes));
}

/// Reads the policy of a file, and nothing else of it.
pub(super) fn read_policy(source: &Source, draft: &mut Draft) {
    read_parts(source, draft, |part, notes| {
        if let yaml::Part::Section { key, value } = part
            && key.text() == Some("policy")
        {
            policy::read_policy(value, notes);
        }
    });
}

fn read_parts(
    source: &Source,
    draft: &mut Draft,
    mut read: impl FnMut(yaml::Part<'_>, &mut Notes<'_>),
) {
    draft.files.push(source.whole());
    let mut parts = yaml::parts(source, sections::splits);
    let mut notes = Notes::new(draft);
    while let Some(part) = parts.next() {
        read(part, &mut notes);
    }
    for fault in parts.faults() {
        let mistake = draft.mistake(Slip::Syntax, fault.at, fault.message.clone());
        mistake.help = fault.help.map(str::to_owned);
        mistake.labels.extend(fault.label.map(|(at, text)| Label { at, text: text.to_owned() }));
    }
    comment::read(source, parts.comments(), draft);
}

/// The includes that a file asks for: patterns of further files of the same lab.
pub(super) fn includes(source: &Source) -> Vec<Spanned<Text>> {
    if !source.text().lines().any(|line| line.starts_with("include")) {
        return Vec::new();
    }
    let tree = yaml::parse(source);
    let mut scratch = Draft::default();
    let mut notes = Notes::new(&mut scratch);
    let wanted: Vec<_> = tree.documents().filter_map(|document| document.get("include")).collect();
    wanted.into_iter().flat_map(|node| sections::include(node, &mut notes)).collect()
}

/// The name that a file gives its lab.
pub(super) fn lab_name(source: &Source) -> Option<&str> {
    let line = source.text().lines().find(|line| line.starts_with("lab:"))?;
    let name = line["lab:".len()..].split(" #").next().unwrap_or_default();
    Some(name.trim().trim_matches(['"', '\''])).filter(|name| !name.is_empty())
}

pub(super) use defaults::apply as apply_defaults;
