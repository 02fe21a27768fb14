//! The devices of a lab by name, looked up once for all workloads.

use rustc_hash::FxHashMap;

use crate::lab::{Device, Host, Lab, System, Text};

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
                let name = device.name.to_ascii_lowercase();
                if let Some(host) = system.as_host() {
                    all.first.entry(name.clone()).or_insert((host, device));
                }
                all.of.entry((system.id(), name)).or_insert(device);
            }
        }
        all
    }

    /// The first host that has a device of a name, with that.
    pub(super) fn first(&self, name: &str) -> Option<(Host<'a>, &'a Device)> {
        self.first.get(&Text::from(name.to_ascii_lowercase())).copied()
    }

    /// What a system has of a name, in whatever case.
    pub(super) fn of_system(&self, system: System<'a>, name: &str) -> Option<&'a Device> {
        self.of.get(&(system.id(), name.to_ascii_lowercase().into())).copied()
    }
}
