//! The devices of a lab by name, looked up once for all workloads.

use rustc_hash::FxHashMap;

use crate::lab::{Device, Host, Lab, System, Text, pci_address};

/// The devices of a lab, by their names in lower case.
#[derive(Default)]
pub(super) struct Devices<'a> {
    /// Of each system, by its number.
    of: FxHashMap<(usize, Text), &'a Device>,
    /// The first host that has one, with it.
    first: FxHashMap<Text, (Host<'a>, &'a Device)>,
}

impl<'a> Devices<'a> {
    /// Those of every system.
    pub(super) fn of(lab: &'a Lab) -> Self {
        let mut all = Self::default();
        for system in lab.systems() {
            for device in &system.entry().devices {
                let names = std::iter::once(&device.name).chain(device.address.as_ref());
                for name in names.map(|name| key_of(name)) {
                    if let Some(host) = system.as_host() {
                        all.first.entry(name.clone()).or_insert((host, device));
                    }
                    all.of.entry((system.id(), name)).or_insert(device);
                }
            }
        }
        all
    }

    /// The first host that has a device of a name, with that.
    pub(super) fn first(&self, name: &str) -> Option<(Host<'a>, &'a Device)> {
        self.first.get(&key_of(name)).copied()
    }

    /// What a system has of a name, in whatever case.
    pub(super) fn of_system(&self, system: System<'a>, name: &str) -> Option<&'a Device> {
        self.of.get(&(system.id(), key_of(name))).copied()
    }
}

/// What a device is looked up by: its name in lower case, or the full form of its address.
pub(super) fn key_of(name: &str) -> Text {
    pci_address(name).unwrap_or_else(|| name.to_ascii_lowercase().into())
}
