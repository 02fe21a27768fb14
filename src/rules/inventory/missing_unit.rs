//! A size has no unit, and was read as people usually mean it.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Warning;
use crate::lab::MistakeKind;
use crate::policy::Levels;
use crate::rules::{Case, Rule};

pub(super) const RULE: Rule = Rule {
    name: "missing-unit",
    level: Levels::always(Warning),
    claims: &[claim::CARE_FOR_DOCUMENTATION],
    sources: &[],
    page: include_str!("missing_unit.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    super::tell_once_a_file(case, MistakeKind::MissingUnit, out, |more| match more.as_str() {
        "1" => "and 1 more size of this file has none".to_owned(),
        _ => format!("and {more} more sizes of this file have none"),
    });
}
