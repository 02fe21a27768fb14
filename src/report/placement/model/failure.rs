//! What happens when each host fails.

use serde::Serialize;

use super::Scope;
use super::capacity::memory_of;
use super::item::Item;
use super::needs::Needs;
use crate::lab::{Host, Lab};

/// What happens when a host fails.
#[derive(Debug, Clone, Serialize)]
pub struct Failure {
    /// The host, by its number.
    pub host: usize,
    /// What runs on it, at whatever depth, and is gone with it.
    pub gone: Vec<usize>,
    /// What runs elsewhere and cannot work, or not fully, without it; nothing if that is too much to count.
    pub hurt: Option<Vec<usize>>,
    /// What of the gone its cluster starts again on another node.
    pub restarts: Vec<usize>,
    /// Whether the other nodes have the memory for that; nothing if that is not known.
    pub room: Option<bool>,
}

impl Failure {
    /// True if nothing is lost for longer than a restart.
    pub fn is_survived(&self) -> bool {
        let comes_back = self.restarts.is_empty() || self.room == Some(true);
        // What runs in a guest that restarts comes back with it.
        let nothing_stays_gone = self.gone.is_empty() || (!self.restarts.is_empty() && comes_back);
        nothing_stays_gone && self.hurt.as_ref().is_some_and(Vec::is_empty)
    }

    /// What becomes of what restarts, in words.
    pub fn restart(&self) -> String {
        let count = self.restarts.len();
        match self.room {
            _ if count == 0 => "nothing".to_owned(),
            Some(true) => format!("{count}, there is room"),
            Some(false) => format!("{count}, but there is no room"),
            None => format!("{count}, if there is room"),
        }
    }
}

/// Looks for those who are hurt may go this often through the lab; a lab where that is not enough hangs
/// together so closely that the lists would say nothing.
const ROUNDS: usize = 30;

struct Search<'n> {
    needs: &'n Needs,
    up: Vec<bool>,
    /// The search that met each last.
    met: Vec<usize>,
    /// How many machines of a cluster or storage were lost in the search that met it last.
    lost: Vec<(usize, usize)>,
    steps: usize,
}

pub(super) fn all(scope: Scope<'_, '_>, needs: &Needs, items: &[Item<'_>]) -> Vec<Failure> {
    let lab = scope.lab;
    let count = needs.waits.len();
    let mut search = Search {
        needs,
        up: items.iter().map(|item| item.up).collect(),
        met: vec![usize::MAX; count],
        lost: vec![(usize::MAX, 0); count],
        steps: ROUNDS * (count + 100),
    };
    let free = free_by_cluster(lab, needs, items);
    let fail = |host: Host<'_>| {
        let gone = search.gone(lab, host.id());
        let hurt = search.hurt(host.id(), &gone);
        let (restarts, room) = restarts(lab, host, &gone, needs, items, &free);
        Failure { host: host.id(), gone, hurt, restarts, room }
    };
    lab.hosts().map(fail).collect()
}

impl Search<'_> {
    /// What runs on a host, at whatever depth.
    fn gone(&mut self, lab: &Lab, host: usize) -> Vec<usize> {
        self.met[host] = host;
        let mut gone = Vec::new();
        let mut waiting = if self.up[host] { vec![host] } else { Vec::new() };
        while let Some(at) = waiting.pop() {
            for guest in lab.system_at(at).guests() {
                if self.up[guest.id()] && self.met[guest.id()] != host {
                    self.met[guest.id()] = host;
                    gone.push(guest.id());
                    waiting.push(guest.id());
                }
            }
        }
        gone.sort_unstable();
        gone
    }

    /// Who suffers with what is gone.
    fn hurt(&mut self, host: usize, gone: &[usize]) -> Option<Vec<usize>> {
        let mut hurt = Vec::new();
        let mut waiting = gone.to_vec();
        waiting.extend(self.up[host].then_some(host));
        let needs = self.needs;
        while let Some(at) = waiting.pop() {
            for &next in &needs.hit[at] {
                self.steps = self.steps.checked_sub(1)?;
                if self.met[next] == host || !self.falls(next, host) {
                    continue;
                }
                self.met[next] = host;
                waiting.push(next);
                if next < needs.systems {
                    hurt.push(next);
                }
            }
        }
        hurt.sort_unstable();
        Some(hurt)
    }

    /// True if it goes down with one more of its machines.
    fn falls(&mut self, next: usize, host: usize) -> bool {
        if let Some(&up) = self.up.get(next) {
            return up;
        }
        let (last, lost) = &mut self.lost[next];
        if *last != host {
            (*last, *lost) = (host, 0);
        }
        *lost += 1;
        *lost >= self.needs.members[next]
    }
}

/// What a cluster starts again elsewhere, and whether there is room.
fn restarts(
    lab: &Lab,
    host: Host<'_>,
    gone: &[usize],
    needs: &Needs,
    items: &[Item<'_>],
    free: &[Option<(u64, usize)>],
) -> (Vec<usize>, Option<bool>) {
    let clusters = &needs.clusters[host.id()];
    let others = |at: &&usize| free[**at].is_none_or(|(_, nodes)| nodes > 1);
    let Some(&cluster) = clusters.iter().find(others) else { return (Vec::new(), None) };
    let is_ha = |at: &&usize| {
        let ha = lab.system_at(**at).entry().running.ha.as_ref();
        ha.is_some_and(|ha| ha.value)
    };
    let restarts: Vec<usize> = gone.iter().filter(is_ha).copied().collect();
    let needed: Option<Vec<u64>> =
        restarts.iter().map(|at| memory_of(lab.system_at(*at))).collect();
    let room = needed.zip(free[cluster]).and_then(|(needed, (free, _))| {
        let needed = needed.into_iter().fold(0, u64::saturating_add);
        Some(needed <= free.saturating_sub(free_on(&items[host.id()])?))
    });
    (restarts, room)
}

/// The free memory on the hosts of each cluster, with the number of these; nothing where it is not known.
fn free_by_cluster(lab: &Lab, needs: &Needs, items: &[Item<'_>]) -> Vec<Option<(u64, usize)>> {
    let mut free = vec![Some((0, 0)); lab.clusters().len()];
    for host in lab.hosts().filter(|host| host.is_up()) {
        for &cluster in &needs.clusters[host.id()] {
            free[cluster] = free[cluster].zip(free_on(&items[host.id()])).map(
                |((sum, nodes), free): ((u64, usize), u64)| (sum.saturating_add(free), nodes + 1),
            );
        }
    }
    free
}

fn free_on(host: &Item<'_>) -> Option<u64> {
    let memory = host.usage?.memory;
    Some(memory.total?.saturating_sub(memory.used))
}
