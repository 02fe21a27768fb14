//! What happens when each host fails: what is gone with it, who suffers, and what starts again elsewhere.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Edge, Failover, Graph, Insight};
use crate::lab::{Host, Lab, When};

/// What happens when a host fails. Systems go by number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Failure {
    /// The host.
    pub host: usize,
    /// What runs on it, at whatever depth, and is gone with it.
    pub gone: Vec<usize>,
    /// What runs elsewhere and cannot work, or not fully, without it; nothing if that is too much to count.
    pub hurt: Option<Vec<usize>>,
    /// What of the gone its cluster is to start again on another node, and can, with what runs on it.
    pub restarts: Vec<usize>,
    /// Whether the other nodes have room for that; nothing if that is not known.
    pub room: Option<bool>,
    /// True if nothing is missing once all that has restarted; nothing if that is not known.
    pub survived: Option<bool>,
}

/// Looks for those who are hurt may go this often through the lab; a lab where that is not enough hangs
/// together so closely that the lists would say nothing.
const ROUNDS: usize = 30;

impl Failure {
    /// The failure of every host, in the order of the text.
    pub(super) fn all(insight: &Insight) -> Vec<Self> {
        let lab = insight.lab();
        let failovers: FxHashMap<usize, &Failover> =
            insight.failovers().iter().map(|failover| (failover.host, failover)).collect();
        let mut cascade = Cascade::of(lab, insight.graph());
        let fail = |host: Host<'_>| {
            let mut gone = cascade.gone(host.id());
            let hurt = cascade.hurt(host.id(), &gone, &gone);
            let failover = failovers.get(&host.id()).copied();
            let (restarts, room) = restarts(insight, host, &gone, failover);
            let lost: Vec<usize> =
                gone.iter().filter(|at| restarts.binary_search(at).is_err()).copied().collect();
            let is_whole = if restarts.is_empty() {
                hurt.as_ref().map(Vec::is_empty)
            } else {
                cascade.hurt(host.id(), &gone, &lost).map(|hurt| hurt.is_empty())
            };
            let has_room = if restarts.is_empty() { Some(true) } else { room };
            let survived = match (lost.is_empty(), is_whole, has_room) {
                (false, ..) | (_, Some(false), _) | (.., Some(false)) => Some(false),
                (true, Some(true), Some(true)) => Some(true),
                _ => None,
            };
            gone.sort_unstable();
            Self { host: host.id(), gone, hurt, restarts, room, survived }
        };
        lab.hosts().map(fail).collect()
    }
}

/// What a cluster starts again elsewhere, in the order of the text, and whether there is room.
fn restarts(
    insight: &Insight,
    host: Host<'_>,
    gone: &[usize],
    failover: Option<&Failover>,
) -> (Vec<usize>, Option<bool>) {
    let Some(failover) = failover else {
        // Where nothing is to be restarted, nothing wants room.
        let mut clusters = host.clusters();
        let has_others = clusters.any(|it| it.nodes().filter(|node| node.runs()).nth(1).is_some());
        return (Vec::new(), has_others.then_some(true));
    };
    let lab = insight.lab();
    let moved: Vec<usize> = (0..failover.guests.len())
        .filter(|&guest| !insight.mobility().is_held(failover.guests[guest]))
        .collect();
    let mut restarts: BTreeSet<usize> = moved.iter().map(|&guest| failover.guests[guest]).collect();
    for &at in gone {
        // What runs on it moves with it.
        if lab.system_at(at).on().is_some_and(|below| restarts.contains(&below.id())) {
            restarts.insert(at);
        }
    }
    (restarts.into_iter().collect(), room(insight, failover, &moved))
}

/// Whether some guests of a host find room on the others; nothing if that is not known.
fn room(insight: &Insight, failover: &Failover, moved: &[usize]) -> Option<bool> {
    let lab = insight.lab();
    let left = moved.iter().filter(|&&guest| failover.places[guest].is_none()).count();
    if left > 0 {
        // Of those that found no place, some may only be held where they are.
        let others = failover.left().count() - left;
        return (failover.at_least > others).then_some(false);
    }
    let states_size = |&guest: &usize| !lab.system_at(failover.guests[guest]).memory.is_absent();
    let is_known = |&guest: &usize| {
        let place = failover.places[guest];
        place.is_none_or(|host| insight.loads().free(lab.system_at(host)).is_some())
    };
    let known = moved.iter().all(|guest| states_size(guest) && is_known(guest));
    known.then_some(true)
}

/// What falls with what. Groups stand as long as one of their machines does.
pub(super) struct Cascade<'a> {
    lab: &'a Lab,
    graph: &'a Graph,
    up: Vec<bool>,
    /// The search that met each node last.
    met: Vec<usize>,
    /// How many machines of a group were lost in the search that met it last.
    lost: Vec<(usize, usize)>,
    /// How many machines carry each group.
    carriers: Vec<usize>,
    searches: usize,
    steps: usize,
}

impl<'a> Cascade<'a> {
    pub(super) fn of(lab: &'a Lab, graph: &'a Graph) -> Self {
        let count = graph.node_count();
        let mut carriers = vec![0; count];
        let groups = graph.all().iter().filter(|need| need.hard && graph.is_group(need.from));
        groups.for_each(|need| carriers[need.from as usize] += 1);
        Self {
            lab,
            graph,
            up: lab.systems().map(|system| system.runs()).collect(),
            met: vec![0; count],
            lost: vec![(0, 0); count],
            carriers,
            searches: 0,
            steps: ROUNDS * (count + 100),
        }
    }

    /// How many systems some systems and groups are and take along when they fail, as far as they can be followed.
    pub(super) fn taken_along(&mut self, systems: &[usize], groups: &[usize]) -> usize {
        self.searches += 1;
        let (mut waiting, mut count) = (Vec::new(), 0);
        let mut take = |cascade: &mut Self, at: usize, waiting: &mut Vec<usize>| {
            if std::mem::replace(&mut cascade.met[at], cascade.searches) != cascade.searches {
                count += usize::from(at < cascade.up.len());
                waiting.push(at);
            }
        };
        for &at in systems.iter().chain(groups) {
            take(self, at, &mut waiting);
        }
        let graph = self.graph;
        while let Some(at) = waiting.pop() {
            for need in graph.needed(at).filter(|need| hurts(need)) {
                let Some(left) = self.steps.checked_sub(1) else { return count };
                self.steps = left;
                let next = need.from as usize;
                if self.met[next] != self.searches && self.falls(next) {
                    take(self, next, &mut waiting);
                }
            }
        }
        count
    }

    /// What runs on a host, at whatever depth; nothing stands before what it runs on.
    fn gone(&mut self, host: usize) -> Vec<usize> {
        self.searches += 1;
        self.met[host] = self.searches;
        let mut gone = Vec::new();
        let mut waiting = if self.up[host] { vec![host] } else { Vec::new() };
        while let Some(at) = waiting.pop() {
            for guest in self.lab.system_at(at).guests() {
                if self.up[guest.id()] && self.met[guest.id()] != self.searches {
                    self.met[guest.id()] = self.searches;
                    gone.push(guest.id());
                    waiting.push(guest.id());
                }
            }
        }
        gone
    }

    /// Who suffers with a host and with what is missed of that which is gone.
    fn hurt(&mut self, host: usize, gone: &[usize], missed: &[usize]) -> Option<Vec<usize>> {
        self.searches += 1;
        self.met[host] = self.searches;
        gone.iter().for_each(|&at| self.met[at] = self.searches);
        let (mut hurt, mut askers) = (Vec::new(), Vec::new());
        let mut waiting = missed.to_vec();
        waiting.extend(self.up[host].then_some(host));
        let graph = self.graph;
        while let Some(at) = waiting.pop() {
            for need in graph.needed(at) {
                self.steps = self.steps.checked_sub(1)?;
                let next = need.from as usize;
                if self.met[next] == self.searches {
                    continue;
                }
                if need.hard && need.kind.is_asked() && self.up.get(next) == Some(&true) {
                    askers.push(next);
                }
                if !hurts(need) || !self.falls(next) {
                    continue;
                }
                self.met[next] = self.searches;
                waiting.push(next);
                if next < self.up.len() {
                    hurt.push(next);
                }
            }
        }
        // Who only asks it goes on, if not fully, and so do those that need them.
        for asker in askers {
            if std::mem::replace(&mut self.met[asker], self.searches) != self.searches {
                hurt.push(asker);
            }
        }
        hurt.sort_unstable();
        Some(hurt)
    }

    /// True if it goes down with one more of its machines.
    fn falls(&mut self, next: usize) -> bool {
        if let Some(&up) = self.up.get(next) {
            return up;
        }
        let (last, lost) = &mut self.lost[next];
        if *last != self.searches {
            (*last, *lost) = (self.searches, 0);
        }
        *lost += 1;
        *lost >= self.carriers[next]
    }
}

/// True if the one suffers with the other.
fn hurts(need: &Edge) -> bool {
    need.is_hard_at(&[When::Boot, When::Run])
}
