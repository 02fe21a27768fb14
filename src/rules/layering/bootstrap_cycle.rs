//! A machine needs something to start that runs on it.

use rustc_hash::FxHashSet;

use super::waiting::{self, Tie, Wait};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
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
    let starting = case.boot_circles();
    for circle in starting {
        report(circle, &[When::Boot], out);
    }
    // What runs can be set up once more by other means: that is trouble, and no contradiction.
    if case.policy.profile == Profile::Minimal {
        return;
    }
    let deploys = case.lab.systems().filter(|&system| waiting::is_awaited(system)).any(|system| {
        system.entry().depends_on.iter().any(|need| waiting::stage(need) == When::Deploy)
    });
    if deploys {
        let stages = &[When::Boot, When::Deploy];
        let told: FxHashSet<usize> = starting.iter().map(|circle| circle[0].id()).collect();
        let circles = waiting::circles(case.lab, stages);
        let untold =
            circles.iter().filter(|circle| !circle.iter().any(|it| told.contains(&it.id())));
        untold.for_each(|circle| report(circle, stages, out));
    }
}

/// Reports a circle if something on it runs on something else on it.
fn report<'a>(circle: &[System<'a>], stages: &[When], out: &mut Findings) {
    let waits = |system: System<'a>| waiting::waits(system, stages).collect::<Vec<Wait<'a>>>();
    let carried = |&member: &System<'a>| {
        let carried = |wait: &Wait<'_>| wait.tie == Tie::RunsOn && waiting::is_on(circle, wait.on);
        waits(member).into_iter().find(carried)
    };
    // The lowest machine on the circle: it carries something, and nothing on the circle carries it.
    let carriers = circle.iter().filter_map(carried).map(|wait| wait.on);
    let Some(machine) = carriers.min_by_key(|machine| (machine.depth(), machine.id())) else {
        return;
    };
    let steps = waiting::round(machine, circle, waits);
    let deploys = stages.contains(&When::Deploy);
    let what = match steps.len() {
        _ if deploys => "neither can be set up without the other",
        2 => "neither can start first",
        _ => "none of them can start first",
    };
    let message = format!("{}: {what}", waiting::sentence(&steps));
    let finding = out.report_together(circle, steps[0].1.at, message);
    if deploys {
        finding.lower();
    }
    for (system, wait) in &steps[1..] {
        let text = match wait.tie {
            Tie::RunsOn => format!("`{}` runs on `{}`", system.name(), wait.on.name()),
            _ => format!("`{}` waits for `{}`", system.name(), wait.on.name()),
        };
        finding.label(wait.at, text);
    }
    let (name, first) = (machine.name(), steps[0].1.on.name());
    finding.help(match steps[0].1.tie {
        _ if deploys => {
            format!("have a way to set up `{name}` without `{first}`, and name it as `fallback`")
        }
        Tie::Data => format!("keep the data of `{name}` on storage that does not need `{name}`"),
        _ => format!(
            "let `{name}` start without `{first}` and write `when: run`, or move `{first}` to another machine"
        ),
    });
}
