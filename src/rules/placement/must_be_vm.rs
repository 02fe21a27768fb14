//! A container has a need that only a virtual machine or a machine of its own meets.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::lab::Workload;
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};
use crate::verdict::constraint::{
    OLD_SYSTEM, OWN_KERNEL, OWN_TENANT, RUNS_CONTAINERS_FOR_OTHERS, RUNS_VMS, WHOLE_DEVICE,
    WHOLE_SYSTEM,
};
use crate::verdict::{Conclusion, Confidence, Proof};

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
        authority::HOME_ASSISTANT_SUPERVISED,
        authority::DEBIAN_CGROUP_V2,
    ],
    page: include_str!("must_be_vm.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for workload in case.lab.workloads().filter(|&workload| may_have_to(case, workload)) {
        let unmet = case.insight.unmet(workload);
        let Some(proof) = unmet.iter().find(|proof| !is_told_elsewhere(workload, proof)) else {
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
    match workload.on().and_then(|on| on.kernel()).filter(|_| loads.is_some()) {
        Some(below) if *proof.constraint == OWN_KERNEL => format!(
            "make `{name}` a VM; if `{}` loads the module, say so there: `kernel: {{modules: [...]}}`",
            below.name()
        ),
        _ if *proof.constraint == OLD_SYSTEM => {
            format!(
                "make `{name}` a VM, which brings a kernel of its own, or bring its system up to date"
            )
        }
        _ if *proof.constraint == WHOLE_SYSTEM => {
            format!(
                "make `{name}` a VM: its maker has an image of a whole system, or take the edition for containers"
            )
        }
        _ if *proof.constraint == WHOLE_DEVICE => {
            format!("make `{name}` a VM; if the device is only lent to it, write `mode: shared`")
        }
        _ => format!("make `{name}` a VM, or correct what it says here"),
    }
}

fn may_have_to(case: &Case, workload: Workload<'_>) -> bool {
    let brief = case.verdicts.brief(workload);
    brief.confidence == Confidence::Certain
        && matches!(brief.outcome, Conclusion::Vm | Conclusion::Physical)
        && workload.as_container().is_some()
        && workload.entry().nature.pin.is_absent()
        && workload.is_intended()
}

/// True for what has rules of its own: containers and VMs in a container, nodes of a cluster, foreign code.
fn is_told_elsewhere(workload: Workload<'_>, proof: &Proof<'_>) -> bool {
    let is = |constraint| *proof.constraint == constraint;
    is(RUNS_CONTAINERS_FOR_OTHERS)
        || is(OWN_TENANT)
        || (is(RUNS_VMS) && workload.guests().any(|guest| guest.as_vm().is_some()))
}
