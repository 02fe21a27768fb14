//! A long-lived system runs under a hypervisor that is a program on a desktop (type 2).

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{Environment, Host, Vm};
use crate::policy::Levels;
use crate::rules::group::name_all;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "hosted-hypervisor",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::VMS_ARE_STABLE_UNITS,
        claim::VMS_FOR_LONG_LIVED,
        claim::TWO_TYPES_OF_HYPERVISOR,
        claim::TYPE_1_ON_METAL,
        claim::KVM_IS_TYPE_1,
        claim::TYPE_2_FOR_DEVELOPMENT,
        claim::KVM_IS_A_MIX,
    ],
    sources: &[authority::NIST_800_125],
    page: include_str!("hosted_hypervisor.md"),
    check,
};

/// Hypervisors that are programs on a desktop system. KVM is not among them: it is part of the kernel.
const HOSTED: &[&str] = &[
    "virtualbox",
    "vbox",
    "vmware-workstation",
    "vmware-player",
    "vmware-fusion",
    "parallels",
    "utm",
    "gnome-boxes",
    "multipass",
    "hosted",
];

fn check(case: &Case, out: &mut Findings) {
    for host in case.lab.hosts().filter(|&host| is_hosted(host)) {
        for group in out.parts(host.vms().filter(|&vm| is_long_lived(case, vm))) {
            let product = host.hypervisor().unwrap_or("a hosted hypervisor");
            let who = match group.as_slice() {
                [one] => format!("long-lived VM `{}` runs", one.name()),
                many => format!("{} run", count(many.len(), "long-lived VM")),
            };
            let message =
                format!("{who} on `{}` under {product}, a hosted (type 2) hypervisor", host.name());
            let finding = out.report_all(&group, group[0].runs_on_span(), message);
            if let Some(hypervisor) = host.entry().machine.hypervisor.as_ref() {
                finding.label(hypervisor, "stops when somebody logs out or closes the program");
            }
            name_all(finding, &group, "the VMs are");
            finding.help(
                "move it to a host with KVM, Proxmox VE, Hyper-V, ESXi or Xen; if it is not meant to stay, set \
                 `lifetime: short-lived`",
            );
        }
    }
}

fn is_hosted(host: Host<'_>) -> bool {
    let Some(hypervisor) = host.entry().machine.hypervisor.as_ref() else { return false };
    if let Some(stated) = hypervisor.type_.as_ref() {
        return stated.value == 2;
    }
    host.hypervisor().is_some_and(|product| HOSTED.contains(&product.to_ascii_lowercase().as_str()))
}

fn is_long_lived(case: &Case, vm: Vm<'_>) -> bool {
    let entry = vm.entry();
    let relied_on =
        entry.operation.environment.as_ref().is_some_and(|it| it.value == Environment::Production);
    let serves_others = case.graph().is_used(*vm) || vm.guests().len() > 0;
    vm.is_lasting() || relied_on || (serves_others && !vm.is_temporary() && !vm.is_for_trial())
}
