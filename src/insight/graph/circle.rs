//! Circles: systems of which each needs the next, so that none of them can be the first.
//!
//! A group stands as soon as one of its members does, so a circle that goes through a group is none as long
//! as another member can start. What can never start is found first, and the circles are looked for there.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::{Edge, Graph, number};
use crate::lab::{Lab, System};

/// Systems of which each needs the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// The nodes on it, in rising order: the systems first.
    nodes: Vec<u32>,
    /// How many of them are systems.
    systems: usize,
}

/// One step on a circle: a system needs another.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// Who needs it.
    pub from: System<'a>,
    /// What is needed; of a group, the member that the circle goes through.
    pub on: System<'a>,
    /// The need itself.
    pub need: Edge,
}

impl Circle {
    /// The systems on it, in the order of the text.
    pub fn systems<'a>(&self, lab: &'a Lab) -> Vec<System<'a>> {
        self.numbers().map(|id| lab.system_at(id)).collect()
    }

    /// Their numbers.
    pub fn numbers(&self) -> impl ExactSizeIterator<Item = usize> {
        self.nodes[..self.systems].iter().map(|&node| node as usize)
    }

    /// The numbers of all nodes on it, groups too.
    pub fn nodes(&self) -> impl Iterator<Item = usize> {
        self.nodes.iter().map(|&node| node as usize)
    }

    /// True if a system is on it.
    pub fn has_system(&self, system: System<'_>) -> bool {
        self.has(number(system.id()))
    }

    /// True if a node is on it.
    pub fn has(&self, node: u32) -> bool {
        self.nodes.binary_search(&node).is_ok()
    }
}

/// Nothing of a search is known of a node yet.
const NEW: u32 = u32::MAX;

impl Graph {
    /// The circles of certain needs, in the order of the text. Of what a group needs, only the members that
    /// have to be there are followed.
    pub fn circles_of(&self, lab: &Lab, follow: impl Fn(&Edge) -> bool) -> Vec<Circle> {
        let is_there = |node: u32| self.system(lab, node).is_none_or(System::is_intended);
        let counts = |need: &Edge| need.hard || !self.is_group(need.from);
        let follow = |need: &Edge| counts(need) && is_there(need.on) && follow(need);
        let stuck = self.stuck(&follow, is_there);
        if !stuck.contains(&true) {
            return Vec::new();
        }
        let mut circles = self.components(&stuck, &follow);
        circles.sort_by(|a, b| a.nodes.cmp(&b.nodes));
        circles
    }

    /// Which nodes can never start, since what they need never does.
    fn stuck(&self, follow: &impl Fn(&Edge) -> bool, is_there: impl Fn(u32) -> bool) -> Vec<bool> {
        let nodes = 0..number(self.node_count());
        let mut missing: Vec<u32> = vec![0; self.node_count()];
        self.needs.iter().filter(|need| follow(need)).for_each(|need| {
            let missing = &mut missing[need.from as usize];
            *missing = if self.is_group(need.from) { 1 } else { *missing + 1 };
        });
        let mut ready: Vec<u32> =
            nodes.filter(|&node| missing[node as usize] == 0 && is_there(node)).collect();
        while let Some(node) = ready.pop() {
            for need in self.needed(node as usize).filter(|need| follow(need)) {
                let missing = &mut missing[need.from as usize];
                if *missing > 0 {
                    *missing -= 1;
                    if *missing == 0 && is_there(need.from) {
                        ready.push(need.from);
                    }
                }
            }
        }
        let there = |(node, missing): (u32, u32)| missing > 0 && is_there(node);
        (0..).zip(missing).map(there).collect()
    }

    /// The circles among some nodes, after Tarjan, without recursion.
    fn components(&self, among: &[bool], follow: &impl Fn(&Edge) -> bool) -> Vec<Circle> {
        let count = self.node_count();
        let (mut order, mut low) = (vec![NEW; count], vec![0; count]);
        let (mut is_open, mut open) = (vec![false; count], Vec::new());
        let (mut circles, mut next) = (Vec::new(), 0);
        for root in (0..count).filter(|&node| among[node]) {
            if order[root] != NEW {
                continue;
            }
            let mut path = vec![(root, 0)];
            while let Some((node, at)) = path.pop() {
                if at == 0 {
                    (order[node], low[node]) = (next, next);
                    next += 1;
                    open.push(node);
                    is_open[node] = true;
                }
                if let Some(need) = self.needs(node).get(at) {
                    path.push((node, at + 1));
                    let on = need.on as usize;
                    if !among[on] || !follow(need) {
                        continue;
                    }
                    if order[on] == NEW {
                        path.push((on, 0));
                    } else if is_open[on] {
                        low[node] = low[node].min(order[on]);
                    }
                    continue;
                }
                if let Some(&(before, _)) = path.last() {
                    low[before] = low[before].min(low[node]);
                }
                if low[node] == order[node] {
                    let start = open.iter().rposition(|&it| it == node).expect("it is open");
                    let members = open.split_off(start);
                    members.iter().for_each(|&member| is_open[member] = false);
                    let itself = |need: &Edge| need.on as usize == node && follow(need);
                    if members.len() > 1 || self.needs(node).iter().any(itself) {
                        circles.push(self.circle(members));
                    }
                }
            }
        }
        circles
    }

    fn circle(&self, members: Vec<usize>) -> Circle {
        let mut nodes: Vec<u32> = members.into_iter().map(number).collect();
        nodes.sort_unstable();
        Circle { systems: nodes.partition_point(|&node| !self.is_group(node)), nodes }
    }

    /// The shortest way from a system on a circle back to it, step by step.
    pub fn round<'a>(
        &self,
        start: System<'a>,
        circle: &Circle,
        follow: impl Fn(&Edge) -> bool,
    ) -> Vec<Step<'a>> {
        let mut came: FxHashMap<u32, &Edge> = FxHashMap::default();
        let mut queue = VecDeque::from([start.id()]);
        while let Some(node) = queue.pop_front() {
            let counts = |need: &Edge| need.hard || !self.is_group(need.from);
            let on_circle = |need: &&Edge| counts(need) && circle.has(need.on) && follow(need);
            for need in self.needs(node).iter().filter(on_circle) {
                if came.contains_key(&need.on) {
                    continue;
                }
                came.insert(need.on, need);
                if need.on as usize == start.id() {
                    return self.steps(start, &came);
                }
                queue.push_back(need.on as usize);
            }
        }
        Vec::new()
    }

    /// The steps that led to each node, taken from the start back to it. Groups are passed over.
    fn steps<'a>(&self, start: System<'a>, came: &FxHashMap<u32, &Edge>) -> Vec<Step<'a>> {
        let lab = start.lab();
        let (mut steps, mut on) = (Vec::new(), start);
        let mut node = number(start.id());
        while let Some(need) = came.get(&node) {
            if let Some(from) = self.system(lab, need.from) {
                steps.push(Step { from, on, need: **need });
                on = from;
            }
            node = need.from;
            if node as usize == start.id() {
                break;
            }
        }
        steps.reverse();
        steps
    }
}
