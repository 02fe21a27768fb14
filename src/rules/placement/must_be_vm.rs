//! A container has a need that only a virtual machine or a machine of its own meets.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::lab::{DeviceKind, Workload};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};
use crate::verdict::{Confidence, Demand, OsFamily, Outcome, Proof, family_of};

pub(super) const RULE: Rule = Rule {
    name: "must-be-vm",
    level: Levels::always(Error),
    claims: &[
        claim::VMS_FOR_PLATFORMS,
        claim::CONTAINERS_SHARE_THE_KERNEL,
        claim::CONTAINER_IS_USER_SPACE,
        claim::VM_TAKES_ANY_OS,
        claim::CONTAINER_NEEDS_THE_HOSTS_OS,
        claim::VM_FOR_MONOLITHS,
        claim::PLUS_OS_DIVERSITY,
        claim::MINUS_BOUND_TO_OS,
        claim::VM_FOR_OTHER_OS,
    ],
    sources: &[
        authority::INCUS_INSTANCES,
        authority::PROXMOX_CONTAINERS,
        authority::MICROSOFT_CONTAINERS_VS_VMS,
    ],
    page: include_str!("must_be_vm.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for workload in case.lab.workloads().filter(|&workload| may_have_to(case, workload)) {
        let verdict = case.verdicts.explain(workload);
        let Some(proof) = verdict.proofs.iter().find(|proof| rules_out(workload, proof)) else {
            continue;
        };
        let (name, noun) = (workload.name(), workload.noun());
        let message = format!("`{name}` is a {noun}, but {}", proof.reason);
        out.report(workload, proof.at, message)
            .label(workload.place(), format!("declared as a {noun}"))
            .help(help(workload, proof));
    }
}

fn help(workload: Workload<'_>, proof: &Proof<'_>) -> String {
    let name = workload.name();
    let kernel = workload.entry().nature.kernel.as_ref();
    let loads = kernel.filter(|kernel| kernel.own.is_absent() && !kernel.modules.is_empty());
    match (proof.constraint.name, workload.on().and_then(|on| on.kernel())) {
        ("own-kernel", Some(below)) if loads.is_some() => format!(
            "make `{name}` a VM; if `{}` loads the module, say so there: `kernel: {{modules: [...]}}`",
            below.name()
        ),
        ("whole-device", _) => {
            format!("make `{name}` a VM; if the device is only lent to it, write `mode: shared`")
        }
        _ => format!("make `{name}` a VM, or correct what it says here"),
    }
}

fn may_have_to(case: &Case, workload: Workload<'_>) -> bool {
    let brief = case.verdicts.brief(workload);
    brief.confidence == Confidence::Certain
        && matches!(brief.outcome, Outcome::Vm | Outcome::Physical)
        && workload.as_container().is_some()
        && workload.entry().nature.pin.is_absent()
        && workload.is_intended()
}

/// True if a container cannot have what the proof speaks of where this one runs.
fn rules_out(workload: Workload<'_>, proof: &Proof<'_>) -> bool {
    if !matches!(proof.constraint.demand, Demand::Machine | Demand::Metal) {
        return false;
    }
    match proof.constraint.name {
        // Docker in a container and nodes of a cluster have rules of their own.
        "runs-containers-for-others" => false,
        "runs-vms" => !workload.guests().any(|guest| guest.as_vm().is_some()),
        "guest-os" => !shares_its_system(workload),
        "own-kernel" => !has_its_modules(workload),
        // A graphics card is lent to a container by its device file, to one alone if need be.
        "whole-device" => !workload.entry().devices.iter().any(|device| {
            let kind = device.kind.as_ref().map(|kind| kind.value);
            device.name.span == proof.at && kind == Some(DeviceKind::Gpu)
        }),
        _ => true,
    }
}

/// True if the machine below runs the same system, as under FreeBSD's jails.
fn shares_its_system(workload: Workload<'_>) -> bool {
    let below =
        workload.on().and_then(|on| on.kernel()).and_then(|below| below.entry().os.as_ref());
    let (Some(own), Some(below)) = (workload.entry().os.as_ref(), below) else { return false };
    let own = family_of(own, true);
    matches!(own, OsFamily::Foreign(_)) && own == family_of(below, true)
}

/// True if every module it asks for is loaded by the machine below.
fn has_its_modules(workload: Workload<'_>) -> bool {
    let Some(kernel) = workload.entry().nature.kernel.as_ref() else { return false };
    let below = workload.on().and_then(|on| on.kernel());
    let Some(below) = below.and_then(|below| below.entry().nature.kernel.as_ref()) else {
        return false;
    };
    let loaded = |module: &str| below.modules.iter().any(|loaded| loaded.value == module);
    kernel.own.is_absent() && kernel.modules.iter().all(|module| loaded(&module.value))
}
