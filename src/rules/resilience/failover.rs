//! What is left of a cluster when one host fails, as a packing problem.
//!
//! What is not known never stands in the way: a host of unknown size takes everything, and a guest of
//! unknown size takes nothing. So a guest that finds no place here finds none at all.

use super::ha_cannot_fail_over::is_ha;
use super::packing::{Item, Packing, Room};
use crate::lab::{Across, Bytes, Cores, Device, Group, Host, Lab, Mode, System};
use crate::rules::Case;
use crate::rules::capacity::times;

/// More of something than anybody has, and still small enough to be added up.
const PLENTY: u64 = u64::MAX / 4;

/// The failure of one host.
pub(super) struct Failure<'a> {
    /// The host.
    pub(super) host: Host<'a>,
    /// Its guests that are to be restarted.
    pub(super) guests: Vec<System<'a>>,
    /// The hosts that are left.
    pub(super) rest: Vec<Host<'a>>,
    /// The guests as items.
    pub(super) items: Vec<Item>,
    /// The hosts as rooms.
    pub(super) rooms: Vec<Room>,
    /// The devices that only one guest can have, after memory and cores.
    devices: Vec<&'a str>,
    /// The guests that each rule of placement keeps apart.
    apart: Vec<Vec<usize>>,
}

/// How many hosts are looked at one by one. No cluster of hypervisors at home has as many.
const FEW: usize = 64;

impl<'a> Failure<'a> {
    /// The failure of a host among the members of a cluster; nothing if nothing is to be restarted.
    pub(super) fn of(case: &Case<'a>, host: Host<'a>, members: &[Host<'a>]) -> Option<Self> {
        let guests: Vec<System<'a>> = host.guests().filter(|&guest| is_ha(guest)).collect();
        let others = members.iter().copied().filter(|&other| other != host && other.is_up());
        let rest: Vec<Host<'a>> = others.collect();
        if guests.is_empty() || rest.is_empty() {
            return None;
        }
        if rest.len() > FEW {
            return Some(Self::as_one(case, host, guests, rest));
        }
        let mut devices: Vec<&str> = guests
            .iter()
            .flat_map(|&guest| own_devices(guest, host))
            .filter(|(_, alone)| *alone)
            .map(|(name, _)| name)
            .collect();
        devices.sort_unstable();
        devices.dedup();
        let apart = apart(case.lab);
        let items =
            guests.iter().map(|&guest| item(case, guest, host, &rest, &devices, &apart)).collect();
        let rooms = rest.iter().map(|&other| room(case, other, &devices, &apart)).collect();
        Some(Self { host, guests, rest, items, rooms, devices, apart })
    }

    /// The same with all hosts that are left taken for one large one: what does not fit there, fits nowhere.
    fn as_one(case: &Case, host: Host<'a>, guests: Vec<System<'a>>, rest: Vec<Host<'a>>) -> Self {
        let memory = rest.iter().map(|&other| memory_left(case, other));
        let cores = rest.iter().map(|&other| cores_left(case, other));
        let sum = |amounts: &mut dyn Iterator<Item = u64>| amounts.fold(0, u64::saturating_add);
        let has = vec![sum(&mut { memory }), sum(&mut { cores })];
        let items = guests.iter().map(|&guest| Item {
            takes: size(case, guest),
            may_go: vec![true],
            groups: Vec::new(),
        });
        let items = items.collect();
        let rooms = vec![Room { has, groups: Vec::new() }];
        Self { host, guests, rest, items, rooms, devices: Vec::new(), apart: Vec::new() }
    }

    /// True if every host was looked at by itself, so that guests can be named.
    pub(super) fn is_precise(&self) -> bool {
        self.rooms.len() == self.rest.len()
    }

    /// Why a guest that found no place cannot go to one of the hosts that are left.
    pub(super) fn why_not(&self, packing: &Packing, guest: usize, other: usize) -> String {
        let (guest, item) = (self.guests[guest], &self.items[guest]);
        let host = self.rest[other];
        let name = host.name();
        if !item.may_go[other] {
            return match (guest.cores(), host.cores()) {
                (Some(wants), Some(has)) if wants > has => format!("`{name}` has {has} cores"),
                _ if !is_meant_for(guest, host) => format!("it may not run on `{name}`"),
                _ => format!("`{name}` has no {}", missing_device(guest, self.host, host)),
            };
        }
        let mut left = self.rooms[other].has.clone();
        for (there, place) in self.items.iter().zip(&packing.places) {
            if *place == Some(other) {
                left.iter_mut().zip(&there.takes).for_each(|(left, takes)| *left -= takes);
            }
        }
        let short = item.takes.iter().zip(&left).position(|(takes, left)| takes > left);
        match short {
            Some(0) if left[0] == 0 => format!("`{name}` has no memory left"),
            Some(0) => format!("`{name}` has {} left", Bytes(left[0])),
            Some(1) => format!("`{name}` has no cores left"),
            Some(device) => format!("`{}` of `{name}` is taken", self.devices[device - 2]),
            None => {
                let other = self.rival(packing, guest, other);
                let other = other.map_or("another guest", |other| other.name());
                format!("`{name}` runs `{other}`, from which it is kept apart")
            }
        }
    }

    /// The guest of a host, or the one that was placed there, from which a guest is kept apart.
    fn rival(&self, packing: &Packing, guest: System<'a>, other: usize) -> Option<System<'a>> {
        let placed = self.guests.iter().zip(&packing.places);
        let came = placed.filter(|(_, place)| **place == Some(other)).map(|(guest, _)| *guest);
        let mut there = self.rest[other].guests().filter(|guest| guest.stays_up()).chain(came);
        there.find(|there| {
            let rules = self.apart.iter().filter(|group| group.contains(&guest.id()));
            rules.into_iter().any(|group| group.contains(&there.id()))
        })
    }
}

fn item(
    case: &Case,
    guest: System<'_>,
    host: Host<'_>,
    rest: &[Host<'_>],
    devices: &[&str],
    apart: &[Vec<usize>],
) -> Item {
    let own = own_devices(guest, host);
    let mut takes = size(case, guest);
    takes.extend(devices.iter().map(|&device| u64::from(own.contains(&(device, true)))));
    let may_go = rest.iter().map(|&other| {
        let wide = guest.cores().zip(other.cores()).is_some_and(|(wants, has)| wants > has);
        let lacks = own.iter().any(|(device, _)| lacks(other, device));
        is_meant_for(guest, other) && !(wide && guest.as_vm().is_some()) && !lacks
    });
    Item { takes, may_go: may_go.collect(), groups: groups_of(guest, apart).collect() }
}

/// The memory and the cores of a guest.
fn size(case: &Case, guest: System<'_>) -> Vec<u64> {
    let cores = guest.cores().filter(|_| guest.as_vm().is_some());
    vec![case.loads().demand(guest).least.0, cores.map_or(0, |cores| u64::from(cores.0))]
}

fn memory_left(case: &Case, host: Host<'_>) -> u64 {
    case.loads().free(*host).map_or(PLENTY, |free| free.0)
}

fn cores_left(case: &Case, host: Host<'_>) -> u64 {
    let load = u64::from(case.loads().load(*host).cores.0);
    let allowed = |cores: Cores| times(u64::from(cores.0), case.policy.thresholds.vcpu_per_core);
    host.cores().map_or(PLENTY, |cores| allowed(cores).saturating_sub(load))
}

fn room(case: &Case, host: Host<'_>, devices: &[&str], apart: &[Vec<usize>]) -> Room {
    let mut has = vec![memory_left(case, host), cores_left(case, host)];
    has.extend(devices.iter().map(|device| free_devices(host, device)));
    let there = host.guests().filter(|guest| guest.stays_up());
    Room { has, groups: there.flat_map(|guest| groups_of(guest, apart)).collect() }
}

/// The devices of its host that a guest uses, and whether it has each alone.
fn own_devices<'a>(guest: System<'a>, host: Host<'a>) -> Vec<(&'a str, bool)> {
    let known = |used: &'a Device| {
        let device = device(host, &used.name)?;
        let alone = used.mode.as_ref().is_some_and(|mode| mode.value == Mode::Passthrough)
            || device.share.as_ref().is_some_and(|share| !share.value);
        Some((device.name.value.as_str(), alone))
    };
    guest.entry().devices.iter().filter_map(known).collect()
}

fn device<'a>(host: Host<'a>, name: &str) -> Option<&'a Device> {
    host.entry().devices.iter().find(|device| *device.name.value == *name)
}

/// True if a host says what devices it has, and this is none of them.
fn lacks(host: Host<'_>, name: &str) -> bool {
    host.entry().devices.is_stated() && device(host, name).is_none()
}

fn free_devices(host: Host<'_>, name: &str) -> u64 {
    let Some(device) = device(host, name) else { return PLENTY };
    let count = device.count.as_ref().map_or(1, |count| u64::from(count.value));
    let taken = host.guests().filter(|&guest| {
        guest.stays_up() && own_devices(guest, host).contains(&(device.name.value.as_str(), true))
    });
    count.saturating_sub(taken.count() as u64)
}

fn missing_device(guest: System<'_>, from: Host<'_>, to: Host<'_>) -> String {
    let missing = own_devices(guest, from).into_iter().find(|(device, _)| lacks(to, device));
    missing.map_or_else(|| "such device".to_owned(), |(device, _)| format!("`{device}`"))
}

/// False if the owner has said where a guest may run, and a host is not among it.
fn is_meant_for(guest: System<'_>, host: Host<'_>) -> bool {
    let named = |names: &mut dyn Iterator<Item = &str>| {
        let mut all = true;
        for name in names {
            match guest.lab().system(name) {
                Some(system) if system == *host => return true,
                Some(_) => {}
                None => all = false,
            }
        }
        !all
    };
    let choice = &guest.runs_on;
    let pins = guest.lab().placement().pinned.iter();
    let mut own = pins.filter(|pin| pin.workloads.iter().any(|name| *name.value == *guest.name()));
    (choice.len() < 2 || named(&mut choice.iter().map(|name| name.value.as_str())))
        && own.all(|pin| named(&mut pin.to.iter().map(|name| name.value.as_str())))
}

/// The guests that each rule keeps apart, by what of them runs on a host.
fn apart(lab: &Lab) -> Vec<Vec<usize>> {
    let over_hosts =
        lab.placement().apart.iter().filter(|group| {
            group.across.as_ref().is_none_or(|across| across.value == Across::Host)
        });
    let on_host = |system: System<'_>| {
        system
            .stack()
            .find(|layer| layer.on().is_some_and(|on| on.as_host().is_some()))
            .map(System::id)
    };
    let members = |group: &Group| {
        let named = group.workloads.iter().filter_map(|name| lab.system(name));
        named.filter_map(on_host).collect()
    };
    over_hosts.map(members).collect()
}

fn groups_of(guest: System<'_>, apart: &[Vec<usize>]) -> impl Iterator<Item = usize> {
    let id = guest.id();
    apart.iter().enumerate().filter(move |(_, group)| group.contains(&id)).map(|(at, _)| at)
}
