//! A virtual machine is placed on a container, which turns the layers upside down.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "vm-in-container",
    level: Levels { bare_metal: Some(Warning), ..Levels::unless_minimal(Error) },
    claims: &[
        claim::VMS_ARE_THE_PLATFORM,
        claim::VMS_ARE_STABLE_UNITS,
        claim::CONTAINERS_LIVE_IN_VMS,
        claim::VMS_FOR_LONG_LIVED,
        claim::CONTAINERS_FOR_SHORT_LIVED,
        claim::USUAL_STACK,
    ],
    sources: &[authority::KUBEVIRT_ARCHITECTURE],
    page: include_str!("vm_in_container.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for vm in case.lab.vms() {
        let Some(container) = vm.container_below() else { continue };
        // Some images carry a hypervisor on purpose, and say so.
        let runtime = vm.entry().nature.runtime.as_ref().map(|runtime| runtime.value.as_str());
        if matches!(runtime, Some("kubevirt" | "qemu-in-container")) {
            continue;
        }
        let message =
            format!("VM `{}` runs on {} `{}`", vm.name(), container.noun(), container.name());
        let help = match vm.host() {
            Some(host) => format!(
                "set `runs_on: {}`; for a VM in a pod, set `runtime: kubevirt` on `{}`",
                host.name(),
                vm.name()
            ),
            None => "name the host or the VM that it really runs on".to_owned(),
        };
        out.report(vm, vm.runs_on_span(), message)
            .label(container, format!("`{}` is a {}", container.name(), container.noun()))
            .help(help);
    }
}
