//! Workloads need each other to start, in a circle.

use super::waiting::{self, Tie};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::When;
use crate::policy::Levels;
use crate::rules::words::{count, names};
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "dependency-cycle",
    level: Levels { strict: Some(Error), ..Levels::always(Warning) },
    claims: &[
        claim::CONTAINERS_ARE_REPRODUCIBLE,
        claim::SEPARATION_EASES_TROUBLESHOOTING,
        claim::CARE_FOR_RESPONSIBILITY,
    ],
    sources: &[authority::META_OUTAGE_2021],
    page: include_str!("dependency_cycle.md"),
    check,
};

const STAGES: &[When] = &[When::Boot];

fn check(case: &Case, out: &mut Findings) {
    for circle in case.boot_circles() {
        let waits = |system| waiting::waits(system, STAGES).collect::<Vec<_>>();
        // One that leads over what something runs on is a bootstrap-cycle.
        let hosts = |tie| tie == Tie::RunsOn;
        let on_circle =
            |wait: &waiting::Wait<'_>| hosts(wait.tie) && waiting::is_on(circle, wait.on);
        if circle.iter().any(|&member| waits(member).iter().any(on_circle)) {
            continue;
        }
        let steps = waiting::round(circle[0], circle, waits);
        let message = match steps.as_slice() {
            [_] => format!("`{}` needs itself to start", circle[0].name()),
            _ => format!(
                "{} wait for each other to start: {}",
                count(steps.len(), "workload"),
                waiting::sentence(&steps)
            ),
        };
        let finding = out.report_together(circle, steps[0].1.at, message);
        for (system, wait) in &steps[1..] {
            finding.label(wait.at, format!("`{}` waits for `{}`", system.name(), wait.on.name()));
        }
        if circle.len() > steps.len() {
            let all = names(circle.iter().map(|system| system.name()));
            finding.label(circle[0], format!("in the knot are {all}"));
        }
        finding.help(
            "remove the dependency that is not real, or mark the one that is not needed to start: `when: run`, \
             `optional: true` or a `fallback`",
        );
    }
}
