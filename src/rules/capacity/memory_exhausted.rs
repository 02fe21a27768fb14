//! The guests of a machine are guaranteed more memory than it has.

use std::cell::LazyCell;

use super::totals::{by_room, largest, memory_of, memory_span};
use crate::claim;
use crate::finding::{Findings, Level};
use crate::lab::{Bytes, System};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "memory-exhausted",
    level: Levels::always(Level::Error),
    claims: &[claim::VMS_SHARE_OUT_RESOURCES, claim::VM_COSTS_MUCH, claim::MINUS_HEAVY],
    sources: &[authority::PROXMOX_REQUIREMENTS, authority::PROXMOX_VMS],
    page: include_str!("memory_exhausted.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let by_room = LazyCell::new(|| by_room(case.lab, case.loads()));
    for (machine, load) in case.loads().iter(case.lab) {
        let Some(memory) = memory_of(machine) else { continue };
        let reserved = machine.reserved_memory();
        let needed = load.memory.least + reserved;
        if needed <= memory || !machine.runs() {
            continue;
        }
        let kept = if reserved == Bytes(0) {
            String::new()
        } else {
            format!(", with {reserved} kept back for itself")
        };
        let message = format!(
            "`{}` has {memory} of memory{kept}, and its guests are guaranteed {}",
            machine.name(),
            load.memory.least
        );
        let finding = out.report(machine, memory_span(machine), message);
        let guests = largest(machine, case.loads(), |demand| demand.least);
        for (guest, amount) in guests.iter().take(2) {
            finding
                .label(memory_span(*guest), format!("`{}` is guaranteed {amount}", guest.name()));
        }
        let Some((first, _)) = guests.first() else { continue };
        let other = by_room.iter().find(|(host, _)| System::from(*host) != machine);
        finding.help(match other {
            Some((host, free)) => format!(
                "give `{}` less, or move a guest to `{}`, which has {free} left",
                first.name(),
                host.name()
            ),
            None => format!(
                "give `{}` less, stop a guest, or let VMs give memory back with `memory: {{min: ..., max: ...}}`",
                first.name()
            ),
        });
    }
}
