//! The devices of a host by name, and who has which of them to himself.

use std::collections::HashMap;

use crate::lab::{Device, Host, Mode, System};

/// The devices of a host.
pub(super) struct Shelf<'a> {
    /// By name; of several of one name, the first.
    devices: HashMap<&'a str, &'a Device>,
    /// True if the host says what devices it has.
    is_stated: bool,
}

impl<'a> Shelf<'a> {
    /// What a host has.
    pub(super) fn of(host: Host<'a>) -> Self {
        let all = &host.entry().devices;
        let mut devices = HashMap::with_capacity(all.len());
        for device in all {
            devices.entry(device.name.value.as_str()).or_insert(device);
        }
        Self { devices, is_stated: all.is_stated() }
    }

    /// The devices that a guest uses of it, and whether it has each alone.
    pub(super) fn used_by(&self, guest: System<'a>) -> impl Iterator<Item = (&'a str, bool)> {
        guest.entry().devices.iter().filter_map(|used| {
            let device = self.devices.get(used.name.value.as_str())?;
            let alone = used.mode.as_ref().is_some_and(|mode| mode.value == Mode::Passthrough)
                || device.share.as_ref().is_some_and(|share| !share.value);
            Some((device.name.value.as_str(), alone))
        })
    }

    /// How many there are of a device, if it is there.
    pub(super) fn count(&self, name: &str) -> Option<u64> {
        let device = self.devices.get(name)?;
        Some(device.count.as_ref().map_or(1, |count| u64::from(count.value)))
    }

    /// True if the host says what devices it has, and this is none of them.
    pub(super) fn lacks(&self, name: &str) -> bool {
        self.is_stated && !self.devices.contains_key(name)
    }
}
