//! What an inventory names besides hosts and workloads: clusters, networks, storage, backup targets,
//! and the rules of placement.

use super::entry::{Field, Text};
use super::list::List;
use super::parts::{Address, Exposure};
use super::units::Bytes;
use super::words::{Across, Environment};
use crate::source::{Span, Spanned};

/// Machines that act as one.
#[derive(Debug, Clone, Default)]
pub struct Cluster {
    /// What it is called.
    pub name: Spanned<Text>,
    /// The whole entry.
    pub whole: Span,
    /// What makes it one: `proxmox`, `kubernetes`, `swarm`, `etcd`, `vrrp` ...
    pub kind: Field<Text>,
    /// Its voters.
    pub members: List<Spanned<Text>>,
    /// Nodes without a vote.
    pub workers: List<Spanned<Text>>,
    /// Voters, where the product calls them so.
    pub managers: List<Spanned<Text>>,
    /// A vote without a node.
    pub witness: Field<Text>,
    /// How many votes it needs; `none` for a group that needs no majority.
    pub quorum: Field<Text>,
    /// Its virtual addresses.
    pub addresses: List<Address>,
    /// Its version.
    pub version: Field<Text>,
    /// From where it can be reached.
    pub exposure: Option<Exposure>,
    /// What watches it.
    pub monitored_by: List<Spanned<Text>>,
    /// Whether somebody relies on it.
    pub environment: Field<Environment>,
    /// What it is for.
    pub purpose: Field<Text>,
    /// Who answers for it.
    pub owner: Field<Text>,
    /// Where it is documented.
    pub docs: Field<Text>,
    /// Anything else.
    pub notes: Field<Text>,
}

impl Cluster {
    /// The names of its nodes, with a vote or without.
    pub fn nodes(&self) -> impl Iterator<Item = &Spanned<Text>> {
        self.members.iter().chain(&self.managers).chain(&self.workers)
    }

    /// True if its product runs containers wherever there is room: Kubernetes, Swarm, Nomad.
    pub fn orchestrates(&self) -> bool {
        let kind = self.kind.as_ref().map(|kind| kind.to_ascii_lowercase());
        let known = [
            "kubernetes",
            "k8s",
            "k3s",
            "rke2",
            "talos",
            "openshift",
            "okd",
            "swarm",
            "docker-swarm",
            "nomad",
        ];
        kind.is_some_and(|kind| known.contains(&kind.as_str()))
    }
}

/// A network segment.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// What it is called.
    pub name: Spanned<Text>,
    /// The whole entry.
    pub whole: Span,
    /// Its VLAN.
    pub vlan: Field<Text>,
    /// Its ranges of addresses, as `address/prefix`.
    pub subnet: List<Spanned<Text>>,
    /// The way out of it.
    pub gateway: Field<Text>,
    /// What it is for.
    pub purpose: Field<Text>,
    /// Its zone of trust.
    pub zone: Field<Text>,
    /// Whether its members cannot reach each other.
    pub isolated: Field<bool>,
    /// The bridge or interface it is on.
    pub bridge: Field<Text>,
    /// Its name for machines.
    pub domain: Field<Text>,
    /// The largest packet that goes through it whole, in bytes.
    pub mtu: Field<u32>,
    /// Who answers for it.
    pub owner: Field<Text>,
    /// Where it is documented.
    pub docs: Field<Text>,
    /// Anything else.
    pub notes: Field<Text>,
}

/// Storage that several machines share.
#[derive(Debug, Clone, Default)]
pub struct Storage {
    /// What it is called.
    pub name: Spanned<Text>,
    /// The whole entry.
    pub whole: Span,
    /// The system or cluster that serves it.
    pub on: List<Spanned<Text>>,
    /// How it is shared: `nfs`, `smb`, `ceph`, `iscsi`, `s3` ...
    pub kind: Field<Text>,
    /// How much it can hold.
    pub size: Field<Bytes>,
    /// The sum of its disks, before redundancy.
    pub raw: Field<Bytes>,
    /// How much of it is in use.
    pub used: Field<Bytes>,
    /// How its disks are combined.
    pub raid: Field<Text>,
    /// What its disks are.
    pub media: Field<Text>,
    /// Where clients see it.
    pub path: Field<Text>,
    /// Who uses it.
    pub clients: List<Spanned<Text>>,
    /// Whether several machines can use it at once; so, unless it is denied.
    pub shared: Field<bool>,
    /// Whether its content is copied to a second machine.
    pub replicated: Field<bool>,
    /// Whether disks on it take room only as they fill.
    pub thin: Field<bool>,
    /// The backup targets its content is copied to.
    pub backup: List<Spanned<Text>>,
    /// What it is for.
    pub purpose: Field<Text>,
    /// Who answers for it.
    pub owner: Field<Text>,
    /// Where it is documented.
    pub docs: Field<Text>,
    /// Anything else.
    pub notes: Field<Text>,
}

/// A place that backups go to.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// What it is called.
    pub name: Spanned<Text>,
    /// The whole entry.
    pub whole: Span,
    /// The system that keeps it.
    pub on: List<Spanned<Text>>,
    /// The pool or shared storage it lies on.
    pub storage: Field<Text>,
    /// Whether it is in another building.
    pub offsite: Field<bool>,
    /// What it is written on.
    pub media: Field<Text>,
    /// How long copies are kept.
    pub retention: Field<Text>,
    /// Whether, or how often, copies are checked after they are written.
    pub verified: Field<Text>,
    /// What it is for.
    pub purpose: Field<Text>,
    /// Who answers for it.
    pub owner: Field<Text>,
    /// Where it is documented.
    pub docs: Field<Text>,
    /// Anything else.
    pub notes: Field<Text>,
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
    pub reason: Field<Text>,
}

/// Workloads that a rule of placement holds together or apart.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Where it is written.
    pub at: Span,
    /// The workloads.
    pub workloads: List<Spanned<Text>>,
    /// Over what they are to be spread; hosts, if nothing is said.
    pub across: Field<Across>,
    /// Why.
    pub reason: Field<Text>,
}
