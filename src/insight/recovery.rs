//! In which order everything comes back after a power cut.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Circle, Edge, Graph, Insight, Layer};
use crate::lab::{Lab, Restart, System, When};

/// In which order everything comes back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Recovery {
    /// The steps. What is in one can start together: nothing there waits for anything else of it.
    pub steps: Vec<Phase>,
    /// What stays off: it is stopped, planned or retired.
    pub off: Vec<usize>,
    /// Systems that wait for each other, so that none of them can be the first; what is planned counts.
    pub circles: Vec<Vec<usize>>,
}

/// Some systems of one layer that can be started together.
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
        let plan = Plan {
            lab,
            graph,
            starting: marks(graph, graph.circles()),
            running: marks(graph, &graph.circles_of(lab, comes_first)),
            layers: lab.systems().map(|system| Layer::of(system, insight.verdicts())).collect(),
        };
        let step = |(layer, systems): (Layer, Vec<usize>)| {
            let starts = systems.into_iter().map(|at| plan.start(lab.system_at(at)));
            Phase { layer, systems: starts.collect() }
        };
        let off = lab.systems().filter(|system| !system.runs()).map(System::id).collect();
        let circles = graph.circles().iter().map(|circle| circle.numbers().collect()).collect();
        Self { steps: plan.steps().into_iter().map(step).collect(), off, circles }
    }
}

/// The number of the circle that each node is on.
fn marks(graph: &Graph, circles: &[Circle]) -> Vec<Option<usize>> {
    let mut marks = vec![None; graph.node_count()];
    for (number, circle) in circles.iter().enumerate() {
        circle.nodes().for_each(|node| marks[node] = Some(number));
    }
    marks
}

/// True if something had better be there first: to start at all, or for all to work once it has started.
fn comes_first(need: &Edge) -> bool {
    need.when <= When::Run && (need.hard || need.kind.is_data())
}

/// What the order is worked out from.
struct Plan<'a> {
    lab: &'a Lab,
    graph: &'a Graph,
    /// The circle of those that cannot start without each other that each node is on.
    starting: Vec<Option<usize>>,
    /// The circle of those that do not work without each other that each node is on.
    running: Vec<Option<usize>>,
    layers: Vec<Layer>,
}

impl Plan<'_> {
    fn start(&self, system: System<'_>) -> PowerUp {
        let below = system.on().map(System::id);
        let waits = self.graph.needs(system.id()).iter().filter(|need| self.waits(need));
        let mut after: Vec<usize> =
            waits.filter_map(|need| Some(self.graph.only(self.lab, need.on)?.id())).collect();
        after.retain(|&on| Some(on) != below && self.runs(on));
        after.sort_unstable();
        after.dedup();
        let circle = self.starting[system.id()];
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
        let is_apart =
            |circles: &[Option<usize>]| circles[from].is_none() || circles[from] != circles[on];
        let is_member = self.graph.is_group(need.from) && need.when == When::Boot;
        let counts = if need.holds_up() || is_member {
            is_apart(&self.starting)
        } else {
            comes_first(need) && is_apart(&self.running)
        };
        counts && self.runs(from) && self.runs(on)
    }

    /// What comes first of those that could be next: groups, which take no time and so hold nobody up; then
    /// what is on the lowest layer, has the lowest `start_order`, and is written first.
    fn key(&self, node: usize) -> (Option<Layer>, u32, usize) {
        let Some(&layer) = self.layers.get(node) else { return (None, u32::MIN, node) };
        let order = self.lab.system_at(node).entry().running.start_order.as_ref();
        (Some(layer), order.map_or(u32::MAX, |order| order.value), node)
    }

    /// Everything that is up, step by step, each after what it waits for.
    fn steps(&self) -> Vec<(Layer, Vec<usize>)> {
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
        let mut steps = Vec::new();
        loop {
            let Some(Reverse((layer, _, node))) = ready.pop() else {
                // Where nothing else could be next, a group comes back with some of its members.
                let Some(group) = begun.pop() else { return steps };
                if std::mem::take(&mut missing[group]) > 0 {
                    ready.push(Reverse(self.key(group)));
                }
                continue;
            };
            let mut together = vec![node];
            while layer.is_some() && ready.peek().is_some_and(|Reverse(next)| next.0 == layer) {
                together.extend(ready.pop().map(|Reverse((.., node))| node));
            }
            for need in together.iter().flat_map(|&node| self.graph.needed(node)) {
                let from = need.from as usize;
                if missing[from] == 0 || !self.waits(need) {
                    continue;
                }
                missing[from] -= 1;
                if missing[from] == 0 {
                    ready.push(Reverse(self.key(from)));
                } else if self.graph.is_group(need.from) {
                    begun.push(from);
                }
            }
            steps.extend(layer.map(|layer| (layer, together)));
        }
    }
}

fn is_started_by_hand(system: System<'_>) -> bool {
    let running = &system.entry().running;
    let restart = running.restart.as_ref().map(|restart| restart.value.when);
    let autostart = running.autostart.as_ref().map(|autostart| autostart.value);
    autostart == Some(false) || (autostart.is_none() && restart == Some(Restart::No))
}
