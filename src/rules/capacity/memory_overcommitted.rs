//! A machine promises its guests more memory than it has.

use super::totals::{largest, memory_of, memory_span, ratio};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::{memory_for_itself, scaled};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "memory-overcommitted",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::VMS_SHARE_OUT_RESOURCES, claim::VM_COSTS_MUCH],
    sources: &[
        authority::PROXMOX_REQUIREMENTS,
        authority::PROXMOX_VMS,
        authority::DOCKER_RESOURCES,
    ],
    page: include_str!("memory_overcommitted.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let allowed = case.policy.thresholds.memory_overcommit;
    for (machine, load) in case.loads().iter(case.lab) {
        let Some(memory) = memory_of(machine) else { continue };
        let own = memory_for_itself(machine);
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
                "`{who}` promises its guests {most} of its {memory} of memory, and needs {own} itself"
            )
        };
        let finding = out.report(machine, memory_span(machine), message);
        for (guest, amount) in largest(machine, case.loads(), |demand| demand.most).iter().take(2) {
            let verb = if guest.as_vm().is_some() { "may use" } else { "is guaranteed" };
            finding.label(memory_span(*guest), format!("`{}` {verb} {amount}", guest.name()));
        }
        finding.help(format!(
            "give them less; if they never use all of it at once, set \
             `policy: {{limits: {{memory_overcommit: {}}}}}`",
            ratio(wanted.0, memory.0)
        ));
    }
}
