//! An exception gives no reason, so nobody can tell later whether it still holds.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::policy::Levels;
use crate::rules::{Case, Rule};

pub(super) const RULE: Rule = Rule {
    name: "allow-without-reason",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::CARE_FOR_DOCUMENTATION, claim::CARE_FOR_RESPONSIBILITY],
    sources: &[],
    page: include_str!("allow_without_reason.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let lacks = |reason: Option<&str>| reason.is_none_or(|reason| reason.trim().is_empty());
    for allowance in case.lab.allowances() {
        if lacks(allowance.reason.as_ref().map(|reason| reason.value.as_str())) {
            let subject = case.lab.subject_at(allowance.at);
            out.report(subject, allowance.at, format!("this `allow` of `{}` gives no reason", allowance.rule))
                .help("say why, for those who come after you: `reason: ...`, or the words behind the comment");
        }
    }
    for workload in case.lab.workloads() {
        let Some(pin) = workload.entry().nature.pin.as_ref() else { continue };
        if lacks(pin.reason.as_ref().map(|reason| reason.value.as_str())) {
            let message = format!("the pin of `{}` gives no reason", workload.name());
            out.report(workload, pin.span, message)
                .help(format!("write `pin: {{kind: {}, reason: ...}}`", pin.kind));
        }
    }
}
