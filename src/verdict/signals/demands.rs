//! What a workload takes: hardware, memory, state, and trust.

use super::{Sighting, Signal, known_of, mark};
use crate::claim;
use crate::lab::{Bytes, DeviceKind, Mode, Reach, State};
use crate::software::Trust;
use crate::verdict::known::Known;
use crate::verdict::{Quality, Value};

pub(super) const HARDWARE: Signal = Signal {
    name: "hardware",
    about: "whether it has hardware to itself",
    claims: &[claim::VM_FOR_MONOLITHS],
    scale: &[
        mark("whole disks", 15.0, claim::VM_FOR_MONOLITHS),
        mark("a USB device", 5.0, claim::VM_FOR_MONOLITHS),
        mark("a shared graphics card", 0.0, claim::VM_FOR_MONOLITHS),
    ],
    seen: hardware,
};

fn hardware<'a>(known: &Known<'a>) -> Option<Sighting<'a>> {
    let devices = &known.system.entry().devices;
    let of = |kind| {
        devices.iter().find(move |device| device.kind.as_ref().map(|it| it.value) == Some(kind))
    };
    let alone = |device: &&crate::lab::Device| {
        device.mode.as_ref().is_some_and(|mode| mode.value == Mode::Passthrough)
    };
    let disks = of(DeviceKind::Disk).filter(alone).map(|device| ("whole disks", device));
    let usb = || of(DeviceKind::Usb).map(|device| ("a USB device", device));
    let gpu = || of(DeviceKind::Gpu).map(|device| ("a shared graphics card", device));
    let (mark, device) = disks.or_else(usb).or_else(gpu)?;
    let shown = Value::CountsAs(&device.name.value, mark);
    Some(Sighting { mark, shown, quality: Quality::Declared, at: device.name.span, product: None })
}

pub(super) const SIZE: Signal = Signal {
    name: "size",
    about: "how much memory it takes",
    claims: &[
        claim::VM_COSTS_MUCH,
        claim::CONTAINER_COSTS_LITTLE,
        claim::MINUS_HEAVY,
        claim::PLUS_LITTLE_OVERHEAD,
        claim::COMPARE_RESOURCES,
    ],
    // What containers and VMs get overlaps widely: memory says little.
    scale: &[
        mark("16 GiB or more", 10.0, claim::VM_COSTS_MUCH),
        mark("512 MiB or less", -5.0, claim::CONTAINER_COSTS_LITTLE),
    ],
    seen: size,
};

fn size<'a>(known: &Known<'a>) -> Option<Sighting<'a>> {
    let memory = known.system.entry().memory.as_ref()?;
    let most = memory.max?;
    let mark = if most.0 >= 16 * Bytes::GIB.0 {
        "16 GiB or more"
    } else if most.0 <= 512 * Bytes::MIB.0 {
        "512 MiB or less"
    } else {
        return None;
    };
    let shown = Value::Memory(most);
    Some(Sighting { mark, shown, quality: Quality::Declared, at: memory.span, product: None })
}

pub(super) const STATE: Signal = Signal {
    name: "state",
    about: "what it keeps",
    claims: &[claim::CARE_FOR_RESTORE],
    scale: &[
        mark("nothing", -10.0, claim::CONTAINERS_ARE_REPRODUCIBLE).written("state: none"),
        mark("what can be made again", -10.0, claim::CONTAINERS_ARE_REPRODUCIBLE)
            .written("state: cache"),
        mark("files", 0.0, claim::CARE_FOR_RESTORE).written("state: files"),
        mark("a database", 5.0, claim::CARE_FOR_RESTORE).written("state: database"),
        mark("whole disks", 15.0, claim::CARE_FOR_RESTORE).written("state: blocks"),
    ],
    seen: state,
};

fn state<'a>(known: &Known<'a>) -> Option<Sighting<'a>> {
    let word = |state| match state {
        State::None => "nothing",
        State::Cache => "what can be made again",
        State::Files => "files",
        State::Database => "a database",
        State::Blocks => "whole disks",
    };
    if let Some(stated) = known.system.entry().nature.state.as_ref() {
        return Some(super::declared(word(stated.value), stated.span));
    }
    // What comes as an image keeps its data in volumes, where it is as safe as in a VM.
    let product = known.product.filter(|product| product.quality > Quality::Name)?;
    Some(known_of(word(product.it.keeps?), product))
}

pub(super) const TRUST: Signal = Signal {
    name: "trust",
    about: "how much depends on whom it keeps out",
    claims: &[
        claim::VMS_ISOLATE,
        claim::VM_ISOLATION_IS_STRONG,
        claim::CONTAINER_ISOLATION_IS_WEAKER,
        claim::VM_FOR_TENANTS,
        claim::PLUS_ISOLATION,
        claim::PLUS_HARDWARE_SEPARATION,
        claim::MINUS_WEAKER_ISOLATION,
        claim::VM_FOR_CRITICAL_SECURITY,
        claim::COMPARE_SECURITY,
        claim::THREE_TRADE_OFFS,
    ],
    scale: &[
        mark("may run foreign code", 15.0, claim::VM_ISOLATION_IS_STRONG),
        mark("holds what others must not see", 10.0, claim::VM_FOR_CRITICAL_SECURITY),
        mark("reachable from the internet", 5.0, claim::CONTAINER_ISOLATION_IS_WEAKER)
            .written("exposure: internet"),
    ],
    seen: trust,
};

fn trust<'a>(known: &Known<'a>) -> Option<Sighting<'a>> {
    match known.product.map(|product| product.it.trust) {
        Some(Trust::UntrustedCode) => {
            return Some(known_of("may run foreign code", known.product?));
        }
        Some(Trust::Sensitive) => {
            return Some(known_of("holds what others must not see", known.product?));
        }
        _ => {}
    }
    let exposure = known.system.entry().connection.exposure.as_ref()?;
    let open = exposure.reach.value == Reach::Internet && exposure.via.is_absent();
    (open).then(|| super::declared("reachable from the internet", exposure.reach.span))
}
