//! A plain value reads differently in programs that speak the older YAML 1.1.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Info;
use crate::lab::MistakeKind;
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "yaml-1-1-value",
    level: Levels::unless_minimal(Info),
    claims: &[claim::CARE_FOR_DOCUMENTATION],
    sources: &[authority::YAML_1_2],
    page: include_str!("yaml_1_1_value.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    super::tell_once_a_file(case, MistakeKind::Yaml11, out, |more| {
        format!("and {more} more in this file")
    });
}
