//! A workload is meant to move to another host, but something ties it to the one it is on.

use rustc_hash::FxHashMap;

use super::devices::Devices;
use super::{is_hardware, is_taken_whole};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::Mounted;
use crate::lab::{
    Container, Device, Host, Lab, Migration, Pinned, System, Text, VolumeSource, Workload,
};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "movable-but-pinned",
    level: Levels { strict: Some(Error), ..Levels::always(Warning) },
    claims: &[claim::VMS_EASE_RECOVERY, claim::VMS_MOVE_TO_BALANCE],
    sources: &[authority::PROXMOX_VMS, authority::PROXMOX_HA, authority::PROXMOX_CONTAINERS],
    page: include_str!("movable_but_pinned.md"),
    check,
};

/// What holds a workload where it is.
struct Tie {
    what: String,
    at: Span,
    why: String,
    help: &'static str,
}

fn check(case: &Case, out: &mut Findings) {
    let (pins, mounted) = (pins(case.lab), case.insight.mounted());
    let devices = Devices::of(case.lab);
    let mut copies = Copies { devices, known: FxHashMap::default() };
    for workload in case.lab.workloads() {
        let running = &workload.entry().running;
        let restarts = running.ha.as_ref().filter(|ha| ha.value).map(|ha| ha.span);
        let live = running.migration.as_ref().filter(|it| it.value == Migration::Live);
        // That a container cannot move while it runs is said elsewhere.
        let moves = live.filter(|_| workload.as_vm().is_some()).map(|it| it.span);
        let Some(at) = restarts.or(moves).filter(|_| workload.is_meant()) else { continue };
        let Some(host) = workload.host() else { continue };
        let pinned = pins.get(&workload.id()).copied();
        let tie = pinned
            .and_then(|pinned| rule(case.lab, pinned, host))
            .or_else(|| device(&mut copies, workload, host, moves.is_some()))
            .or_else(|| workload.as_container().and_then(|it| folder(mounted, it, host)))
            .or_else(|| moves.and_then(|_| processor(workload, host)));
        let Some(tie) = tie else { continue };
        let meant = if moves.is_some() { "move while it runs" } else { "restart on another host" };
        let message = format!(
            "`{}` is meant to {meant}, but {} ties it to `{}`",
            workload.name(),
            tie.what,
            host.name()
        );
        out.report(workload, at, message).label(tie.at, tie.why).help(tie.help);
    }
}

/// The other hosts it may run on: those it names, or those of the cluster.
fn others<'a>(lab: &'a Lab, workload: Workload<'a>, host: Host<'a>) -> Vec<Host<'a>> {
    let named = workload.entry().runs_on.iter().filter_map(|name| lab.system(name));
    let nodes = host.clusters().flat_map(|cluster| cluster.nodes());
    let all = named.chain(nodes).filter_map(System::as_host);
    let mut others: Vec<Host<'_>> = all.filter(|other| *other != host).collect();
    others.sort_by_key(|other| other.id());
    others.dedup();
    others
}

/// The first rule that leaves a workload one machine, by the number of the workload.
fn pins(lab: &Lab) -> FxHashMap<usize, &Pinned> {
    let mut pins = FxHashMap::default();
    for pinned in lab.placement().pinned.iter().filter(|pinned| pinned.to.len() == 1) {
        for workload in pinned.workloads.iter().filter_map(|name| lab.system(name)) {
            pins.entry(workload.id()).or_insert(pinned);
        }
    }
    pins
}

fn rule(lab: &Lab, pinned: &Pinned, host: Host<'_>) -> Option<Tie> {
    let only = lab.system(&pinned.to[0])?.as_host()?;
    (only == host).then(|| Tie {
        what: "a rule of placement".to_owned(),
        at: pinned.at,
        why: format!("this allows only `{}`", host.name()),
        help: "name more machines in the rule, or let it stay where it is",
    })
}

fn device<'a>(
    copies: &mut Copies<'a>,
    workload: Workload<'a>,
    host: Host<'a>,
    moves: bool,
) -> Option<Tie> {
    let device = workload.entry().devices.iter().find(|device| {
        // Hardware that a VM holds stops it from moving even where there is more of it.
        is_hardware(device)
            && if moves { is_taken_whole(device) } else { !copies.of(workload, host, device) }
    })?;
    Some(Tie {
        what: format!("the device `{}`", device.name.value),
        at: device.name.span,
        why: format!("it is in `{}`", host.name()),
        help: "reach the device over the network, or have one like it in every host that may take over",
    })
}

/// Which devices of a host all the others have too.
struct Copies<'a> {
    devices: Devices<'a>,
    /// Of a host, by its number, and the name of a device.
    known: FxHashMap<(usize, Text), bool>,
}

impl<'a> Copies<'a> {
    /// True if there are other hosts that a workload may run on, and all of them have a device.
    fn of(&mut self, workload: Workload<'a>, host: Host<'a>, device: &Device) -> bool {
        let look = || {
            let others = others(host.lab(), workload, host);
            let has = |other: &Host<'a>| self.devices.of_system(**other, &device.name).is_some();
            !others.is_empty() && others.iter().all(has)
        };
        if workload.entry().runs_on.len() > 1 {
            return look();
        }
        *self.known.entry((host.id(), device.name.to_ascii_lowercase())).or_insert_with(look)
    }
}

/// A folder of the host that a system container uses, unless it is on shared storage.
fn folder(mounted: &Mounted, container: Container<'_>, host: Host<'_>) -> Option<Tie> {
    if !container.is_system_container() {
        return None;
    }
    let shared = |path: &str| {
        // Proxmox VE mounts its network storage here, on every node.
        path.starts_with("/mnt/pve/") || mounted.around(container.lab(), path).next().is_some()
    };
    let local = container.entry().volumes.iter().find_map(|volume| match &volume.source {
        VolumeSource::Path(path) if !shared(path) && volume.keeping.storage.is_absent() => {
            Some((volume, path))
        }
        _ => None,
    });
    let (volume, path) = local?;
    Some(Tie {
        what: format!("the folder `{path}`"),
        at: volume.at,
        why: format!("it is a folder of `{}`", host.name()),
        help: "put the folder on shared storage and name it with `storage:`, or let it stay where it is",
    })
}

fn processor(workload: Workload<'_>, host: Host<'_>) -> Option<Tie> {
    let cpu_type = workload.entry().machine.cpu_type.as_ref();
    let cpu_type = cpu_type.filter(|it| it.eq_ignore_ascii_case("host"))?;
    let model =
        |host: Host<'_>| Some(host.entry().cpu.as_ref()?.value.model.clone()?.to_lowercase());
    let own = model(host)?;
    let mut others = others(host.lab(), workload, host).into_iter();
    let other = others.find(|&it| model(it).is_some_and(|model| model != own))?;
    Some(Tie {
        what: "`cpu_type: host`".to_owned(),
        at: cpu_type.span,
        why: format!("`{}` has another processor", other.name()),
        help: "take a processor type that all hosts have, such as `x86-64-v2-AES`",
    })
}
