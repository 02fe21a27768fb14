//! Nothing says what a system is for.

use super::records::{Wording, tell};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::insight::Aspect;
use crate::policy::Levels;
use crate::rules::{Case, Rule};

pub(super) const RULE: Rule = Rule {
    name: "undocumented",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[
        claim::ROLE_BEFORE_PRODUCT,
        claim::VMS_ARE_STABLE_UNITS,
        claim::CONTAINERS_ARE_SMALL,
        claim::CARE_FOR_DOCUMENTATION,
    ],
    sources: &[],
    page: include_str!("undocumented.md"),
    check,
};

const WORDING: Wording = Wording {
    lab: None,
    some: "the purpose of",
    help: "add `purpose:` with one sentence, or `docs:` with a link",
};

fn check(case: &Case, out: &mut Findings) {
    let coverage = case.insight.coverage();
    tell(case, out, &WORDING, |system| {
        let is_described = !system.purpose.is_absent() || !system.operation.notes.is_absent();
        // A role or a well-known product says it in a word, and only the strict profile wants a sentence.
        let is_known = || !system.role.is_empty() || case.verdicts.nature(system).product.is_some();
        coverage.is_unknown(system, Aspect::Documented)
            && !is_described
            && (case.is_strict() || !is_known())
    });
}
