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

use super::field::FieldContext;
use super::{FilePart, Header, Reader, Reading, SourceRule, sources};
use crate::lab::{Draft, MistakeKind, Rank, Text};
use crate::source::{Source, Spanned, line_starts};
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
    top_lines(source).any(|line| {
        // The other spellings are those of other programs' files too.
        section_of(line).is_some_and(|section| section.tells && line.starts_with(section.name))
    })
}

/// What a file says of itself.
fn header(source: &Source) -> Header<'_> {
    let lines: Vec<&str> = top_lines(source).collect();
    let says = |key| lines.iter().any(|line| line.starts_with(key));
    Header {
        lab: lines.iter().find_map(|line| line.strip_prefix("lab:")).and_then(lab_name),
        includes: if says("include") { includes(source) } else { Vec::new() },
        sources: says("sources:").then(|| source_rules(source)),
        is_only_policy: is_only_policy(&lines),
    }
}

/// True if the file has a policy, and no section that it could be about.
fn is_only_policy(lines: &[&str]) -> bool {
    let mut sections = lines.iter().filter_map(|line| section_of(line)).peekable();
    sections.peek().is_some()
        && sections.all(|section| matches!(section.name, "policy" | "version" | "lab"))
}

/// The lines of a file that start with a letter, as those of sections do.
fn top_lines(source: &Source) -> impl Iterator<Item = &str> {
    let text = source.text();
    let starts = line_starts(text, |first| first.is_ascii_alphabetic());
    starts.filter_map(|at| text[at..].split(['\n', '\r']).next())
}

/// The section whose name and colon a line starts with.
fn section_of(line: &str) -> Option<&'static Section> {
    let (name, _) = line.split_once(':')?;
    SECTIONS.iter().find(|section| section.key().spellings().any(|spelling| spelling == name))
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
    let tree = yaml::parse(source);
    let mut scratch = Draft::default();
    let mut context = FieldContext::new(&mut scratch);
    let wanted: Vec<_> = tree.documents().filter_map(|document| document.get("include")).collect();
    wanted.into_iter().flat_map(|node| sections::include(node, &mut context)).collect()
}

/// What a file says of files in other formats.
fn source_rules(source: &Source) -> Vec<SourceRule> {
    let tree = yaml::parse(source);
    let mut scratch = Draft::default();
    let mut context = FieldContext::new(&mut scratch);
    let wanted: Vec<_> = tree.documents().filter_map(|document| document.get("sources")).collect();
    wanted.into_iter().flat_map(|node| sources::read(node, &mut context)).collect()
}

/// The name that a file gives its lab, from what stands behind the key.
fn lab_name(value: &str) -> Option<&str> {
    let name = value.split(" #").next().unwrap_or_default();
    Some(name.trim().trim_matches(['"', '\''])).filter(|name| !name.is_empty())
}
