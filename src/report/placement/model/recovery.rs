//! In which order everything comes back after a power cut.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use serde::Serialize;

use super::item::Item;
use super::layer::Layer;
use super::needs::Needs;
use crate::lab::{Lab, Restart, System};

/// In which order everything comes back.
#[derive(Debug, Clone, Serialize)]
pub struct Recovery {
    /// The steps. Within one, too, nothing stands before what it waits for.
    pub steps: Vec<Step>,
    /// What stays off: it is stopped, planned or retired.
    pub off: Vec<usize>,
    /// Systems that wait for each other, so that none of them can be the first.
    pub circles: Vec<Vec<usize>>,
}

/// Some systems of one layer, to be started in this order.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// The layer.
    pub layer: Layer,
    /// The systems.
    pub systems: Vec<Start>,
}

/// A system to be started.
#[derive(Debug, Clone, Serialize)]
pub struct Start {
    /// The system, by its number.
    pub system: usize,
    /// What it waits for besides what it runs on.
    pub after: Vec<usize>,
    /// True if it does not start by itself.
    pub by_hand: bool,
    /// The circle it is in, by its number.
    pub circle: Option<usize>,
}

impl Start {
    /// What there is to know of it, in words.
    pub fn notes(&self) -> Vec<String> {
        let by_hand = self.by_hand.then(|| "by hand".to_owned());
        let circle = self.circle.map(|circle| format!("in circle {}", circle + 1));
        by_hand.into_iter().chain(circle).collect()
    }
}

pub(super) fn of(lab: &Lab, needs: &Needs, items: &[Item<'_>]) -> Recovery {
    let up = |at: usize| items.get(at).is_none_or(|item| item.up);
    let circle_of = circles(needs, &up);
    let order = order(lab, needs, items, &circle_of);
    let mut circles: Vec<Vec<usize>> = Vec::new();
    // Circles are numbered as they are met, so that their numbers depend on nothing else.
    let mut numbers = std::collections::HashMap::new();
    for (at, circle) in circle_of.iter().enumerate().take(needs.systems) {
        let Some(circle) = circle else { continue };
        let number = *numbers.entry(*circle).or_insert_with(|| {
            circles.push(Vec::new());
            circles.len() - 1
        });
        circles[number].push(at);
    }
    let mut steps: Vec<Step> = Vec::new();
    for at in order.into_iter().filter(|at| *at < needs.systems) {
        let system = lab.system_at(at);
        let below = system.on().map(|below| below.id());
        let waits = needs.waits[at].iter().copied();
        let counts = |other: &usize| *other < needs.systems && Some(*other) != below && up(*other);
        let mut after: Vec<usize> = waits.filter(counts).collect();
        after.sort_unstable();
        after.dedup();
        let circle = circle_of[at].map(|circle| numbers[&circle]);
        let start = Start { system: at, after, by_hand: is_started_by_hand(system), circle };
        let layer = items[at].layer;
        match steps.last_mut().filter(|step| step.layer == layer) {
            Some(step) => step.systems.push(start),
            None => steps.push(Step { layer, systems: vec![start] }),
        }
    }
    Recovery { steps, off: (0..needs.systems).filter(|at| !up(*at)).collect(), circles }
}

fn is_started_by_hand(system: System<'_>) -> bool {
    let running = &system.entry().running;
    let restart = running.restart.as_ref().map(|restart| restart.value);
    let autostart = running.autostart.as_ref().map(|autostart| autostart.value);
    autostart == Some(false) || (autostart.is_none() && restart == Some(Restart::No))
}

/// Everything that is up, each after what it waits for; of those that could be next, the one of the
/// lowest layer, then the one with the lowest `start_order`, then the one that is written first.
fn order(lab: &Lab, needs: &Needs, items: &[Item<'_>], circle_of: &[Option<usize>]) -> Vec<usize> {
    let key = |at: usize| match items.get(at) {
        // What is no system takes no time, so it holds nobody up.
        None => (None, u32::MIN, at),
        Some(item) => {
            let order = lab.system_at(at).entry().running.start_order.as_ref();
            (Some(item.layer), order.map_or(u32::MAX, |order| order.value), at)
        }
    };
    let up = |at: usize| items.get(at).is_none_or(|item| item.up);
    // Those in one circle do not wait for each other: none could be the first.
    let waits = |from: usize, to: usize| {
        up(to) && (circle_of[from].is_none() || circle_of[from] != circle_of[to])
    };
    let count = needs.waits.len();
    let mut missing = vec![0_usize; count];
    let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (from, missing) in missing.iter_mut().enumerate() {
        for &to in needs.waits[from].iter().filter(|to| waits(from, **to)) {
            *missing += 1;
            waiting[to].push(from);
        }
    }
    let ready = (0..count).filter(|at| up(*at) && missing[*at] == 0);
    let mut ready: BinaryHeap<_> = ready.map(|at| Reverse(key(at))).collect();
    let mut order = Vec::with_capacity(count);
    while let Some(Reverse((.., at))) = ready.pop() {
        order.push(at);
        for &next in &waiting[at] {
            missing[next] -= 1;
            if missing[next] == 0 && up(next) {
                ready.push(Reverse(key(next)));
            }
        }
    }
    order
}

/// The circle that each is in, if it is in one: Tarjan's algorithm, without recursion.
fn circles(needs: &Needs, up: &impl Fn(usize) -> bool) -> Vec<Option<usize>> {
    const NEW: usize = usize::MAX;
    let count = needs.waits.len();
    let (mut index, mut low) = (vec![NEW; count], vec![0; count]);
    let (mut on_trail, mut trail) = (vec![false; count], Vec::new());
    let mut circle_of = vec![None; count];
    let mut next = 0;
    for root in (0..count).filter(|at| up(*at)) {
        if index[root] != NEW {
            continue;
        }
        let mut path = vec![(root, 0)];
        while let Some((at, edge)) = path.pop() {
            if edge == 0 {
                (index[at], low[at]) = (next, next);
                next += 1;
                trail.push(at);
                on_trail[at] = true;
            }
            if let Some(&to) = needs.waits[at].get(edge) {
                path.push((at, edge + 1));
                if index[to] == NEW && up(to) {
                    path.push((to, 0));
                } else if on_trail[to] {
                    low[at] = low[at].min(index[to]);
                }
                continue;
            }
            if let Some(&(before, _)) = path.last() {
                low[before] = low[before].min(low[at]);
            }
            if low[at] == index[at] {
                let start =
                    trail.iter().rposition(|member| *member == at).expect("it is on the trail");
                let members = trail.split_off(start);
                let circle = members.len() > 1 || needs.waits[at].contains(&at);
                for member in members {
                    on_trail[member] = false;
                    circle_of[member] = circle.then_some(at);
                }
            }
        }
    }
    circle_of
}
