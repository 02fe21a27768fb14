//! Who needs whom, why, when, and where that is written: one graph for everybody who asks.
//!
//! Its nodes are systems, and groups of which one member is enough: clusters, shared storage, and choices
//! between several that would do. Nodes go by number, systems by their own.

use std::collections::BTreeMap;

use crate::lab::{Cluster, Lab, Storage, System, When};
use crate::source::Span;

mod build;
mod circle;
mod server;
mod system;

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

/// What makes something a need: in most cases, the field that it is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EdgeKind {
    /// `depends_on`.
    DependsOn,
    /// `runs_on`.
    RunsOn,
    /// A disk, a volume or a folder on shared storage, or what serves the storage.
    Storage,
    /// A share that a host mounts, which comes up without it.
    Mount,
    /// It is among the `clients` of shared storage.
    Client,
    /// A cluster runs on its nodes.
    Node,
    /// One of several that would do.
    Choice,
    /// It has the network of another container.
    NetworkOf,
    /// The only servers that check its logins.
    Identity,
    /// The only servers that it asks for names.
    Dns,
    /// The only servers that it asks for the time.
    Ntp,
    /// The only way out of a machine or of its network.
    Gateway,
    /// The registry that its image comes from.
    Image,
    /// Where its backups are.
    Backup,
    /// What watches it.
    Monitor,
}

impl EdgeKind {
    /// True for servers that a machine asks while it runs, and comes up without.
    pub fn is_asked(self) -> bool {
        matches!(self, Self::Identity | Self::Dns | Self::Ntp | Self::Gateway)
    }

    /// True for what data lies on.
    pub fn is_data(self) -> bool {
        matches!(self, Self::Storage | Self::Mount | Self::Client)
    }

    /// True for what makes somebody a user of something: not where it runs, nor who looks after it.
    fn is_use(self) -> bool {
        !matches!(self, Self::RunsOn | Self::Node | Self::Backup | Self::Monitor)
    }
}

impl Edge {
    /// True if it has to be met before its owner can start.
    pub fn holds_up(&self) -> bool {
        self.is_hard_at(&[When::Boot])
    }

    /// True if nothing works without it at one of these stages.
    pub fn is_hard_at(&self, stages: &[When]) -> bool {
        self.hard && !self.kind.is_asked() && stages.contains(&self.when)
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

    /// The only system that a node stands for: itself, or the one member of a group.
    pub fn only<'a>(&self, lab: &'a Lab, mut node: u32) -> Option<System<'a>> {
        while self.is_group(node) {
            let [member] = self.needs(node as usize) else { return None };
            node = Some(member.on).filter(|_| member.hard)?;
        }
        Some(lab.system_at(node as usize))
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

    /// What a system rests on besides the machines below it, with where the first step there is written: what it
    /// or they alone need to start, and what that needs in turn, machines aside, at whatever remove.
    pub fn rests_on(&self, system: System<'_>) -> BTreeMap<usize, Span> {
        let lab = system.lab();
        let mut found: BTreeMap<usize, Span> = BTreeMap::new();
        let mut open: Vec<(System<'_>, Option<Span>)> =
            system.stack().map(|below| (below, None)).collect();
        while let Some((next, first)) = open.pop() {
            for need in self.needs(next.id()).iter().filter(|need| need.holds_up()) {
                let Some(on) = self.only(lab, need.on) else { continue };
                let is_ground = need.kind == EdgeKind::RunsOn;
                if is_ground || on == system || found.contains_key(&on.id()) {
                    continue;
                }
                let at = first.unwrap_or(need.at);
                found.insert(on.id(), at);
                open.extend(on.stack().map(|below| (below, Some(at))));
            }
        }
        found
    }

    /// Who uses a system, alone or as one of several, in the order of the text.
    pub fn users<'a>(&self, system: System<'a>) -> Vec<System<'a>> {
        let lab = system.lab();
        let (mut found, mut open) = (Vec::new(), vec![number(system.id())]);
        while let Some(node) = open.pop() {
            for need in self.needed(node as usize).filter(|need| need.kind.is_use()) {
                if self.is_group(need.from) {
                    open.push(need.from);
                } else if need.from as usize != system.id() {
                    found.push(need.from as usize);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|id| lab.system_at(id)).collect()
    }

    /// True if anything uses a system.
    pub fn is_used(&self, system: System<'_>) -> bool {
        self.needed(system.id()).any(|need| need.kind.is_use())
    }

    /// Everything that cannot run without a system, at whatever remove, in the order of the text: what asks
    /// it alone for names, the time, logins or the way out, or has its data there alone, and what depends on
    /// that.
    pub fn dependents<'a>(&self, system: System<'a>) -> Vec<System<'a>> {
        let lab = system.lab();
        let mut known = vec![false; self.node_count()];
        known[system.id()] = true;
        let mut found = Vec::new();
        // Those that stand for the system itself are followed further.
        let mut open = vec![(system.id(), true)];
        while let Some((next, is_itself)) = open.pop() {
            for need in self.needed(next).filter(|it| it.hard && it.when <= When::Run) {
                let direct = is_itself && (need.kind.is_asked() || need.kind.is_data());
                let counts = need.kind == EdgeKind::DependsOn || direct;
                let from = need.from as usize;
                if !counts || known[from] {
                    continue;
                }
                match self.system(lab, need.from) {
                    Some(it) if it.runs() => {
                        known[from] = true;
                        found.push(it);
                        open.push((from, false));
                    }
                    None if self.carriers(from) == 1 => {
                        known[from] = true;
                        open.push((from, true));
                    }
                    _ => {}
                }
            }
        }
        found.sort_by_key(|dependent| dependent.id());
        found
    }

    /// How many systems carry a group.
    fn carriers(&self, group: usize) -> usize {
        self.needs(group).iter().filter(|need| need.hard).count()
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
