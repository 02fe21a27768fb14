//! Among plans that move the same guests, the one that leaves memory evenest.

use super::limits::HostMemory;
use super::model::Model;
use super::placing::Placing;

/// How often the guests that move are gone through.
const ROUNDS: usize = 4;

/// Above so many moved guests, no two are tried to change places.
const FEW: usize = 150;

/// Sends guests that move anyway to hosts with more memory left, as long as that helps.
pub(super) fn flatten(model: &Model, memory: &[Option<HostMemory>], placing: &mut Placing<'_>) {
    let guests = 0..model.guests.len();
    let moved = |placing: &Placing<'_>, guest: usize| {
        placing.place(guest).is_some_and(|host| host != model.guests[guest].now)
    };
    let movers: Vec<usize> = guests.filter(|&guest| moved(placing, guest)).collect();
    let mut loads = MemoryShares::of(model, memory, placing);
    for _ in 0..ROUNDS {
        let mut changed = false;
        for &guest in &movers {
            changed |= loads.send_elsewhere(placing, guest);
        }
        if movers.len() <= FEW {
            for (at, &guest) in movers.iter().enumerate() {
                for &other in &movers[at + 1..] {
                    changed |= loads.exchange(placing, guest, other);
                }
            }
        }
        if !changed {
            break;
        }
    }
}

/// How full the memory of each host is.
struct MemoryShares<'m> {
    model: &'m Model,
    memory: &'m [Option<HostMemory>],
    used: Vec<u64>,
}

impl<'m> MemoryShares<'m> {
    fn of(model: &'m Model, memory: &'m [Option<HostMemory>], placing: &Placing<'_>) -> Self {
        let mut used: Vec<u64> =
            memory.iter().map(|host| host.map_or(0, |host| host.stays)).collect();
        for (guest, place) in placing.places().iter().enumerate() {
            if let Some(host) = *place {
                used[host] += memory_of(model, guest);
            }
        }
        Self { model, memory, used }
    }

    /// How full a host is with so much more or less, in thousandths of thousandths.
    fn share(&self, host: usize, more: u64, less: u64) -> u128 {
        let used = u128::from(self.used[host]) + u128::from(more) - u128::from(less);
        self.memory[host].map_or(0, |memory| used * 1_000_000 / u128::from(memory.total.max(1)))
    }

    /// Moves a guest on to the host where it makes the fuller of the two least full.
    fn send_elsewhere(&mut self, placing: &mut Placing<'_>, guest: usize) -> bool {
        let Some(host) = placing.take(guest) else { return false };
        let (size, now) = (memory_of(self.model, guest), self.model.guests[guest].now);
        let fuller = |to: usize| self.share(to, size, 0).max(self.share(host, 0, size));
        let current = |to: usize| self.share(host, 0, 0).max(self.share(to, 0, 0));
        let hosts = self.model.may_go(guest).filter(|&to| to != host && to != now);
        let better = hosts.filter(|&to| fuller(to) < current(to) && placing.fits(guest, to));
        let best = better.min_by_key(|&to| (fuller(to), to));
        placing.put(guest, best.unwrap_or(host));
        if let Some(to) = best {
            self.used[host] -= size;
            self.used[to] += size;
        }
        best.is_some()
    }

    /// Lets two guests change the hosts that they go to.
    fn exchange(&mut self, placing: &mut Placing<'_>, a: usize, b: usize) -> bool {
        let (Some(of_a), Some(of_b)) = (placing.place(a), placing.place(b)) else { return false };
        let (size_a, size_b) = (memory_of(self.model, a), memory_of(self.model, b));
        let before = self.share(of_a, 0, 0).max(self.share(of_b, 0, 0));
        let after = self.share(of_a, size_b, size_a).max(self.share(of_b, size_a, size_b));
        let homes = [self.model.guests[a].now, self.model.guests[b].now];
        if of_a == of_b
            || after >= before
            || homes == [of_b, of_a]
            || homes[0] == of_b
            || homes[1] == of_a
        {
            return false;
        }
        placing.take(a);
        placing.take(b);
        let fits = placing.fits(a, of_b) && {
            placing.put(a, of_b);
            let fits = placing.fits(b, of_a);
            placing.take(a);
            fits
        };
        let (to_a, to_b) = if fits { (of_b, of_a) } else { (of_a, of_b) };
        placing.put(a, to_a);
        placing.put(b, to_b);
        if fits {
            self.used[of_a] = self.used[of_a] - size_a + size_b;
            self.used[of_b] = self.used[of_b] - size_b + size_a;
        }
        fits
    }
}

/// What a guest is guaranteed: the first resource of all.
fn memory_of(model: &Model, guest: usize) -> u64 {
    model.guests[guest].takes(0)
}
