//! Who needs whom, why, when, and where that is written: one graph for everybody who asks.
//!
//! Its nodes are systems, and groups of which one member is enough: clusters, shared storage, and choices
//! between several that would do. Nodes go by number, systems by their own.

use crate::lab::{Cluster, Lab, Storage, System, When};
use crate::source::Span;

mod build;
mod circle;

pub use circle::{Circle, Step};

/// Every need of a lab.
#[derive(Debug, Default)]
pub struct Graph {
    /// How many systems there are. Groups come after them.
    systems: usize,
    /// Every need, by the number of the node that has it.
    needs: Vec<Edge>,
    /// Where the needs of each node begin.
    starts: Vec<u32>,
    /// The needs of each node by others, as positions in `needs`.
    incoming: Vec<u32>,
    /// Where those of each node begin.
    incoming_starts: Vec<u32>,
    /// The circles in which each waits for the next to start.
    circles: Vec<Circle>,
}

/// A need: somebody needs something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// The node that has it.
    pub from: u32,
    /// The node that is needed.
    pub on: u32,
    /// Where it is written.
    pub at: Span,
    /// What makes it a need.
    pub kind: EdgeKind,
    /// When it has to be met.
    pub when: When,
    /// False if things go on without it. What a group needs is hard if one of its members has to be there.
    pub hard: bool,
}

/// What makes something a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdgeKind {
    /// `depends_on`.
    DependsOn,
    /// `runs_on`.
    RunsOn,
    /// A disk, a volume or a folder on shared storage, or what serves the storage.
    Storage,
    /// It is among the `clients` of shared storage.
    Client,
    /// A cluster runs on its nodes.
    Node,
    /// The only servers that check its logins.
    Identity,
    /// The only servers that it asks for names.
    Dns,
    /// The only servers that it asks for the time.
    Ntp,
    /// The only way out of a machine or of its network.
    Gateway,
}

impl EdgeKind {
    /// True if the failure of a host and the way back after a power cut follow such a need.
    pub fn is_structural(self) -> bool {
        !matches!(self, Self::Identity | Self::Dns | Self::Ntp | Self::Gateway)
    }
}

impl Edge {
    /// True if it has to be met before its owner can start.
    pub fn holds_up(&self) -> bool {
        self.is_hard_at(&[When::Boot])
    }

    /// True if nothing works without it at one of these stages.
    pub fn is_hard_at(&self, stages: &[When]) -> bool {
        self.hard && self.kind.is_structural() && stages.contains(&self.when)
    }
}

impl Graph {
    /// How many nodes there are.
    pub fn node_count(&self) -> usize {
        self.starts.len() - 1
    }

    /// True if a node is no system, but a group of which one member is enough.
    pub fn is_group(&self, node: u32) -> bool {
        node as usize >= self.systems
    }

    /// The node of a cluster.
    pub fn cluster(&self, cluster: Cluster<'_>) -> usize {
        self.systems + cluster.id().index()
    }

    /// The node of a shared storage.
    pub fn storage(&self, storage: Storage<'_>) -> usize {
        self.systems + storage.lab().clusters().len() + storage.id().index()
    }

    /// Every need.
    pub fn all(&self) -> &[Edge] {
        &self.needs
    }

    /// What a node needs.
    pub fn needs(&self, node: usize) -> &[Edge] {
        &self.needs[self.starts[node] as usize..self.starts[node + 1] as usize]
    }

    /// The needs of others that a node meets.
    pub fn needed(&self, node: usize) -> impl Iterator<Item = &Edge> {
        let (from, to) = (self.incoming_starts[node], self.incoming_starts[node + 1]);
        self.incoming[from as usize..to as usize].iter().map(|&at| &self.needs[at as usize])
    }

    /// What a system names in `depends_on`, as far as that is a system of the lab.
    pub fn dependencies<'a>(
        &'a self,
        system: System<'a>,
    ) -> impl Iterator<Item = (&'a Edge, System<'a>)> {
        let stated = self.needs(system.id()).iter().filter(|it| it.kind == EdgeKind::DependsOn);
        stated.filter_map(move |need| Some((need, self.system(system.lab(), need.on)?)))
    }

    /// A node as a system; nothing if it is a group.
    pub fn system<'a>(&self, lab: &'a Lab, node: u32) -> Option<System<'a>> {
        (!self.is_group(node)).then(|| lab.system_at(node as usize))
    }

    /// A node as the systems that it is, or that would do for it, in the order of the text.
    pub fn systems<'a>(&self, lab: &'a Lab, node: u32) -> Vec<System<'a>> {
        let (mut found, mut open) = (Vec::new(), vec![node]);
        while let Some(node) = open.pop() {
            if self.is_group(node) {
                open.extend(self.needs(node as usize).iter().map(|member| member.on));
            } else {
                found.push(node as usize);
            }
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|id| lab.system_at(id)).collect()
    }

    /// Everything that cannot run without a system, at whatever remove, in the order of the text: what asks
    /// it alone for names, the time, logins or the way out, and what depends on that.
    pub fn dependents<'a>(&self, system: System<'a>) -> Vec<System<'a>> {
        let lab = system.lab();
        let mut known = vec![false; self.node_count()];
        known[system.id()] = true;
        let mut found = Vec::new();
        let mut open = vec![system];
        while let Some(next) = open.pop() {
            for need in self.needed(next.id()).filter(|it| it.hard && it.when != When::Deploy) {
                let counts = need.kind == EdgeKind::DependsOn
                    || (next == system && !need.kind.is_structural());
                let Some(from) = self.system(lab, need.from).filter(|it| counts && it.runs())
                else {
                    continue;
                };
                if !std::mem::replace(&mut known[from.id()], true) {
                    found.push(from);
                    open.push(from);
                }
            }
        }
        found.sort_by_key(|dependent| dependent.id());
        found
    }

    /// The circles in which each waits for the next to start, in the order of the text.
    pub fn circles(&self) -> &[Circle] {
        &self.circles
    }
}

/// A node as it is stored.
fn number(node: usize) -> u32 {
    u32::try_from(node).expect("fewer than 2^32 nodes")
}
