//! A workload runs on something that is not in the inventory.

use std::collections::BTreeMap;

use super::Suggestions;
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::lab::Workload;
use crate::policy::Levels;
use crate::rules::words::count;
use crate::rules::{Case, Rule};
use crate::source::Span;

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
    // A name that stands for many, as in `sources:`, is one mistake.
    let mut unknown: BTreeMap<(Span, &str), Vec<Workload<'_>>> = BTreeMap::new();
    for workload in case.lab.workloads() {
        for name in &workload.entry().runs_on {
            if case.lab.find(name).is_none() {
                unknown.entry((name.span, name.value.as_str())).or_default().push(workload);
            }
        }
    }
    for ((at, name), workloads) in unknown {
        for group in out.parts(workloads) {
            let who = match group.as_slice() {
                [one] => format!("`{}` runs", one.name()),
                many => format!("{} run", count(many.len(), "workload")),
            };
            let near = suggestions.system(&name.into());
            let message = format!("{who} on `{name}`, which is not defined");
            let finding = out.report_all(&group, at, message);
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
