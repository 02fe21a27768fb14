//! A workload runs on something that is not in the inventory.

use super::Suggestions;
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
    let mut suggestions = Suggestions::new(case.lab);
    for workload in case.lab.workloads() {
        for name in &workload.entry().runs_on {
            if case.lab.find(name).is_some() {
                continue;
            }
            let message = format!("`{}` runs on `{name}`, which is not defined", workload.name());
            let near = suggestions.system(name);
            let finding = out.report(workload, name, message);
            match near {
                Some(near) => finding
                    .label(near.place(), "something of a similar name is defined here")
                    .help(format!("did you mean `{}`?", near.name())),
                None => finding.help(format!(
                    "define it under `hosts` or `vms`; for a machine outside the lab write `external:{name}`"
                )),
            };
        }
    }
}
