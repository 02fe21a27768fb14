//! A virtual machine is placed on a host that says it has no hypervisor.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::policy::Levels;
use crate::rules::group::{name_all, who};
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "vm-without-hypervisor",
    level: Levels { firm: true, ..Levels::always(Error) },
    claims: &[
        claim::ONE_MACHINE_MANY_VMS,
        claim::HYPERVISOR_MANAGES_VMS,
        claim::TWO_TYPES_OF_HYPERVISOR,
        claim::HYPERVISOR_IS_THE_MANAGER,
    ],
    sources: &[authority::NIST_800_125A],
    page: include_str!("vm_without_hypervisor.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for host in case.lab.hosts().filter(|host| host.denies_hypervisor()) {
        for group in out.parts(host.vms()) {
            let who = who(&group, "VM", ["runs", "run"]);
            let message =
                format!("{who} on `{0}`, but `{0}` says it has no hypervisor", host.name());
            let finding = out.report_all(&group, group[0].runs_on_span(), message);
            if let Some(denied) = host.entry().machine.hypervisor.as_ref() {
                finding.label(denied, "said here");
            }
            name_all(finding, &group, "the VMs are");
            finding.help(format!(
                "set `hypervisor:` on `{}` (proxmox, kvm, esxi, hyper-v, xen, bhyve), or correct `runs_on`",
                host.name()
            ));
        }
    }
}
