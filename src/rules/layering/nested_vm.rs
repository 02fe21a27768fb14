//! A virtual machine runs inside another virtual machine.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::policy::Levels;
use crate::rules::group::{name_all, who};
use crate::rules::words::them;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "nested-vm",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::VMS_ARE_THE_PLATFORM,
        claim::SEPARATION_AVOIDS_COMPLEXITY,
        claim::VM_COSTS_MUCH,
        claim::MINUS_HEAVY,
        claim::MINUS_MANY_ARE_HARD,
        claim::DEVELOPMENT_AND_TEST,
    ],
    sources: &[authority::RHEL_NESTED, authority::NIST_800_125],
    page: include_str!("nested_vm.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    // That VMs run on each other in a circle is another rule's matter.
    for outer in case.lab.vms().filter(|outer| !outer.is_in_cycle()) {
        let nested =
            outer.guests().filter_map(|guest| guest.as_vm()).filter(|vm| !vm.is_for_trial());
        for group in out.parts(nested) {
            let who = who(&group, "VM", ["runs", "run"]);
            let on = outer.host().map_or(String::new(), |host| format!(" on `{}`", host.name()));
            let message = format!("{who} inside VM `{}`{on}", outer.name());
            let finding = out.report_all(&group, group[0].runs_on_span(), message);
            finding.label(outer, format!("`{}` is a VM itself", outer.name()));
            name_all(finding, &group, "the VMs are");
            let place =
                outer.host().map_or("the host".to_owned(), |host| format!("`{}`", host.name()));
            finding.help(format!(
                "run {} on {place} directly; if `{}` is for practice, set `environment: lab` on it",
                them(group.len()),
                outer.name()
            ));
        }
    }
}
