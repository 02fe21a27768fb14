//! A workload is still there after the day it was meant to go.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "expired-workload",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::VMS_FOR_LONG_LIVED,
        claim::CONTAINERS_FOR_SHORT_LIVED,
        claim::SEPARATION_AVOIDS_COMPLEXITY,
    ],
    sources: &[authority::CIS_DOCKER],
    page: include_str!("expired_workload.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for system in case.lab.systems() {
        let entry = system.entry();
        let Some(expires) = entry.running.expires.as_ref() else { continue };
        if expires.value < case.policy.as_of && system.is_kept() {
            let message =
                format!("{} `{}` was meant to go on {expires}", system.noun(), system.name());
            out.report(system, expires, message).help(
                "remove it, give it a new date, or take `expires` away and look after it like the others",
            );
        }
    }
}
