//! A lab as a problem of placement: guests, hosts, and the limits that a place has to keep, in whole numbers.
//!
//! All limits have one of three forms. A [`Ban`] keeps guests from hosts. A [`CapacityLimit`] bounds what the guests
//! of some hosts take of one resource together: memory, but also the seats of two guests that are kept apart, or
//! the votes of a cluster. A [`Union`] holds guests in one domain.

use rustc_hash::FxHashMap;

use super::limit::Limit;

/// A problem of placement. Guests, hosts, limits and resources go by their numbers in it.
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    /// What may be moved, or could be but for the owner.
    pub(super) guests: Vec<Guest>,
    /// How many hosts there are.
    pub(super) hosts: usize,
    /// What a place has to keep.
    pub(super) limits: Vec<Limit>,
    pub(super) bans: Vec<Ban>,
    pub(super) capacities: Vec<CapacityLimit>,
    pub(super) unions: Vec<Union>,
    /// The capacities that count a resource on a host, or are in force because of it.
    pub(super) by_resource: FxHashMap<(usize, Resource), Vec<usize>>,
    /// How much all guests take of each resource that was asked for.
    pub(super) totals: FxHashMap<Resource, u128>,
}

/// The number of something that guests take.
pub(super) type Resource = u32;

/// A guest.
#[derive(Debug, Clone, Default)]
pub(super) struct Guest {
    /// Its host.
    pub(super) now: usize,
    /// How much it takes of each resource, by rising number.
    pub(super) takes: Vec<(Resource, u64)>,
    /// The bans it is under.
    pub(super) bans: Vec<usize>,
    /// The unions it is in.
    pub(super) unions: Vec<usize>,
    /// How much is copied when it moves, in bytes: its memory, and four times its local disks.
    pub(super) copied: u64,
}

/// Hosts that guests may not be on.
#[derive(Debug, Clone)]
pub(super) struct Ban {
    /// Why; nothing where it holds in any case.
    pub(super) limit: Option<usize>,
    /// For each host, whether it is out of bounds.
    pub(super) hosts: Vec<bool>,
    /// Whether it only keeps guests from coming.
    pub(super) holds: BanScope,
}

/// Whom a ban concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BanScope {
    /// Those who would come.
    Going,
    /// Those who are there, too.
    Staying,
}

/// What guests on some hosts may take of a resource together.
#[derive(Debug, Clone)]
pub(super) struct CapacityLimit {
    /// The limit.
    pub(super) limit: usize,
    /// The hosts, by rising number.
    pub(super) hosts: Vec<usize>,
    /// Of what.
    pub(super) resource: Resource,
    /// How much, beside what others have there.
    pub(super) at_most: u64,
    /// It holds only while guests on these hosts take some of this.
    pub(super) when: Option<Resource>,
    /// Whether it holds while guests are on their way.
    pub(super) on_the_way: Transit,
}

/// What a capacity means for guests that are on their way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transit {
    /// Whoever arrives must fit.
    Room,
    /// It may not be broken anew.
    Intact,
    /// It is looked at in the end.
    Free,
}

/// Guests that are to be in one domain.
#[derive(Debug, Clone)]
pub(super) struct Union {
    /// The limit.
    pub(super) limit: usize,
    /// The guests.
    pub(super) guests: Vec<usize>,
    /// The domain of each host, where it is in one.
    pub(super) domains: Vec<Option<usize>>,
    /// The domain that it has to be, because somebody is there who does not move.
    pub(super) fixed: Option<usize>,
}

impl Model {
    /// Adds a limit.
    pub(super) fn limit(&mut self, limit: Limit) -> usize {
        self.limits.push(limit);
        self.limits.len() - 1
    }

    /// Adds a ban for some guests.
    pub(super) fn ban(&mut self, ban: Ban, guests: impl IntoIterator<Item = usize>) {
        if !ban.hosts.contains(&true) {
            return;
        }
        let number = self.bans.len();
        self.bans.push(ban);
        guests.into_iter().for_each(|guest| self.guests[guest].bans.push(number));
    }

    /// Adds a capacity, unless all guests together stay below it.
    pub(super) fn capacity(&mut self, capacity: CapacityLimit) {
        let guests = &self.guests;
        let all = *self.totals.entry(capacity.resource).or_insert_with_key(|resource| {
            guests.iter().map(|guest| u128::from(guest.takes(*resource))).sum()
        });
        if all <= u128::from(capacity.at_most) {
            return;
        }
        let number = self.capacities.len();
        for &host in &capacity.hosts {
            for resource in std::iter::once(capacity.resource).chain(capacity.when) {
                self.by_resource.entry((host, resource)).or_default().push(number);
            }
        }
        self.capacities.push(capacity);
    }

    /// Adds a union of guests.
    pub(super) fn union(&mut self, union: Union) {
        for &guest in &union.guests {
            self.guests[guest].unions.push(self.unions.len());
        }
        self.unions.push(union);
    }

    /// The capacities that a guest on a host counts for, each once.
    pub(super) fn capacities_of(&self, guest: usize, host: usize) -> Vec<usize> {
        let takes = &self.guests[guest].takes;
        let lists =
            takes.iter().filter_map(|(resource, _)| self.by_resource.get(&(host, *resource)));
        let mut all: Vec<usize> = lists.flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The ban that keeps a guest from a host, if there is one.
    pub(super) fn banned(&self, guest: usize, host: usize) -> Option<&Ban> {
        let it = &self.guests[guest];
        let stays = it.now == host;
        let mut bans = it.bans.iter().map(|&ban| &self.bans[ban]);
        bans.find(|ban| ban.hosts[host] && !(stays && ban.holds == BanScope::Going))
    }

    /// The hosts that no ban keeps a guest from.
    pub(super) fn may_go(&self, guest: usize) -> impl Iterator<Item = usize> {
        (0..self.hosts).filter(move |&host| self.banned(guest, host).is_none())
    }

    /// The same problem with some limits alone.
    pub(super) fn under(&self, in_force: &[bool]) -> Self {
        let keeps = |limit: usize| in_force[limit];
        let mut model = Self {
            guests: self.guests.clone(),
            hosts: self.hosts,
            limits: self.limits.clone(),
            bans: self.bans.clone(),
            ..Self::default()
        };
        for ban in &mut model.bans {
            if !ban.limit.is_none_or(keeps) {
                ban.hosts.fill(false);
            }
        }
        model.guests.iter_mut().for_each(|guest| guest.unions.clear());
        for capacity in self.capacities.iter().filter(|it| keeps(it.limit)) {
            model.capacity(capacity.clone());
        }
        for union in self.unions.iter().filter(|it| keeps(it.limit)) {
            model.union(union.clone());
        }
        model
    }
}

impl Guest {
    /// How much it takes of a resource.
    pub(super) fn takes(&self, resource: Resource) -> u64 {
        let at = self.takes.binary_search_by_key(&resource, |(resource, _)| *resource);
        at.map_or(0, |at| self.takes[at].1)
    }
}
