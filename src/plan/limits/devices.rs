//! Devices: a host has what its guests use, and what one has to itself serves nobody else.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Carrier, LabModel, SplitUsage, id};
use crate::insight::{device_key, is_hardware, is_taken_whole};
use crate::lab::{Device, System, Text};
use crate::plan::limit::LimitKind;
use crate::plan::model::{BanScope, CapacityLimit, Transit};
use crate::source::Span;

pub(super) fn add(it: &mut LabModel<'_>, ran: impl Fn(&str) -> bool) {
    if !ran("device-unavailable") {
        return;
    }
    have(it);
    share(it);
}

/// The hardware that workloads use which run or are planned.
fn used<'a>(
    it: &LabModel<'a>,
    counts: impl Fn(System<'a>) -> bool,
) -> Vec<(System<'a>, &'a Device)> {
    let lab = it.lab();
    let systems = lab.systems().filter(|system| system.devices().next().is_some());
    let systems = systems.filter(|&it| it.as_workload().is_some() && counts(it));
    let devices = systems.flat_map(|system| {
        let devices = system.devices().filter(|device| is_hardware(device));
        devices.map(move |device| (system, device))
    });
    devices.collect()
}

/// Guests go only where their devices are, or where nothing is said of devices.
fn have(it: &mut LabModel<'_>) {
    let mut needed: BTreeMap<(usize, Text), (Span, BanScope)> = BTreeMap::new();
    let devices = it.insight.devices();
    for (system, device) in used(it, System::is_intended) {
        let Carrier::Guest(guest) = it.carrier(system) else { continue };
        let mut between = system.below().take_while(|below| below.as_host().is_none());
        if between.any(|below| devices.of_system(below, &device.name).is_some()) {
            continue;
        }
        // What may run on several machines is elsewhere if need be.
        let has_choice = system.entry().runs_on.len() > 1;
        let holds = if has_choice { BanScope::Going } else { BanScope::Staying };
        needed.entry((guest, device.name.value.clone())).or_insert((device.name.span, holds));
    }
    for ((guest, name), (at, holds)) in needed {
        let hosts = it.hosts.clone();
        let limit = it.limit(LimitKind::Device(id(it.guests[guest]), name.clone()), at);
        let allowed = |host: usize| !devices.lacks(hosts[host], &name);
        it.only_on([guest], allowed, Some(limit), holds);
    }
}

/// Users of a device, and those of them that have it to themselves.
#[derive(Default)]
struct Users {
    all: SplitUsage,
    alone: SplitUsage,
}

fn share(it: &mut LabModel<'_>) {
    let runs = |system: System<'_>| {
        let autostart = system.entry().running.autostart.value();
        system.runs() && autostart != Some(false)
    };
    let mut by_key: BTreeMap<Text, FxHashMap<usize, (System<'_>, bool)>> = BTreeMap::new();
    for (system, device) in used(it, |system| system.is_intended() && runs(system)) {
        let users = by_key.entry(device_key(&device.name)).or_default();
        users.entry(system.id()).or_insert((system, is_taken_whole(device)));
    }
    for (key, systems) in by_key {
        let mut users = Users::default();
        for (system, alone) in systems.values() {
            // What runs in a VM uses the device through it.
            if system.below().any(|below| systems.contains_key(&below.id())) {
                continue;
            }
            users.all.add(it.carrier(*system), 1);
            users.alone.add(it.carrier(*system), u64::from(*alone));
        }
        if systems.values().any(|(_, alone)| *alone) {
            bound(it, &key, &users);
        }
    }
}

fn bound(it: &mut LabModel<'_>, key: &Text, users: &Users) {
    let (all, alone) = (it.resource(&users.all), it.resource(&users.alone));
    let devices = it.insight.devices();
    for number in 0..it.hosts.len() {
        let host = it.hosts[number];
        let own = devices.of_system(*host, key);
        if own.is_some_and(|device| device.share.value() == Some(true)) {
            continue;
        }
        let count = own.and_then(|device| device.count.value()).unwrap_or(1);
        let at = own.map_or(host.place(), |device| device.name.span);
        let limit = it.limit(LimitKind::Share(id(*host), key.clone()), at);
        it.model.capacity(CapacityLimit {
            limit,
            hosts: vec![number],
            resource: all,
            at_most: u64::from(count).saturating_sub(users.all.stays(number)),
            when: (users.alone.stays(number) == 0).then_some(alone),
            on_the_way: Transit::Intact,
        });
    }
}
