//! Nobody answers for a system.

use super::records::{Wording, tell};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::insight::Aspect;
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "no-owner",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[claim::VMS_ARE_STABLE_UNITS, claim::CARE_FOR_RESPONSIBILITY],
    sources: &[authority::KUBE_LINTER],
    page: include_str!("no_owner.md"),
    check,
};

const WORDING: Wording = Wording {
    lab: Some("who owns what"),
    some: "the owner of",
    help: "add `owner:`; in a lab of one, `defaults: {owner: NAME}` once is enough",
};

fn check(case: &Case, out: &mut Findings) {
    let coverage = case.insight.coverage();
    tell(case, out, &WORDING, |system| coverage.is_unknown(system, Aspect::Owned));
}
