//! A machine promises its guests more memory than it has, or sets them limits that limit nothing.

use super::totals::{largest, memory_of, memory_span, ratio};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::{OwnMemory, scaled};
use crate::lab::{Bytes, System};
use crate::policy::Levels;
use crate::rules::group::name_all;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "memory-overcommitted",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::VMS_SHARE_OUT_RESOURCES, claim::VM_COSTS_MUCH],
    sources: &[
        authority::PROXMOX_REQUIREMENTS,
        authority::PROXMOX_VMS,
        authority::DOCKER_RESOURCES,
        authority::PROXMOX_ZFS,
    ],
    page: include_str!("memory_overcommitted.md"),
    check,
};

/// How many times the memory of a machine the limits on it may come to in sum before that is worth a word.
const FAR: u64 = 2;

fn check(case: &Case, out: &mut Findings) {
    let allowed = case.policy.thresholds.memory_overcommit;
    for (machine, load) in case.loads().iter(case.lab) {
        let Some(memory) = memory_of(machine) else { continue };
        if machine.runs() {
            limits(case, machine, memory, out);
        }
        let OwnMemory { all: own, zfs_cache } = OwnMemory::of(machine);
        let exhausted = load.memory.least + machine.reserved_memory() > memory;
        let wanted = load.memory.most + own;
        if exhausted || wanted.0 <= scaled(memory.0, allowed) || !machine.runs() {
            continue;
        }
        let who = machine.name();
        let most = load.memory.most;
        let message = if most > memory {
            format!("`{who}` promises its guests {most} of memory, and has {memory}")
        } else {
            format!(
                "`{who}` promises its guests {most} of its {memory} of memory, and needs {own} itself{}",
                if zfs_cache.0 > 0 { ", most of it as the cache of ZFS" } else { "" }
            )
        };
        let finding = out.report(machine, memory_span(machine), message);
        for (guest, amount) in largest(machine, case.loads(), |demand| demand.most).iter().take(2) {
            let verb = if guest.as_vm().is_some() { "may use" } else { "is guaranteed" };
            finding.label(memory_span(*guest), format!("`{}` {verb} {amount}", guest.name()));
        }
        finding.help(if zfs_cache.0 > 0 && most <= memory {
            "give them less, or the cache a limit (`zfs_arc_max`) and say so: `reserve: {memory: ...}`"
                .to_owned()
        } else {
            format!(
                "give them less; if they never use all of it at once, set \
                 `policy: {{limits: {{memory_overcommit: {}}}}}`",
                ratio(wanted.0, memory.0)
            )
        });
    }
}

/// Tells of limits that limit nothing: one of them alone is above the machine, or all together are far above it.
fn limits(case: &Case, machine: System<'_>, memory: Bytes, out: &mut Findings) {
    let limit = |guest: System<'_>| case.loads().demand(guest).limit;
    let guests = || machine.guests().filter(|guest| guest.runs_continuously());
    let above = guests().filter(|&guest| guest.as_vm().is_none() && limit(guest) > memory);
    let mut is_told = false;
    for group in out.parts(above) {
        is_told = true;
        let first = group[0];
        let message = match group.as_slice() {
            [one] => format!(
                "{} `{}` may use {} of memory, and `{}` has {memory}",
                one.noun(),
                one.name(),
                limit(*one),
                machine.name()
            ),
            many => format!(
                "{} may each use more memory than the {memory} of `{}`",
                count(many.len(), "container"),
                machine.name()
            ),
        };
        let finding = out.report_all(&group, memory_span(first), message);
        finding.label(memory_span(machine), format!("`{}` has {memory}", machine.name()));
        name_all(finding, &group, "the containers are");
        finding.help(
            "a limit above the machine limits nothing: set it to the most it should ever use",
        );
    }
    let all = case.loads().load(machine).memory.limit;
    if is_told || all.0 < memory.0.saturating_mul(FAR) {
        return;
    }
    let message = format!(
        "containers on `{}` may use {all} of memory together, and it has {memory}",
        machine.name()
    );
    let finding = out.report(machine, memory_span(machine), message);
    for (guest, amount) in largest(machine, case.loads(), |demand| demand.limit).iter().take(2) {
        finding.label(memory_span(*guest), format!("`{}` may use {amount}", guest.name()));
    }
    finding.lower().help("set the limits of the largest to the most they should ever use");
}
