//! labctl's own inventory: one YAML document, or several, that say what a lab is made of.

mod comment;
mod cover;
mod defaults;
mod describe;
mod entries;
mod entry;
mod foreign;
#[cfg(test)]
pub(crate) mod laws;
mod parts;
mod policy;
mod records;
mod schema;
mod sections;

pub(crate) use comment::read_among as read_allowances;
pub use describe::fields;
pub(crate) use entry::ENTRY;
pub(crate) use policy::{write_allow, write_policy};
pub(crate) use records::{CLUSTER, NETWORK, PLACEMENT, STORAGE, TARGET};
pub use schema::schema;
pub(crate) use sections::ENTRY_SECTIONS;

use memchr::memmem;

use super::field::FieldContext;
use super::{FilePart, Header, Reader, Reading, SourceRule, sources};
use crate::lab::{Draft, MistakeKind, Rank, Text};
use crate::source::{Source, Spanned};
use crate::yaml;
use sections::{SECTIONS, Section, Sections};

pub(super) const READER: Reader = Reader {
    name: "inventory",
    about: "labctl's own inventory of hosts, VMs and containers",
    page: include_str!("inventory.md"),
    files: &["*.yaml", "*.yml"],
    usual: &[],
    rank: Rank::Inventory,
    accepts,
    together: |_| None,
    header,
    read,
};

/// True if a line of the file starts with the name of a section.
fn accepts(source: &Source) -> bool {
    SECTIONS.iter().any(|section| section.tells && is_at_line(source, section.name))
}

/// What a file says of itself.
fn header(source: &Source) -> Header<'_> {
    Header {
        lab: lab_name(source),
        includes: includes(source),
        sources: source_rules(source),
        is_only_policy: is_only_policy(source),
    }
}

/// True if the file has a policy, and no section that it could be about.
fn is_only_policy(source: &Source) -> bool {
    let is_there =
        |section: &&Section| section.key().spellings().any(|spelling| is_at_line(source, spelling));
    let mut sections = SECTIONS.iter().filter(is_there).peekable();
    sections.peek().is_some()
        && sections.all(|section| matches!(section.name, "policy" | "version" | "lab"))
}

/// True if a line of the file starts with the name of a section and a colon.
fn is_at_line(source: &Source, name: &str) -> bool {
    line_with(source, &format!("{name}:")).is_some()
}

/// The first line of a file that starts with a word.
fn line_with<'s>(source: &'s Source, word: &str) -> Option<&'s str> {
    let text = source.text();
    let start = if text.starts_with(word) {
        0
    } else {
        memmem::find(text.as_bytes(), format!("\n{word}").as_bytes())? + 1
    };
    text[start..].lines().next()
}

fn read(reading: &mut Reading<'_>) {
    let mut sections = Sections::default();
    match reading.part {
        FilePart::Whole => read_parts(reading, |part, context| sections.read(part, context)),
        FilePart::Policy => read_parts(reading, |part, context| {
            if let yaml::Part::Section { key, value } = part
                && key.text() == Some("policy")
            {
                policy::read_policy(value, context);
            }
        }),
    }
}

fn read_parts(
    reading: &mut Reading<'_>,
    mut read: impl FnMut(yaml::Part<'_>, &mut FieldContext<'_>),
) {
    let (source, draft) = (reading.source, &mut *reading.draft);
    let mut parts = yaml::parts(source, sections::splits);
    let mut context = FieldContext::new(draft);
    while let Some(part) = parts.next() {
        let unmapped = std::mem::take(&mut context.unmapped);
        read(part, &mut context);
        // By now it is known what is wrong with the text of the part before.
        entries::tell_unmapped(unmapped, parts.faults(), &mut context);
    }
    let unmapped = std::mem::take(&mut context.unmapped);
    entries::tell_unmapped(unmapped, parts.faults(), &mut context);
    for fault in parts.faults() {
        let mut mistake = draft.mistake(MistakeKind::Syntax, fault.at, &fault.message);
        mistake.help(|| fault.help.map(str::to_owned));
        if let Some((at, text)) = fault.label {
            mistake.label(at, text);
        }
    }
    if let Some((at, more)) = parts.more_faults() {
        draft.more_mistakes(MistakeKind::Syntax, at, more);
    }
    comment::read(source, parts.comments(), draft);
}

/// The includes that a file asks for: patterns of further files of the same lab.
fn includes(source: &Source) -> Vec<Spanned<Text>> {
    if line_with(source, "include").is_none() {
        return Vec::new();
    }
    let tree = yaml::parse(source);
    let mut scratch = Draft::default();
    let mut context = FieldContext::new(&mut scratch);
    let wanted: Vec<_> = tree.documents().filter_map(|document| document.get("include")).collect();
    wanted.into_iter().flat_map(|node| sections::include(node, &mut context)).collect()
}

/// What a file says of files in other formats.
fn source_rules(source: &Source) -> Option<Vec<SourceRule>> {
    line_with(source, "sources:")?;
    let tree = yaml::parse(source);
    let mut scratch = Draft::default();
    let mut context = FieldContext::new(&mut scratch);
    let wanted: Vec<_> = tree.documents().filter_map(|document| document.get("sources")).collect();
    Some(wanted.into_iter().flat_map(|node| sources::read(node, &mut context)).collect())
}

/// The name that a file gives its lab.
fn lab_name(source: &Source) -> Option<&str> {
    let line = line_with(source, "lab:")?;
    let name = line["lab:".len()..].split(" #").next().unwrap_or_default();
    Some(name.trim().trim_matches(['"', '\''])).filter(|name| !name.is_empty())
}
