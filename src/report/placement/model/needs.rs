//! Who cannot do without whom: by running on it, by `depends_on`, by disks and folders on shared storage.

use std::collections::HashMap;

use super::numbered;
use crate::lab::{Dependency, Lab, Named, RunsOn, System, VolumeSource, When};
use crate::rules::mounted::Mounted;

/// What waits for what, and what suffers with what. Systems go by their numbers; clusters and shared
/// storage come after them, since they stand as long as one of their machines does.
pub(super) struct Needs {
    /// What each waits for before it starts.
    pub(super) waits: Vec<Vec<usize>>,
    /// What cannot work, or not fully, without each.
    pub(super) hit: Vec<Vec<usize>>,
    /// How many machines carry each cluster and shared storage, without those that are off; zero for systems.
    pub(super) members: Vec<usize>,
    /// The clusters that each system is a node of, by their numbers.
    pub(super) clusters: Vec<Vec<usize>>,
    /// How many systems there are.
    pub(super) systems: usize,
}

/// The numbers of what is no system.
struct Numbers<'a> {
    clusters: HashMap<&'a str, usize>,
    storage: HashMap<&'a str, usize>,
}

impl Needs {
    pub(super) fn of(lab: &Lab) -> Self {
        let systems = lab.systems().len();
        let count = systems + lab.clusters().len() + lab.storage().len();
        let clusters: Vec<_> = (systems..).zip(lab.clusters()).collect();
        let storage: Vec<_> = (systems + clusters.len()..).zip(lab.storage()).collect();
        let numbers = Numbers {
            clusters: clusters.iter().map(|(at, it)| (it.name(), *at)).collect(),
            storage: storage.iter().map(|(at, it)| (it.name(), *at)).collect(),
        };
        let mut needs = Self {
            waits: vec![Vec::new(); count],
            hit: vec![Vec::new(); count],
            members: vec![0; count],
            clusters: vec![Vec::new(); systems],
            systems,
        };
        let mounted = Mounted::of(lab);
        for (at, system) in numbered(lab) {
            needs.add_system(at, system, &numbers);
            needs.add_folders(at, system, &numbers, &mounted);
        }
        for (at, cluster) in clusters {
            let nodes: Vec<usize> = cluster.nodes().map(|node| node.id()).collect();
            nodes.iter().for_each(|&node| needs.clusters[node].push(at - systems));
            needs.add_group(lab, at, nodes);
        }
        for (at, storage) in storage {
            let on = storage.on.iter().filter_map(|on| numbers.of(lab.find(on)?));
            needs.add_group(lab, at, on.collect());
            // It starts without it. A hypervisor that could use it says nothing of its guests.
            let clients = storage.clients.iter().filter_map(|client| lab.system(client));
            let clients = clients.filter(|client| client.as_workload().is_some());
            needs.hit[at].extend(clients.map(System::id));
        }
        needs
    }

    fn add_system(&mut self, at: usize, system: System<'_>, numbers: &Numbers<'_>) {
        match system.runs_on() {
            RunsOn::System(below) => self.add(at, below.index()),
            RunsOn::Cluster(cluster) => self.add(at, self.systems + cluster.index()),
            RunsOn::Unplaced | RunsOn::External | RunsOn::Unknown => {}
        }
        for need in &system.entry().depends_on {
            let Some(on) = system.lab().find(&need.on).and_then(|it| numbers.of(it)) else {
                continue;
            };
            match need.when.as_ref().map_or(When::Boot, |when| when.value) {
                _ if can_do_without(need) => {}
                When::Boot => self.add(at, on),
                When::Run => self.hit[on].push(at),
                When::Deploy => {}
            }
        }
        let entry = system.entry();
        let disks = entry.disks.iter().filter_map(|disk| disk.storage.as_ref());
        let volumes = entry.volumes.iter().filter_map(|volume| volume.keeping.storage.as_ref());
        for storage in disks.chain(volumes) {
            if let Some(shared) = numbers.shared(system, storage) {
                self.add(at, shared);
            }
        }
    }

    /// Adds what keeps the folders that a system mounts from the machine below or from a server.
    fn add_folders(
        &mut self,
        at: usize,
        system: System<'_>,
        numbers: &Numbers<'_>,
        mounted: &Mounted<'_>,
    ) {
        for volume in &system.entry().volumes {
            let kept = match &volume.source {
                VolumeSource::Path(path) => mounted
                    .under(system, path)
                    .and_then(|storage| numbers.storage.get(storage.name.as_str()).copied()),
                VolumeSource::Share(share) => system.lab().system(&share.server).map(System::id),
                VolumeSource::Named(name) => numbers.shared(system, name),
                VolumeSource::Anonymous | VolumeSource::Tmpfs => None,
            };
            if let Some(kept) = kept {
                self.add(at, kept);
            }
        }
    }

    fn add_group(&mut self, lab: &Lab, at: usize, mut members: Vec<usize>) {
        members.sort_unstable();
        members.dedup();
        let carries = |&&member: &&usize| member >= self.systems || lab.system_at(member).runs();
        self.members[at] = members.iter().filter(carries).count();
        for member in members {
            self.add(at, member);
        }
    }

    fn add(&mut self, from: usize, to: usize) {
        self.waits[from].push(to);
        self.hit[to].push(from);
    }
}

impl Numbers<'_> {
    /// The shared storage of a name. A pool of the machine itself may have the same one.
    fn shared(&self, system: System<'_>, name: &str) -> Option<usize> {
        let is_local = system.on().is_some_and(|machine| {
            machine.entry().machine.pools.iter().any(|pool| *pool.name == *name)
        });
        self.storage.get(name).copied().filter(|_| !is_local)
    }

    fn of(&self, named: Named<'_>) -> Option<usize> {
        match named {
            Named::System(system) => Some(system.id()),
            Named::Cluster(cluster) => self.clusters.get(cluster.name.as_str()).copied(),
            Named::External(_) => None,
        }
    }
}

fn can_do_without(need: &Dependency) -> bool {
    let optional = need.terms.optional.as_ref().is_some_and(|optional| optional.value);
    optional || need.terms.fallback.is_some()
}
