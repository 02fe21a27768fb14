//! A key is not in the language, so nothing is done with its value.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Warning;
use crate::lab::Slip;
use crate::policy::Levels;
use crate::rules::{Case, Rule};

pub(super) const RULE: Rule = Rule {
    name: "unknown-field",
    level: Levels::always(Warning),
    claims: &[claim::CARE_FOR_DOCUMENTATION],
    sources: &[],
    page: include_str!("unknown_field.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    super::tell(case, Slip::UnknownField, out);
}
