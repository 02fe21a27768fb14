//! Guests that are stopped could not be started again beside those that run.

use super::totals::memory_span;
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Info;
use crate::lab::{Bytes, System};
use crate::policy::Levels;
use crate::rules::words::{names, them};
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "stopped-guests-do-not-fit",
    level: Levels::unless_minimal(Info),
    claims: &[claim::VMS_SHARE_OUT_RESOURCES, claim::VMS_EASE_RECOVERY],
    sources: &[authority::PROXMOX_VMS],
    page: include_str!("stopped_guests_do_not_fit.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for (machine, load) in case.loads().iter(case.lab) {
        // A machine with nothing left is the subject of another rule.
        let free = case.loads().free(machine);
        let Some(free) = free.filter(|free| free.0 > 0 && *free < load.stopped.least) else {
            continue;
        };
        let least = |guest: System<'_>| case.loads().demand(guest).least;
        let stopped =
            machine.guests().filter(|&guest| guest.can_be_started() && least(guest).0 > 0);
        for group in out.parts(stopped) {
            let needed: Bytes = group.iter().map(|&guest| least(guest)).sum();
            if needed <= free {
                continue;
            }
            let all = names(group.iter().map(|guest| guest.name()));
            let need = if group.len() == 1 { ", which needs" } else { " together, which need" };
            let message = format!(
                "`{}` has {free} of memory left, too little to start {all}{need} {needed}",
                machine.name()
            );
            let finding = out.report_all(&group, memory_span(group[0]), message);
            let running = load.memory.least;
            let share = format!("guests that run are guaranteed {running} of it");
            finding.label(memory_span(machine), share);
            finding.help(format!(
                "give {} less memory; if {} never runs again, set `status: retired`",
                them(group.len()),
                if group.len() == 1 { "it" } else { "one of them" }
            ));
        }
    }
}
