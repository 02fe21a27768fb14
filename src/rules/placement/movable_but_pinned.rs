//! A workload is meant to move to another host, but something ties it to the one it is on.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::{Obstacle, moves_live};
use crate::lab::Host;
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "movable-but-pinned",
    level: Levels { strict: Some(Error), ..Levels::always(Warning) },
    claims: &[claim::VMS_EASE_RECOVERY, claim::VMS_MOVE_TO_BALANCE],
    sources: &[authority::PROXMOX_VMS, authority::PROXMOX_HA, authority::PROXMOX_CONTAINERS],
    page: include_str!("movable_but_pinned.md"),
    check,
};

/// What a finding says of what holds a workload where it is.
struct PinExplanation {
    what: String,
    at: Span,
    why: String,
    help: &'static str,
}

fn check(case: &Case, out: &mut Findings) {
    for workload in case.lab.workloads() {
        let Some(obstacle) = case.insight.mobility().tie(workload) else { continue };
        let Some(host) = workload.host() else { continue };
        let running = &workload.entry().running;
        let ha = running.ha.as_ref().filter(|ha| ha.value).map(|ha| ha.span);
        let migration = running.migration.as_ref().map(|migration| migration.span);
        let at = ha.or(migration).unwrap_or(workload.place());
        let tie = tie(obstacle, host);
        let meant =
            if moves_live(workload) { "move while it runs" } else { "restart on another host" };
        let message = format!(
            "`{}` is meant to {meant}, but {} ties it to `{}`",
            workload.name(),
            tie.what,
            host.name()
        );
        out.report(workload, at, message).label(tie.at, tie.why).help(tie.help);
    }
}

fn tie(obstacle: &Obstacle, host: Host<'_>) -> PinExplanation {
    match obstacle {
        Obstacle::Pin(at) => PinExplanation {
            what: "a rule of placement".to_owned(),
            at: *at,
            why: format!("this allows only `{}`", host.name()),
            help: "name more machines in the rule, or let it stay where it is",
        },
        Obstacle::Device(name, at) => PinExplanation {
            what: format!("the device `{name}`"),
            at: *at,
            why: format!("it is in `{}`", host.name()),
            help: "reach the device over the network, or have one like it in every host that may take over",
        },
        Obstacle::Folder(path, at) => PinExplanation {
            what: format!("the folder `{path}`"),
            at: *at,
            why: format!("it is a folder of `{}`", host.name()),
            help: "put the folder on shared storage and name it with `storage:`, or let it stay where it is",
        },
        Obstacle::Processor(at, other) => PinExplanation {
            what: "`cpu_type: host`".to_owned(),
            at: *at,
            why: format!("`{}` has another processor", host.lab().system_at(*other).name()),
            help: "take a processor type that all hosts have, such as `x86-64-v2-AES`",
        },
    }
}
