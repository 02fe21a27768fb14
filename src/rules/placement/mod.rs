//! Placement: whether each workload is of the right kind, and on a machine that can carry it.

use super::Family;
use crate::lab::{Device, DeviceKind, Mode};

mod affinity_violated;
mod contradictory_requirements;
mod device_unavailable;
mod devices;
mod kernel_mismatch;
mod kind_mismatch;
mod movable_but_pinned;
mod must_be_vm;
mod unclassifiable;
mod vm_for_one_container;

pub(super) const FAMILY: Family = Family {
    name: "placement",
    about: "whether each workload is of the right kind, on a machine that can carry it",
    rules: &[
        must_be_vm::RULE,
        kind_mismatch::RULE,
        contradictory_requirements::RULE,
        kernel_mismatch::RULE,
        device_unavailable::RULE,
        movable_but_pinned::RULE,
        affinity_violated::RULE,
        unclassifiable::RULE,
        vm_for_one_container::RULE,
    ],
    last: &[],
};

/// True for a device that is a thing, rather than a file that the kernel of any host provides.
fn is_hardware(device: &Device) -> bool {
    const PROVIDED: &[&str] = &["tun", "tap", "fuse", "kvm", "dri", "snd", "null", "net"];
    let kind = device.kind.as_ref().map(|kind| kind.value);
    let name = device.name.as_str();
    !matches!(kind, Some(DeviceKind::Tun | DeviceKind::Proxy | DeviceKind::Disk))
        && !name.contains('/')
        && !PROVIDED.contains(&name)
}

/// True if nobody else can use the device meanwhile.
fn is_taken_whole(device: &Device) -> bool {
    let shared = device.share.as_ref().is_some_and(|share| share.value);
    match device.mode.as_ref().map(|mode| mode.value) {
        Some(mode) => mode == Mode::Passthrough && !shared,
        None => device.kind.as_ref().is_some_and(|kind| kind.value == DeviceKind::Pci) && !shared,
    }
}
