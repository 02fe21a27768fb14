//! Many systems need a base service, and there is one instance of it.

use std::collections::BTreeMap;

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::insight::is_nas;
use crate::lab::System;
use crate::policy::Levels;
use crate::rules::words::{count, names};
use crate::rules::{Case, Rule, authority};
use crate::software::Role;
use crate::verdict::Quality;

pub(super) const RULE: Rule = Rule {
    name: "base-service-single-instance",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[claim::VMS_FOR_INFRASTRUCTURE, claim::VM_FOR_CRITICAL_SECURITY],
    sources: &[authority::RFC_2182, authority::SINGLE_POINT_OF_FAILURE],
    page: include_str!("base_service_single_instance.md"),
    check,
};

/// What a home cannot do without, and what to call it.
const BASE: &[(Role, &str)] = &[
    (Role::Dns, "name server"),
    (Role::Dhcp, "DHCP server"),
    (Role::RouterFirewall, "router"),
    (Role::Identity, "login service"),
    (Role::Time, "time server"),
    (Role::Vpn, "VPN"),
    (Role::StorageServer, "file server"),
];

fn check(case: &Case, out: &mut Findings) {
    let mut by_role: BTreeMap<Role, Vec<System<'_>>> = BTreeMap::new();
    for system in case.lab.systems().filter(|system| system.runs() && !system.is_temporary()) {
        let nature = case.verdicts.nature(system);
        let sure = nature.sure.is_some_and(|sure| sure >= Quality::Image);
        if let Some(role) = nature.role.filter(|role| sure && is_base(*role)) {
            by_role.entry(role).or_default().push(system);
        }
    }
    let systems = case.lab.systems().filter(|system| system.runs()).count();
    let critical = case.policy.thresholds.critical(systems);
    for (role, what) in BASE {
        let Some([one]) = by_role.get(role).map(Vec::as_slice) else { continue };
        if !has_no_substitute(*one) {
            continue;
        }
        if *role == Role::RouterFirewall {
            report_on_nas(case, *one, out);
        }
        let needing = case.graph().dependents(*one);
        if needing.len() < critical {
            continue;
        }
        let message =
            format!("{} need `{}`, the only {what}", count(needing.len(), "system"), one.name());
        let all = names(needing.iter().map(|system| system.name()));
        out.report(*one, one.place(), message)
            .label(needing[0].place(), format!("the systems are {all}"))
            .help(help(case, *one, *role));
    }
}

/// Reports a router in a VM of a NAS, which stops its guests whenever it works on its disks.
fn report_on_nas(case: &Case, router: System<'_>, out: &mut Findings) {
    let Some(host) = router.host().filter(|&host| is_nas(case.insight, host)) else { return };
    let message = format!(
        "`{}`, the only router, rests on the NAS `{}`: whenever that is down, so is the way out",
        router.name(),
        host.name()
    );
    out.report(router, router.runs_on_span(), message)
        .label(
            host,
            "updates, a disk that is replaced or an array that is stopped take its guests down",
        )
        .help("give the router a small machine of its own, or keep the provider's router ready");
}

fn is_base(role: Role) -> bool {
    BASE.iter().any(|(base, _)| *base == role)
}

/// True for a workload that nothing restarts elsewhere and that runs once. A machine of its own is as good
/// as it gets for most homes.
fn has_no_substitute(one: System<'_>) -> bool {
    let several = !one.nature.each.is_absent()
        || one.nature.replicas.as_ref().is_some_and(|count| count.value > 1);
    let restarted = one.running.ha.as_ref().is_some_and(|ha| ha.value)
        || one.on_cluster().is_some_and(|cluster| {
            cluster.nodes().len() > 1 || cluster.node_names().nth(1).is_some()
        });
    one.as_workload().is_some() && !several && !restarted && one.clusters().next().is_none()
}

fn help(case: &Case, one: System<'_>, role: Role) -> String {
    // However small a machine is, it answers for names and the time.
    let other = case
        .lab
        .hosts()
        .find(|&host| host.serves() && Some(host) != one.host() && !is_nas(case.insight, host));
    match (role, other) {
        (Role::RouterFirewall, _) => {
            "keep a second way out ready, such as the provider's router, and know how to switch to it".to_owned()
        }
        (Role::StorageServer, _) => {
            "know what still runs without it, and how long a restore to another machine takes".to_owned()
        }
        (Role::Vpn, _) => {
            "keep a second way in, and know how to get to the machine itself".to_owned()
        }
        (Role::Identity, _) => {
            "run a second one on another host, or keep a local account on everything that it lets people into".to_owned()
        }
        (_, Some(host)) => {
            format!("run a second one on `{}`, and name both where they are asked", host.name())
        }
        (_, None) => {
            "run a second one on another machine, however small, and name both where they are asked".to_owned()
        }
    }
}
