//! The devices of a lab by name, and who has which of them alone.
//!
//! One device goes by several names: that of the owner, an address on the bus, a file below `/dev`. Where a machine
//! has one graphics card, all names of graphics cards are names of that.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Insight;
use crate::lab::{
    Container, Device, DeviceKind, Host, Lab, Mode, System, Text, VolumeSource, pci_address,
};
use crate::software::{Need, Role};
use crate::source::Span;
use crate::verdict::Quality;

/// The devices of a lab, by their names in lower case and by their addresses.
#[derive(Debug, Default)]
pub struct Devices {
    /// Of each system, by its number: the position of the device among those of the system.
    of: FxHashMap<(usize, Text), usize>,
    /// The first host that has one, and the position of the device there.
    first: FxHashMap<Text, (usize, usize)>,
    /// Of each system that has one graphics card: the position of that among its devices.
    cards: FxHashMap<usize, usize>,
    /// The systems that have graphics cards, however many.
    with_cards: FxHashSet<usize>,
    /// The devices that are graphics cards, by where they are named.
    graphics: FxHashSet<Span>,
}

impl Devices {
    /// Those of every system.
    pub(super) fn of(lab: &Lab) -> Self {
        let mut all = Self::default();
        for system in lab.systems() {
            let mut cards = Vec::new();
            for (at, device) in system.devices().enumerate() {
                let names = std::iter::once(&device.name).chain(device.address.as_ref());
                for name in names.map(|name| device_key(name)) {
                    if system.as_host().is_some() {
                        all.first.entry(name.clone()).or_insert((system.id(), at));
                    }
                    all.of.entry((system.id(), name)).or_insert(at);
                }
                if is_graphics(device) || is_the_card_of(system, device) {
                    all.graphics.insert(device.name.span);
                    cards.push((at, device.count.as_ref().map_or(1, |count| count.value)));
                }
            }
            if !cards.is_empty() {
                all.with_cards.insert(system.id());
            }
            if let [(at, 1)] = cards[..] {
                all.cards.insert(system.id(), at);
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

    /// The device of a system that another one, which somebody uses, is: of the same name or address, or its only
    /// graphics card.
    pub fn same<'a>(&self, system: System<'a>, used: &Device) -> Option<&'a Device> {
        let address = || self.of_system(system, used.address.as_ref()?);
        self.of_system(system, &used.name).or_else(address).or_else(|| {
            let at = self.cards.get(&system.id()).filter(|_| self.is_graphics(used))?;
            system.devices().nth(*at)
        })
    }

    /// True for a graphics card, by whatever name.
    pub fn is_graphics(&self, device: &Device) -> bool {
        self.graphics.contains(&device.name.span)
    }

    /// True if a host says what devices of the sort it has, and this is none of them. Any name may be that of a
    /// graphics card.
    pub fn has_no(&self, host: Host<'_>, used: &Device) -> bool {
        let is_card = self.is_graphics(used);
        let lists = host.devices.is_stated() || is_card && host.machine.gpus.is_stated();
        let has_cards = is_card && self.has_cards(host);
        lists && !has_cards && self.same(*host, used).is_none()
    }

    /// True if a host names a graphics card.
    pub fn has_cards(&self, host: Host<'_>) -> bool {
        self.with_cards.contains(&host.id())
    }

    /// What a device is counted by that somebody uses on a host. Where the host names no graphics card, all that are
    /// used there may be one.
    pub fn key(&self, host: Host<'_>, used: &Device) -> Text {
        if self.is_graphics(used) && !self.has_cards(host) {
            return "a graphics card".into();
        }
        device_key(&self.same(*host, used).unwrap_or(used).name)
    }

    /// The hardware of a host that a guest uses, by its key, and whether it has each piece alone.
    pub fn used<'a>(
        &'a self,
        host: Host<'a>,
        guest: System<'a>,
    ) -> impl Iterator<Item = (Text, bool)> + 'a {
        let devices = guest.devices().filter(|device| is_hardware(device));
        devices.filter_map(move |used| {
            let device = self.same(*host, used)?;
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

/// True for a file whose number the kernel gives out in the order it meets the devices: `/dev/ttyUSB0`.
pub fn is_numbered(device: &Device) -> bool {
    const BEGINNINGS: &[&str] = &["/dev/dri/card", "/dev/ttyUSB", "/dev/ttyACM", "/dev/video"];
    let path = device.name.split(':').next().unwrap_or_default();
    BEGINNINGS
        .iter()
        .filter_map(|beginning| path.strip_prefix(beginning))
        .any(|number| number.starts_with(|first: char| first.is_ascii_digit()))
}

/// True for an unprivileged system container of what builds tunnels, if it is not said to be given the device for
/// that. WireGuard that is in the kernel needs none.
pub fn lacks_tunnel(insight: &Insight, container: Container<'_>) -> bool {
    const TUNNEL: &str = "/dev/net/tun";
    let isolation = &container.entry().isolation;
    let is_unprivileged = isolation.unprivileged.as_ref().is_some_and(|it| it.value)
        || isolation.privileged.as_ref().is_some_and(|it| !it.value);
    if !container.is_system_container() || !is_unprivileged {
        return false;
    }
    let nature = insight.verdicts().nature(*container);
    let product = nature.product.filter(|_| nature.product_sure >= Some(Quality::Name));
    let needs = product.is_some_and(|product| {
        product.role == Role::Vpn
            && product.devices.contains(&TUNNEL)
            && !product.asks_for(Need::KernelModules)
    });
    let is_tunnel = |device: &Device| {
        let kind = device.kind.as_ref().map(|kind| kind.value);
        kind == Some(DeviceKind::Tun) || device.name.contains("tun")
    };
    let is_mounted = || {
        container.entry().volumes.iter().any(
            |volume| matches!(&volume.source, VolumeSource::Path(path) if path.starts_with(TUNNEL)),
        )
    };
    needs && !container.devices().any(is_tunnel) && !is_mounted()
}

/// True for a graphics card by its kind, its name, its file or its place on the bus: that of Intel's has been the
/// same for many years.
fn is_graphics(device: &Device) -> bool {
    const FILES: &[&str] = &["/dev/dri", "/dev/nvidia", "/dev/kfd", "renderD"];
    const INTEL: &str = "0000:00:02.0";
    let name = device.name.as_str();
    let word = name.trim_end_matches(|letter: char| letter.is_ascii_digit()).to_ascii_lowercase();
    let at = device.address.as_ref().map_or(name, |address| address.as_str());
    device.kind.as_ref().is_some_and(|kind| kind.value == DeviceKind::Gpu)
        || FILES.iter().any(|file| name.starts_with(file))
        || matches!(word.as_str(), "gpu" | "igpu" | "dgpu" | "vgpu" | "card")
        || pci_address(at).is_some_and(|address| address == INTEL)
}

/// True for the only PCI device of a system that says it has a graphics card.
fn is_the_card_of(system: System<'_>, device: &Device) -> bool {
    const WORDS: &[&str] = &["gpu", "igpu", "vgpu", "graphics"];
    let is_pci =
        |device: &Device| device.kind.as_ref().is_some_and(|kind| kind.value == DeviceKind::Pci);
    if !is_pci(device) || system.devices().filter(|device| is_pci(device)).count() > 1 {
        return false;
    }
    let entry = system.entry();
    let texts = [entry.purpose.as_ref(), entry.operation.notes.as_ref()];
    let mut words = texts.into_iter().flatten().flat_map(|text| {
        text.split(|letter: char| !letter.is_ascii_alphanumeric()).map(str::to_ascii_lowercase)
    });
    words.any(|word| WORDS.contains(&word.as_str()))
}
