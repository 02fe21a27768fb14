//! Something is started before what it needs to start.

use std::collections::BTreeMap;

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::insight::{Edge, EdgeKind};
use crate::lab::{Cluster, Engine, System, VolumeSource, When, external};
use crate::policy::Levels;
use crate::rules::group::{name_all, who};
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "start-order-inverted",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[claim::VMS_EASE_RECOVERY, claim::CONTAINERS_ARE_REPRODUCIBLE],
    sources: &[authority::PROXMOX_VMS],
    page: include_str!("start_order_inverted.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let graph = case.graph();
    let mut told: Vec<(usize, usize)> = Vec::new();
    let mut unordered: BTreeMap<usize, Vec<System<'_>>> = BTreeMap::new();
    let mut far: BTreeMap<usize, Vec<(System<'_>, Span)>> = BTreeMap::new();
    for system in case.lab.systems().filter(|system| system.runs()) {
        far_share(case, system, &mut far);
        for need in graph.needs(system.id()).iter().filter(|need| is_waited_for(need)) {
            let Some(needed) = graph.only(case.lab, need.on) else { continue };
            let Some((early, late)) = side_by_side(system, needed) else { continue };
            let pair = (early.id(), late.id());
            if told.contains(&pair) {
                continue;
            }
            if is_inverted(early, late) {
                told.push(pair);
                tell(system, needed, early, late, out);
            } else if need.kind == EdgeKind::Storage && is_unordered(early, late) {
                told.push(pair);
                unordered.entry(late.id()).or_default().push(early);
            }
        }
    }
    for (server, users) in unordered {
        tell_unordered(case.lab.system_at(server), &users, out);
    }
    for (machine, users) in far {
        tell_far(case, case.lab.system_at(machine), &users, out);
    }
}

/// True for what has to be there before its owner can start, and is no ground to stand on.
fn is_waited_for(need: &Edge) -> bool {
    need.holds_up() && matches!(need.kind, EdgeKind::DependsOn | EdgeKind::Storage)
}

/// True for two guests that both start with their machine, in no order that anybody states.
fn is_unordered(early: System<'_>, late: System<'_>) -> bool {
    let is_open = |system: System<'_>| {
        let running = &system.entry().running;
        system.is_guest()
            && system.runs()
            && running.start_order.is_absent()
            && running.autostart.value() != Some(false)
    };
    is_open(early) && is_open(late)
}

/// Notes a container that mounts a share as it starts, on a machine where nothing waits for that.
fn far_share<'a>(
    case: &Case<'a>,
    system: System<'a>,
    far: &mut BTreeMap<usize, Vec<(System<'a>, Span)>>,
) {
    let share = system.entry().volumes.iter().find_map(|volume| match &volume.source {
        VolumeSource::Share(share) => Some((volume.at, share)),
        _ => None,
    });
    let Some((at, share)) = share else { return };
    let Some(machine) = system.kernel().filter(|_| is_plain_container(system)) else { return };
    let servers = case.graph().needs(system.id()).iter().filter(|it| it.kind == EdgeKind::Storage);
    let servers: Vec<System<'_>> =
        servers.filter_map(|need| case.graph().only(case.lab, need.on)).collect();
    // What stands beside the machine has an order of its own.
    let is_beside = |server: &System<'a>| side_by_side(system, *server).is_some();
    let is_awaited = |system: System<'_>| {
        system.entry().depends_on.iter().any(|need| {
            let is_server = servers.iter().any(|server| server.name() == need.on.as_str());
            let is_boot = need.when.value().is_none_or(|when| when == When::Boot);
            (is_server || *need.on == *share.server || external(&need.on).is_some()) && is_boot
        })
    };
    if !servers.iter().any(is_beside) && !system.stack().any(is_awaited) {
        far.entry(machine.id()).or_default().push((system, at));
    }
}

/// True for a container that its engine alone starts, once. A cluster tries again.
fn is_plain_container(system: System<'_>) -> bool {
    let is_plain = system
        .as_container()
        .is_some_and(|container| matches!(container.engine(), Engine::Docker | Engine::Podman));
    let mut clusters = system.stack().flat_map(System::clusters).chain(system.on_cluster());
    is_plain && !clusters.any(Cluster::orchestrates)
}

/// What carries the two on the machine that both are on, so that one order holds for both.
fn side_by_side<'a>(one: System<'a>, other: System<'a>) -> Option<(System<'a>, System<'a>)> {
    one.stack().find_map(|left| {
        let machine = left.on()?;
        let right = other.stack().find(|right| right.on() == Some(machine))?;
        (left != right).then_some((left, right))
    })
}

/// True if the first starts before the second. On Proxmox VE, what has no number comes after all that have.
fn is_inverted(early: System<'_>, late: System<'_>) -> bool {
    let order = |system: System<'_>| Some(system.entry().running.start_order.as_ref()?.value);
    let on_proxmox = early.host().and_then(|host| host.hypervisor()) == Some("proxmox");
    match (order(early), order(late)) {
        (Some(first), Some(second)) => first < second,
        (Some(_), None) => on_proxmox && late.runs(),
        _ => false,
    }
}

fn tell(
    system: System<'_>,
    needed: System<'_>,
    early: System<'_>,
    late: System<'_>,
    out: &mut Findings,
) {
    let at = early.running.start_order.as_ref().map_or(early.place(), |order| order.span);
    let why = if system == early && needed == late {
        "which it needs".to_owned()
    } else {
        format!("though `{}` needs `{}`", system.name(), needed.name())
    };
    let message = format!("`{}` starts before `{}`, {why}", early.name(), late.name());
    let finding = out.report(early, at, message);
    match late.running.start_order.as_ref() {
        Some(order) => finding.label(order.span, format!("`{}` comes later", late.name())),
        None => finding.label(late, "without an order it starts after all that have one"),
    };
    finding.help(format!(
        "give `{}` a lower `start_order` than `{}`; if it can wait for it, say `when: run` in `depends_on`",
        late.name(),
        early.name()
    ));
}

fn tell_unordered(server: System<'_>, users: &[System<'_>], out: &mut Findings) {
    for group in out.parts(users.iter().copied()) {
        let all = names(group.iter().map(|user| user.name()));
        let (keeps, its) = if group.len() == 1 { ("has", "its") } else { ("have", "their") };
        let message = format!(
            "{all} {keeps} {its} data on `{}`, and nothing says that it starts before",
            server.name()
        );
        let finding = out.report_all(&group, group[0].place(), message);
        finding.label(server, format!("`{}` starts with the same machine", server.name()));
        finding.help(format!(
            "give `{}` the lowest `start_order` of the machine, with a delay until its shares are there",
            server.name()
        ));
    }
}

fn tell_far(case: &Case, machine: System<'_>, users: &[(System<'_>, Span)], out: &mut Findings) {
    for group in out.parts(users.iter().map(|(user, _)| *user)) {
        let who = who(&group, "container", ["mounts", "mount"]);
        let message = format!(
            "{who} a share when `{}` starts, and nothing waits until that is there",
            machine.name()
        );
        let at =
            users.iter().find(|(user, _)| *user == group[0]).map_or(machine.place(), |it| it.1);
        let finding = out.report_all(&group, at, message);
        name_all(finding, &group, "the containers are");
        let servers = case.graph().needs(group[0].id()).iter();
        let server = servers
            .filter(|need| need.kind == EdgeKind::Storage)
            .find_map(|need| case.graph().only(case.lab, need.on));
        let server = server.map_or("'external:nas'", |server| server.name());
        finding.help(format!(
            "after a power cut the share may come later than they: let the engine wait for the mount \
             (`x-systemd.automount`, `RequiresMountsFor`), and say so with `depends_on: [{server}]`"
        ));
    }
}
