//! Where a cluster restarts the guests of a host that fails, as a problem of bin packing.
//!
//! What is not known never stands in the way: a host of unknown size takes everything, and a guest of
//! unknown size takes nothing. So a guest that finds no place here finds none at all.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::mobility::failover_cluster;
use super::packing::{Bin, Piece, pack};
use super::{Devices, Insight, PlacementRules, is_restarted, quorum, scaled};
use crate::finding::ClusterId;
use crate::lab::{Bytes, Cores, Host, System, Text};

/// How often a guest may be put somewhere while one lab is looked at. A home never comes near it.
const STEPS: u32 = 200_000;

/// More of something than anybody has, and still small enough to be added up.
const PLENTY: u64 = u64::MAX / 4;

/// How many hosts are looked at one by one, and how many devices. No cluster of hypervisors at home has as
/// many.
const FEW: usize = 64;

/// Where the guests with `ha` of one host go when it fails. Systems go by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failover {
    /// The host.
    pub host: usize,
    /// The cluster that restarts its guests.
    pub cluster: ClusterId,
    /// The guests that are to be restarted.
    pub guests: Vec<usize>,
    /// The hosts that are left, if they were looked at one by one.
    pub rest: Vec<usize>,
    /// The host of each guest; nothing for those that found none.
    pub places: Vec<Option<usize>>,
    /// How many find no place, however it is done.
    pub at_least: usize,
}

/// Why a guest cannot go to a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shortage {
    /// The host has only so many cores.
    Cores(Cores),
    /// The owner's rules do not allow it.
    Forbidden,
    /// The host lacks this device.
    NoDevice(Text),
    /// So much memory is left.
    Memory(Bytes),
    /// No cores are left.
    NoCores,
    /// The device is taken.
    Taken(Text),
    /// A guest that is there is kept apart from it, if that guest is known.
    Apart(Option<usize>),
}

impl Failover {
    /// The failure of every host that runs and has guests to restart elsewhere, cluster by cluster. Where a
    /// cluster can lose no vote, nothing fails over at all.
    pub(super) fn all(insight: &Insight) -> Vec<Self> {
        let lab = insight.lab();
        if !lab.systems().any(is_restarted) {
            return Vec::new();
        }
        let (mut failovers, mut steps) = (Vec::new(), STEPS);
        for cluster in lab.clusters().filter(|it| !it.orchestrates() && quorum::can_lose_one(*it)) {
            let members = ClusterHosts::of(
                insight,
                quorum::hosts(cluster).filter(|host| host.runs()).collect(),
            );
            for &host in &members.up {
                if failover_cluster(host) == Some(cluster) {
                    failovers.extend(members.failover(insight, host, cluster.id(), &mut steps));
                }
            }
        }
        failovers
    }

    /// The guests that found no place, by their positions.
    pub fn left(&self) -> impl Iterator<Item = usize> {
        (0..self.guests.len()).filter(|&guest| self.places[guest].is_none())
    }

    /// True if no other way would place more, so that guests can be named.
    pub fn is_exact(&self) -> bool {
        self.left().count() == self.at_least
    }

    /// Why a guest that found no place cannot go to each of the hosts that are left.
    pub fn shortages(&self, insight: &Insight, guest: usize) -> Vec<(usize, Shortage)> {
        let lab = insight.lab();
        let host = |id: usize| lab.system_at(id).as_host().expect("it is a host");
        let rest: Vec<Host<'_>> = self.rest.iter().map(|&id| host(id)).collect();
        let guests = self.guests.iter().map(|&guest| lab.system_at(guest)).collect();
        let problem = Problem::of(insight, host(self.host), guests, rest);
        problem
            .rest
            .iter()
            .enumerate()
            .map(|(at, other)| (other.id(), problem.why_not(self, guest, at)))
            .collect()
    }
}

/// The hosts of a cluster that run.
struct ClusterHosts<'a> {
    up: Vec<Host<'a>>,
    /// Those that are roomiest, if there are too many to look at all of them.
    roomiest: Vec<Host<'a>>,
    /// The memory and the cores that are left on all of them together.
    left: [u128; 2],
}

impl<'a> ClusterHosts<'a> {
    fn of(insight: &'a Insight, up: Vec<Host<'a>>) -> Self {
        let left = [memory_left, cores_left]
            .map(|left| up.iter().map(|&host| u128::from(left(insight, host))).sum());
        let mut roomiest = up.clone();
        roomiest.sort_by_key(|&host| (Reverse(memory_left(insight, host)), host.id()));
        roomiest.truncate(FEW + 1);
        Self { up, roomiest, left }
    }

    /// The failure of a host; nothing if nothing is to be restarted, or there is nowhere to go.
    fn failover(
        &self,
        insight: &'a Insight,
        host: Host<'a>,
        cluster: ClusterId,
        steps: &mut u32,
    ) -> Option<Failover> {
        let guests: Vec<System<'a>> = host.guests().filter(|&guest| is_restarted(guest)).collect();
        if guests.is_empty() || self.up.len() < 2 {
            return None;
        }
        let are_few = self.up.len() <= FEW;
        let rest = if are_few { &self.up } else { &self.roomiest };
        let rest: Vec<Host<'a>> = rest.iter().copied().filter(|&other| other != host).collect();
        let problem = Problem::of(insight, host, guests, rest);
        // Among many, those that are roomiest are taken in turn, and no other way is tried.
        let mut none = 0;
        let tries = if are_few { &mut *steps } else { &mut none };
        let packing = pack(&problem.pieces, &problem.bins, tries);
        let place = |place: &Option<usize>| place.map(|at| problem.rest[at].id());
        let mut failover = Failover {
            host: host.id(),
            cluster,
            guests: problem.guests.iter().map(|guest| guest.id()).collect(),
            rest: problem.rest.iter().map(|host| host.id()).collect(),
            places: packing.places.iter().map(place).collect(),
            at_least: packing.at_least,
        };
        if !are_few && failover.left().next().is_some() {
            failover.at_least = self.as_one(insight, &problem, steps);
            failover.rest.clear();
        }
        Some(failover)
    }

    /// How many find no place with all hosts that are left taken for one large one: what does not fit there,
    /// fits nowhere.
    fn as_one(&self, insight: &Insight, problem: &Problem<'_>, steps: &mut u32) -> usize {
        let own = [memory_left, cores_left].map(|left| u128::from(left(insight, problem.host)));
        let has = (0..2).map(|at| u64::try_from(self.left[at] - own[at]).unwrap_or(u64::MAX));
        let bin = Bin { has: has.collect(), groups: Vec::new() };
        let piece = |guest: &System<'_>| Piece {
            takes: size(insight, *guest),
            may_go: vec![true],
            groups: Vec::new(),
        };
        let pieces: Vec<Piece> = problem.guests.iter().map(piece).collect();
        pack(&pieces, &[bin], steps).at_least
    }
}

/// The failure of one host, as bin packing: guests are the pieces, the hosts that are left the bins.
struct Problem<'a> {
    insight: &'a Insight,
    host: Host<'a>,
    guests: Vec<System<'a>>,
    rest: Vec<Host<'a>>,
    pieces: Vec<Piece>,
    bins: Vec<Bin>,
    /// The devices that only one guest can have, after memory and cores.
    devices: Vec<Text>,
}

impl<'a> Problem<'a> {
    fn of(
        insight: &'a Insight,
        host: Host<'a>,
        guests: Vec<System<'a>>,
        rest: Vec<Host<'a>>,
    ) -> Self {
        let used = guests.iter().flat_map(|guest| insight.devices().used(host, *guest));
        let mut devices: Vec<Text> = used.filter(|(_, alone)| *alone).map(|(key, _)| key).collect();
        devices.sort_unstable();
        devices.dedup();
        // Who leaves some out of account finds only more room than there is.
        devices.truncate(FEW);
        let mut problem =
            Self { insight, host, guests, rest, pieces: Vec::new(), bins: Vec::new(), devices };
        problem.pieces = problem.guests.iter().map(|&guest| problem.piece(guest)).collect();
        problem.bins = problem.rest.iter().map(|&host| problem.bin(host)).collect();
        problem
    }

    fn rules(&self) -> &'a PlacementRules {
        self.insight.placement_rules()
    }

    fn devices(&self) -> &'a Devices {
        self.insight.devices()
    }

    fn piece(&self, guest: System<'a>) -> Piece {
        let used: Vec<(Text, bool)> = self.devices().used(self.host, guest).collect();
        let has_alone = |device: &Text| used.iter().any(|(key, alone)| *alone && key == device);
        let mut takes = size(self.insight, guest);
        takes.extend(self.devices.iter().map(|device| u64::from(has_alone(device))));
        let may_go = self.rest.iter().map(|&host| {
            let cores = guest.cores().zip(host.cores());
            let is_wide = cores.is_some_and(|(wants, has)| wants > has) && guest.as_vm().is_some();
            let lacks = used.iter().any(|(device, _)| self.devices().lacks(host, device));
            self.rules().allow(guest, host) && !is_wide && !lacks
        });
        let may_go = may_go.collect();
        Piece { takes, may_go, groups: self.rules().groups_of(guest).to_vec() }
    }

    fn bin(&self, host: Host<'a>) -> Bin {
        let mut has = vec![memory_left(self.insight, host), cores_left(self.insight, host)];
        let there = || host.guests().filter(|guest| guest.runs_continuously());
        if !self.devices.is_empty() {
            let mut taken: FxHashMap<Text, u64> = FxHashMap::default();
            for (device, _) in
                there().flat_map(|guest| self.devices().used(host, guest)).filter(|it| it.1)
            {
                *taken.entry(device).or_default() += 1;
            }
            has.extend(self.devices.iter().map(|device| {
                let taken = taken.get(device).copied().unwrap_or_default();
                self.devices()
                    .count(host, device)
                    .map_or(PLENTY, |count| count.saturating_sub(taken))
            }));
        }
        Bin {
            has,
            groups: there().flat_map(|guest| self.rules().groups_of(guest)).copied().collect(),
        }
    }

    fn why_not(&self, failover: &Failover, guest: usize, other: usize) -> Shortage {
        let (guest, piece, host) = (self.guests[guest], &self.pieces[guest], self.rest[other]);
        if !piece.may_go[other] {
            return match (guest.cores(), host.cores()) {
                (Some(wants), Some(has)) if wants > has => Shortage::Cores(has),
                _ if !self.rules().allow(guest, host) => Shortage::Forbidden,
                _ => Shortage::NoDevice(self.missing_device(guest, host)),
            };
        }
        let placed = |at: &usize| failover.places[*at] == Some(host.id());
        let mut left = self.bins[other].has.clone();
        for at in (0..self.pieces.len()).filter(placed) {
            left.iter_mut().zip(&self.pieces[at].takes).for_each(|(left, takes)| *left -= takes);
        }
        match piece.takes.iter().zip(&left).position(|(takes, left)| takes > left) {
            Some(0) => Shortage::Memory(Bytes(left[0])),
            Some(1) => Shortage::NoCores,
            Some(device) => Shortage::Taken(self.devices[device - 2].clone()),
            None => {
                let came = (0..self.guests.len()).filter(placed).map(|at| self.guests[at]);
                let mut there = host.guests().filter(|guest| guest.runs_continuously()).chain(came);
                let own = self.rules().groups_of(guest);
                let is_rival = |it: &System<'_>| {
                    self.rules().groups_of(*it).iter().any(|group| own.contains(group))
                };
                Shortage::Apart(there.find(is_rival).map(System::id))
            }
        }
    }

    /// The name of the first device of a guest that a host lacks.
    fn missing_device(&self, guest: System<'a>, to: Host<'a>) -> Text {
        let mut used = self.devices().used(self.host, guest);
        let missing = used.find(|(device, _)| self.devices().lacks(to, device));
        let name = missing.and_then(|(key, _)| self.devices().of_system(*self.host, &key));
        name.map(|device| device.name.value.clone()).unwrap_or_default()
    }
}

/// The memory and the cores of a guest.
fn size(insight: &Insight, guest: System<'_>) -> Vec<u64> {
    let cores = guest.cores().filter(|_| guest.as_vm().is_some());
    vec![insight.loads().demand(guest).least.0, cores.map_or(0, |cores| u64::from(cores.0))]
}

fn memory_left(insight: &Insight, host: Host<'_>) -> u64 {
    insight.loads().free(*host).map_or(PLENTY, |free| free.0)
}

fn cores_left(insight: &Insight, host: Host<'_>) -> u64 {
    let load = u64::from(insight.loads().load(*host).cores.0);
    let allowed = |cores: Cores| scaled(u64::from(cores.0), insight.thresholds().vcpu_per_core);
    host.cores().map_or(PLENTY, |cores| allowed(cores).saturating_sub(load))
}
