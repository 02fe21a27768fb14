//! A workload runs on something that is not in the inventory.

use super::missing::{MissingNames, NameUse};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::policy::Levels;
use crate::rules::{Case, Rule};

pub(super) const RULE: Rule = Rule {
    name: "unknown-host",
    level: Levels { firm: true, ..Levels::always(Error) },
    claims: &[
        claim::CONTAINERS_ARE_REPRODUCIBLE,
        claim::CARE_FOR_DOCUMENTATION,
        claim::USUAL_STACK,
    ],
    sources: &[],
    page: include_str!("unknown_host.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    // What is missing may stand in the part of a file that could not be read.
    if !case.lab.is_whole() {
        return;
    }
    let mut missing = MissingNames::new(case.lab);
    for workload in case.lab.workloads() {
        for name in &workload.entry().runs_on {
            if case.lab.find(name).is_none() {
                missing.add(workload.into(), NameUse::Ground, name);
            }
        }
    }
    missing.tell(out);
}
