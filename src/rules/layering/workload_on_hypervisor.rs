//! The machine that runs the VMs also runs containers or services of its own, beside them.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Info, Warning};
use crate::insight::is_nas;
use crate::lab::{Engine, Host, Kind, System};
use crate::policy::Levels;
use crate::rules::group::{name_all, who};
use crate::rules::words::{count, them};
use crate::rules::{Case, Rule, authority};
use crate::software::{Role, Tier};

use super::words::allow_on_nas;

pub(super) const RULE: Rule = Rule {
    name: "workload-on-hypervisor",
    level: Levels {
        strict: Some(Error),
        bare_metal: Some(Info),
        ..Levels::unless_minimal(Warning)
    },
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
        let beside: Vec<_> = host.guests().filter(|&guest| is_foreign(case, guest)).collect();
        if beside.is_empty() && !is_nas(case.insight, host) {
            report_engine(host, out);
        }
        if beside.is_empty() {
            continue;
        }
        let guests = beside_guests(host);
        for group in out.parts(beside) {
            let who = who(&group, "workload", ["runs", "run"]);
            let message = format!("{who} on hypervisor `{}` itself{guests}", host.name());
            let finding = out.report_all(&group, group[0].runs_on_span(), message);
            let (at, why) = reason(host);
            finding.label(at, why);
            name_all(finding, &group, "the workloads are");
            let them = them(group.len());
            let instead = format!("run {them} in a VM on `{}`", host.name());
            finding.help(if is_nas(case.insight, host) {
                allow_on_nas(RULE.name, &instead)
            } else {
                format!("{instead}, or allow it there with the reason")
            });
        }
    }
}

/// Reports an engine for containers on a host of which no container is in the file.
fn report_engine(host: Host<'_>, out: &mut Findings) {
    let Some(engine) = host.entry().nature.engine.as_ref() else { return };
    if matches!(engine.value, Engine::Lxc | Engine::Incus | Engine::Lxd) {
        return;
    }
    let message = format!(
        "hypervisor `{}` runs containers with {} itself{}",
        host.name(),
        engine.value,
        beside_guests(host)
    );
    let finding = out.report(*host, engine.span, message);
    let (at, why) = reason(host);
    finding.label(at, why).help(format!(
        "run {} in a VM on `{}`, or allow it there with the reason",
        engine.value,
        host.name()
    ));
}

fn beside_guests(host: Host<'_>) -> String {
    match host.guests().filter(|guest| guest.is_guest()).count() {
        0 => String::new(),
        others => format!(" beside {}", count(others, "guest")),
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
    role.is_some_and(|role| {
        role.tier() >= Tier::Database || matches!(role, Role::Git | Role::ContainerHost)
    })
}

/// What makes a host a hypervisor.
fn reason(host: Host<'_>) -> (crate::source::Span, String) {
    if let Some(stated) = host.entry().machine.hypervisor.as_ref()
        && stated.product.is_some()
    {
        return (stated.span, format!("`{}` is a hypervisor", host.name()));
    }
    let vm = host.vms().next().map_or(host.place(), |vm| vm.place());
    (vm, format!("this VM makes `{}` a hypervisor", host.name()))
}
