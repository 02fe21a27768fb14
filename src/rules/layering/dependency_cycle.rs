//! Workloads need each other to start, in a circle.

use super::words::{sentence, verb};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::{Edge, EdgeKind};
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

fn check(case: &Case, out: &mut Findings) {
    let graph = case.graph();
    for circle in graph.circles() {
        // One that leads over what something runs on is a bootstrap-cycle.
        let hosts = |need: &Edge| need.kind == EdgeKind::RunsOn && circle.has(need.on);
        if circle.numbers().any(|member| graph.needs(member).iter().any(hosts)) {
            continue;
        }
        let systems = circle.systems(case.lab);
        let steps = graph.round(systems[0], circle, Edge::holds_up);
        let message = match steps.as_slice() {
            [_] => format!("`{}` needs itself to start", systems[0].name()),
            _ => format!(
                "{} wait for each other to start: {}",
                count(steps.len(), "workload"),
                sentence(&steps, verb)
            ),
        };
        let finding = out.report_together(&systems, steps[0].need.at, message);
        for step in &steps[1..] {
            let text = format!("`{}` waits for `{}`", step.from.name(), step.on.name());
            finding.label(step.need.at, text);
        }
        if systems.len() > steps.len() {
            let all = names(systems.iter().map(|system| system.name()));
            finding.label(systems[0], format!("in the knot are {all}"));
        }
        finding.help(
            "remove the dependency that is not real, or mark the one that is not needed to start: `when: run`, \
             `optional: true` or a `fallback`",
        );
    }
}
