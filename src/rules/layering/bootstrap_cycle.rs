//! A machine needs something to start that runs on it.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::words::{sentence, verb};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::{Circle, Edge, EdgeKind};
use crate::lab::{Profile, System, When};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "bootstrap-cycle",
    level: Levels { minimal: Some(Warning), ..Levels::unless_minimal(Error) },
    claims: &[
        claim::VMS_ARE_THE_PLATFORM,
        claim::VMS_EASE_RECOVERY,
        claim::APPLICATION_APART_FROM_PLATFORM,
        claim::CARE_FOR_RESTORE,
        claim::CARE_FOR_RESPONSIBILITY,
    ],
    sources: &[authority::STORAGE_LOOP, authority::META_OUTAGE_2021],
    page: include_str!("bootstrap_cycle.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let graph = case.graph();
    let starting = graph.circles();
    for circle in starting {
        report(case, circle, &[When::Boot], out);
    }
    // What runs can be set up once more by other means: that is trouble, and no contradiction.
    let deploys = |need: &Edge| need.when == When::Deploy;
    if case.policy.profile == Profile::Minimal || !graph.all().iter().any(deploys) {
        return;
    }
    let stages = &[When::Boot, When::Deploy];
    let told: FxHashSet<usize> = starting.iter().filter_map(|it| it.numbers().next()).collect();
    for circle in graph.circles_of(case.lab, |need| need.is_hard_at(stages)) {
        if !circle.numbers().any(|it| told.contains(&it)) {
            report(case, &circle, stages, out);
        }
    }
}

/// Reports a circle if something on it runs on something else on it.
fn report(case: &Case, circle: &Circle, stages: &[When], out: &mut Findings) {
    let graph = case.graph();
    // What runs on itself is a hosting-cycle.
    if circle.systems(case.lab).iter().any(|system| system.is_in_cycle()) {
        return;
    }
    let Some(machine) = lowest_machine(case, circle) else { return };
    let steps = graph.round(machine, circle, |need| need.is_hard_at(stages));
    let deploys = stages.contains(&When::Deploy);
    let what = match steps.len() {
        _ if deploys => "neither can be set up without the other",
        2 => "neither can start first",
        _ => "none of them can start first",
    };
    let message = format!("{}: {what}", sentence(&steps, verb));
    let finding = out.report_together(&circle.systems(case.lab), steps[0].need.at, message);
    if deploys {
        finding.lower();
    }
    for step in &steps[1..] {
        let verb = if step.need.kind == EdgeKind::RunsOn { "runs on" } else { "waits for" };
        finding.label(step.need.at, format!("`{}` {verb} `{}`", step.from.name(), step.on.name()));
    }
    let (name, first) = (steps[0].from.name(), steps[0].on.name());
    finding.help(match steps[0].need.kind {
        _ if deploys => {
            format!("have a way to set up `{name}` without `{first}`, and name it as `fallback`")
        }
        EdgeKind::Storage => format!("keep the data of `{name}` on storage that does not need `{name}`"),
        _ => format!(
            "let `{name}` start without `{first}` and write `when: run`, or move `{first}` to another machine"
        ),
    });
}

/// The lowest machine on a circle: it carries something there, and nothing there carries it.
fn lowest_machine<'a>(case: &Case<'a>, circle: &Circle) -> Option<System<'a>> {
    let graph = case.graph();
    let needs = circle.numbers().flat_map(|member| graph.needs(member));
    let carriers = needs.filter(|need| need.kind == EdgeKind::RunsOn && circle.has(need.on));
    let carriers: BTreeSet<u32> = carriers.map(|need| need.on).collect();
    let machines = carriers.into_iter().flat_map(|on| graph.systems(case.lab, on));
    machines
        .filter(|&machine| circle.has_system(machine))
        .min_by_key(|machine| (machine.depth(), machine.id()))
}
