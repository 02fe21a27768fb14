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
    report_names_and_ways(case, out);
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

/// Reports a resolver and a router of which each asks the other alone: both start, and neither works before the
/// other does.
fn report_names_and_ways(case: &Case, out: &mut Findings) {
    let graph = case.graph();
    if !graph.all().iter().any(|need| need.kind == EdgeKind::Dns && need.hard) {
        return;
    }
    let stands = |need: &Edge| need.kind == EdgeKind::RunsOn || need.kind == EdgeKind::Choice;
    let asks = |need: &Edge| matches!(need.kind, EdgeKind::Dns | EdgeKind::Gateway);
    let follow = |need: &Edge| need.hard && (asks(need) || stands(need));
    for circle in graph.circles_of(case.lab, follow) {
        let names = |need: &&Edge| need.kind == EdgeKind::Dns && need.hard && circle.has(need.on);
        let systems = circle.systems(case.lab);
        let routers = systems.iter().filter(|system| {
            graph
                .needed(system.id())
                .any(|need| need.kind == EdgeKind::Gateway && circle.has(need.from))
        });
        let mut asking =
            routers.filter(|system| graph.needs(system.id()).iter().any(|it| names(&it)));
        let Some(&router) = asking.next() else { continue };
        let steps = graph.round(router, &circle, follow);
        let gets_out = steps.iter().any(|step| step.need.kind == EdgeKind::Gateway);
        if !gets_out || steps[0].need.kind != EdgeKind::Dns {
            continue;
        }
        let message = format!(
            "{}: after a power cut neither works without the other",
            sentence(&steps, verb)
        );
        let finding = out.report_together(&systems, steps[0].need.at, message);
        finding.lower();
        for step in &steps[1..] {
            let text = format!("`{}` {} `{}`", step.from.name(), verb(step), step.on.name());
            finding.label(step.need.at, text);
        }
        finding.help(format!(
            "give `{}` a second name server that it reaches by itself: `dns: [{}, 9.9.9.9]`",
            router.name(),
            steps[0].on.name()
        ));
    }
}
