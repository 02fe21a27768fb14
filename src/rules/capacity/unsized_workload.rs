//! Sizes are missing, so that capacity can only be checked in part.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::lab::{Kind, System};
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
    let mut unsized_ones: Vec<System<'_>> = Vec::new();
    for host in case.lab.hosts().filter(|host| host.runs() && host.vms().next().is_some()) {
        let vms = host.vms().map(System::from).filter(|vm| vm.runs_continuously());
        let (sized, without): (Vec<_>, Vec<_>) = vms.partition(|&vm| has_size(vm));
        // One side says its size, and the other does not: there is something to compare.
        if !has_size(*host) && (strict || !sized.is_empty()) {
            unsized_ones.push(*host);
        }
        if strict || (has_size(*host) && sized.len() >= without.len()) {
            unsized_ones.extend(without);
        }
    }
    unsized_ones.sort_by_key(|system| system.id());
    for group in out.parts(unsized_ones) {
        let message = match group.as_slice() {
            [one] => format!("{} `{}` does not say how much memory it has", one.noun(), one.name()),
            many => format!("{} do not say how much memory they have", sorts(many)),
        };
        let finding = out.report_all(&group, group[0].place(), message);
        name_all(finding, &group, "they are");
        finding.help("add `memory:` and `cpu:`, so that what fits where can be checked");
    }
}

fn has_size(system: System<'_>) -> bool {
    !system.memory.is_absent()
}

fn sorts(systems: &[System<'_>]) -> String {
    let of = |kind: Kind| systems.iter().filter(|system| system.kind == kind).count();
    match (of(Kind::Host), of(Kind::Vm)) {
        (0, vms) => count(vms, "VM"),
        (hosts, 0) => count(hosts, "host"),
        (hosts, vms) => format!("{} and {}", count(hosts, "host"), count(vms, "VM")),
    }
}
