//! What is left of a cluster when one host fails, as a packing problem.
//!
//! What is not known never stands in the way: a host of unknown size takes everything, and a guest of
//! unknown size takes nothing. So a guest that finds no place here finds none at all.

use std::collections::HashMap;

use super::ha_cannot_fail_over::is_ha;
use super::packing::{Item, Packing, Room};
use super::shelf::Shelf;
use super::ties::Ties;
use crate::lab::{Bytes, Cores, Host, System};
use crate::rules::Case;
use crate::rules::capacity::times;

/// More of something than anybody has, and still small enough to be added up.
const PLENTY: u64 = u64::MAX / 4;

/// The hosts of a cluster.
pub(super) struct Members<'a> {
    /// Those that run.
    pub(super) up: Vec<Host<'a>>,
    /// The memory and the cores that are left on all of them, if these are too many to be looked at one by
    /// one.
    left: Option<[u128; 2]>,
}

/// The failure of one host.
pub(super) struct Failure<'a> {
    /// The host.
    pub(super) host: Host<'a>,
    /// Its guests that are to be restarted.
    pub(super) guests: Vec<System<'a>>,
    /// The hosts that are left, if they were looked at one by one.
    pub(super) rest: Vec<Host<'a>>,
    /// The guests as items.
    pub(super) items: Vec<Item>,
    /// The hosts as rooms.
    pub(super) rooms: Vec<Room>,
    /// The devices that only one guest can have, after memory and cores.
    devices: Vec<&'a str>,
}

/// How many hosts are looked at one by one, and how many devices. No cluster of hypervisors at home has as
/// many.
const FEW: usize = 64;

impl<'a> Members<'a> {
    /// The members of a cluster.
    pub(super) fn of(case: &Case, hosts: impl Iterator<Item = Host<'a>>) -> Self {
        let up: Vec<Host<'a>> = hosts.filter(|host| host.runs()).collect();
        let sum = |left: fn(&Case, Host<'_>) -> u64| {
            up.iter().map(|&host| u128::from(left(case, host))).sum::<u128>()
        };
        let left = (up.len() > FEW).then(|| [sum(memory_left), sum(cores_left)]);
        Self { up, left }
    }
}

impl<'a> Failure<'a> {
    /// The failure of a host among the members of a cluster; nothing if nothing is to be restarted.
    pub(super) fn of(
        case: &Case<'a>,
        ties: &Ties,
        host: Host<'a>,
        members: &Members<'a>,
    ) -> Option<Self> {
        let guests: Vec<System<'a>> = host.guests().filter(|&guest| is_ha(guest)).collect();
        if guests.is_empty() || members.up.len() < 2 {
            return None;
        }
        if let Some([memory, cores]) = members.left {
            let left = [
                memory - u128::from(memory_left(case, host)),
                cores - u128::from(cores_left(case, host)),
            ];
            return Some(Self::as_one(case, host, guests, left));
        }
        let rest: Vec<Host<'a>> =
            members.up.iter().copied().filter(|&other| other != host).collect();
        let own = Shelf::of(host);
        let mut devices: Vec<&str> = guests
            .iter()
            .flat_map(|guest| own.used_by(*guest))
            .filter(|(_, alone)| *alone)
            .map(|(name, _)| name)
            .collect();
        devices.sort_unstable();
        devices.dedup();
        // Who leaves some out of account finds only more room than there is.
        devices.truncate(FEW);
        let places: Vec<Place<'_>> =
            rest.iter().map(|&host| Place { host, shelf: Shelf::of(host) }).collect();
        let items =
            guests.iter().map(|&guest| item(case, ties, guest, &own, &places, &devices)).collect();
        let rooms = places.iter().map(|place| room(case, ties, place, &devices)).collect();
        Some(Self { host, guests, rest, items, rooms, devices })
    }

    /// The same with all hosts that are left taken for one large one: what does not fit there, fits nowhere.
    fn as_one(case: &Case, host: Host<'a>, guests: Vec<System<'a>>, left: [u128; 2]) -> Self {
        let has = left.map(|left| u64::try_from(left).unwrap_or(u64::MAX)).to_vec();
        let items = guests.iter().map(|&guest| Item {
            takes: size(case, guest),
            may_go: vec![true],
            groups: Vec::new(),
        });
        let items = items.collect();
        let rooms = vec![Room { has, groups: Vec::new() }];
        Self { host, guests, rest: Vec::new(), items, rooms, devices: Vec::new() }
    }

    /// True if every host was looked at by itself, so that guests can be named.
    pub(super) fn is_precise(&self) -> bool {
        !self.rest.is_empty()
    }

    /// Why a guest that found no place cannot go to one of the hosts that are left.
    pub(super) fn why_not(
        &self,
        ties: &Ties,
        packing: &Packing,
        guest: usize,
        other: usize,
    ) -> String {
        let (guest, item) = (self.guests[guest], &self.items[guest]);
        let host = self.rest[other];
        let name = host.name();
        if !item.may_go[other] {
            return match (guest.cores(), host.cores()) {
                (Some(wants), Some(has)) if wants > has => format!("`{name}` has {has} cores"),
                _ if !ties.may_run(guest, host) => format!("it may not run on `{name}`"),
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
                let other = self.rival(ties, packing, guest, other);
                let other = other.map_or("another guest", |other| other.name());
                format!("`{name}` runs `{other}`, from which it is kept apart")
            }
        }
    }

    /// The guest of a host, or the one that was placed there, from which a guest is kept apart.
    fn rival(
        &self,
        ties: &Ties,
        packing: &Packing,
        guest: System<'a>,
        other: usize,
    ) -> Option<System<'a>> {
        let placed = self.guests.iter().zip(&packing.places);
        let came = placed.filter(|(_, place)| **place == Some(other)).map(|(guest, _)| *guest);
        let mut there =
            self.rest[other].guests().filter(|guest| guest.runs_continuously()).chain(came);
        let own = ties.groups_of(guest);
        there.find(|&there| ties.groups_of(there).iter().any(|group| own.contains(group)))
    }
}

/// A host that is left, with its devices.
struct Place<'a> {
    host: Host<'a>,
    shelf: Shelf<'a>,
}

fn item<'a>(
    case: &Case,
    ties: &Ties,
    guest: System<'a>,
    own: &Shelf<'a>,
    places: &[Place<'a>],
    devices: &[&str],
) -> Item {
    let own: Vec<(&str, bool)> = own.used_by(guest).collect();
    let mut takes = size(case, guest);
    takes.extend(devices.iter().map(|&device| u64::from(own.contains(&(device, true)))));
    let may_go = places.iter().map(|place| {
        let cores = guest.cores().zip(place.host.cores());
        let wide = cores.is_some_and(|(wants, has)| wants > has) && guest.as_vm().is_some();
        let lacks = own.iter().any(|(device, _)| place.shelf.lacks(device));
        ties.may_run(guest, place.host) && !wide && !lacks
    });
    Item { takes, may_go: may_go.collect(), groups: ties.groups_of(guest).to_vec() }
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

fn room(case: &Case, ties: &Ties, place: &Place<'_>, devices: &[&str]) -> Room {
    let mut has = vec![memory_left(case, place.host), cores_left(case, place.host)];
    let there = || place.host.guests().filter(|guest| guest.runs_continuously());
    if !devices.is_empty() {
        let mut taken: HashMap<&str, u64> = HashMap::new();
        for (device, _) in there().flat_map(|guest| place.shelf.used_by(guest)).filter(|it| it.1) {
            *taken.entry(device).or_default() += 1;
        }
        has.extend(devices.iter().map(|&device| {
            let taken = taken.get(device).copied().unwrap_or_default();
            place.shelf.count(device).map_or(PLENTY, |count| count.saturating_sub(taken))
        }));
    }
    Room { has, groups: there().flat_map(|guest| ties.groups_of(guest)).copied().collect() }
}

fn missing_device(guest: System<'_>, from: Host<'_>, to: Host<'_>) -> String {
    let (from, to) = (Shelf::of(from), Shelf::of(to));
    let missing = from.used_by(guest).find(|(device, _)| to.lacks(device));
    missing.map_or_else(|| "such device".to_owned(), |(device, _)| format!("`{device}`"))
}
