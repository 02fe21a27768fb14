//! Where the needs of a system are written: its fields that name others, and those of records that name it.

use rustc_hash::FxHashMap;

use super::build::{Builder, asked};
use super::server::{Question, is_directory, registry_of};
use super::{EdgeKind, number};
use crate::finding::NetworkId;
use crate::insight::{Insight, own_jobs};
use crate::lab::{Dependency, Job, Lab, RunsOn, System, VolumeSource, When};
use crate::source::Span;

/// What other records say of the needs of systems.
struct Records<'a> {
    /// The shared storage that has each system among its clients.
    clients: FxHashMap<usize, Vec<(u32, Span)>>,
    /// The networks of each system that name a way out or resolvers.
    networks: FxHashMap<usize, Vec<(NetworkId, Span)>>,
    /// What the clusters need that each system is a node of.
    clusters: FxHashMap<usize, Vec<&'a [Dependency]>>,
    /// What checks the logins of a directory domain.
    directories: Vec<System<'a>>,
}

impl<'a> Records<'a> {
    fn of(insight: &'a Insight, storage_node: impl Fn(usize) -> u32) -> Self {
        let lab = insight.lab();
        let mut records = Self {
            clients: FxHashMap::default(),
            networks: FxHashMap::default(),
            clusters: FxHashMap::default(),
            directories: Vec::new(),
        };
        for (at, storage) in lab.storage().enumerate() {
            for name in &storage.record().clients {
                if let Some(client) = lab.system(name) {
                    let needs = records.clients.entry(client.id()).or_default();
                    needs.push((storage_node(at), name.span));
                }
            }
        }
        for cluster in lab.clusters().filter(|cluster| !cluster.depends_on.is_empty()) {
            for node in cluster.nodes() {
                let needs = records.clusters.entry(node.id()).or_default();
                needs.push(&cluster.record().depends_on);
            }
        }
        for network in lab.networks().filter(|it| it.gateway.is_some() || !it.dns.is_empty()) {
            for (member, at) in insight.members().of_network(network) {
                records.networks.entry(member.id()).or_default().push((network.id(), at));
            }
        }
        if lab.systems().any(|system| system.machine.domain.is_some()) {
            records.directories = lab.systems().filter(|&system| is_directory(system)).collect();
        }
        records
    }
}

impl<'a> Builder<'a> {
    pub(super) fn add_systems(&mut self, insight: &'a Insight) {
        let lab = self.lab;
        let first = self.graph.systems + lab.clusters().len();
        let records = Records::of(insight, |storage| number(first + storage));
        for system in lab.systems() {
            self.begin();
            self.add_dependencies(&system.entry().depends_on);
            for needs in records.clusters.get(&system.id()).into_iter().flatten() {
                self.add_dependencies(needs);
            }
            self.add_ground(system);
            self.add_data(system);
            for &(storage, at) in records.clients.get(&system.id()).into_iter().flatten() {
                // A machine that could use it says nothing of its guests.
                let hard = system.as_workload().is_some();
                self.add(storage, at, EdgeKind::Client, When::Run, hard);
            }
            self.add_connection(system, &records);
            self.add_registry(system);
            self.add_care(system);
        }
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

    /// What keeps its disks, volumes and folders. A host comes up without the shares that it mounts.
    fn add_data(&mut self, system: System<'a>) {
        let entry = system.entry();
        let is_host = system.as_host().is_some();
        let kind = if is_host { EdgeKind::Mount } else { EdgeKind::Storage };
        let disks = entry.disks.iter().filter_map(|disk| disk.storage.as_ref());
        let volumes = entry.volumes.iter().filter_map(|volume| volume.keeping.storage.as_ref());
        for name in disks.chain(volumes) {
            if let Some(on) = self.shared(system, name) {
                self.add(on, name.span, kind, When::Boot, !is_host);
            }
        }
        for volume in &entry.volumes {
            let kept = match &volume.source {
                VolumeSource::Path(path) if !is_host => {
                    let storage = self.mounted.under(system, path);
                    storage.map(|storage| number(self.graph.storage(storage)))
                }
                VolumeSource::Share(share) => {
                    let servers = self.servers.find(system, &share.server, Question::Files);
                    servers.first().copied().filter(|_| servers.len() == 1)
                }
                VolumeSource::Named(name) => self.shared(system, name),
                VolumeSource::Path(_)
                | VolumeSource::Unresolved(_)
                | VolumeSource::Anonymous
                | VolumeSource::Tmpfs => None,
            };
            if let Some(on) = kept {
                self.add(on, volume.at, kind, When::Boot, !is_host);
            }
        }
    }

    /// Whose network it has, the servers that it asks, and its way out.
    fn add_connection(&mut self, system: System<'a>, records: &Records<'a>) {
        let connection = &system.entry().connection;
        let of = connection.network_of.as_ref();
        if let Some((of, on)) = of.and_then(|of| Some((of, self.node(of)?))) {
            self.add(on, of.span, EdgeKind::NetworkOf, When::Boot, true);
        }
        self.add_servers(system, EdgeKind::Identity, connection.identity.iter().map(asked));
        self.add_servers(system, EdgeKind::Dns, connection.dns.iter().map(asked));
        self.add_servers(system, EdgeKind::Ntp, connection.ntp.iter().map(asked));
        self.add_servers(system, EdgeKind::Gateway, connection.gateway.iter().map(asked));
        if let Some(domain) =
            system.machine.domain.as_ref().filter(|_| connection.identity.is_absent())
        {
            let all = records.directories.iter().filter(|directory| {
                directory.machine.domain.as_ref().is_none_or(|own| own.value == domain.value)
            });
            let all: Vec<u32> = all.map(|directory| number(directory.id())).collect();
            if !all.contains(&number(system.id())) {
                self.add_choice(all, false, domain.span, EdgeKind::Identity, When::Run);
            }
        }
        for &(network, at) in records.networks.get(&system.id()).into_iter().flatten() {
            self.add_network(system, network, at);
        }
    }

    /// What the members of a network need, unless they say so themselves: its way out and its resolvers. The
    /// router hands out both and uses neither.
    fn add_network(&mut self, system: System<'a>, network: NetworkId, at: Span) {
        let record = self.lab.network_at(network).record();
        let own = &system.entry().connection;
        let gateway = record.gateway.as_ref();
        let routers = gateway
            .map(|gateway| self.servers.find(system, gateway, Question::WayOut))
            .unwrap_or_default();
        if routers.contains(&number(system.id())) {
            return;
        }
        if own.gateway.is_absent() {
            self.add_choice(routers, false, at, EdgeKind::Gateway, When::Run);
        }
        if own.dns.is_absent() {
            self.add_servers(system, EdgeKind::Dns, record.dns.iter().map(asked));
        }
    }

    /// Where its image comes from: the registry that it names, or that of its cluster.
    fn add_registry(&mut self, system: System<'a>) {
        let Some(image) = system.entry().image.as_ref().filter(|_| system.as_vm().is_none()) else {
            return;
        };
        let named = registry_of(&image.value).map(|host| (host, image.span));
        let of_cluster = || asked_of(self.lab, system);
        let Some(registry) = named.or_else(of_cluster) else { return };
        let on = self.servers.find(system, registry.0, Question::Images);
        if !on.is_empty() {
            self.add_choice(on, false, registry.1, EdgeKind::Image, When::Deploy);
        }
    }

    /// What watches it, and where its backups are.
    fn add_care(&mut self, system: System<'a>) {
        for name in &system.entry().operation.monitored_by {
            if let Some(on) = self.node(name) {
                self.add(on, name.span, EdgeKind::Monitor, When::Run, false);
            }
        }
        let (mut keepers, mut is_open, mut first) = (Vec::new(), false, None);
        for to in own_jobs(system).iter().flat_map(|job: &Job| &job.to) {
            let found = self.keepers(to);
            is_open |= found.is_empty();
            first = first.or(Some(to.span));
            keepers.extend(found);
        }
        if let Some(at) = first {
            self.add_choice(keepers, is_open, at, EdgeKind::Backup, When::Restore);
        }
    }

    /// What a backup target stands on: a shared storage, or who keeps it.
    fn keepers(&self, name: &str) -> Vec<u32> {
        let Some(target) = self.lab.target(name) else {
            return self.node(name).into_iter().collect();
        };
        match target.shared_storage() {
            Some(storage) => vec![number(self.graph.storage(storage))],
            None => target.record().on.iter().filter_map(|on| self.node(on)).collect(),
        }
    }

    /// The shared storage of a name. A pool of the machine itself may have the same one.
    fn shared(&self, system: System<'_>, name: &str) -> Option<u32> {
        let storage = self.lab.shared_storage(name)?;
        let machine = if system.as_host().is_some() { Some(system) } else { system.on() };
        let pools = machine.map(|machine| &machine.entry().machine.pools);
        let is_local = pools.is_some_and(|pools| pools.iter().any(|pool| *pool.name == *name));
        (!is_local).then(|| number(self.graph.storage(storage)))
    }
}

/// The registry of the cluster that something runs on.
fn asked_of<'a>(lab: &'a Lab, system: System<'a>) -> Option<(&'a str, Span)> {
    let RunsOn::Cluster(id) = system.runs_on() else { return None };
    lab.cluster_at(id).record().registry.as_ref().map(asked)
}
