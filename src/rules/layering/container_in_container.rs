//! Application containers run inside another container, such as Docker in LXC.

use std::collections::BTreeMap;

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Info, Warning};
use crate::lab::Container;
use crate::policy::Levels;
use crate::rules::group::{name_all, who};
use crate::rules::words::{count, names};
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "container-in-container",
    level: Levels {
        strict: Some(Error),
        bare_metal: Some(Info),
        ..Levels::unless_minimal(Warning)
    },
    claims: &[
        claim::CONTAINERS_LIVE_IN_VMS,
        claim::CONTAINERS_SHARE_THE_KERNEL,
        claim::CONTAINER_ISOLATION_IS_WEAKER,
        claim::MINUS_WEAKER_ISOLATION,
        claim::KERNEL_FLAWS_REACH_THE_HOST,
        claim::CONFIGURE_NAMESPACES,
    ],
    sources: &[
        authority::PROXMOX_CONTAINERS,
        authority::PROXMOX_FAQ,
        authority::RUNC_IN_LXC_2025,
        authority::INCUS_CONTAINERS_AND_VMS,
    ],
    page: include_str!("container_in_container.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let mut by_kernel: BTreeMap<usize, Vec<Container<'_>>> = BTreeMap::new();
    for outer in case.lab.containers() {
        let inner = outer.guests().filter_map(|guest| guest.as_container());
        let inner = inner.filter(|container| !container.is_system_container());
        let kernel = outer.kernel().map_or(outer.id(), |kernel| kernel.id());
        by_kernel.entry(kernel).or_default().extend(inner);
    }
    // One machine is one decision, however many containers on it hold others.
    for inner in by_kernel.into_values() {
        for group in out.parts(inner) {
            report(&group, out);
        }
    }
}

fn report(group: &[Container<'_>], out: &mut Findings) {
    let mut outer: Vec<Container<'_>> =
        group.iter().filter_map(|it| it.on()?.as_container()).collect();
    outer.dedup();
    let first = outer[0];
    let who = who(group, "container", ["runs", "run"]);
    let inside = match outer.as_slice() {
        [one] => format!("{} `{}`", one.noun(), one.name()),
        many => count(many.len(), first.noun()),
    };
    let shared = first
        .kernel()
        .map_or(String::new(), |kernel| format!(", on the one kernel of `{}`", kernel.name()));
    let finding =
        out.report_all(group, group[0].runs_on_span(), format!("{who} inside {inside}{shared}"));
    finding.label(first, format!("`{}` is a container too", first.name()));
    if let [_, second, ..] = outer.as_slice() {
        let all = names(outer.iter().map(|it| it.name()));
        finding.label(*second, format!("the containers with others inside are {all}"));
    }
    name_all(finding, group, "the containers are");
    let applications = if group.len() > 1 { "applications" } else { "application" };
    let them = if outer.len() > 1 { "each" } else { "it" };
    let all = names(outer.iter().map(|it| it.name()));
    let vms = if outer.len() > 1 { "VMs" } else { "a VM" };
    finding.help(format!(
        "make {all} {vms}, or run the {applications} in {them} without a second engine"
    ));
}
