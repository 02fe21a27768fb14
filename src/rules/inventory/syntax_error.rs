//! A piece of a file is not YAML, so nobody can say what it means.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::lab::MistakeKind;
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "syntax-error",
    level: Levels { firm: true, ..Levels::always(Error) },
    claims: &[claim::CARE_FOR_DOCUMENTATION],
    sources: &[authority::YAML_1_2],
    page: include_str!("syntax_error.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    super::tell(case, MistakeKind::Syntax, out);
}
