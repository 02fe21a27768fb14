//! Containers of different zones of trust share one kernel.

use std::collections::BTreeMap;

use super::matters;
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::is_sandboxed;
use crate::insight::zone::{has_zones, is_same, zone_of};
use crate::lab::{Container, Text};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::source::Spanned;

pub(super) const RULE: Rule = Rule {
    name: "mixed-zones-on-one-kernel",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::VMS_ISOLATE,
        claim::CONTAINER_ISOLATION_IS_WEAKER,
        claim::HYBRID_SECURITY,
        claim::MINUS_WEAKER_ISOLATION,
        claim::VM_FOR_CRITICAL_SECURITY,
        claim::KERNEL_FLAWS_REACH_THE_HOST,
    ],
    sources: &[
        authority::NIST_800_190,
        authority::PROXMOX_CONTAINERS,
        authority::MICROSOFT_CONTAINERS_VS_VMS,
    ],
    page: include_str!("mixed_zones_on_one_kernel.md"),
    check,
};

/// A zone on a kernel, with the first container that is in it and how many there are.
struct Zone<'a> {
    name: &'a Spanned<Text>,
    first: Container<'a>,
    containers: usize,
}

fn check(case: &Case, out: &mut Findings) {
    if !has_zones(case.lab) {
        return;
    }
    for (kernel, mut zones) in zones_by_kernel(case) {
        if zones.len() < 2 {
            continue;
        }
        let kernel = case.lab.system_at(kernel);
        let all = names(zones.iter().map(|zone| zone.name.as_str()));
        let message =
            format!("containers of the zones {all} share the one kernel of `{}`", kernel.name());
        let finding = out.report(kernel, kernel, message);
        for zone in zones.iter().take(4) {
            let others = match zone.containers {
                1 => String::new(),
                2 => ", and so is 1 more".to_owned(),
                many => format!(", and so are {} more", many - 1),
            };
            let text = format!("`{}` is in zone {}{others}", zone.first.name(), zone.name.value);
            finding.label(zone.first, text);
        }
        zones.sort_by_key(|zone| zone.containers);
        finding.help(format!(
            "give each zone a VM of its own; the fewest containers move if that of {} is new",
            zones[0].name.value
        ));
    }
}

/// The zones of the containers on each kernel, by the number of its machine.
fn zones_by_kernel<'a>(case: &Case<'a>) -> BTreeMap<usize, Vec<Zone<'a>>> {
    let mut kernels: BTreeMap<usize, Vec<Zone>> = BTreeMap::new();
    for container in case.lab.containers().filter(|&it| matters(*it) && !is_sandboxed(*it)) {
        let Some(kernel) = container.kernel() else { continue };
        let Some(name) = zone_of(*container) else { continue };
        let zones = kernels.entry(kernel.id()).or_default();
        match zones.iter_mut().find(|zone| is_same(zone.name, name)) {
            Some(zone) => zone.containers += 1,
            None => zones.push(Zone { name, first: container, containers: 1 }),
        }
    }
    kernels
}
