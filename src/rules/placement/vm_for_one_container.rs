//! A virtual machine carries one application container, while another one beside it carries several.

use std::collections::BTreeMap;

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Info;
use crate::lab::{Container, Criticality, Host, Reach, System, Vm};
use crate::policy::Levels;
use crate::rules::group::name_all;
use crate::rules::words::{count, names};
use crate::rules::{Case, Rule, authority};
use crate::software::{Role, Tier};
use crate::verdict::Quality;

pub(super) const RULE: Rule = Rule {
    name: "vm-for-one-container",
    level: Levels::unless_minimal(Info),
    claims: &[
        claim::SEPARATION_AVOIDS_COMPLEXITY,
        claim::VM_COSTS_MUCH,
        claim::HYBRID_EFFICIENCY,
        claim::MINUS_HEAVY,
        claim::MINUS_MANY_ARE_HARD,
    ],
    sources: &[authority::CONTAINERS_AND_VMS_MEASURED, authority::RED_HAT_CONTAINERS_VS_VMS],
    page: include_str!("vm_for_one_container.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for host in case.lab.hosts() {
        let lone: Vec<(Vm<'_>, Container<'_>)> =
            host.vms().filter_map(|vm| Some((vm, lone_container(case, vm)?))).collect();
        if !lone.is_empty() {
            report(host, &lone, out);
        }
    }
}

fn report(host: Host<'_>, lone: &[(Vm<'_>, Container<'_>)], out: &mut Findings) {
    for (zone, shared) in shared(host) {
        let beside = lone.iter().filter(|(_, guest)| self::zone(**guest) == zone);
        for group in out.parts(beside.map(|&(vm, _)| vm)) {
            let guests = group.iter().filter_map(|vm| vm.guests().next());
            let message = match group.as_slice() {
                [one] => format!(
                    "VM `{}` carries only container {}",
                    one.name(),
                    names(guests.clone().map(System::name))
                ),
                many => format!("{} carry one container each", count(many.len(), "VM")),
            };
            let beside = count(shared.guests().len(), "container");
            let finding = out.report_all(
                &group,
                group[0].place(),
                format!("{message}, while `{}` beside it carries {beside}", shared.name()),
            );
            name_all(finding, &group, "the VMs are");
            let moving = names(guests.map(System::name));
            finding.label(shared, "this one is shared already").help(format!(
                "move {moving} to `{}`; if it is apart on purpose, say so with `zone:`, `tenancy:` or an allowance",
                shared.name()
            ));
        }
    }
}

/// The fullest VM of each zone on a host that several containers share.
fn shared(host: Host<'_>) -> BTreeMap<Option<&str>, Vm<'_>> {
    let mut fullest: BTreeMap<Option<&str>, Vm<'_>> = BTreeMap::new();
    for vm in host.vms().filter(|vm| vm.guests().len() > 1 && vm.runs() && !vm.is_for_trial()) {
        if vm.guests().all(|guest| guest.as_container().is_some()) {
            let best = fullest.entry(zone(*vm)).or_insert(vm);
            if best.guests().len() < vm.guests().len() {
                *best = vm;
            }
        }
    }
    fullest
}

/// The only thing on a VM, if it is an application container for which a shared VM would do.
fn lone_container<'a>(case: &Case<'a>, vm: Vm<'a>) -> Option<Container<'a>> {
    let [guest] = vm.guests().collect::<Vec<_>>()[..] else { return None };
    let container = guest.as_container().filter(|container| !container.is_system_container())?;
    (has_no_other_task(case, vm) && asks_for_nothing(case, guest) && guest.runs())
        .then_some(container)
}

fn has_no_other_task(case: &Case, vm: Vm<'_>) -> bool {
    let nature = case.verdicts.nature(*vm);
    let stated = nature.sure.is_some_and(|sure| sure >= Quality::Image);
    let role = nature.role.filter(|_| stated);
    matches!(role, None | Some(Role::ContainerHost | Role::GuestOs))
        && vm.devices().next().is_none()
        && vm.runs()
        && !vm.is_for_trial()
        && vm.clusters().next().is_none()
}

/// True for an application, or what serves one, that nothing sets apart from its neighbours.
fn asks_for_nothing(case: &Case, guest: System<'_>) -> bool {
    let entry = guest.entry();
    let role = case.verdicts.nature(guest).role;
    let exposed = guest.stack().any(|system| {
        let stated = system.connection.exposure.as_ref();
        system.is_exposed() || stated.is_some_and(|it| it.reach.value == Reach::Internet)
    });
    let vital = entry.operation.criticality.as_ref().is_some_and(|criticality| {
        matches!(criticality.value, Criticality::High | Criticality::Critical)
    });
    let restarts =
        guest.stack().any(|it| it.entry().running.ha.as_ref().is_some_and(|ha| ha.value));
    let apart =
        !entry.nature.tenancy.is_absent() || !entry.nature.pin.is_absent() || guest.is_temporary();
    role.is_none_or(|role| role.tier() >= Tier::Database)
        && !(exposed || vital || restarts || apart)
}

/// The zone of trust, or else the first network of the VM.
fn zone(system: System<'_>) -> Option<&str> {
    let zone = system.inherit(|entry| entry.connection.zone.as_ref());
    let network = || {
        let vm = system.kernel()?;
        Some(vm.networks().next()?.network.value.as_str())
    };
    zone.map(|(zone, _)| zone.value.as_str()).or_else(network)
}
