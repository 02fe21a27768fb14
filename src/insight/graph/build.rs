//! Where needs are written: the fields of systems, clusters and shared storage that name others.

use std::net::IpAddr;

use rustc_hash::FxHashMap;

use super::{Edge, EdgeKind, Graph, number};
use crate::finding::ClusterId;
use crate::insight::Mounted;
use crate::lab::{Cluster, Dependency, Lab, Named, RunsOn, System, Text, VolumeSource, When};
use crate::source::{Span, Spanned};

/// A graph that is being built, node by node in the order of their numbers.
struct Builder<'a> {
    lab: &'a Lab,
    graph: Graph,
    /// Choices between several of which one is enough: where each is written, and its members.
    choices: Vec<(Span, Vec<u32>)>,
    /// The number of each choice by its members.
    known: FxHashMap<Vec<u32>, u32>,
    /// Who has each address that somebody asks.
    owners: FxHashMap<IpAddr, Vec<u32>>,
    /// The systems of the lab that are the way out of each network.
    gateways: FxHashMap<&'a str, Vec<u32>>,
}

impl Graph {
    /// The needs of a lab.
    pub fn of(lab: &Lab, mounted: &Mounted) -> Self {
        let systems = lab.systems().len();
        let mut builder = Builder {
            lab,
            graph: Self { systems, ..Self::default() },
            choices: Vec::new(),
            known: FxHashMap::default(),
            owners: owners(lab),
            gateways: FxHashMap::default(),
        };
        builder.find_gateways();
        builder.add_systems(mounted);
        for cluster in lab.clusters() {
            builder.add_cluster(cluster);
        }
        for storage in lab.storage() {
            let on = storage.record().on.iter().map(|on| (builder.node(on), on.span));
            let on: Vec<(Option<u32>, Span)> = on.collect();
            builder.add_group(EdgeKind::Storage, &on);
        }
        for (at, members) in std::mem::take(&mut builder.choices) {
            let members: Vec<_> = members.into_iter().map(|member| (Some(member), at)).collect();
            builder.add_group(EdgeKind::Node, &members);
        }
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
    fn add_systems(&mut self, mounted: &Mounted) {
        let lab = self.lab;
        let mut clients: Vec<(usize, u32, Span)> = Vec::new();
        for storage in lab.storage() {
            let storage_at = number(self.graph.storage(storage));
            clients.extend(storage.record().clients.iter().filter_map(|name| {
                // A hypervisor that could use it says nothing of its guests.
                let client = lab.system(name)?.as_workload()?;
                Some((client.id(), storage_at, name.span))
            }));
        }
        clients.sort_by_key(|(client, ..)| *client);
        let mut clients = clients.into_iter().peekable();
        for system in lab.systems() {
            self.begin();
            self.add_dependencies(system);
            self.add_ground(system);
            self.add_data(system, mounted);
            while let Some((_, on, at)) = clients.next_if(|(client, ..)| *client == system.id()) {
                self.add(on, at, EdgeKind::Client, When::Run, true);
            }
            self.add_servers(system);
        }
    }

    /// Begins with the needs of the next node.
    fn begin(&mut self) {
        self.graph.starts.push(number(self.graph.needs.len()));
    }

    fn add(&mut self, on: u32, at: Span, kind: EdgeKind, when: When, hard: bool) {
        let from = number(self.graph.starts.len() - 1);
        self.graph.needs.push(Edge { from, on, at, kind, when, hard });
    }

    /// Adds one need that any of several would meet. One that is unknown may do, too.
    fn add_choice(
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

    fn add_dependencies(&mut self, system: System<'a>) {
        let stated = &system.entry().depends_on;
        let mut known = 0;
        for (need, on) in system.dependencies() {
            known += 1;
            self.add_dependency(need, number(on.id()));
        }
        if known < stated.len() {
            for need in stated {
                if let Some(Named::Cluster(cluster)) = self.lab.find(&need.on) {
                    self.add_dependency(need, self.cluster(cluster.id()));
                }
            }
        }
    }

    fn add_dependency(&mut self, need: &Dependency, on: u32) {
        let when = need.when.as_ref().map_or(When::Boot, |when| when.value);
        self.add(on, need.on.span, EdgeKind::DependsOn, when, is_hard(need));
    }

    /// What it runs on.
    fn add_ground(&mut self, system: System<'a>) {
        let names = &system.entry().runs_on;
        let at = system.runs_on_span();
        // Of several machines, one is enough, unless the lab has it that it runs on itself.
        if names.len() > 1 && !system.is_in_cycle() {
            let nodes: Vec<Option<u32>> = names.iter().map(|name| self.node(name)).collect();
            let is_open = nodes.contains(&None);
            let nodes = nodes.into_iter().flatten().collect();
            return self.add_choice(nodes, is_open, at, EdgeKind::RunsOn, When::Boot);
        }
        let on = match system.runs_on() {
            RunsOn::System(below) => below.number(),
            RunsOn::Cluster(cluster) => self.cluster(cluster),
            RunsOn::Unplaced | RunsOn::External | RunsOn::Unknown => return,
        };
        self.add(on, at, EdgeKind::RunsOn, When::Boot, true);
    }

    /// What keeps its disks, volumes and folders.
    fn add_data(&mut self, system: System<'a>, mounted: &Mounted) {
        let entry = system.entry();
        let disks = entry.disks.iter().filter_map(|disk| disk.storage.as_ref());
        let volumes = entry.volumes.iter().filter_map(|volume| volume.keeping.storage.as_ref());
        for name in disks.chain(volumes) {
            if let Some(on) = self.shared(system, name) {
                self.add(on, name.span, EdgeKind::Storage, When::Boot, true);
            }
        }
        for volume in &entry.volumes {
            let kept = match &volume.source {
                VolumeSource::Path(path) => {
                    mounted.under(system, path).map(|storage| number(self.graph.storage(storage)))
                }
                VolumeSource::Share(share) => {
                    self.lab.system(&share.server).map(|server| number(server.id()))
                }
                VolumeSource::Named(name) => self.shared(system, name),
                VolumeSource::Unresolved(_) | VolumeSource::Anonymous | VolumeSource::Tmpfs => None,
            };
            if let Some(on) = kept {
                self.add(on, volume.at, EdgeKind::Storage, When::Boot, true);
            }
        }
    }

    /// The servers that it asks, and its way out.
    fn add_servers(&mut self, system: System<'a>) {
        let connection = &system.entry().connection;
        for (kind, names) in [
            (EdgeKind::Identity, &connection.identity),
            (EdgeKind::Dns, &connection.dns),
            (EdgeKind::Ntp, &connection.ntp),
            (EdgeKind::Gateway, &connection.gateway),
        ] {
            let Some(first) = names.first() else { continue };
            let owners: Vec<Vec<u32>> = names.iter().map(|name| self.servers(name)).collect();
            let is_open = owners.iter().any(Vec::is_empty);
            let all = owners.into_iter().flatten().collect();
            self.add_choice(all, is_open, first.span, kind, When::Run);
        }
        if self.gateways.is_empty() {
            return;
        }
        for member in system.networks() {
            let Some(routers) = self.gateways.get(member.network.as_str()) else { continue };
            let others = routers.iter().copied().filter(|&it| it as usize != system.id());
            let others = others.collect();
            self.add_choice(others, false, member.network.span, EdgeKind::Gateway, When::Run);
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

    fn cluster(&self, id: ClusterId) -> u32 {
        number(self.graph.systems + id.index())
    }

    /// The number of a system or cluster of a name.
    fn node(&self, name: &str) -> Option<u32> {
        match self.lab.find(name)? {
            Named::System(system) => Some(number(system.id())),
            Named::Cluster(cluster) => Some(self.cluster(cluster.id())),
            Named::External(_) => None,
        }
    }

    /// The shared storage of a name. A pool of the machine itself may have the same one.
    fn shared(&self, system: System<'_>, name: &str) -> Option<u32> {
        let storage = self.lab.shared_storage(name)?;
        let pools = system.on().map(|machine| &machine.entry().machine.pools);
        let is_local = pools.is_some_and(|pools| pools.iter().any(|pool| *pool.name == *name));
        (!is_local).then(|| number(self.graph.storage(storage)))
    }

    /// Who is asked by a name or an address.
    fn servers(&self, name: &Text) -> Vec<u32> {
        match (self.lab.system(name), name.parse::<IpAddr>()) {
            (Some(system), _) => vec![number(system.id())],
            (None, Ok(address)) => self.owners.get(&address).cloned().unwrap_or_default(),
            (None, Err(_)) => Vec::new(),
        }
    }

    fn find_gateways(&mut self) {
        for network in self.lab.networks() {
            let Some(gateway) = network.record().gateway.as_ref() else { continue };
            let routers = self.servers(&gateway.value);
            if !routers.is_empty() {
                self.gateways.insert(network.name(), routers);
            }
        }
    }
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

/// Who has each of the addresses that somebody asks.
fn owners(lab: &Lab) -> FxHashMap<IpAddr, Vec<u32>> {
    let asked = lab.systems().flat_map(|system| {
        let connection = &system.entry().connection;
        let lists = [&connection.identity, &connection.dns, &connection.ntp, &connection.gateway];
        lists.into_iter().flatten()
    });
    let gateways = lab.networks().filter_map(|network| network.record().gateway.as_ref());
    let address = |name: &Spanned<Text>| name.parse::<IpAddr>().ok();
    let mut owners: FxHashMap<IpAddr, Vec<u32>> =
        asked.chain(gateways).filter_map(address).map(|it| (it, Vec::new())).collect();
    if owners.is_empty() {
        return owners;
    }
    for system in lab.systems() {
        let connection = &system.entry().connection;
        let of_networks = system.networks().flat_map(|network| &network.addresses);
        for ip in of_networks.chain(&connection.addresses).filter_map(|address| address.ip) {
            if let Some(owners) = owners.get_mut(&ip) {
                owners.push(number(system.id()));
            }
        }
    }
    owners
}
