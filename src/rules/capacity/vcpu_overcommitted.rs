//! The VMs of a machine have far more processors than it has cores, or one of them alone has more.

use super::totals::ratio;
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Warning;
use crate::insight::scaled;
use crate::lab::{Cores, System};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "vcpu-overcommitted",
    level: Levels::unless_minimal(Warning),
    claims: &[claim::VMS_SHARE_OUT_RESOURCES, claim::VM_COSTS_MUCH, claim::COMPARE_RESOURCES],
    sources: &[authority::RHEL_OVERCOMMIT, authority::PROXMOX_VMS],
    page: include_str!("vcpu_overcommitted.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let allowed = case.policy.thresholds.vcpu_per_core;
    for (machine, load) in case.loads().iter(case.lab) {
        let Some(cores) = machine.cores().filter(|cores| cores.0 > 0) else { continue };
        if load.cores <= cores {
            continue;
        }
        if u64::from(load.cores.0) > scaled(u64::from(cores.0), allowed) {
            too_many(machine, cores, load.cores, allowed, out);
        } else {
            too_wide(machine, cores, out);
        }
    }
}

fn too_many(machine: System<'_>, cores: Cores, vcpus: Cores, allowed: f64, out: &mut Findings) {
    let message = format!(
        "the VMs of `{}` have {vcpus} processors on {cores} cores, more than {allowed} to 1",
        machine.name()
    );
    let finding = out.report(machine, cpu_span(machine), message);
    let widest = vms(machine).max_by_key(|(vm, cores)| (*cores, usize::MAX - vm.id()));
    if let Some((vm, cores)) = widest {
        finding.label(cpu_span(vm), format!("`{}` has {cores}", vm.name()));
    }
    let ratio = ratio(u64::from(vcpus.0), u64::from(cores.0));
    finding.help(format!(
        "give the VMs fewer; if they are mostly idle, set `policy: {{limits: {{vcpu_per_core: {ratio}}}}}`"
    ));
}

fn too_wide(machine: System<'_>, cores: Cores, out: &mut Findings) {
    let wide = vms(machine).filter(|(_, own)| *own > cores).map(|(vm, _)| vm);
    for group in out.parts(wide) {
        let first = group[0];
        let own = first.cores().unwrap_or_default();
        let message = if group.len() == 1 {
            format!("VM `{}` has {own} processors, more than the {cores} cores of", first.name())
        } else {
            let all = names(group.iter().map(|vm| vm.name()));
            format!("the VMs {all} each have more processors than the {cores} cores of")
        };
        let message = format!("{message} `{}`", machine.name());
        out.report_all(&group, cpu_span(first), message)
            .label(cpu_span(machine), format!("`{}` has {cores} cores", machine.name()))
            .help(format!(
                "give {} at most {cores}; some hypervisors refuse to start such a VM",
                if group.len() == 1 { "it" } else { "each" }
            ));
    }
}

fn vms(machine: System<'_>) -> impl Iterator<Item = (System<'_>, Cores)> {
    let vms =
        machine.guests().filter(|&guest| guest.as_vm().is_some() && guest.runs_continuously());
    vms.filter_map(|vm| Some((vm, vm.cores()?)))
}

fn cpu_span(system: System<'_>) -> Span {
    system.cpu.as_ref().map_or(system.place(), |cpu| cpu.span)
}
