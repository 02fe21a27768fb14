//! A machine needs something that runs on it before all there is can start.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::words::{sentence, verb};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::{Circle, Edge, EdgeKind, Step};
use crate::lab::{Host, Profile, System, When};
use crate::policy::Levels;
use crate::rules::words::names;
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
    for host in case.lab.hosts().filter(|host| host.is_intended()) {
        report_share(case, host, out);
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

/// Reports a circle if something on it runs on something else on it, or gets its image from there.
fn report(case: &Case, circle: &Circle, stages: &[When], out: &mut Findings) {
    let graph = case.graph();
    let systems = circle.systems(case.lab);
    // What runs on itself is a hosting-cycle.
    if systems.iter().any(|system| system.is_in_cycle()) {
        return;
    }
    let follow = |need: &Edge| need.is_hard_at(stages);
    let start = lowest_machine(case, circle).or_else(|| pulling(case, circle, &systems));
    let Some(start) = start else { return };
    let steps = graph.round(start, circle, follow);
    let deploys = stages.contains(&When::Deploy);
    let what = match steps.len() {
        1 => "it cannot be set up without itself",
        _ if deploys => "neither can be set up without the other",
        2 => "neither can start first",
        _ => "none of them can start first",
    };
    let message = format!("{}: {what}", sentence(&steps, verb));
    let finding = out.report_together(&systems, steps[0].need.at, message);
    if deploys {
        finding.lower();
    }
    for step in &steps[1..] {
        let text = format!("`{}` {} `{}`", step.from.name(), short_verb(step), step.on.name());
        finding.label(step.need.at, text);
    }
    let (name, first) = (steps[0].from.name(), steps[0].on.name());
    finding.help(match steps[0].need.kind {
        EdgeKind::Image => format!(
            "let {} come from a registry outside the lab, and write it into the image: `docker.io/...`",
            names(systems.iter().map(|system| system.name()))
        ),
        _ if deploys => {
            format!("have a way to set up `{name}` without `{first}`, and name it as `fallback`")
        }
        EdgeKind::Storage => {
            format!("keep the data of `{name}` on storage that does not need `{name}`")
        }
        _ => format!(
            "let `{name}` start without `{first}` and write `when: run`, or move `{first}` to another machine"
        ),
    });
}

fn short_verb(step: &Step<'_>) -> &'static str {
    match step.need.kind {
        EdgeKind::RunsOn | EdgeKind::Image | EdgeKind::NetworkOf => verb(step),
        _ => "waits for",
    }
}

/// The first on a circle that gets its image from another that is on it.
fn pulling<'a>(case: &Case, circle: &Circle, systems: &[System<'a>]) -> Option<System<'a>> {
    let pulls = |system: &&System<'a>, from_itself: bool| {
        case.graph().needs(system.id()).iter().any(|need| {
            let itself = need.on as usize == system.id();
            need.kind == EdgeKind::Image && circle.has(need.on) && (from_itself || !itself)
        })
    };
    let of_another = systems.iter().find(|system| pulls(system, false));
    of_another.or_else(|| systems.iter().find(|system| pulls(system, true))).copied()
}

/// Reports the shares that a host mounts of its own guests. It comes up without them, and what it keeps there is
/// missing until the guest has started.
fn report_share(case: &Case, host: Host<'_>, out: &mut Findings) {
    let graph = case.graph();
    let shares = graph.needs(host.id()).iter().filter_map(|need| {
        let is_share = matches!(need.kind, EdgeKind::Mount | EdgeKind::Client);
        let servers = if is_share { graph.systems(case.lab, need.on) } else { Vec::new() };
        let is_own = |server: &System<'_>| *server != *host && server.host() == Some(host);
        let first = servers.first().copied().filter(|_| servers.iter().all(is_own))?;
        (!graph.circles().iter().any(|it| it.has_system(first) && it.has_system(*host)))
            .then_some((need, first))
    });
    let shares: Vec<(&Edge, System<'_>)> = shares.collect();
    let Some((need, server)) = shares.first() else { return };
    let (name, guest) = (host.name(), server.name());
    let message = format!(
        "`{name}` mounts a share of `{guest}`, which runs on it: it is not there when `{name}` starts"
    );
    let finding = out.report_together(&[*host, *server], need.at, message);
    finding.lower();
    finding.label(server.runs_on_span(), format!("`{guest}` runs on `{name}`"));
    finding.help(format!(
        "keep on disks of `{name}` what it needs itself, and mount the share in the guests that use it"
    ));
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
