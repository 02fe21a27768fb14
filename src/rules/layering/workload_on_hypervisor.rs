//! The machine that runs the VMs also runs containers or services of its own, beside them.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Info, Warning};
use crate::lab::{Host, Kind, System};
use crate::policy::Levels;
use crate::rules::words::{count, names, them};
use crate::rules::{Case, Rule, authority};
use crate::software::{Group, Role};

pub(super) const RULE: Rule = Rule {
    name: "workload-on-hypervisor",
    level: Levels::each(None, Some(Warning), Some(Error), Some(Info)),
    claims: &[
        claim::VMS_ARE_THE_PLATFORM,
        claim::APPLICATION_APART_FROM_PLATFORM,
        claim::VMS_FOR_PLATFORMS,
        claim::CARE_FOR_RESPONSIBILITY,
        claim::GUARD_THE_HYPERVISOR,
        claim::KVM_IS_TYPE_1,
    ],
    sources: &[authority::PROXMOX_FAQ],
    page: include_str!("workload_on_hypervisor.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for host in case.lab.hosts().filter(|host| host.is_hypervisor()) {
        let beside = host.guests().filter(|&guest| is_foreign(case, guest));
        for group in out.parts(beside) {
            let who = match group.as_slice() {
                [one] => format!("{} `{}` runs", one.noun(), one.name()),
                many => format!("{} run", count(many.len(), "workload")),
            };
            let others = host.guests().filter(|&guest| is_guest(guest)).count();
            let beside = if others == 0 {
                String::new()
            } else {
                format!(" beside {}", count(others, "guest"))
            };
            let message = format!("{who} on hypervisor `{}` itself{beside}", host.name());
            let finding = out.report_all(&group, group[0].runs_on_span(), message);
            let (at, why) = reason(host);
            finding.label(at, why);
            if group.len() > 1 {
                let all = names(group.iter().map(|guest| guest.name()));
                finding.label(group[1].place(), format!("the workloads are {all}"));
            }
            let them = them(group.len());
            finding.help(format!(
                "run {them} in a VM on `{}`, or allow it there with the reason",
                host.name()
            ));
        }
    }
}

/// True for what does not belong on a hypervisor: application containers, and services that are no
/// part of running it.
fn is_foreign(case: &Case, guest: System<'_>) -> bool {
    match guest.as_container() {
        Some(container) => !container.is_system_container(),
        None => guest.entry().kind == Kind::Native && is_application(case, guest),
    }
}

/// True if its stated role serves people or programs, not the machine.
fn is_application(case: &Case, native: System<'_>) -> bool {
    let role = case.verdicts.nature(native).role.filter(|_| !native.entry().role.is_empty());
    role.is_some_and(|role| role.group() >= Group::Database || role == Role::Git)
}

/// True for what does belong there.
fn is_guest(guest: System<'_>) -> bool {
    guest.as_vm().is_some()
        || guest.as_container().is_some_and(|container| container.is_system_container())
}

/// What makes a host a hypervisor.
fn reason(host: Host<'_>) -> (crate::source::Span, String) {
    if let Some(stated) = &host.entry().machine.hypervisor
        && stated.product.is_some()
    {
        return (stated.span, format!("`{}` is a hypervisor", host.name()));
    }
    let vm = host.vms().next().map_or(host.place(), |vm| vm.place());
    (vm, format!("this VM makes `{}` a hypervisor", host.name()))
}
