//! A workload uses a device that its host does not have, or that another workload has to itself.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::insight::{Devices, is_hardware, is_numbered, is_taken_whole, lacks_tunnel};
use crate::lab::{Device, Host, Lab, System, Text};
use crate::policy::Levels;
use crate::rules::group::name_all;
use crate::rules::words::{count, names};
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "device-unavailable",
    level: Levels::always(Error),
    claims: &[
        claim::VMS_SHARE_OUT_RESOURCES,
        claim::HARDWARE_MADE_VIRTUAL,
        claim::VM_FOR_MONOLITHS,
    ],
    sources: &[
        authority::NIST_800_125A,
        authority::PROXMOX_VMS,
        authority::PROXMOX_CONTAINERS,
        authority::TAILSCALE_LXC,
    ],
    page: include_str!("device_unavailable.md"),
    check,
};

/// A workload, and a device of its host that it uses.
#[derive(Clone, Copy)]
struct User<'a> {
    system: System<'a>,
    device: &'a Device,
    host: Host<'a>,
}

fn check(case: &Case, out: &mut Findings) {
    let mut by_device: BTreeMap<(usize, Text), Vec<User<'_>>> = BTreeMap::new();
    let mut by_vm: BTreeMap<(usize, Text), Vec<User<'_>>> = BTreeMap::new();
    let mut numbered: BTreeMap<usize, Vec<User<'_>>> = BTreeMap::new();
    let (devices, mut lists) = (case.insight.devices(), FxHashMap::default());
    for user in users(case.lab) {
        let (is_thing, is_intended) = (is_hardware(user.device), user.system.is_intended());
        if is_intended && is_numbered(user.device) {
            numbered.entry(user.host.id()).or_default().push(user);
        }
        if is_thing && lacks(devices, user) {
            if !is_intended {
                continue;
            }
            let listed = lists.entry(user.host.id()).or_insert_with(|| listed(user.host));
            report_missing(devices, user, listed, out);
        } else if is_thing || devices.is_graphics(user.device) {
            // In a VM it is that of the VM, whose host may have another one.
            let is_inside = || user.system.below().any(|below| below.as_vm().is_some());
            if is_guess(devices, user) && is_inside() {
                continue;
            }
            let key = devices.key(user.host, user.device);
            if let Some(vm) = withheld_by(devices, user).filter(|_| is_intended) {
                by_vm.entry((vm.id(), key.clone())).or_default().push(user);
            }
            by_device.entry((user.host.id(), key)).or_default().push(user);
        }
    }
    for users in by_device.into_values().filter(|users| users.len() > 1) {
        report_taken(devices, users, out);
    }
    for ((vm, _), users) in by_vm {
        report_withheld(case.lab.system_at(vm), &users, out);
    }
    for users in numbered.into_values() {
        report_numbered(&users, out);
    }
    report_tunnels(case, out);
}

/// True if the host names its devices, and this is neither among them nor among those of a VM between.
fn lacks(devices: &Devices, user: User<'_>) -> bool {
    let has = |system| devices.same(system, user.device).is_some();
    devices.has_no(user.host, user.device) && !user.system.below().any(has)
}

/// The VM between a container and a device of the host, if the device is not said to be given to it.
fn withheld_by<'a>(devices: &Devices, user: User<'a>) -> Option<System<'a>> {
    let vm = user.system.below().find(|below| below.as_vm().is_some())?;
    devices.same(*user.host, user.device)?;
    devices.same(vm, user.device).is_none().then_some(vm)
}

fn users(lab: &Lab) -> impl Iterator<Item = User<'_>> {
    let workloads = lab.systems().filter(|system| system.as_workload().is_some());
    // What may run on several machines is elsewhere if need be.
    let settled = workloads
        .filter(|&it| it.entry().runs_on.len() <= 1 && (it.is_intended() || it.can_be_started()));
    settled.flat_map(|system| {
        system
            .devices()
            .filter_map(move |device| Some(User { system, device, host: system.host()? }))
    })
}

/// What a host has, in words.
fn listed(host: Host<'_>) -> String {
    let all = host.devices().map(|device| device.name.as_str());
    match all.clone().count() {
        0 => format!("`{}` is said to have no devices", host.name()),
        _ => format!("`{}` has {}", host.name(), names(all)),
    }
}

fn report_missing(devices: &Devices, user: User<'_>, listed: &str, out: &mut Findings) {
    let User { system, device, host } = user;
    let (name, wanted) = (system.name(), &device.name.value);
    let message = format!("`{name}` uses `{wanted}`, which `{}` does not have", host.name());
    let finding = out.report(system, &device.name, message);
    finding.label(host, listed);
    match devices.first(host.lab(), wanted) {
        Some((other, there)) => finding.label(&there.name, "it is here").help(format!(
            "run `{name}` on `{}`, or name a device of `{}`",
            other.name(),
            host.name()
        )),
        // A list of devices may be incomplete.
        None => finding.lower().help(format!(
            "correct the name, or add `{wanted}` to the `devices` of `{}`",
            host.name()
        )),
    };
}

/// Reports those who use what somebody else has to himself.
fn report_taken(devices: &Devices, mut users: Vec<User<'_>>, out: &mut Findings) {
    let ids: FxHashSet<usize> = users.iter().map(|user| user.system.id()).collect();
    // What runs in a VM uses the device through it.
    users.retain(|user| !user.system.below().any(|below| ids.contains(&below.id())));
    users.dedup_by_key(|user| user.system.id());
    // Of those that never run at once, only one needs it.
    users.retain(|user| {
        let autostart = user.system.entry().running.autostart.as_ref();
        autostart.is_none_or(|autostart| autostart.value)
    });
    let up: Vec<User<'_>> = users.iter().copied().filter(|user| user.system.runs()).collect();
    let owner = up.iter().position(|user| is_taken_whole(user.device));
    let likely = || up.iter().position(|user| is_given_whole(devices, *user));
    let owner = owner.or_else(likely).filter(|_| up.len() > 1);
    // Cards that a host does not name may be several, and are where they have several names.
    let guessed = users.first().is_some_and(|user| is_guess(devices, *user));
    if guessed && names_of_cards(&users).len() != 1 {
        return;
    }
    if let Some(owner) = owner.filter(|&owner| !is_enough(devices, up[owner], up.len())) {
        return report_conflict(devices, owner, up, out);
    }
    let Some(owner) = users.iter().find(|user| is_taken_whole(user.device)) else { return };
    if users.len() > 1 && !is_enough(devices, *owner, users.len()) {
        report_alternatives(*owner, &users, out);
    }
}

/// True for a VM with a graphics card of its host of which nobody says that several can use it: most are handed
/// over as a whole.
fn is_given_whole(devices: &Devices, user: User<'_>) -> bool {
    let says_nothing = user.device.mode.is_absent() && user.device.share.is_absent();
    let of_host = || devices.same(*user.host, user.device).is_some();
    user.system.as_vm().is_some() && devices.is_graphics(user.device) && says_nothing && of_host()
}

/// True for a graphics card of a host that names none, so that another one may be meant.
fn is_guess(devices: &Devices, user: User<'_>) -> bool {
    devices.is_graphics(user.device) && !devices.has_cards(user.host)
}

/// The names of the cards that some use, but for files, which any card may have.
fn names_of_cards(users: &[User<'_>]) -> FxHashSet<Text> {
    let names = users.iter().map(|user| user.device.name.to_ascii_lowercase());
    names.filter(|name| !name.starts_with('/')).collect()
}

/// True if there is as much of a device as there are users, or all can use it at once.
fn is_enough(devices: &Devices, owner: User<'_>, users: usize) -> bool {
    devices.same(*owner.host, owner.device).is_some_and(|device| {
        device.share.as_ref().is_some_and(|share| share.value)
            || device.count.as_ref().is_some_and(|count| count.value as usize >= users)
    })
}

fn report_conflict(devices: &Devices, owner: usize, mut users: Vec<User<'_>>, out: &mut Findings) {
    let owner = users.remove(owner);
    for group in out.parts(users.iter().map(|user| user.system)) {
        let user = users.iter().find(|user| user.system == group[0]).expect("one of the users");
        let message = format!(
            "{} cannot use `{}` of `{}`, which `{}` has to itself",
            names(group.iter().map(|system| system.name())),
            user.device.name.value,
            user.host.name(),
            owner.system.name()
        );
        let finding = out.report_all(&group, &user.device.name, message);
        if is_guess(devices, owner) {
            finding.lower().lower();
        } else if !is_taken_whole(owner.device) {
            finding.lower();
        }
        finding
            .label(&owner.device.name, format!("`{}` has it alone", owner.system.name()))
            .help(
                "give it to one of them; if several can use it at once, write `mode: shared` at each, and if they never \
                 run at once, `autostart: false`",
            );
    }
}

/// Reports those of whom one can run at a time, while they do not run.
fn report_alternatives(owner: User<'_>, users: &[User<'_>], out: &mut Findings) {
    for group in
        out.parts(users.iter().map(|user| user.system)).into_iter().filter(|it| it.len() > 1)
    {
        let all = names(group.iter().map(|system| system.name()));
        let message = format!(
            "{all} cannot run at once: `{}` has `{}` of `{}` to itself",
            owner.system.name(),
            owner.device.name.value,
            owner.host.name()
        );
        let finding = out.report_all(&group, &owner.device.name, message);
        finding.lower().lower().help("if they never do, say `autostart: false` at each");
    }
}

/// Reports containers that use a device of the host from within a VM.
fn report_withheld(vm: System<'_>, users: &[User<'_>], out: &mut Findings) {
    for group in out.parts(users.iter().map(|user| user.system)) {
        let user = users.iter().find(|user| user.system == group[0]).expect("one of the users");
        let who = names(group.iter().map(|system| system.name()));
        let uses = if group.len() == 1 { "uses" } else { "use" };
        let (wanted, name) = (&user.device.name.value, vm.name());
        let names_its_devices = vm.devices().next().is_some();
        let given = if names_its_devices {
            format!("which VM `{name}` below is not given")
        } else {
            format!("and the file does not say that VM `{name}` below is given it")
        };
        let finding =
            out.report_all(&group, &user.device.name, format!("{who} {uses} `{wanted}`, {given}"));
        finding.lower().label(vm, format!("`{wanted}` is in `{}`, below it", user.host.name()));
        if !names_its_devices {
            finding.lower();
        }
        finding.help(format!("pass it through, and say so at `{name}`: `devices: [{wanted}]`"));
    }
}

/// Reports devices that go by a number which the kernel gives out.
fn report_numbered(users: &[User<'_>], out: &mut Findings) {
    let mut systems: Vec<System<'_>> = users.iter().map(|user| user.system).collect();
    systems.dedup();
    for group in out.parts(systems) {
        let user = users.iter().find(|user| user.system == group[0]).expect("one of the users");
        let message = match group.as_slice() {
            [one] => format!(
                "`{}` names `{}`, a number that can be another one after the next start",
                one.name(),
                user.device.name.value
            ),
            many => format!(
                "{} on `{}` name devices by numbers that can be others after the next start",
                count(many.len(), "workload"),
                user.host.name()
            ),
        };
        let finding = out.report_all(&group, &user.device.name, message);
        name_all(finding, &group, "the workloads are");
        finding.lower().lower().help(
            "name it by what stays: a link below `/dev/dri/by-path`, `/dev/serial/by-id` or `/dev/v4l/by-id`; to encode \
             video, the render node (`/dev/dri/renderD128`) is enough",
        );
    }
}

/// Reports what connects networks and is not given the device for that.
fn report_tunnels(case: &Case, out: &mut Findings) {
    let containers = case.lab.containers().filter(|container| container.is_intended());
    let without = containers.filter(|&container| lacks_tunnel(case.insight, container));
    for group in out.parts(without) {
        let first = group[0];
        let message = match group.as_slice() {
            [one] => format!(
                "`{}` needs `/dev/net/tun`, and the file does not say that it is given it",
                one.name()
            ),
            many => format!(
                "{} need `/dev/net/tun`, and the file does not say that they are given it",
                count(many.len(), "unprivileged container")
            ),
        };
        let finding = out.report_all(&group, first, message);
        name_all(finding, &group, "the containers are");
        finding.lower().lower().help(
            "an unprivileged container has it only where it is handed in: say `devices: [/dev/net/tun]` where that is so",
        );
    }
}
