//! What is known of a lab beyond what is written: each fact is worked out here once, when it is first asked for.
//!
//! Rules, reports and plans ask an [`Insight`](crate::insight::Insight) and work out nothing of their own, so no two of them can
//! disagree. Facts are data; words are found for them where they are told. Nothing here depends on which
//! rules run, or on what an allowance excuses.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::lab::{Lab, System};
use crate::policy::Thresholds;
use crate::source::Span;
use crate::verdict::{Criteria, Verdicts};

mod access;
mod address;
mod allocation;
mod backup;
mod blast_radius;
mod broad_mount;
mod coverage;
mod data;
mod device;
mod domain;
mod ends;
mod failover;
mod failure;
mod graph;
mod hardware;
mod layer;
mod load;
mod member;
mod misfit;
mod mixed_trust;
mod mobility;
mod mounted;
mod open_port;
mod packing;
mod placement_rules;
mod pool;
mod port;
pub(crate) mod quorum;
mod recovery;
mod replica;
mod share;
mod store;
mod suitability;
mod tenant;
pub mod zone;

pub use access::{Access, is_rootless};
pub(crate) use address::is_public;
pub use address::{
    Conflict, Endpoint, StrayAddress, address_conflicts, hardware_conflicts, strays,
};
pub use allocation::{Allocation, Allocations};
pub use backup::{
    DAYS_TO_KEEP, advised_targets, are_checked, are_kept, days_kept, is_important,
    is_of_the_system, is_offsite, is_weak, jobs_of, keeper, own_jobs, targets_of,
};
pub use blast_radius::BlastRadius;
pub use broad_mount::{BroadMount, broad_mounts};
pub use coverage::{
    Answer, Aspect, Coverage, is_more_than_a_sketch, is_overdue, last_restore, own_answer,
};
pub use data::stands_for_data;
pub use device::{Devices, device_key, is_hardware, is_numbered, is_taken_whole, lacks_tunnel};
pub use domain::{DomainKind, Domains, FailureDomain, domain_across, domain_stated};
use ends::Endings;
pub use ends::{Component, EndOfSupport, LifecycleEntry, SOON_DAYS};
pub use failover::{Failover, Shortage};
pub use failure::{Failure, NewPlace};
pub use graph::{Circle, Edge, EdgeKind, Graph, Step};
pub use hardware::{is_nas, is_single_board};
pub use layer::Layer;
pub(crate) use load::scaled;
pub use load::{Load, Loads, MemoryDemand, OwnMemory};
pub use member::Memberships;
pub use misfit::{Misfit, MisfitKind};
pub use mixed_trust::{KernelOwner, MixedTrust, Secret, mixed_trust};
pub(crate) use mobility::failover_cluster;
pub use mobility::{Mobility, Obstacle, Stranded, is_restarted, moves_live};
pub use mounted::Mounted;
pub use open_port::{OpenPort, open_ports};
pub use placement_rules::PlacementRules;
pub use pool::StorageLoad;
pub(crate) use pool::is_thin;
pub use port::port_conflicts;
pub use recovery::{Phase, PowerUp, Recovery};
pub use replica::{Replicas, SameWork, told_apart};
pub use share::UnsavedShare;
pub use store::{Store, Stores, is_network_share};
pub use tenant::{Tenants, is_sandboxed};

/// A lab with all that is known of it.
#[derive(Debug)]
pub struct Insight {
    lab: Lab,
    terms: Criteria,
    verdicts: Verdicts,
    thresholds: Thresholds,
    facts: Facts,
}

/// What was asked for so far.
#[derive(Debug, Default)]
struct Facts {
    access: OnceLock<Access>,
    coverage: OnceLock<Coverage>,
    devices: OnceLock<Devices>,
    domains: OnceLock<Domains>,
    failovers: OnceLock<Vec<Failover>>,
    failures: OnceLock<Vec<Failure>>,
    graph: OnceLock<Graph>,
    loads: OnceLock<Loads>,
    members: OnceLock<Memberships>,
    /// Where it is written of systems, by their number, that they serve files by NFS.
    nfs_servers: OnceLock<FxHashMap<usize, Span>>,
    mobility: OnceLock<Mobility>,
    mounted: OnceLock<Mounted>,
    placement_rules: OnceLock<PlacementRules>,
    recovery: OnceLock<Recovery>,
    replicas: OnceLock<Vec<Replicas>>,
    storage_loads: OnceLock<Vec<StorageLoad>>,
    stores: OnceLock<Stores>,
    tenants: OnceLock<Tenants>,
    unsaved_shares: OnceLock<Vec<UnsavedShare>>,
    endings: OnceLock<Endings>,
}

impl Insight {
    /// What is known of a lab whose workloads are judged on these terms.
    pub fn of(lab: Lab, terms: Criteria) -> Self {
        let verdicts = Verdicts::of(&lab, terms);
        let thresholds = Thresholds::of(&lab);
        Self { lab, terms, verdicts, thresholds, facts: Facts::default() }
    }

    /// The lab.
    pub fn lab(&self) -> &Lab {
        &self.lab
    }

    /// The terms that its workloads are judged on.
    pub fn terms(&self) -> Criteria {
        self.terms
    }

    /// Where each of its workloads belongs.
    pub fn verdicts(&self) -> &Verdicts {
        &self.verdicts
    }

    /// What amounts are measured against.
    pub fn thresholds(&self) -> Thresholds {
        self.thresholds
    }

    /// Who needs whom.
    pub fn graph(&self) -> &Graph {
        self.facts.graph.get_or_init(|| Graph::of(self))
    }

    /// Which shared storage a path lies on.
    pub fn mounted(&self) -> &Mounted {
        self.facts.mounted.get_or_init(|| Mounted::of(&self.lab))
    }

    /// The devices of every system.
    pub fn devices(&self) -> &Devices {
        self.facts.devices.get_or_init(|| Devices::of(&self.lab))
    }

    /// What the hosts that run fail together with.
    pub fn domains(&self) -> &Domains {
        self.facts.domains.get_or_init(|| Domains::of(&self.lab))
    }

    /// Where the guests of each host are restarted when it fails, as far as any are to be.
    pub fn failovers(&self) -> &[Failover] {
        self.facts.failovers.get_or_init(|| Failover::all(self))
    }

    /// What happens when each host fails.
    pub fn failures(&self) -> &[Failure] {
        self.facts.failures.get_or_init(|| Failure::all(self))
    }

    /// What keeps workloads where they are that are meant to move.
    pub fn mobility(&self) -> &Mobility {
        self.facts.mobility.get_or_init(|| Mobility::of(self))
    }

    /// What the owner says of where guests may run.
    pub fn placement_rules(&self) -> &PlacementRules {
        self.facts.placement_rules.get_or_init(|| PlacementRules::of(&self.lab))
    }

    /// Which workloads do the same work.
    pub fn replicas(&self) -> &[Replicas] {
        self.facts.replicas.get_or_init(|| Replicas::all(self))
    }

    /// How much of each storage is promised to disks, where its size is known.
    pub fn storage_loads(&self) -> &[StorageLoad] {
        self.facts.storage_loads.get_or_init(|| StorageLoad::all(&self.lab, self.stores()))
    }

    /// What disks and volumes lie on.
    pub fn stores(&self) -> &Stores {
        self.facts.stores.get_or_init(|| Stores::of(&self.lab))
    }

    /// The servers of shares whose data nobody is said to save.
    pub fn unsaved_shares(&self) -> &[UnsavedShare] {
        self.facts.unsaved_shares.get_or_init(|| share::unsaved(self))
    }

    /// In which order everything comes back after a power cut.
    pub fn recovery(&self) -> &Recovery {
        self.facts.recovery.get_or_init(|| Recovery::of(self))
    }

    /// How much of a machine is promised to what runs on it; nothing for a workload that carries nothing.
    pub fn allocations(&self, machine: System<'_>) -> Option<Allocations> {
        Allocations::of(self, machine)
    }

    /// What the guests of each machine take.
    pub fn loads(&self) -> &Loads {
        self.facts.loads.get_or_init(|| Loads::of(&self.lab))
    }

    /// Who says how each system is looked after.
    pub fn coverage(&self) -> &Coverage {
        self.facts.coverage.get_or_init(|| Coverage::of(&self.lab, &self.verdicts))
    }

    /// Who has power over the machine below, or holds keys to others.
    pub fn access(&self) -> &Access {
        self.facts.access.get_or_init(|| Access::of(&self.lab, &self.verdicts))
    }

    /// Who is in which network.
    pub fn members(&self) -> &Memberships {
        self.facts.members.get_or_init(|| Memberships::of(&self.lab))
    }

    /// Who runs code that nobody vouches for.
    pub fn tenants(&self) -> &Tenants {
        self.facts.tenants.get_or_init(|| Tenants::of(self))
    }

    /// What of the lab gets no updates from some day on, near or far.
    pub fn endings(&self) -> impl Iterator<Item = EndOfSupport> {
        self.facts.endings.get_or_init(|| Endings::of(&self.lab)).iter()
    }
}
