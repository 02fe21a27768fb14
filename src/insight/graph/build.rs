//! A graph that is being built, node by node in the order of their numbers.

use rustc_hash::FxHashMap;

use super::server::{Question, Servers};
use super::{Edge, EdgeKind, Graph, number};
use crate::finding::ClusterId;
use crate::insight::{Insight, Mounted};
use crate::lab::{Cluster, Dependency, Lab, Named, System, When};
use crate::source::{Span, Spanned};

/// A graph that is being built.
pub(super) struct Builder<'a> {
    pub(super) lab: &'a Lab,
    pub(super) mounted: &'a Mounted,
    pub(super) servers: Servers<'a>,
    pub(super) graph: Graph,
    /// Choices between several of which one is enough: where each is written, and its members.
    choices: Vec<(Span, Vec<u32>)>,
    /// The number of each choice by its members.
    known: FxHashMap<Vec<u32>, u32>,
}

impl Graph {
    /// The needs of a lab.
    pub fn of(insight: &Insight) -> Self {
        let lab = insight.lab();
        let mut builder = Builder {
            lab,
            mounted: insight.mounted(),
            servers: Servers::of(insight),
            graph: Self { systems: lab.systems().len(), ..Self::default() },
            choices: Vec::new(),
            known: FxHashMap::default(),
        };
        builder.add_systems(insight);
        lab.clusters().for_each(|cluster| builder.add_cluster(cluster));
        for storage in lab.storage() {
            let on = storage.record().on.iter().map(|on| (builder.node(on), on.span));
            let on: Vec<(Option<u32>, Span)> = on.collect();
            builder.add_group(EdgeKind::Storage, &on);
        }
        builder.add_choices();
        builder.graph.finish(lab)
    }

    /// Looks up who is needed by whom, and the circles.
    fn finish(mut self, lab: &Lab) -> Self {
        self.starts.push(number(self.needs.len()));
        let mut starts = vec![0; self.starts.len()];
        self.needs.iter().for_each(|need| starts[need.on as usize + 1] += 1);
        for node in 1..starts.len() {
            starts[node] += starts[node - 1];
        }
        let mut free = starts.clone();
        self.incoming = vec![0; self.needs.len()];
        for (at, need) in (0..).zip(&self.needs) {
            let free = &mut free[need.on as usize];
            self.incoming[*free as usize] = at;
            *free += 1;
        }
        self.incoming_starts = starts;
        self.circles = self.circles_of(lab, Edge::holds_up);
        self
    }
}

impl<'a> Builder<'a> {
    /// Begins with the needs of the next node.
    pub(super) fn begin(&mut self) {
        self.graph.starts.push(number(self.graph.needs.len()));
    }

    pub(super) fn add(&mut self, on: u32, at: Span, kind: EdgeKind, when: When, hard: bool) {
        let from = number(self.graph.starts.len() - 1);
        self.graph.needs.push(Edge { from, on, at, kind, when, hard });
    }

    /// Adds one need that any of several would meet. One that is unknown may do, too.
    pub(super) fn add_choice(
        &mut self,
        mut of: Vec<u32>,
        is_open: bool,
        at: Span,
        kind: EdgeKind,
        when: When,
    ) {
        of.sort_unstable();
        of.dedup();
        match of.as_slice() {
            [] => {}
            [one] if !is_open => self.add(*one, at, kind, when, true),
            _ if is_open => of.into_iter().for_each(|on| self.add(on, at, kind, when, false)),
            _ => {
                let groups = self.lab.clusters().len() + self.lab.storage().len();
                let next = number(self.graph.systems + groups + self.choices.len());
                let on = *self.known.entry(of).or_insert_with_key(|of| {
                    self.choices.push((at, of.clone()));
                    next
                });
                self.add(on, at, kind, when, true);
            }
        }
    }

    /// Adds the need for servers that somebody asks by name or address, one of which is enough. Who is one of
    /// them asks itself.
    pub(super) fn add_servers(
        &mut self,
        system: System<'a>,
        kind: EdgeKind,
        names: impl Iterator<Item = (&'a str, Span)>,
    ) {
        let when = if kind == EdgeKind::Image { When::Deploy } else { When::Run };
        let (mut all, mut is_open, mut first) = (Vec::new(), false, None);
        for (name, at) in names {
            let found = self.servers.find(system, name, Question::of(kind));
            is_open |= found.is_empty();
            first = first.or(Some(at));
            all.extend(found);
        }
        let Some(at) = first.filter(|_| !all.contains(&number(system.id()))) else { return };
        self.add_choice(all, is_open, at, kind, when);
    }

    pub(super) fn add_dependencies(&mut self, stated: &[Dependency]) {
        for need in stated {
            let Some(on) = self.node(&need.on) else { continue };
            let when = need.when.as_ref().map_or(When::Boot, |when| when.value);
            self.add(on, need.on.span, EdgeKind::DependsOn, when, is_hard(need));
        }
    }

    fn add_cluster(&mut self, cluster: Cluster<'a>) {
        let mut nodes: Vec<(Option<u32>, Span)> = cluster
            .nodes()
            .map(|node| {
                let at = cluster.mention(node).unwrap_or(cluster.place());
                (Some(number(node.id())), at)
            })
            .collect();
        if !cluster.has_all_nodes() {
            nodes.push((None, cluster.place()));
        }
        self.add_group(EdgeKind::Node, &nodes);
    }

    fn add_choices(&mut self) {
        for (at, members) in std::mem::take(&mut self.choices) {
            let members: Vec<_> = members.into_iter().map(|member| (Some(member), at)).collect();
            self.add_group(EdgeKind::Choice, &members);
        }
    }

    /// Adds the needs of a group: its members that run, or else those that are planned, carry it, unless one
    /// of them is unknown.
    fn add_group(&mut self, kind: EdgeKind, members: &[(Option<u32>, Span)]) {
        self.begin();
        let lab = self.lab;
        let graph = &self.graph;
        let runs = |node: u32| graph.system(lab, node).is_none_or(System::runs);
        let is_open = members.iter().any(|(member, _)| member.is_none());
        let any_runs = members.iter().any(|(member, _)| member.is_some_and(runs));
        let mut members: Vec<(u32, Span, bool)> = members
            .iter()
            .filter_map(|&(member, at)| Some((member?, at)))
            .map(|(member, at)| (member, at, !is_open && (runs(member) || !any_runs)))
            .collect();
        members.sort_unstable_by_key(|(member, ..)| *member);
        members.dedup_by_key(|(member, ..)| *member);
        for (member, at, hard) in members {
            self.add(member, at, kind, When::Boot, hard);
        }
    }

    pub(super) fn cluster(&self, id: ClusterId) -> u32 {
        number(self.graph.systems + id.index())
    }

    /// The number of a system or cluster of a name.
    pub(super) fn node(&self, name: &str) -> Option<u32> {
        match self.lab.find(name)? {
            Named::System(system) => Some(number(system.id())),
            Named::Cluster(cluster) => Some(self.cluster(cluster.id())),
            Named::External(_) => None,
        }
    }
}

/// A name as a server that is asked.
pub(super) fn asked<T: AsRef<str>>(name: &Spanned<T>) -> (&str, Span) {
    (name.value.as_ref(), name.span)
}

/// True unless things go on without it.
fn is_hard(need: &Dependency) -> bool {
    /// What nobody waits for.
    const LOOSE: &[&str] = &["monitoring", "metrics", "logging", "backup", "replication"];
    let terms = &need.terms;
    let optional = terms.optional.as_ref().is_some_and(|optional| optional.value);
    let loose = terms.kind.as_ref().is_some_and(|kind| LOOSE.contains(&kind.as_str()));
    !optional && !loose && terms.fallback.is_absent()
}
