//! Workloads do not say what they run on, so most rules cannot see them.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::RunsOn;
use crate::policy::Levels;
use crate::rules::group::name_all;
use crate::rules::words::count;
use crate::rules::{Case, Rule};

pub(super) const RULE: Rule = Rule {
    name: "unplaced-workload",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::VMS_ARE_STABLE_UNITS, claim::CARE_FOR_DOCUMENTATION],
    sources: &[],
    page: include_str!("unplaced_workload.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    // What is missing may stand in the part of a file that could not be read.
    if !case.lab.is_whole() {
        return;
    }
    let unplaced = case.lab.workloads().filter(|workload| {
        let placed = workload.runs_on() != RunsOn::Unplaced
            || workload.entry().runs_on.is_unknown()
            || !workload.entry().nature.each.is_absent();
        !placed && workload.runs()
    });
    for group in out.parts(unplaced) {
        let message = match group.as_slice() {
            [one] => format!("`{}` has no `runs_on`", one.name()),
            many => format!("{} have no `runs_on`", count(many.len(), "workload")),
        };
        let finding = out.report_all(&group, group[0].place(), message);
        name_all(finding, &group, "the workloads are");
        finding.help("say what it runs on, or `status: planned` if it does not exist yet");
    }
}
