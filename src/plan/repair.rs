//! A first answer: guests that cannot stay go where there is room, and nobody else moves without need.

use std::cmp::Reverse;

use super::model::{CapacityLimit, Model};
use super::placing::Placing;

/// The hosts that somebody without a place is offered first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Preference {
    /// Those with the most room left: the load is spread.
    Roomiest,
    /// Those with the least: large gaps stay for large guests.
    Tightest,
}

/// Repairs what is broken now. Who finds no place has none in the answer.
pub(super) fn repair(model: &Model, preference: Preference) -> Placing<'_> {
    let mut repair = Repair::of(model, preference);
    let mut pending = repair.evict();
    pending.sort_by_key(|&guest| {
        let it = &model.guests[guest];
        let size = it.takes.iter().map(|(_, amount)| *amount).max().unwrap_or_default();
        (model.may_go(guest).count(), Reverse(size), guest)
    });
    for guest in pending {
        if let Some(host) = repair.best(guest) {
            repair.put(guest, host);
        } else {
            repair.make_room(guest);
        }
    }
    repair.go_home();
    repair.placing
}

struct Repair<'m> {
    model: &'m Model,
    preference: Preference,
    placing: Placing<'m>,
    /// The guests of each host.
    here: Vec<Vec<usize>>,
}

impl<'m> Repair<'m> {
    fn of(model: &'m Model, preference: Preference) -> Self {
        let mut repair = Self {
            model,
            preference,
            placing: Placing::empty(model),
            here: vec![Vec::new(); model.hosts],
        };
        for (number, guest) in model.guests.iter().enumerate() {
            repair.put(number, guest.now);
        }
        repair
    }

    fn put(&mut self, guest: usize, host: usize) {
        self.placing.put(guest, host);
        self.here[host].push(guest);
    }

    fn take(&mut self, guest: usize) {
        if let Some(host) = self.placing.take(guest) {
            self.here[host].retain(|there| *there != guest);
        }
    }

    /// Takes those from their hosts who cannot stay: as few as one sees at once, and of those the smallest.
    fn evict(&mut self) -> Vec<usize> {
        let model = self.model;
        let guests = 0..model.guests.len();
        let mut evicted: Vec<usize> =
            guests.filter(|&it| model.banned(it, model.guests[it].now).is_some()).collect();
        evicted.iter().for_each(|&guest| self.take(guest));
        for union in 0..model.unions.len() {
            evicted.extend(self.unite(union));
        }
        for number in 0..model.capacities.len() {
            while self.placing.is_broken(number) {
                let Some(guest) = self.next_to_leave(number) else { break };
                self.take(guest);
                evicted.push(guest);
            }
        }
        evicted
    }

    /// Takes those of a union from their hosts who are not where most of them are.
    fn unite(&mut self, number: usize) -> Vec<usize> {
        if !self.placing.is_torn(number) {
            return Vec::new();
        }
        let union = &self.model.unions[number];
        let domain = |placing: &Placing<'_>, guest: usize| union.domains[placing.place(guest)?];
        let count = |wanted: usize| {
            let all = union.guests.iter().filter_map(|&guest| domain(&self.placing, guest));
            all.filter(|domain| *domain == wanted).count()
        };
        let known = union.guests.iter().filter_map(|&guest| domain(&self.placing, guest));
        let home = union.fixed.or_else(|| known.max_by_key(|&it| (count(it), Reverse(it))));
        let stray =
            |guest: &usize| domain(&self.placing, *guest).is_some_and(|it| Some(it) != home);
        let strays: Vec<usize> = union.guests.iter().copied().filter(stray).collect();
        strays.iter().for_each(|&guest| self.take(guest));
        strays
    }

    /// Who is to leave so that a capacity holds: the smallest that is enough, or else the largest.
    fn next_to_leave(&self, number: usize) -> Option<usize> {
        let capacity = &self.model.capacities[number];
        let here = || capacity.hosts.iter().flat_map(|&host| self.here[host].iter().copied());
        let takes = |guest: usize| self.model.guests[guest].takes(capacity.resource);
        if let Some(when) = capacity.when {
            let mut triggers = here().filter(|&guest| self.model.guests[guest].takes(when) > 0);
            if let (Some(only), None) = (triggers.next(), triggers.next()) {
                return Some(only);
            }
        }
        let over = self.placing.used(number) - capacity.at_most;
        let copied = |guest: usize| self.model.guests[guest].copied;
        let enough = here().filter(|&guest| takes(guest) >= over);
        enough.min_by_key(|&guest| (copied(guest), takes(guest), guest)).or_else(|| {
            let some = here().filter(|&guest| takes(guest) > 0);
            some.max_by_key(|&guest| (takes(guest), Reverse(copied(guest)), Reverse(guest)))
        })
    }

    /// The host that suits a guest best, of those it fits on: its own, if it can come back.
    fn best(&self, guest: usize) -> Option<usize> {
        let now = self.model.guests[guest].now;
        if self.placing.fits(guest, now) {
            return Some(now);
        }
        let hosts = self.model.may_go(guest).filter(|&host| self.placing.fits(guest, host));
        match self.preference {
            Preference::Roomiest => {
                hosts.min_by_key(|&host| (Reverse(self.room(guest, host)), host))
            }
            Preference::Tightest => hosts.min_by_key(|&host| (self.room(guest, host), host)),
        }
    }

    /// How much room is left on a host of what a guest takes most of.
    fn room(&self, guest: usize, host: usize) -> u64 {
        let capacities = self.model.capacities_of(guest, host).into_iter();
        let room = |number: usize| {
            let capacity: &CapacityLimit = &self.model.capacities[number];
            let weighs = self.model.guests[guest].takes(capacity.resource);
            (Reverse(weighs), capacity.at_most.saturating_sub(self.placing.used(number)))
        };
        capacities.map(room).min().map_or(u64::MAX, |(_, room)| room)
    }

    /// Puts a guest where there is no room, and another guest of that host somewhere else. The first pair that
    /// costs nothing wins, else the first of all.
    fn make_room(&mut self, guest: usize) -> bool {
        let hosts: Vec<usize> = self.model.may_go(guest).collect();
        for host in hosts {
            let mut others = self.here[host].clone();
            let moved = |other: usize| self.model.guests[other].now != host;
            others.sort_by_key(|&other| (!moved(other), self.model.guests[other].copied, other));
            for other in others {
                self.take(other);
                if self.placing.fits(guest, host) {
                    self.put(guest, host);
                    if let Some(elsewhere) = self.best(other) {
                        self.put(other, elsewhere);
                        return true;
                    }
                    self.take(guest);
                }
                self.put(other, host);
            }
        }
        false
    }

    /// Sends those home who moved and need not have.
    fn go_home(&mut self) {
        let guests = 0..self.model.guests.len();
        let moved: Vec<usize> = guests
            .filter(|&it| self.placing.place(it).is_some_and(|at| at != self.model.guests[it].now))
            .collect();
        for guest in moved {
            let host = self.placing.place(guest).expect("it moved");
            self.take(guest);
            let now = self.model.guests[guest].now;
            let to = if self.placing.fits(guest, now) { now } else { host };
            self.put(guest, to);
        }
    }
}
