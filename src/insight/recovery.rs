//! In which order everything comes back after a power cut.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Edge, Graph, Insight, Layer};
use crate::lab::{Lab, Restart, System, When};

/// In which order everything comes back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Recovery {
    /// The steps. Within one, too, nothing stands before what it waits for.
    pub steps: Vec<Phase>,
    /// What stays off: it is stopped, planned or retired.
    pub off: Vec<usize>,
    /// Systems that wait for each other, so that none of them can be the first; what is planned counts.
    pub circles: Vec<Vec<usize>>,
}

/// Some systems of one layer, to be started in this order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Phase {
    /// The layer.
    pub layer: Layer,
    /// The systems.
    pub systems: Vec<PowerUp>,
}

/// A system to be started.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PowerUp {
    /// The system, by its number.
    pub system: usize,
    /// What it waits for besides what it runs on.
    pub after: Vec<usize>,
    /// True if it does not start by itself.
    pub by_hand: bool,
    /// The circle it is in, by its number.
    pub circle: Option<usize>,
}

impl Recovery {
    /// The way back of a lab.
    pub(super) fn of(insight: &Insight) -> Self {
        let (lab, graph) = (insight.lab(), insight.graph());
        let count = lab.systems().len();
        let mut circle_of: Vec<Option<usize>> = vec![None; graph.node_count()];
        for (number, circle) in graph.circles().iter().enumerate() {
            circle.nodes().for_each(|node| circle_of[node] = Some(number));
        }
        let plan = Plan { lab, graph, circle_of, layers: layers(insight) };
        let mut steps: Vec<Phase> = Vec::new();
        for at in plan.order().into_iter().filter(|at| *at < count) {
            let start = plan.start(lab.system_at(at));
            let layer = plan.layers[at];
            match steps.last_mut().filter(|step| step.layer == layer) {
                Some(step) => step.systems.push(start),
                None => steps.push(Phase { layer, systems: vec![start] }),
            }
        }
        let off = lab.systems().filter(|system| !system.runs()).map(System::id).collect();
        let circles = graph.circles().iter().map(|circle| circle.numbers().collect()).collect();
        Self { steps, off, circles }
    }
}

/// The layer of each system.
fn layers(insight: &Insight) -> Vec<Layer> {
    insight.lab().systems().map(|system| Layer::of(system, insight.verdicts())).collect()
}

/// What the order is worked out from.
struct Plan<'a> {
    lab: &'a Lab,
    graph: &'a Graph,
    /// The circle that each node is on, by its number.
    circle_of: Vec<Option<usize>>,
    layers: Vec<Layer>,
}

impl Plan<'_> {
    fn start(&self, system: System<'_>) -> PowerUp {
        let below = system.on().map(System::id);
        let waits = self.graph.needs(system.id()).iter().filter(|need| need.holds_up());
        let waits = waits.map(|need| need.on as usize);
        let counts = |&on: &usize| on < self.layers.len() && Some(on) != below && self.runs(on);
        let mut after: Vec<usize> = waits.filter(counts).collect();
        after.sort_unstable();
        after.dedup();
        let circle = self.circle_of[system.id()];
        PowerUp { system: system.id(), after, by_hand: is_started_by_hand(system), circle }
    }

    /// False for systems that are off. Groups have no state of their own.
    fn runs(&self, node: usize) -> bool {
        node >= self.layers.len() || self.lab.system_at(node).runs()
    }

    /// True if one node comes back after another. Those on one circle do not wait for each other, since none
    /// of them could be the first; and a group waits for all of its members, as far as it can.
    fn waits(&self, need: &Edge) -> bool {
        let (from, on) = (need.from as usize, need.on as usize);
        let holds = need.holds_up() || (self.graph.is_group(need.from) && need.when == When::Boot);
        let apart = self.circle_of[from].is_none() || self.circle_of[from] != self.circle_of[on];
        holds && apart && self.runs(from) && self.runs(on)
    }

    /// What comes first of those that could be next: groups, which take no time and so hold nobody up; then
    /// what is on the lowest layer, has the lowest `start_order`, and is written first.
    fn key(&self, node: usize) -> (Option<Layer>, u32, usize) {
        let Some(&layer) = self.layers.get(node) else { return (None, u32::MIN, node) };
        let order = self.lab.system_at(node).entry().running.start_order.as_ref();
        (Some(layer), order.map_or(u32::MAX, |order| order.value), node)
    }

    /// Everything that is up, each after what it waits for.
    fn order(&self) -> Vec<usize> {
        let count = self.graph.node_count();
        let mut missing = vec![0_usize; count];
        for need in self.graph.all().iter().filter(|need| self.waits(need)) {
            missing[need.from as usize] += 1;
        }
        let ready = (0..count).filter(|&node| self.runs(node) && missing[node] == 0);
        let mut ready: BinaryHeap<_> = ready.map(|node| Reverse(self.key(node))).collect();
        // A group with an unknown member can come back without the others.
        let is_open = |&node: &usize| {
            missing[node] > 0 && !self.graph.needs(node).iter().any(|need| need.hard)
        };
        let mut begun: Vec<usize> = (self.layers.len()..count).filter(is_open).collect();
        let mut order = Vec::with_capacity(count);
        loop {
            let Some(Reverse((.., node))) = ready.pop() else {
                // Where nothing else could be next, a group comes back with some of its members.
                let Some(group) = begun.pop() else { return order };
                if std::mem::take(&mut missing[group]) > 0 {
                    ready.push(Reverse(self.key(group)));
                }
                continue;
            };
            order.push(node);
            for need in self.graph.needed(node).filter(|need| self.waits(need)) {
                let from = need.from as usize;
                if missing[from] == 0 {
                    continue;
                }
                missing[from] -= 1;
                if missing[from] == 0 {
                    ready.push(Reverse(self.key(from)));
                } else if self.graph.is_group(need.from) {
                    begun.push(from);
                }
            }
        }
    }
}

fn is_started_by_hand(system: System<'_>) -> bool {
    let running = &system.entry().running;
    let restart = running.restart.as_ref().map(|restart| restart.value.when);
    let autostart = running.autostart.as_ref().map(|autostart| autostart.value);
    autostart == Some(false) || (autostart.is_none() && restart == Some(Restart::No))
}
