//! A field is written in another spelling than the usual one; it is understood all the same.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Info;
use crate::lab::MistakeKind;
use crate::policy::Levels;
use crate::rules::{Case, Rule};

pub(super) const RULE: Rule = Rule {
    name: "other-spelling",
    level: Levels { strict: Some(Info), ..Levels::never() },
    claims: &[claim::CARE_FOR_DOCUMENTATION],
    sources: &[],
    page: include_str!("other_spelling.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    super::tell_once_a_file(case, MistakeKind::Spelling, out, |more| match more.as_str() {
        "1" => "and 1 more field of this file is spelled differently".to_owned(),
        _ => format!("and {more} more fields of this file are spelled differently"),
    });
}
