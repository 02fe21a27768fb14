//! How the systems of a lab hang together: names to numbers, what runs on what, and which clusters there are.

use super::draft::Draft;
use super::external;
use super::names::NameIndex;
use super::record::Record;
use super::records::ClusterFields;
use super::stacks::Stacks;
use crate::finding::{ClusterId, SystemId};

/// What a system runs on, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RunsOn {
    /// Nothing is written.
    #[default]
    Unplaced,
    /// A host or a workload.
    System(SystemId),
    /// Some node of a cluster.
    Cluster(ClusterId),
    /// Something outside the lab.
    External,
    /// A name that nothing has.
    Unknown,
}

/// The connections of a lab.
#[derive(Debug, Default)]
pub(super) struct Links {
    pub(super) names: NameIndex,
    places: Vec<RunsOn>,
    guests: Lists,
    /// The clusters that each system is a node of.
    clusters: Lists,
    /// The nodes of each cluster that are in the lab.
    nodes: Lists,
    /// The place of each of them in the list of the cluster, if it is there.
    mentions: Lists,
    /// The host that all nodes of each cluster stand on, if that is one.
    one_host: Vec<Option<u32>>,
    /// True for systems that, followed down, come back to themselves.
    in_cycle: Vec<bool>,
    pub(super) cycles: Vec<Vec<u32>>,
    pub(super) stacks: Stacks,
}

impl Links {
    pub(super) fn of(draft: &mut Draft) -> Self {
        let mut links = Self { names: std::mem::take(&mut draft.names), ..Self::default() };
        links.place(draft);
        links.find_cycles();
        links.stacks = Stacks::of(&draft.entries, |system| links.below(system));
        links.connect();
        links.gather(draft);
        links
    }

    pub(super) fn place_of(&self, system: usize) -> RunsOn {
        self.places[system]
    }

    pub(super) fn guests(&self, system: usize) -> &[u32] {
        self.guests.get(system)
    }

    pub(super) fn clusters(&self, system: usize) -> &[u32] {
        self.clusters.get(system)
    }

    /// The nodes of a cluster, in the order of the text.
    pub(super) fn nodes(&self, cluster: ClusterId) -> &[u32] {
        self.nodes.get(cluster.index())
    }

    /// The host that all nodes of a cluster stand on, if that is one.
    pub(super) fn one_host(&self, cluster: ClusterId) -> Option<u32> {
        self.one_host[cluster.index()]
    }

    /// The place of a node in the list of a cluster.
    pub(super) fn mention(&self, node: u32, cluster: ClusterId) -> Option<usize> {
        let id = cluster.index();
        let at = self.nodes.get(id).binary_search(&node).ok()?;
        let place = self.mentions.get(id)[at];
        (place != NOWHERE).then_some(place as usize)
    }

    /// What a system stands on; nothing, if following that would lead back to it.
    pub(super) fn below(&self, system: usize) -> Option<u32> {
        match self.places[system] {
            RunsOn::System(below) if !self.in_cycle[system] => Some(below.number()),
            _ => None,
        }
    }

    pub(super) fn in_cycle(&self, system: usize) -> bool {
        self.in_cycle[system]
    }

    fn place(&mut self, draft: &Draft) {
        let place = |name: &str| match self.names.system(name) {
            Some(id) => RunsOn::System(SystemId::new(id as usize)),
            None if external(name).is_some() => RunsOn::External,
            None => {
                let cluster = self.names.clusters.get(name);
                cluster.map_or(RunsOn::Unknown, |&id| RunsOn::Cluster(ClusterId::new(id as usize)))
            }
        };
        self.places = draft
            .entries
            .iter()
            // Of several machines it may run on, the first that exists stands for all.
            .map(|entry| {
                let mut places = entry.runs_on.iter().map(|name| place(name));
                let first = places.next().unwrap_or(RunsOn::Unplaced);
                if first == RunsOn::Unknown {
                    places.find(|&next| next != first).unwrap_or(first)
                } else {
                    first
                }
            })
            .collect();
    }

    /// Follows every system down once; whoever meets its own trail is on a cycle.
    fn find_cycles(&mut self) {
        let count = self.places.len();
        let (mut trail_of, mut trail) = (vec![0_u32; count], 0);
        self.in_cycle = vec![false; count];
        for start in 0..count {
            trail += 1;
            let mut at = start;
            while trail_of[at] == 0 {
                trail_of[at] = trail;
                match self.places[at] {
                    RunsOn::System(below) => at = below.index(),
                    _ => break,
                }
            }
            let closes = matches!(self.places[at], RunsOn::System(_)) && trail_of[at] == trail;
            if closes && !self.in_cycle[at] {
                let cycle = self.walk_cycle(at);
                for &member in &cycle {
                    self.in_cycle[member as usize] = true;
                }
                if !cycle.is_empty() {
                    self.cycles.push(cycle);
                }
            }
        }
    }

    /// The systems from one on a cycle back to itself, the earliest in the text first; none if `start` only leads to one.
    fn walk_cycle(&self, start: usize) -> Vec<u32> {
        let (mut at, mut cycle) = (start, Vec::new());
        loop {
            cycle.push(u32::try_from(at).expect("fewer than 2^32 systems"));
            match self.places[at] {
                RunsOn::System(below) if below.index() == start => break,
                RunsOn::System(below) if cycle.len() <= self.places.len() => at = below.index(),
                _ => return Vec::new(),
            }
        }
        let first = cycle.iter().enumerate().min_by_key(|(_, id)| **id).map_or(0, |(at, _)| at);
        cycle.rotate_left(first);
        cycle
    }

    fn connect(&mut self) {
        let count = self.places.len();
        let hosted = (0..).zip(&self.places).filter_map(|(guest, place)| match *place {
            RunsOn::System(below) => Some((below.number(), guest)),
            _ => None,
        });
        self.guests = Lists::of(count, hosted);
    }
}

/// The place of a node that its cluster does not list.
const NOWHERE: u32 = u32::MAX;

impl Links {
    /// Finds the nodes of each cluster: those it names, and those that name it.
    fn gather(&mut self, draft: &Draft) {
        let names = &self.names;
        let named = (0..).zip(&draft.clusters).flat_map(|(id, cluster): (u32, _)| {
            let numbered = (0..).zip(cluster.node_names());
            numbered.filter_map(move |(place, node)| Some((names.system(node)?, id, place)))
        });
        let naming = (0..).zip(&draft.entries).filter_map(|(node, entry): (u32, _)| {
            let cluster = entry.machine.cluster.as_ref()?;
            Some((node, *names.clusters.get(&cluster.value)?, NOWHERE))
        });
        let mut nodes: Vec<(u32, u32, u32)> = named.chain(naming).collect();
        nodes.sort_unstable();
        nodes.dedup_by_key(|(node, cluster, _)| (*node, *cluster));
        let count = draft.clusters.len();
        self.clusters = Lists::of(draft.entries.len(), nodes.iter().map(|it| (it.0, it.1)));
        self.nodes = Lists::of(count, nodes.iter().map(|it| (it.1, it.0)));
        self.mentions = Lists::of(count, nodes.iter().map(|it| (it.1, it.2)));
        let clusters = draft.clusters.iter().enumerate();
        self.one_host = clusters.map(|(id, cluster)| self.find_one_host(id, cluster)).collect();
    }

    fn find_one_host(&self, id: usize, cluster: &Record<ClusterFields>) -> Option<u32> {
        let mut hosts =
            self.nodes.get(id).iter().map(|&node| self.stacks.of_system(node as usize).host);
        let host = hosts.next()??;
        let are_known = cluster.node_names().all(|node| self.names.system(node).is_some());
        (are_known && hosts.all(|other| other == Some(host))).then_some(host)
    }
}

/// One list of numbers for each system, all in one allocation.
#[derive(Debug, Default)]
struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    fn of(count: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0_u32; count + 1];
        for (from, _) in pairs.clone() {
            starts[from as usize + 1] += 1;
        }
        for at in 0..count {
            starts[at + 1] += starts[at];
        }
        let mut items = vec![0; starts[count] as usize];
        let mut free = starts.clone();
        for (from, to) in pairs {
            items[free[from as usize] as usize] = to;
            free[from as usize] += 1;
        }
        Self { starts, items }
    }

    fn get(&self, system: usize) -> &[u32] {
        &self.items[self.starts[system] as usize..self.starts[system + 1] as usize]
    }
}
