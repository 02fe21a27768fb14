//! What a workload takes: hardware, memory, state, and trust.

use super::{Mark, Signal, SignalMatch, known_of, mark};
use crate::claim;
use crate::lab::{Bytes, DeviceKind, ExposureOrigin, Mode, Reach, State};
use crate::software::Trust;
use crate::verdict::known::Knowledge;
use crate::verdict::{Quality, Value};

const OWN_DISKS: Mark = mark("whole disks", 15.0, claim::VM_FOR_MONOLITHS);
const USB_DEVICE: Mark = mark("a USB device", 5.0, claim::VM_FOR_MONOLITHS);
const SHARED_GPU: Mark = mark("a shared graphics card", 0.0, claim::VM_FOR_MONOLITHS);

pub(super) const HARDWARE: Signal = Signal {
    name: "hardware",
    about: "whether it has hardware to itself",
    claims: &[claim::VM_FOR_MONOLITHS],
    scale: &[OWN_DISKS, USB_DEVICE, SHARED_GPU],
    seen: hardware,
};

fn hardware<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    let devices = known.system.devices();
    let of = |kind| {
        devices.clone().find(move |device| device.kind.as_ref().map(|it| it.value) == Some(kind))
    };
    let alone = |device: &&crate::lab::Device| {
        device.mode.as_ref().is_some_and(|mode| mode.value == Mode::Passthrough)
    };
    let disks = of(DeviceKind::Disk).filter(alone).map(|device| (&OWN_DISKS, device));
    let usb = || of(DeviceKind::Usb).map(|device| (&USB_DEVICE, device));
    let gpu = || of(DeviceKind::Gpu).map(|device| (&SHARED_GPU, device));
    let (mark, device) = disks.or_else(usb).or_else(gpu)?;
    let shown = Value::CountsAs(&device.name.value, mark.value);
    Some(SignalMatch {
        mark,
        shown,
        quality: Quality::Declared,
        at: device.name.span,
        product: None,
    })
}

const LARGE: Mark = mark("16 GiB or more", 10.0, claim::VM_COSTS_MUCH);
const SMALL: Mark = mark("512 MiB or less", -5.0, claim::CONTAINER_COSTS_LITTLE);

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
    scale: &[LARGE, SMALL],
    seen: size,
};

fn size<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    let memory = known.system.entry().memory.as_ref()?;
    let most = memory.max?;
    let mark = if most.0 >= 16 * Bytes::GIB.0 {
        &LARGE
    } else if most.0 <= 512 * Bytes::MIB.0 {
        &SMALL
    } else {
        return None;
    };
    let shown = Value::Memory(most);
    Some(SignalMatch { mark, shown, quality: Quality::Declared, at: memory.span, product: None })
}

const NOTHING: Mark =
    mark("nothing", -10.0, claim::CONTAINERS_ARE_REPRODUCIBLE).written("state: none");
const CACHE: Mark = mark("what can be made again", -10.0, claim::CONTAINERS_ARE_REPRODUCIBLE)
    .written("state: cache");
const FILES: Mark = mark("files", 0.0, claim::CARE_FOR_RESTORE).written("state: files");
const DATABASE: Mark = mark("a database", 5.0, claim::CARE_FOR_RESTORE).written("state: database");
const BLOCKS: Mark = mark("whole disks", 15.0, claim::CARE_FOR_RESTORE).written("state: blocks");

pub(super) const STATE: Signal = Signal {
    name: "state",
    about: "what it keeps",
    claims: &[claim::CARE_FOR_RESTORE],
    scale: &[NOTHING, CACHE, FILES, DATABASE, BLOCKS],
    seen: state,
};

fn state<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    let word = |state| match state {
        State::None => &NOTHING,
        State::Cache => &CACHE,
        State::Files => &FILES,
        State::Database => &DATABASE,
        State::Blocks => &BLOCKS,
    };
    if let Some(stated) = known.system.entry().nature.state.as_ref() {
        return Some(super::declared(word(stated.value), stated.span));
    }
    // What comes as an image keeps its data in volumes, where it is as safe as in a VM.
    let product = known.product.filter(|product| product.quality > Quality::Name)?;
    Some(known_of(word(product.it.keeps?), product))
}

const FOREIGN_CODE: Mark = mark("may run foreign code", 15.0, claim::VM_ISOLATION_IS_STRONG);
const SENSITIVE: Mark =
    mark("holds what others must not see", 10.0, claim::VM_FOR_CRITICAL_SECURITY);
const EXPOSED: Mark =
    mark("reachable from the internet", 4.0, claim::CONTAINER_ISOLATION_IS_WEAKER);

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
    scale: &[FOREIGN_CODE, SENSITIVE, EXPOSED],
    seen: trust,
};

fn trust<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    match known.product.map(|product| product.it.trust) {
        Some(Trust::UntrustedCode) => {
            return Some(known_of(&FOREIGN_CODE, known.product?));
        }
        Some(Trust::Sensitive) => {
            return Some(known_of(&SENSITIVE, known.product?));
        }
        _ => {}
    }
    let open = known.system.open_exposure().filter(|open| open.reach == Reach::Internet)?;
    let quality = match open.origin {
        ExposureOrigin::Stated => Quality::Declared,
        ExposureOrigin::PublishedOn(_) => Quality::Derived,
    };
    let shown = Value::Word(EXPOSED.value);
    Some(SignalMatch { mark: &EXPOSED, shown, quality, at: open.at, product: None })
}
