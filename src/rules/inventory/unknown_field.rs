//! A key is not in the language, so nothing is done with its value.

use rustc_hash::FxHashMap;

use super::{MistakeAbout, mistakes, repeat};
use crate::claim;
use crate::finding::Level::Warning;
use crate::finding::{Findings, in_thousands};
use crate::lab::MistakeKind;
use crate::policy::Levels;
use crate::rules::{Case, Rule};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "unknown-field",
    level: Levels::always(Warning),
    claims: &[claim::CARE_FOR_DOCUMENTATION],
    sources: &[],
    page: include_str!("unknown_field.md"),
    check,
};

/// Who writes a key once writes it everywhere, so each key is told of once a file. Of a file that belongs to
/// another program every section is unknown, which is one thing to tell.
fn check(case: &Case, out: &mut Findings) {
    for file in case.lab.files() {
        for told in alike(case, *file) {
            for group in out.parts(told) {
                let finding = repeat(&group, out);
                if let [first, second, rest @ ..] = group.as_slice() {
                    let is_key = first.mistake.key.is_some();
                    let more = match (is_key, rest.len()) {
                        (true, 0) => "and once more in this file".to_owned(),
                        (true, more) => {
                            format!("and {} more times in this file", in_thousands(more + 1))
                        }
                        (false, 0) => "this is none either".to_owned(),
                        (false, more) => {
                            format!("this and {} more are none either", in_thousands(more))
                        }
                    };
                    finding.label(second.mistake.at, more);
                }
            }
        }
    }
}

/// The unknown keys of a file, those together that are one key with one remedy; of sections, those with one
/// remedy.
fn alike<'a>(case: &Case<'a>, file: Span) -> Vec<Vec<MistakeAbout<'a>>> {
    let mut groups: Vec<Vec<MistakeAbout>> = Vec::new();
    let mut known = FxHashMap::default();
    for told in mistakes(case.lab, MistakeKind::UnknownField) {
        if file.contains(told.mistake.at) {
            let key = (told.mistake.key.as_deref(), told.mistake.help.as_deref());
            let at = *known.entry(key).or_insert(groups.len());
            match groups.get_mut(at) {
                Some(group) => group.push(told),
                None => groups.push(vec![told]),
            }
        }
    }
    groups
}
