//! What happens when each host fails.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::Scope;
use super::item::Item;
use crate::finding::Subject;
use crate::insight::{Graph, Loads, Need};
use crate::lab::{Bytes, Host, Lab, Migration, When};

/// What happens when a host fails.
#[derive(Debug, Clone, Serialize)]
pub struct Failure {
    /// The host, by its number.
    pub host: usize,
    /// What runs on it, at whatever depth, and is gone with it.
    pub gone: Vec<usize>,
    /// What runs elsewhere and cannot work, or not fully, without it; nothing if that is too much to count.
    pub hurt: Option<Vec<usize>>,
    /// What of the gone its cluster starts again on another node, with what runs on it.
    pub restarts: Vec<usize>,
    /// Whether the other nodes have the memory for that; nothing if that is not known.
    pub room: Option<bool>,
    /// True if nothing is missing once all that has restarted; nothing if that is not known.
    pub survived: Option<bool>,
}

impl Failure {
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
    needs: &'n Graph,
    up: Vec<bool>,
    /// The search that met each last.
    met: Vec<usize>,
    /// How many machines of a cluster or storage were lost in the search that met it last.
    lost: Vec<(usize, usize)>,
    steps: usize,
}

pub(super) fn all(scope: Scope<'_, '_>, items: &[Item<'_>], loads: &Loads) -> Vec<Failure> {
    let (lab, needs) = (scope.lab, scope.checked.insight.graph());
    let count = needs.node_count();
    let mut search = Search {
        needs,
        up: items.iter().map(|item| item.up).collect(),
        met: vec![usize::MAX; count],
        lost: vec![(usize::MAX, 0); count],
        steps: ROUNDS * (count + 100),
    };
    let spare = spare_by_cluster(lab, loads);
    let held = held(scope);
    let fail = |host: Host<'_>| {
        let at = host.id();
        let mut gone = search.gone(lab, at);
        let hurt = search.hurt(at, at, &gone, &gone);
        let (restarts, room) = restarts(lab, host, &gone, loads, (&spare, &held));
        let lost: Vec<usize> =
            gone.iter().filter(|at| restarts.binary_search(at).is_err()).copied().collect();
        let missing = if restarts.is_empty() {
            hurt.as_ref().map(Vec::is_empty)
        } else {
            search.hurt(at, count + at, &gone, &lost).map(|hurt| hurt.is_empty())
        };
        let has_room = if restarts.is_empty() { Some(true) } else { room };
        let survived = match (lost.is_empty(), missing, has_room) {
            (false, ..) | (_, Some(false), _) | (.., Some(false)) => Some(false),
            (true, Some(true), Some(true)) => Some(true),
            _ => None,
        };
        gone.sort_unstable();
        Failure { host: at, gone, hurt, restarts, room, survived }
    };
    lab.hosts().map(fail).collect()
}

impl Search<'_> {
    /// What runs on a host, at whatever depth; nothing stands before what it runs on.
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
        gone
    }

    /// Who suffers with a host and with what is missed of that which is gone. Each search has a number of
    /// its own.
    fn hurt(
        &mut self,
        host: usize,
        search: usize,
        gone: &[usize],
        missed: &[usize],
    ) -> Option<Vec<usize>> {
        self.met[host] = search;
        gone.iter().for_each(|&at| self.met[at] = search);
        let mut hurt = Vec::new();
        let mut waiting = missed.to_vec();
        waiting.extend(self.up[host].then_some(host));
        let needs = self.needs;
        while let Some(at) = waiting.pop() {
            for need in needs.needed(at) {
                self.steps = self.steps.checked_sub(1)?;
                let next = need.from as usize;
                if !hurts(need) || self.met[next] == search || !self.falls(next, search) {
                    continue;
                }
                self.met[next] = search;
                waiting.push(next);
                if next < self.up.len() {
                    hurt.push(next);
                }
            }
        }
        hurt.sort_unstable();
        Some(hurt)
    }

    /// True if it goes down with one more of its machines.
    fn falls(&mut self, next: usize, search: usize) -> bool {
        if let Some(&up) = self.up.get(next) {
            return up;
        }
        let (last, lost) = &mut self.lost[next];
        if *last != search {
            (*last, *lost) = (search, 0);
        }
        *lost += 1;
        *lost >= self.needs.needs(next).iter().filter(|need| need.hard).count()
    }
}

/// What a cluster starts again elsewhere, and whether there is room.
fn restarts(
    lab: &Lab,
    host: Host<'_>,
    gone: &[usize],
    loads: &Loads,
    (spare, held): (&[Spare], &FxHashSet<usize>),
) -> (Vec<usize>, Option<bool>) {
    let clusters = host.clusters().map(|cluster| cluster.id().index());
    let others = |at: &usize| spare[*at].nodes > 1;
    let Some(cluster) = { clusters }.find(others) else { return (Vec::new(), None) };
    let is_ha = |at: usize| {
        let guest = lab.system_at(at);
        let ha = guest.entry().running.ha.as_ref().is_some_and(|ha| ha.value);
        ha && guest.on() == Some(host.into()) && !held.contains(&at)
    };
    let moved: Vec<usize> = gone.iter().copied().filter(|at| is_ha(*at)).collect();
    let mut restarts: BTreeSet<usize> = moved.iter().copied().collect();
    for &at in gone {
        // What runs on it moves with it.
        if lab.system_at(at).on().is_some_and(|below| restarts.contains(&below.id())) {
            restarts.insert(at);
        }
    }
    let room = room(lab, host, &moved, loads, &spare[cluster]);
    (restarts.into_iter().collect(), room)
}

/// What cannot be restarted elsewhere although it is meant to be. Whoever allows that does not change it.
fn held(scope: Scope<'_, '_>) -> FxHashSet<usize> {
    let mut held = FxHashSet::default();
    for finding in &scope.checked.findings {
        let is_tied = finding.rule == "movable-but-pinned";
        if !is_tied && finding.rule != "ha-cannot-fail-over" {
            continue;
        }
        for subject in &finding.subjects {
            let &Subject::System(at) = subject else { continue };
            let at = at.index();
            let migration = scope.lab.system_at(at).entry().running.migration.as_ref();
            // What hinders a move while it runs need not hinder a restart.
            if !(is_tied && migration.is_some_and(|it| it.value == Migration::Live)) {
                held.insert(at);
            }
        }
    }
    held
}

/// Of many hosts, so many of the roomiest are tried.
const TRIED: usize = 64;

/// Whether the memory that the moved are guaranteed is free on the other hosts of their cluster; nothing if
/// that is not known, or would take a search to find out.
fn room(lab: &Lab, host: Host<'_>, moved: &[usize], loads: &Loads, spare: &Spare) -> Option<bool> {
    let stated = |at: &usize| lab.system_at(*at).entry().memory.is_some();
    if spare.free.len() < spare.nodes || !moved.iter().all(stated) {
        return None;
    }
    let needed = moved.iter().map(|at| loads.demand(lab.system_at(*at)).least);
    let mut needed: Vec<Bytes> = needed.collect();
    needed.sort_unstable_by_key(|needed| Reverse(*needed));
    let others = spare.free.iter().filter(|(_, at)| *at != host.id());
    let mut rooms: Vec<Bytes> = others.take(TRIED).map(|(free, _)| *free).collect();
    let own = loads.free(*host).unwrap_or_default();
    let left = Bytes(spare.sum.0.saturating_sub(own.0));
    if needed.iter().copied().sum::<Bytes>() > left || needed.first() > rooms.first() {
        return Some(false);
    }
    // If the largest first finds a place for all, there is one; if not, there may be another way.
    let mut placed = needed.iter().map(|needed| {
        let room = rooms.iter_mut().find(|room| **room >= *needed)?;
        room.0 -= needed.0;
        Some(())
    });
    placed.all(|placed| placed.is_some()).then_some(true)
}

/// True if the one suffers with the other.
fn hurts(need: &Need) -> bool {
    need.is_hard_at(&[When::Boot, When::Run])
}

/// The memory that is free on the hosts of a cluster.
#[derive(Debug, Clone, Default)]
struct Spare {
    /// How many hosts there are that run.
    nodes: usize,
    /// What is free on each of which that is known, by its number, the roomiest first.
    free: Vec<(Bytes, usize)>,
    /// The same added up.
    sum: Bytes,
}

/// What is free on the hosts of each cluster.
fn spare_by_cluster(lab: &Lab, loads: &Loads) -> Vec<Spare> {
    let mut spare = vec![Spare::default(); lab.clusters().len()];
    for host in lab.hosts().filter(|host| host.is_up()) {
        for cluster in host.clusters().map(|cluster| cluster.id().index()) {
            let spare = &mut spare[cluster];
            spare.nodes += 1;
            spare.free.extend(loads.free(*host).map(|free| (free, host.id())));
        }
    }
    for spare in &mut spare {
        spare.sum = spare.free.iter().map(|(free, _)| *free).sum();
        spare.free.sort_unstable_by_key(|&(free, at)| (Reverse(free), at));
    }
    spare
}
