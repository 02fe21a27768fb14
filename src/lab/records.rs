//! What an inventory names besides hosts and workloads: clusters, networks, storage, backup targets,
//! and the rules of placement.

use super::address::{Address, Subnet, Vlan};
use super::entry::Text;
use super::fields::record;
use super::list::List;
use super::parts::{Dependency, Exposure};
use super::stated::Stated;
use super::units::Bytes;
use super::words::{Across, Environment};
use crate::source::{Span, Spanned};

record! {
    /// Machines that act as one.
    ClusterFields {
        /// What makes it one: `proxmox`, `kubernetes`, `swarm`, `etcd`, `vrrp` ...
        kind: Stated<Text>,
        /// Its voters.
        members: List<Spanned<Text>>,
        /// Nodes without a vote.
        workers: List<Spanned<Text>>,
        /// Voters, where the product calls them so.
        managers: List<Spanned<Text>>,
        /// A vote without a node.
        witness: Stated<Text>,
        /// How many votes there are, where that is not one for each voter.
        votes: Stated<u32>,
        /// How many votes it needs; `none` for a group that needs no majority.
        quorum: Stated<Text>,
        /// Its virtual addresses.
        addresses: List<Address>,
        /// What it needs.
        depends_on: List<Dependency>,
        /// The registry that it pulls images through.
        registry: Stated<Text>,
        /// Its version.
        version: Stated<Text>,
        /// From where it can be reached.
        exposure: Stated<Exposure>,
        /// What watches it.
        monitored_by: List<Spanned<Text>>,
        /// Whether somebody relies on it.
        environment: Stated<Environment>,
        /// What it is for.
        purpose: Stated<Text>,
        /// Who answers for it.
        owner: Stated<Text>,
        /// Where it is documented.
        docs: Stated<Text>,
        /// Anything else.
        notes: Stated<Text>,
    }
}

impl ClusterFields {
    /// The names of its nodes, with a vote or without.
    pub fn node_names(&self) -> impl Iterator<Item = &Spanned<Text>> {
        self.members.iter().chain(&self.managers).chain(&self.workers)
    }
}

record! {
    /// A network segment.
    NetworkFields {
        /// What makes it one: `bridge`, `macvlan`, `ipvlan`, `vxlan` ...
        kind: Stated<Text>,
        /// Its VLAN.
        vlan: Stated<Vlan>,
        /// Its ranges of addresses.
        subnet: List<Spanned<Subnet>>,
        /// The way out of it.
        gateway: Stated<Text>,
        /// The name servers that its members ask.
        dns: List<Spanned<Text>>,
        /// What it is for.
        purpose: Stated<Text>,
        /// Its zone of trust.
        zone: Stated<Text>,
        /// Whether its members cannot reach each other.
        isolated: Stated<bool>,
        /// The bridge or interface it is on.
        bridge: Stated<Text>,
        /// Its name for machines.
        domain: Stated<Text>,
        /// The largest packet that goes through it whole, in bytes.
        mtu: Stated<u32>,
        /// Who answers for it.
        owner: Stated<Text>,
        /// Where it is documented.
        docs: Stated<Text>,
        /// Anything else.
        notes: Stated<Text>,
    }
}

record! {
    /// Storage that several machines share.
    StorageFields {
        /// The system or cluster that serves it.
        on: List<Spanned<Text>>,
        /// How it is shared: `nfs`, `smb`, `ceph`, `iscsi`, `s3` ...
        kind: Stated<Text>,
        /// How much it can hold.
        size: Stated<Bytes>,
        /// The sum of its disks, before redundancy.
        raw: Stated<Bytes>,
        /// How much of it is in use.
        used: Stated<Bytes>,
        /// How its disks are combined.
        raid: Stated<Text>,
        /// What its disks are.
        media: Stated<Text>,
        /// Where clients see it.
        path: Stated<Text>,
        /// Who uses it.
        clients: List<Spanned<Text>>,
        /// Whether several machines can use it at once; so, unless it is denied.
        shared: Stated<bool>,
        /// Whether its content is copied to a second machine.
        replicated: Stated<bool>,
        /// How many copies of its content there are.
        replicas: Stated<u32>,
        /// Whether disks on it take room only as they fill.
        thin: Stated<bool>,
        /// The backup targets its content is copied to.
        backup: List<Spanned<Text>>,
        /// What it is for.
        purpose: Stated<Text>,
        /// Who answers for it.
        owner: Stated<Text>,
        /// Where it is documented.
        docs: Stated<Text>,
        /// Anything else.
        notes: Stated<Text>,
    }
}

record! {
    /// A place that backups go to.
    TargetFields {
        /// The system that keeps it.
        on: List<Spanned<Text>>,
        /// The pool or shared storage it lies on.
        storage: Stated<Text>,
        /// Whether it is in another building.
        offsite: Stated<bool>,
        /// What it is written on.
        media: Stated<Text>,
        /// How long copies are kept.
        retention: Stated<Text>,
        /// Whether, or how often, copies are checked after they are written.
        verified: Stated<Text>,
        /// What it is for.
        purpose: Stated<Text>,
        /// Who answers for it.
        owner: Stated<Text>,
        /// Where it is documented.
        docs: Stated<Text>,
        /// Anything else.
        notes: Stated<Text>,
    }
}

/// The owner's rules of placement.
#[derive(Debug, Clone, Default)]
pub struct Placement {
    /// Workloads that must be on certain machines.
    pub pinned: Vec<Pinned>,
    /// Workloads that must be on one machine.
    pub together: Vec<Group>,
    /// Workloads that must be on different machines.
    pub apart: Vec<Group>,
}

/// Workloads that must be on certain machines.
#[derive(Debug, Clone, Default)]
pub struct Pinned {
    /// Where it is written.
    pub at: Span,
    /// The workloads.
    pub workloads: List<Spanned<Text>>,
    /// The machines.
    pub to: List<Spanned<Text>>,
    /// Why.
    pub reason: Stated<Text>,
}

/// Workloads that a rule of placement holds together or apart.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Where it is written.
    pub at: Span,
    /// The workloads.
    pub workloads: List<Spanned<Text>>,
    /// Over what they are to be spread; hosts, if nothing is said.
    pub across: Stated<Across>,
    /// Why.
    pub reason: Stated<Text>,
}
