//! Systems are neither monitored nor logged.

use super::records::{Wording, tell};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::insight::Aspect;
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "not-observed",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[claim::CARE_FOR_OBSERVATION],
    sources: &[authority::PROMETHEUS_ALERTING],
    page: include_str!("not_observed.md"),
    check,
};

const WORDING: Wording = Wording {
    one: "is neither monitored nor logged",
    many: "are neither monitored nor logged",
    help: "say what watches it with `monitored_by:` or `logs_to:`; said of a host, that goes for all on it",
};

fn check(case: &Case, out: &mut Findings) {
    let coverage = case.insight.coverage();
    tell(case, out, &WORDING, |system| {
        coverage.is_unknown(system, Aspect::Monitored)
            && coverage.is_unknown(system, Aspect::Logged)
    });
}
