//! Guests on hosts, and what that takes: changed a guest at a time, and asked what still fits.

use super::model::{CapacityLimit, Model};

/// A placement, whole or in part.
#[derive(Debug, Clone)]
pub(super) struct Placing<'m> {
    model: &'m Model,
    /// The host of each guest.
    at: Vec<Option<usize>>,
    /// How much of each capacity is taken.
    used: Vec<u64>,
    /// How much is taken of what puts it in force.
    triggered: Vec<u64>,
    /// How many of each union are in each domain.
    domains: Vec<Vec<(usize, usize)>>,
}

impl<'m> Placing<'m> {
    /// Nobody anywhere.
    pub(super) fn empty(model: &'m Model) -> Self {
        Self {
            model,
            at: vec![None; model.guests.len()],
            used: vec![0; model.capacities.len()],
            triggered: vec![0; model.capacities.len()],
            domains: vec![Vec::new(); model.unions.len()],
        }
    }

    /// Guests where somebody says they are.
    pub(super) fn of(model: &'m Model, places: &[Option<usize>]) -> Self {
        let mut placing = Self::empty(model);
        for (guest, host) in places.iter().enumerate() {
            if let Some(host) = *host {
                placing.put(guest, host);
            }
        }
        placing
    }

    /// The host of each guest.
    pub(super) fn places(&self) -> &[Option<usize>] {
        &self.at
    }

    /// The host of a guest.
    pub(super) fn place(&self, guest: usize) -> Option<usize> {
        self.at[guest]
    }

    /// How much of a capacity is taken.
    pub(super) fn used(&self, capacity: usize) -> u64 {
        self.used[capacity]
    }

    /// Puts a guest on a host.
    pub(super) fn put(&mut self, guest: usize, host: usize) {
        debug_assert!(self.at[guest].is_none(), "it is nowhere else");
        self.at[guest] = Some(host);
        self.count(guest, host, u64::wrapping_add);
        for &union in &self.model.guests[guest].unions {
            let Some(domain) = self.model.unions[union].domains[host] else { continue };
            let counts = &mut self.domains[union];
            match counts.iter_mut().find(|(known, _)| *known == domain) {
                Some((_, count)) => *count += 1,
                None => counts.push((domain, 1)),
            }
        }
    }

    /// Takes a guest from its host.
    pub(super) fn take(&mut self, guest: usize) -> Option<usize> {
        let host = self.at[guest].take()?;
        self.count(guest, host, u64::wrapping_sub);
        for &union in &self.model.guests[guest].unions {
            let Some(domain) = self.model.unions[union].domains[host] else { continue };
            for (known, count) in &mut self.domains[union] {
                *count -= usize::from(*known == domain);
            }
            self.domains[union].retain(|(_, count)| *count > 0);
        }
        Some(host)
    }

    fn count(&mut self, guest: usize, host: usize, change: fn(u64, u64) -> u64) {
        let model = self.model;
        let it = &model.guests[guest];
        for number in model.capacities_of(guest, host) {
            let capacity = &model.capacities[number];
            self.used[number] = change(self.used[number], it.takes(capacity.resource));
            if let Some(when) = capacity.when {
                self.triggered[number] = change(self.triggered[number], it.takes(when));
            }
        }
    }

    /// True if a guest that is nowhere can be put on a host, and no limit is broken by it.
    pub(super) fn fits(&self, guest: usize, host: usize) -> bool {
        self.model.banned(guest, host).is_none()
            && self.full(guest, host, |_| true).is_none()
            && self.unions_hold(guest, host)
    }

    /// The first capacity that a guest would break on a host, of those that matter.
    pub(super) fn full(
        &self,
        guest: usize,
        host: usize,
        matters: impl Fn(&CapacityLimit) -> bool,
    ) -> Option<usize> {
        self.model.capacities_of(guest, host).into_iter().find(|&number| {
            matters(&self.model.capacities[number]) && self.would_break(guest, number)
        })
    }

    /// True if a guest that comes from elsewhere would break a capacity.
    pub(super) fn would_break(&self, guest: usize, number: usize) -> bool {
        let (it, capacity) = (&self.model.guests[guest], &self.model.capacities[number]);
        let triggers = capacity.when.map_or(1, |when| self.triggered[number] + it.takes(when));
        triggers > 0 && self.used[number] + it.takes(capacity.resource) > capacity.at_most
    }

    fn unions_hold(&self, guest: usize, host: usize) -> bool {
        self.model.guests[guest].unions.iter().all(|&number| {
            let union = &self.model.unions[number];
            let Some(domain) = union.domains[host] else { return true };
            union.fixed.is_none_or(|fixed| fixed == domain)
                && self.domains[number].iter().all(|(known, _)| *known == domain)
        })
    }

    /// True if a capacity is broken.
    pub(super) fn is_broken(&self, number: usize) -> bool {
        let capacity = &self.model.capacities[number];
        (capacity.when.is_none() || self.triggered[number] > 0)
            && self.used[number] > capacity.at_most
    }

    /// The union of a guest is in several domains, or in the wrong one.
    pub(super) fn is_torn(&self, number: usize) -> bool {
        let (union, counts) = (&self.model.unions[number], &self.domains[number]);
        counts.len() > 1
            || union.fixed.is_some_and(|fixed| counts.iter().any(|(domain, _)| *domain != fixed))
    }

    /// True if every guest that has a place may be there, and no limit is broken.
    pub(super) fn holds(&self) -> bool {
        let banned = |(guest, host): (usize, &Option<usize>)| {
            host.is_some_and(|host| self.model.banned(guest, host).is_some())
        };
        !self.at.iter().enumerate().any(banned)
            && !(0..self.used.len()).any(|capacity| self.is_broken(capacity))
            && !(0..self.domains.len()).any(|union| self.is_torn(union))
    }

    /// How many guests are on another host than now.
    pub(super) fn moves(&self) -> usize {
        let guests = self.model.guests.iter().zip(&self.at);
        guests.filter(|(guest, host)| host.is_some_and(|host| host != guest.now)).count()
    }

    /// How many have no place.
    pub(super) fn left(&self) -> usize {
        self.at.iter().filter(|host| host.is_none()).count()
    }

    /// How much all moves copy, in bytes.
    pub(super) fn copied(&self) -> u128 {
        let guests = self.model.guests.iter().zip(&self.at);
        let moved = guests.filter(|(guest, host)| host.is_some_and(|host| host != guest.now));
        moved.map(|(guest, _)| u128::from(guest.copied)).sum()
    }
}
