//! The devices of a lab by name, and who has which of them alone.

use rustc_hash::FxHashMap;

use crate::lab::{Device, DeviceKind, Host, Lab, Mode, System, Text, pci_address};

/// The devices of a lab, by their names in lower case and by their addresses.
#[derive(Debug, Default)]
pub struct Devices {
    /// Of each system, by its number: the position of the device among those of the system.
    of: FxHashMap<(usize, Text), usize>,
    /// The first host that has one, and the position of the device there.
    first: FxHashMap<Text, (usize, usize)>,
}

impl Devices {
    /// Those of every system.
    pub(super) fn of(lab: &Lab) -> Self {
        let mut all = Self::default();
        for system in lab.systems() {
            for (at, device) in system.devices().enumerate() {
                let names = std::iter::once(&device.name).chain(device.address.as_ref());
                for name in names.map(|name| device_key(name)) {
                    if system.as_host().is_some() {
                        all.first.entry(name.clone()).or_insert((system.id(), at));
                    }
                    all.of.entry((system.id(), name)).or_insert(at);
                }
            }
        }
        all
    }

    /// The first host that has a device of a name, with that.
    pub fn first<'a>(&self, lab: &'a Lab, name: &str) -> Option<(System<'a>, &'a Device)> {
        let &(host, at) = self.first.get(&device_key(name))?;
        let host = lab.system_at(host);
        Some((host, host.devices().nth(at)?))
    }

    /// What a system has of a name, in whatever case.
    pub fn of_system<'a>(&self, system: System<'a>, name: &str) -> Option<&'a Device> {
        let at = self.of.get(&(system.id(), device_key(name)))?;
        system.devices().nth(*at)
    }

    /// The hardware of a host that a guest uses, by its key, and whether it has each piece alone.
    pub fn used<'a>(
        &'a self,
        host: Host<'a>,
        guest: System<'a>,
    ) -> impl Iterator<Item = (Text, bool)> + 'a {
        let devices = guest.devices().filter(|device| is_hardware(device));
        devices.filter_map(move |used| {
            let device = self.of_system(*host, &used.name)?;
            let denied = device.share.as_ref().is_some_and(|share| !share.value);
            Some((device_key(&device.name), is_taken_whole(used) || denied))
        })
    }

    /// How many there are of a device of a host; nothing if it names none.
    pub fn count(&self, host: Host<'_>, key: &str) -> Option<u64> {
        let count = self.of_system(*host, key)?.count.as_ref();
        Some(count.map_or(1, |count| u64::from(count.value)))
    }

    /// True if a host says what devices it has, and this is none of them.
    pub fn lacks(&self, host: Host<'_>, key: &str) -> bool {
        host.entry().devices.is_stated() && self.of_system(*host, key).is_none()
    }
}

/// What a device is looked up by: its name in lower case, or the full form of its address.
pub fn device_key(name: &str) -> Text {
    pci_address(name).unwrap_or_else(|| name.to_ascii_lowercase().into())
}

/// True for a device that is a thing, rather than a file that the kernel of any host provides.
pub fn is_hardware(device: &Device) -> bool {
    const PROVIDED: &[&str] = &["tun", "tap", "fuse", "kvm", "dri", "snd", "null", "net"];
    let kind = device.kind.as_ref().map(|kind| kind.value);
    let name = device.name.as_str();
    !matches!(kind, Some(DeviceKind::Tun | DeviceKind::Proxy | DeviceKind::Disk))
        && !name.contains('/')
        && !PROVIDED.contains(&name)
}

/// True if nobody else can use the device meanwhile.
pub fn is_taken_whole(device: &Device) -> bool {
    let shared = device.share.as_ref().is_some_and(|share| share.value);
    match device.mode.as_ref().map(|mode| mode.value) {
        Some(mode) => mode == Mode::Passthrough && !shared,
        None => device.kind.as_ref().is_some_and(|kind| kind.value == DeviceKind::Pci) && !shared,
    }
}
