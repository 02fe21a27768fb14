//! A workload uses a device that its host does not have, or that another workload has to itself.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::insight::{Devices, device_key, is_hardware, is_taken_whole};
use crate::lab::{Device, Host, Lab, System, Text};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "device-unavailable",
    level: Levels::always(Error),
    claims: &[
        claim::VMS_SHARE_OUT_RESOURCES,
        claim::HARDWARE_MADE_VIRTUAL,
        claim::VM_FOR_MONOLITHS,
    ],
    sources: &[authority::NIST_800_125A, authority::PROXMOX_VMS],
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
    let (devices, mut lists) = (case.insight.devices(), FxHashMap::default());
    for user in users(case.lab) {
        if lacks(devices, user) {
            let listed = lists.entry(user.host.id()).or_insert_with(|| listed(user.host));
            report_missing(devices, user, listed, out);
        } else {
            let name = device_key(&user.device.name);
            by_device.entry((user.host.id(), name)).or_default().push(user);
        }
    }
    for users in by_device.into_values().filter(|users| users.len() > 1) {
        report_taken(devices, users, out);
    }
}

/// True if the host names its devices, and this is neither among them nor among those of a VM between.
fn lacks(devices: &Devices, user: User<'_>) -> bool {
    let has = |system| devices.of_system(system, &user.device.name).is_some();
    user.host.entry().devices.is_stated() && !user.system.below().any(has)
}

fn users(lab: &Lab) -> impl Iterator<Item = User<'_>> {
    let with_devices = lab.systems().filter(|system| system.devices().next().is_some());
    let workloads = with_devices.filter(|system| system.as_workload().is_some());
    // What may run on several machines is elsewhere if need be.
    let settled = workloads.filter(|&it| it.entry().runs_on.len() <= 1 && it.is_intended());
    settled.flat_map(|system| {
        let devices = system.devices().filter(|device| is_hardware(device));
        devices.filter_map(move |device| Some(User { system, device, host: system.host()? }))
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
    // Of those that never run at once, only one needs it.
    users.retain(|user| {
        let autostart = user.system.entry().running.autostart.as_ref();
        user.system.runs() && autostart.is_none_or(|autostart| autostart.value)
    });
    let ids: FxHashSet<usize> = users.iter().map(|user| user.system.id()).collect();
    // What runs in a VM uses the device through it.
    users.retain(|user| !user.system.below().any(|below| ids.contains(&below.id())));
    users.dedup_by_key(|user| user.system.id());
    let Some(at) = users.iter().position(|user| is_taken_whole(user.device)) else { return };
    let owner = users.remove(at);
    let own = devices.of_system(*owner.host, &owner.device.name);
    let enough = own.is_some_and(|device| {
        device.share.as_ref().is_some_and(|share| share.value)
            || device.count.as_ref().is_some_and(|count| count.value as usize > users.len())
    });
    if enough {
        return;
    }
    for group in out.parts(users.iter().map(|user| user.system)) {
        let user = users.iter().find(|user| user.system == group[0]).expect("one of the users");
        let message = format!(
            "{} cannot use `{}` of `{}`, which `{}` has to itself",
            names(group.iter().map(|system| system.name())),
            user.device.name.value,
            user.host.name(),
            owner.system.name()
        );
        out.report_all(&group, &user.device.name, message)
            .label(&owner.device.name, format!("`{}` has it alone", owner.system.name()))
            .help(
                "give it to one of them; if several can use it at once, write `mode: shared` at each, and if they never \
                 run at once, `autostart: false`",
            );
    }
}
