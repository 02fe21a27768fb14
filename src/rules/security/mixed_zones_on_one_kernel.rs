//! Containers of different zones of trust share one kernel.

use std::collections::BTreeMap;

use super::matters;
use crate::claim;
use crate::finding::Level::{Error, Info, Warning};
use crate::finding::{Findings, Subject};
use crate::insight::zone::{has_zones, is_same, zone_of};
use crate::insight::{KernelOwner, MixedTrust, Secret, is_sandboxed, mixed_trust};
use crate::lab::{Container, Host, Profile, Reach, System, Text};
use crate::policy::Levels;
use crate::rules::group::who;
use crate::rules::words::{count, names};
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
    let mixed = if has_zones(case.lab) { zones_by_kernel(case) } else { BTreeMap::new() };
    let is_told = |kernel: System| mixed.get(&kernel.id()).is_some_and(|zones| zones.len() > 1);
    for mixed in mixed_trust(case.insight) {
        match mixed.place {
            KernelOwner::Machine(kernel) if is_told(kernel) => {}
            place => report_neighbours(case, place, &mixed, out),
        }
    }
    for (kernel, mut zones) in mixed {
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

/// Reports what outsiders reach beside what keeps secrets, where no zones are written.
fn report_neighbours(
    case: &Case,
    place: KernelOwner<'_>,
    mixed: &MixedTrust<'_>,
    out: &mut Findings,
) {
    let open: Vec<System> = mixed.open.iter().map(|(system, _)| *system).collect();
    let who = who(&open, "workload", ["is", "are"]);
    let is_open = |it: &System| it.open_exposure().is_some_and(|open| open.reach > Reach::Home);
    let is_open = open.iter().any(is_open);
    let from = if is_open { "open to outsiders" } else { "in a zone where anybody may be," };
    let (keeper, secret) = mixed.keepers[0];
    let more = match mixed.keepers.len() {
        1 => String::new(),
        many => format!(" and {} more", count(many - 1, "holder")),
    };
    let (subject, at, kernel) = match place {
        KernelOwner::Machine(machine) => {
            (Subject::from(machine), machine.place(), format!("the kernel of `{}`", machine.name()))
        }
        KernelOwner::Cluster(cluster) => {
            let kernel = format!("the kernels of `{}`", cluster.name());
            (cluster.id().into(), cluster.record().name.span, kernel)
        }
    };
    let message = format!(
        "{who} {from} on {kernel}, beside `{}`, which keeps {}{more}",
        keeper.name(),
        words(secret)
    );
    let finding = out.report(subject, at, message);
    for (system, at) in mixed.open.iter().take(2) {
        finding.label(*at, format!("`{}` lets outsiders in", system.name()));
    }
    for (keeper, secret) in mixed.keepers.iter().take(2) {
        finding.label(*keeper, format!("`{}` keeps {}", keeper.name(), words(*secret)));
    }
    finding.help(
        "give what outsiders reach a VM of its own; if this is how you want it, say so: the same `zone:` for both",
    );
    // A kernel that carries VMs too takes them all along.
    let carries_all =
        matches!(place, KernelOwner::Machine(it) if it.as_host().is_some_and(Host::is_hypervisor));
    if !(carries_all && is_open) || case.policy.profile == Profile::BareMetal {
        finding.level = Info;
    }
}

/// What a workload keeps, in words.
fn words(secret: Secret) -> &'static str {
    match secret {
        Secret::Passwords => "passwords",
        Secret::Logins => "logins",
        Secret::Keys => "keys to other systems",
        Secret::Backups => "copies of other systems",
        Secret::Power => "power over other systems",
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
