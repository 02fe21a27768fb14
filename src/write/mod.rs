//! A lab as the text of an inventory, by the rows that read it: what is written reads back as the same lab.
//!
//! Sections and fields stand in the order of their tables, names in that of the lab. What came from `defaults` is
//! written with each entry that it holds for.

mod adoption;
mod first;
mod found;
mod json;
#[cfg(test)]
mod laws;
mod text;

use std::collections::HashMap;

use crate::finding::Subject;
use crate::lab::{Allowance, Cover, Lab, List, Record};
use crate::read::field::{FieldTable, Yaml};
use crate::read::inventory::{
    CLUSTER, ENTRY, ENTRY_SECTIONS, NETWORK, PLACEMENT, STORAGE, TARGET, write_allow, write_policy,
};
use crate::source::{Span, Spanned};
use text::YamlText;

pub use adoption::adoption;
pub use first::{SCHEMA_FILE, first, starter};
pub use found::found;
pub use json::origins;
pub(crate) use text::scalar;

/// What to tell people besides what the lab says, a line each.
#[derive(Debug, Default)]
pub struct Comments {
    /// At the top.
    pub top: Vec<String>,
    /// Below the fields of what they are about.
    pub of: Vec<(Subject, String)>,
    /// At the end.
    pub end: Vec<String>,
}

/// The inventory of a lab.
pub fn inventory(lab: &Lab, comments: &Comments) -> String {
    let mut writer = Writer::new(lab, comments);
    writer.comments(0, &comments.top);
    if let Some(name) = lab.name() {
        writer.mapping(None, &[("lab".to_owned(), Yaml::text(name.as_str()))]);
    }
    for (section, kind) in ENTRY_SECTIONS {
        // What follows from other files follows from nothing here.
        let of_kind = lab.systems().filter(|system| system.entry().kind == kind);
        let entries: Vec<_> = of_kind.map(|it| (Subject::from(it), lab.written(it))).collect();
        let entries = entries.iter().map(|(subject, entry)| (*subject, &**entry));
        writer.section(section, &ENTRY, entries);
    }
    writer.section("clusters", &CLUSTER, lab.clusters().map(|it| (it.id().into(), it.record())));
    writer.section("networks", &NETWORK, lab.networks().map(|it| (it.id().into(), it.record())));
    writer.section("storage", &STORAGE, lab.storage().map(|it| (it.id().into(), it.record())));
    writer.section("backups", &TARGET, lab.targets().map(|it| (it.id().into(), it.record())));
    writer.mapping(Some("placement"), &PLACEMENT.write(lab.placement()));
    writer.mapping(Some("policy"), &write_policy(lab.statements(), &writer.wide));
    if !comments.end.is_empty() {
        writer.text.gap();
    }
    writer.comments(0, &comments.end);
    writer.text.finish()
}

struct Writer<'a> {
    text: YamlText,
    /// The exceptions that are made for one thing.
    own: HashMap<Subject, Vec<Allowance>>,
    /// The others.
    wide: Vec<Allowance>,
    comments: HashMap<Subject, Vec<&'a String>>,
}

impl<'a> Writer<'a> {
    fn new(lab: &Lab, comments: &'a Comments) -> Self {
        let mut own: HashMap<Subject, Vec<Allowance>> = HashMap::new();
        let mut wide = Vec::new();
        for allowance in lab.allowances() {
            match allowance.cover {
                Cover::Thing(subject) => own.entry(subject).or_default().push(allowance.clone()),
                Cover::Section(section) => {
                    let cover = Cover::Named(names_in(lab, section));
                    wide.push(Allowance { cover, ..allowance.clone() });
                }
                Cover::Lab | Cover::Named(_) => wide.push(allowance.clone()),
            }
        }
        let mut by_subject: HashMap<Subject, Vec<&String>> = HashMap::new();
        for (subject, comment) in &comments.of {
            by_subject.entry(*subject).or_default().push(comment);
        }
        Self { text: YamlText::default(), own, wide, comments: by_subject }
    }

    /// A section of entries, if there are any: by name, or as a list where a name cannot be a key.
    fn section<'r, T: 'static>(
        &mut self,
        section: &str,
        table: &FieldTable<T>,
        records: impl Iterator<Item = (Subject, &'r Record<T>)>,
    ) {
        let records: Vec<_> = records.collect();
        if records.is_empty() {
            return;
        }
        let is_map = !records.iter().any(|(_, record)| record.name.starts_with("x-"));
        self.text.gap();
        self.text.key(0, section);
        for (subject, record) in records {
            let mut fields = table.write(&record.fields);
            let allow = self.own.get(&subject).and_then(|own| write_allow(own));
            fields.extend(allow.map(|allow| ("allow".to_owned(), allow)));
            if is_map {
                self.text.mapping(2, &record.name, &fields);
            } else {
                fields.insert(0, ("name".to_owned(), Yaml::text(record.name.as_str())));
                self.text.item(2, &fields);
            }
            let comments = self.comments.remove(&subject).unwrap_or_default();
            comments.iter().for_each(|comment| self.text.comment(4, comment));
        }
    }

    /// Fields at the top, or those of a section, if any is stated.
    fn mapping(&mut self, section: Option<&str>, fields: &[(String, Yaml)]) {
        if fields.is_empty() {
            return;
        }
        self.text.gap();
        match section {
            Some(section) => self.text.mapping(0, section, fields),
            None => fields.iter().for_each(|(key, value)| self.text.pair(0, key, value)),
        }
    }

    fn comments(&mut self, indent: usize, comments: &[String]) {
        comments.iter().for_each(|comment| self.text.comment(indent, comment));
    }
}

/// The names of the things in a section of a file.
fn names_in(lab: &Lab, section: Span) -> List<Spanned<crate::lab::Text>> {
    let systems = lab.systems().map(|it| &it.entry().name);
    let names = systems
        .chain(lab.clusters().map(|it| &it.record().name))
        .chain(lab.networks().map(|it| &it.record().name))
        .chain(lab.storage().map(|it| &it.record().name))
        .chain(lab.targets().map(|it| &it.record().name));
    List::stated(names.filter(|name| section.contains(name.span)).cloned(), section)
}
