//! What keeps workloads where they are that are meant to move or to be restarted elsewhere.

use rustc_hash::FxHashMap;

use super::{Devices, Insight, is_hardware, is_taken_whole, quorum};
use crate::finding::ClusterId;
use crate::lab::{
    Cluster, Container, Device, Host, Lab, Migration, System, Text, VolumeSource, Workload,
};
use crate::source::Span;

/// What keeps each workload where it is, by its number.
#[derive(Debug, Default)]
pub struct Mobility {
    /// What ties those to their host that are to move while they run, or to be restarted.
    ties: FxHashMap<usize, Obstacle>,
    /// Why those cannot be restarted that are to be.
    stranded: FxHashMap<usize, Stranded>,
    /// Those that cannot be restarted elsewhere, for whatever reason.
    held: Vec<usize>,
}

/// Something that a workload cannot leave its host for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// A rule of placement that allows only this host, and where it is written.
    Pin(Span),
    /// A device of the host, and where the workload names it.
    Device(Text, Span),
    /// A folder of the host, and where the workload names it.
    Folder(Text, Span),
    /// It sees the processor of the host, as is written there, and this host has another.
    Processor(Span, usize),
}

/// Why no host restarts what has `ha`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stranded {
    /// Its host is in no cluster.
    NoCluster(usize),
    /// The cluster can lose no vote.
    NoMajority(ClusterId),
    /// It has a disk in this pool of its host, which is nowhere else; and where that is written.
    LocalDisk(Text, Span),
}

impl Mobility {
    pub(super) fn of(insight: &Insight) -> Self {
        let lab = insight.lab();
        let mut search = ObstacleSearch::of(insight);
        let mut mobility = Self::default();
        for workload in lab.workloads() {
            let (restarts, moves) = (has_ha(*workload), moves_live(workload));
            if !restarts && !moves || !workload.is_intended() {
                continue;
            }
            let Some(host) = workload.host() else { continue };
            let tie = search.obstacle(workload, host, moves);
            let stays = restarts
                && if moves {
                    search.obstacle(workload, host, false).is_some()
                } else {
                    tie.is_some()
                };
            mobility.ties.extend(tie.map(|tie| (workload.id(), tie)));
            let stranded = is_restarted(*workload).then(|| search.stranded(*workload, host));
            let stranded = stranded.flatten();
            if stays || stranded.is_some() {
                mobility.held.push(workload.id());
            }
            mobility.stranded.extend(stranded.map(|why| (workload.id(), why)));
        }
        mobility
    }

    /// What ties a workload to its host that is to move while it runs, or else to be restarted.
    pub fn tie(&self, workload: Workload<'_>) -> Option<&Obstacle> {
        self.ties.get(&workload.id())
    }

    /// Why no host restarts what has `ha`.
    pub fn stranded(&self, guest: System<'_>) -> Option<&Stranded> {
        self.stranded.get(&guest.id())
    }

    /// True if something is to be restarted on another host, and cannot be, wherever there is room.
    pub fn is_held(&self, guest: usize) -> bool {
        self.held.binary_search(&guest).is_ok()
    }
}

/// True if a cluster of hypervisors is to restart it elsewhere.
pub fn is_restarted(guest: System<'_>) -> bool {
    has_ha(guest) && guest.runs() && guest.on().is_some_and(|on| on.as_host().is_some())
}

/// True for a VM that is to move while it runs. That a container cannot is said elsewhere.
pub fn moves_live(workload: Workload<'_>) -> bool {
    let migration = workload.entry().running.migration.as_ref();
    migration.is_some_and(|it| it.value == Migration::Live) && workload.as_vm().is_some()
}

fn has_ha(system: System<'_>) -> bool {
    system.entry().running.ha.as_ref().is_some_and(|ha| ha.value)
}

/// What is looked up once for all workloads.
struct ObstacleSearch<'a> {
    insight: &'a Insight,
    /// The first rule that leaves a workload one machine, by the number of the workload.
    pins: FxHashMap<usize, (System<'a>, Span)>,
    /// Whether all others have a device of a host, by the number of the host and the name of the device.
    copies: FxHashMap<(usize, Text), bool>,
    /// The hosts of each cluster that was asked for, and whether it can lose a vote.
    clusters: FxHashMap<ClusterId, (Vec<Host<'a>>, bool)>,
    /// True if there is one hypervisor at most.
    is_alone: bool,
}

impl<'a> ObstacleSearch<'a> {
    fn of(insight: &'a Insight) -> Self {
        let lab = insight.lab();
        let mut pins = FxHashMap::default();
        for pinned in &lab.placement().pinned {
            let [to] = &pinned.to[..] else { continue };
            for workload in pinned.workloads.iter().filter_map(|name| lab.system(name)) {
                let Some(only) = lab.system(to) else { continue };
                pins.entry(workload.id()).or_insert((only, pinned.at));
            }
        }
        let mut hypervisors = lab.hosts().filter(|host| host.is_hypervisor());
        Self {
            insight,
            pins,
            copies: FxHashMap::default(),
            clusters: FxHashMap::default(),
            is_alone: hypervisors.nth(1).is_none(),
        }
    }

    fn obstacle(
        &mut self,
        workload: Workload<'a>,
        host: Host<'a>,
        moves: bool,
    ) -> Option<Obstacle> {
        let pinned = self.pins.get(&workload.id()).filter(|(only, _)| *only == *host);
        pinned
            .map(|(_, at)| Obstacle::Pin(*at))
            .or_else(|| self.device(workload, host, moves))
            .or_else(|| folder(self.insight, workload.as_container()?))
            .or_else(|| processor(workload, host).filter(|_| moves))
    }

    fn device(&mut self, workload: Workload<'a>, host: Host<'a>, moves: bool) -> Option<Obstacle> {
        let device = workload.devices().find(|device| {
            // Hardware that a VM holds stops it from moving even where there is more of it.
            is_hardware(device)
                && (moves && is_taken_whole(device) || !self.has_copies(workload, host, device))
        })?;
        Some(Obstacle::Device(device.name.value.clone(), device.name.span))
    }

    /// True if there are other hosts that a workload may run on, and all of them have a device.
    fn has_copies(&mut self, workload: Workload<'a>, host: Host<'a>, device: &Device) -> bool {
        let devices = self.insight.devices();
        if workload.entry().runs_on.len() > 1 {
            return have(devices, &others(workload, host), device);
        }
        let key = (host.id(), device.name.to_ascii_lowercase());
        *self.copies.entry(key).or_insert_with(|| have(devices, &others(workload, host), device))
    }

    fn stranded(&mut self, guest: System<'a>, host: Host<'a>) -> Option<Stranded> {
        let lab = host.lab();
        let Some(cluster) = failover_cluster(host) else {
            // Who keeps clusters in the inventory would have named this one; and one host alone is none.
            let known = self.is_alone || lab.clusters().len() > 0;
            return known.then(|| Stranded::NoCluster(host.id()));
        };
        let (hosts, can_lose_one) = self
            .clusters
            .entry(cluster.id())
            .or_insert_with(|| (quorum::hosts(cluster).collect(), quorum::can_lose_one(cluster)));
        match hosts.len() {
            0 | 1 => None,
            _ if !*can_lose_one => Some(Stranded::NoMajority(cluster.id())),
            _ => local_disk(guest, host, hosts),
        }
    }
}

/// The cluster that restarts the guests of a host elsewhere.
pub(crate) fn failover_cluster(host: Host<'_>) -> Option<Cluster<'_>> {
    host.clusters().find(|cluster| !cluster.orchestrates())
}

/// The other hosts it may run on: those it names, or those of the cluster.
fn others<'a>(workload: Workload<'a>, host: Host<'a>) -> Vec<Host<'a>> {
    let lab: &Lab = host.lab();
    let named = workload.entry().runs_on.iter().filter_map(|name| lab.system(name));
    let nodes = host.clusters().flat_map(Cluster::nodes);
    let all = named.chain(nodes).filter_map(System::as_host);
    let mut others: Vec<Host<'_>> = all.filter(|other| *other != host).collect();
    others.sort_by_key(|other| other.id());
    others.dedup();
    others
}

/// True if there are hosts, and all of them have a device.
fn have(devices: &Devices, hosts: &[Host<'_>], device: &Device) -> bool {
    let has = |host: &Host<'_>| devices.same(**host, device).is_some();
    !hosts.is_empty() && hosts.iter().all(has)
}

/// A folder of the host that a system container uses, unless it is on shared storage.
fn folder(insight: &Insight, container: Container<'_>) -> Option<Obstacle> {
    if !container.is_system_container() {
        return None;
    }
    let is_shared = |path: &str| {
        // Proxmox VE mounts its network storage here, on every node.
        let mut around = insight.mounted().around(insight.lab(), path);
        path.starts_with("/mnt/pve/") || around.next().is_some()
    };
    container.entry().volumes.iter().find_map(|volume| match &volume.source {
        VolumeSource::Path(path) if !is_shared(path) && volume.keeping.storage.is_absent() => {
            Some(Obstacle::Folder(path.clone(), volume.at))
        }
        _ => None,
    })
}

fn processor(workload: Workload<'_>, host: Host<'_>) -> Option<Obstacle> {
    let cpu_type = workload.entry().machine.cpu_type.as_ref();
    let cpu_type = cpu_type.filter(|it| it.eq_ignore_ascii_case("host"))?;
    let model =
        |host: Host<'_>| Some(host.entry().cpu.as_ref()?.value.model.clone()?.to_lowercase());
    let own = model(host)?;
    let mut others = others(workload, host).into_iter();
    let other = others.find(|&it| model(it).is_some_and(|model| model != own))?;
    Some(Obstacle::Processor(cpu_type.span, other.id()))
}

/// A disk in a pool of its host that no other member has, or that is said not to be copied there.
fn local_disk(guest: System<'_>, host: Host<'_>, members: &[Host<'_>]) -> Option<Stranded> {
    guest.entry().disks.iter().filter_map(|disk| disk.storage.as_ref()).find_map(|name| {
        let pool = host.machine.pools.iter().find(|pool| pool.name.value == name.value)?;
        // A copy needs a pool of the same name on the other side.
        let is_elsewhere = members.iter().any(|other| {
            let pools = &other.machine.pools;
            *other != host
                && (!pools.is_stated() || pools.iter().any(|it| it.name.value == name.value))
        });
        let is_copied = pool.replicated.as_ref().map_or(is_elsewhere, |copied| copied.value);
        (!is_copied).then(|| Stranded::LocalDisk(name.value.clone(), name.span))
    })
}
