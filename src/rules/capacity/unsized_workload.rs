//! Sizes are missing, so that capacity can only be checked in part.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::insight::is_more_than_a_sketch;
use crate::lab::{Host, Kind, System, Vm};
use crate::policy::Levels;
use crate::rules::group::name_all;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "unsized-workload",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[claim::VMS_SHARE_OUT_RESOURCES, claim::CARE_FOR_DOCUMENTATION],
    sources: &[authority::PROXMOX_REQUIREMENTS],
    page: include_str!("unsized_workload.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let strict = case.is_strict();
    let hosts: Vec<Host> = case.lab.hosts().filter(|host| carries_something(*host)).collect();
    if !strict && hosts.iter().all(|host| !has_size(**host)) && !any_vm_has_size(&hosts) {
        return silence(case, &hosts, out);
    }
    let some_host_has_size =
        is_more_than_a_sketch(case.lab) && hosts.iter().any(|host| has_size(**host));
    let mut unsized_ones: Vec<System<'_>> = Vec::new();
    for host in &hosts {
        let vms = host.vms().map(System::from).filter(|vm| vm.runs_continuously());
        let (sized, without): (Vec<_>, Vec<_>) = vms.partition(|&vm| has_size(vm));
        // One side says its size, and the other does not: there is something to compare.
        if !has_size(**host) && (strict || some_host_has_size || !sized.is_empty()) {
            unsized_ones.push(**host);
        }
        if strict || (has_size(**host) && sized.len() >= without.len()) {
            unsized_ones.extend(without);
        }
    }
    unsized_ones.sort_by_key(|system| system.id());
    for group in out.parts(unsized_ones) {
        let message = format!("the file says nothing of the memory of {}", whom(&group));
        let finding = out.report_all(&group, group[0].place(), message);
        name_all(finding, &group, "they are");
        finding.help("add `memory:` and `cpu:`, so that what fits where can be checked");
    }
    let coreless = hosts.iter().filter(|host| {
        let says_cores = |vm: Vm| vm.cores().is_some() && vm.runs_continuously();
        host.cpu.is_absent() && has_size(***host) && host.vms().any(says_cores)
    });
    for group in out.parts(coreless.map(|host| **host)) {
        let message = format!("the file says nothing of the cores of {}", whom(&group));
        let finding = out.report_all(&group, group[0].place(), message);
        name_all(finding, &group, "they are");
        finding.help("add `cpu:`, so that the processors of their VMs can be checked against it");
    }
}

/// Nobody keeps sizes here: told once, of a lab with more than a few workloads.
fn silence(case: &Case, hosts: &[Host], out: &mut Findings) {
    if !is_more_than_a_sketch(case.lab) {
        return;
    }
    for group in out.parts(hosts.iter().map(|host| System::from(*host))) {
        let message =
            format!("the file says nothing of sizes, nor of the memory of {}", whom(&group));
        let finding = out.report_all(&group, group[0].place(), message);
        name_all(finding, &group, "they are");
        finding.help(
            "begin with `memory:` and `cpu:` of the hosts, so that what fits where can be checked",
        );
    }
}

fn carries_something(host: Host) -> bool {
    host.runs() && host.guests().any(|guest| guest.runs_continuously())
        || host.runs() && host.clusters().any(|cluster| cluster.orchestrates())
}

fn any_vm_has_size(hosts: &[Host]) -> bool {
    hosts.iter().any(|host| host.vms().any(|vm| vm.runs_continuously() && has_size(*vm)))
}

fn has_size(system: System<'_>) -> bool {
    !system.memory.is_absent()
}

/// Who they are: `VM `files`` or `1 host and 2 VMs`.
fn whom(systems: &[System<'_>]) -> String {
    if let [one] = systems {
        return format!("{} `{}`", one.noun(), one.name());
    }
    let of = |kind: Kind| systems.iter().filter(|system| system.kind == kind).count();
    match (of(Kind::Host), of(Kind::Vm)) {
        (0, vms) => count(vms, "VM"),
        (hosts, 0) => count(hosts, "host"),
        (hosts, vms) => format!("{} and {}", count(hosts, "host"), count(vms, "VM")),
    }
}
