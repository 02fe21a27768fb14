//! Inventory: references, names, fields, allowances.

use rustc_hash::FxHashMap;

use super::{Case, Family};
use crate::finding::{Finding, Findings, Subject, in_thousands};
use crate::lab::{Lab, Mistake, MistakeKind, System, Text};
use crate::near::nearest;

mod allow_without_reason;
mod duplicate_name;
mod invalid_field;
mod missing;
mod missing_unit;
mod other_spelling;
mod sources_disagree;
mod syntax_error;
mod unknown_field;
mod unknown_host;
mod unknown_reference;
mod unplaced_file;
mod unplaced_workload;
mod unused_allow;
mod yaml_1_1_value;

pub(super) const FAMILY: Family = Family {
    name: "inventory",
    about: "references, names, fields, allowances",
    rules: &[
        syntax_error::RULE,
        invalid_field::RULE,
        unknown_field::RULE,
        duplicate_name::RULE,
        unknown_host::RULE,
        unknown_reference::RULE,
        unplaced_workload::RULE,
        unplaced_file::RULE,
        sources_disagree::RULE,
        missing_unit::RULE,
        other_spelling::RULE,
        yaml_1_1_value::RULE,
        allow_without_reason::RULE,
    ],
    last: &[unused_allow::RULE],
};

/// A mistake, and what it is about.
#[derive(Clone, Copy)]
struct MistakeAbout<'a> {
    mistake: &'a Mistake,
    subject: Subject,
}

impl From<MistakeAbout<'_>> for Subject {
    fn from(told: MistakeAbout<'_>) -> Self {
        told.subject
    }
}

fn mistakes(lab: &Lab, kind: MistakeKind) -> impl Iterator<Item = MistakeAbout<'_>> {
    lab.mistakes(kind).map(|mistake| {
        // What stands for many is about none of them.
        let one = mistake.more == 0;
        let subject = if one { lab.subject_at(mistake.at) } else { Subject::Lab };
        MistakeAbout { mistake, subject }
    })
}

/// Reports every mistake of a sort.
fn tell(case: &Case, kind: MistakeKind, out: &mut Findings) {
    for told in mistakes(case.lab, kind) {
        repeat(&[told], out);
    }
}

/// Reports the first mistake of a sort in each file, and how many more there are.
fn tell_once_a_file(
    case: &Case,
    kind: MistakeKind,
    out: &mut Findings,
    more: impl Fn(String) -> String,
) {
    for file in case.lab.files() {
        let here = mistakes(case.lab, kind).filter(|told| file.contains(told.mistake.at));
        for group in out.parts(here) {
            let finding = repeat(&group, out);
            if let [_, second, ..] = group.as_slice() {
                let all: usize = group.iter().map(|told| told.mistake.more.max(1)).sum();
                finding.label(second.mistake.at, more(in_thousands(all - 1)));
            }
        }
    }
}

/// Reports what the first of some mistakes says, about all that made one.
fn repeat<'f>(group: &[MistakeAbout<'_>], out: &'f mut Findings) -> &'f mut Finding {
    let first = group[0].mistake;
    let finding = out.report_all(group, first.at, first.message.clone());
    // Mistakes stand in the order of the text, and so those of one thing in a row.
    finding.subjects.dedup();
    finding.labels.extend(first.labels.iter().cloned());
    finding.help.clone_from(&first.help);
    finding.more = first.more;
    finding
}

/// Finds what a wrong name may have meant, once for each name. Names are compared one by one, so in a large
/// lab with many wrong names it stops looking.
struct Suggestions<'a> {
    lab: &'a Lab,
    /// How many names may still be compared.
    budget: usize,
    /// What was found, by what a name had to be.
    found: FxHashMap<(&'static str, Text), Option<&'a str>>,
}

impl<'a> Suggestions<'a> {
    fn new(lab: &'a Lab) -> Self {
        Self { lab, budget: 100_000, found: FxHashMap::default() }
    }

    /// The host or workload whose name is nearest.
    fn system(&mut self, name: &Text) -> Option<System<'a>> {
        let lab = self.lab;
        lab.system(self.nearest("system", name, || lab.systems().map(System::name).collect())?)
    }

    /// The nearest of all names that a thing of some sort has.
    fn nearest(
        &mut self,
        sort: &'static str,
        name: &Text,
        all: impl FnOnce() -> Vec<&'a str>,
    ) -> Option<&'a str> {
        *self.found.entry((sort, name.clone())).or_insert_with(|| {
            let all = all();
            self.budget = self.budget.checked_sub(all.len())?;
            nearest(name, all)
        })
    }
}
