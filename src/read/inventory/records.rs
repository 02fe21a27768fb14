//! The fields of clusters, networks, storage, backup targets, and the rules of placement.

use super::parts::{HasCapacity, VlanNumber, size_field};
use super::policy::allow_field;
use crate::lab::{
    Across, Address, Bytes, ClusterFields, Dependency, Environment, Exposure, Group, List,
    NetworkFields, Pinned, Placement, Stated, StorageFields, Subnet, TargetFields,
};
use crate::read::field::{
    ALL, FieldContext, FieldTable, FieldValue, Name, Names, RecordOwner, ValueShape, WriteValue,
    Yaml, field,
};
use crate::source::Spanned;
use crate::yaml::{Node, NodeKind};

#[rustfmt::skip]
pub(crate) static CLUSTER: FieldTable<ClusterFields> = FieldTable::new("a cluster", &[
    field!(ALL, "kind" ["type"], kind: Name, "what makes it one: proxmox, kubernetes, swarm, nomad, etcd, vrrp"),
    field!(ALL, "members" ["nodes", "voters"], members: Names, "its voters"),
    field!(ALL, "workers" ["agents"], workers: Names, "nodes without a vote"),
    field!(ALL, "managers" ["control_plane", "servers", "masters"], managers: Names, "voters, where the product calls them so"),
    field!(ALL, "witness" ["qdevice", "quorum_device"], witness: Name, "a vote without a node: a host, or `external:` and a name"),
    field!(ALL, "votes" ["expected_votes"], votes: Spanned<u32>, "how many votes there are, where that is not one for each voter"),
    field!(ALL, "quorum", quorum: Name, "`none` for a group that needs no majority"),
    field!(ALL, "address" | "addresses" ["vip", "ip"], addresses: List<Address>, "its virtual address"),
    field!(ALL, "depends_on" ["needs", "requires"], depends_on: List<Dependency>, "what it needs"),
    field!(ALL, "registry" ["mirror"], registry: Name, "the registry it pulls images through: a system, or `external:` and a name"),
    field!(ALL, "version", version: Name, "its version"),
    field!(ALL, "exposure", exposure: Spanned<Exposure>, "from where it can be reached"),
    field!(ALL, "monitored_by", monitored_by: Names, "what watches it"),
    field!(ALL, "environment" ["env"], environment: Spanned<Environment>, "whether somebody relies on it"),
    field!(ALL, "purpose" ["description", "desc"], purpose: Name, "what it is for"),
    field!(ALL, "owner", owner: Name, "who answers for it"),
    field!(ALL, "docs" ["documentation"], docs: Name, "where it is documented"),
    field!(ALL, "notes" | "note", notes: Name, "anything else"),
    allow_field(),
]);

#[rustfmt::skip]
pub(crate) static NETWORK: FieldTable<NetworkFields> = FieldTable::new("a network", &[
    field!(ALL, "kind" ["type", "driver"], kind: Name, "what makes it one: bridge, macvlan, ipvlan, vxlan"),
    field!(ALL, "vlan" ["tag", "id"], vlan: VlanNumber, "its VLAN"),
    field!(ALL, "subnet" | "subnets" ["cidr", "range"], subnet: List<Spanned<Subnet>>, "its ranges of addresses: 10.0.10.0/24"),
    field!(ALL, "gateway", gateway: Name, "the way out of it"),
    field!(ALL, "dns" ["nameservers"], dns: Names, "the name servers its members ask"),
    field!(ALL, "purpose" ["description", "desc"], purpose: Name, "what it is for"),
    field!(ALL, "zone" ["trust"], zone: Name, "its zone of trust"),
    field!(ALL, "isolated", isolated: Spanned<bool>, "whether its members cannot reach each other"),
    field!(ALL, "bridge" ["interface"], bridge: Name, "the bridge or interface it is on"),
    field!(ALL, "domain", domain: Name, "its domain name"),
    field!(ALL, "mtu", mtu: Spanned<u32>, "the largest packet that goes through it whole, in bytes"),
    field!(ALL, "owner", owner: Name, "who answers for it"),
    field!(ALL, "docs" ["documentation"], docs: Name, "where it is documented"),
    field!(ALL, "notes" | "note", notes: Name, "anything else"),
    allow_field(),
]);

impl HasCapacity for StorageFields {
    fn size(&self) -> (&Stated<Bytes>, &Stated<Bytes>) {
        (&self.size, &self.raw)
    }

    fn set_size(&mut self, usable: Stated<Bytes>, raw: Stated<Bytes>) {
        (self.size, self.raw) = (usable, raw);
    }
}

#[rustfmt::skip]
pub(crate) static STORAGE: FieldTable<StorageFields> = FieldTable::new("a storage", &[
    field!(ALL, "on" | "runs_on" ["host", "server"], on: Names, "the system or cluster that serves it, or `external:` and a name"),
    field!(ALL, "kind" ["type", "protocol"], kind: Name, "how it is shared: nfs, smb, ceph, iscsi, s3"),
    size_field(),
    field!(ALL, "used", used: Spanned<Bytes>, "how much of it is in use"),
    field!(ALL, "raid" ["redundancy"], raid: Name, "how its disks are combined"),
    field!(ALL, "media" ["medium"], media: Name, "what its disks are: hdd, ssd, nvme"),
    field!(ALL, "path" ["export", "mount"], path: Name, "where clients see it"),
    field!(ALL, "clients" ["used_by"], clients: Names, "who uses it"),
    field!(ALL, "shared", shared: Spanned<bool>, "whether several machines can use it at once"),
    field!(ALL, "replicated", replicated: Spanned<bool>, "whether its content is copied to a second machine"),
    field!(ALL, "replicas" ["copies"], replicas: Spanned<u32>, "how many copies of its content there are"),
    field!(ALL, "thin", thin: Spanned<bool>, "whether disks on it take room only as they fill"),
    field!(ALL, "backup", backup: Names, "the backup targets its content is copied to"),
    field!(ALL, "purpose" ["description", "desc"], purpose: Name, "what it is for"),
    field!(ALL, "owner", owner: Name, "who answers for it"),
    field!(ALL, "docs" ["documentation"], docs: Name, "where it is documented"),
    field!(ALL, "notes" | "note", notes: Name, "anything else"),
    allow_field(),
]);

#[rustfmt::skip]
pub(crate) static TARGET: FieldTable<TargetFields> = FieldTable::new("a backup target", &[
    field!(ALL, "on" | "runs_on" ["host", "server"], on: Names, "the system that keeps it, or `external:` and a name"),
    field!(ALL, "storage" ["pool", "datastore"], storage: Name, "the pool or shared storage it lies on"),
    field!(ALL, "offsite", offsite: Spanned<bool>, "whether it is in another building"),
    field!(ALL, "media" ["medium"], media: Name, "what it is written on: hdd, tape, cloud"),
    field!(ALL, "retention" ["keep"], retention: Name, "how long copies are kept"),
    field!(ALL, "verified", verified: Name, "whether or how often copies are checked: true, false, weekly, after each backup"),
    field!(ALL, "purpose" ["description", "desc"], purpose: Name, "what it is for"),
    field!(ALL, "owner", owner: Name, "who answers for it"),
    field!(ALL, "docs" ["documentation"], docs: Name, "where it is documented"),
    field!(ALL, "notes" | "note", notes: Name, "anything else"),
    allow_field(),
]);

static PINNED: FieldTable<Pinned> = FieldTable::new(
    "a pinned group",
    &[
        field!(ALL, "workloads" | "workload", workloads: Names, "the workloads"),
        field!(ALL, "to" ["on"], to: Names, "the machines they must be on"),
        field!(ALL, "reason", reason: Name, "why"),
    ],
);

impl FieldValue for Pinned {
    const SHAPE: ValueShape = ValueShape::Record(|| PINNED.keys());

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        if node.kind() != NodeKind::Mapping {
            context.expected(node, "a list of `{workloads: [...], to: ...}`");
            return None;
        }
        let mut pinned = Self { at: node.span(), ..Self::default() };
        PINNED.read(&mut pinned, node, RecordOwner::PART, context);
        Some(pinned)
    }
}

static GROUP: FieldTable<Group> = FieldTable::new(
    "a group",
    &[
        field!(ALL, "workloads" | "members", workloads: Names, "the workloads"),
        field!(ALL, "across" ["over"], across: Spanned<Across>, "over what they are to be spread: host, site, ups, rack"),
        field!(ALL, "reason", reason: Name, "why"),
    ],
);

impl FieldValue for Group {
    const SHAPE: ValueShape = ValueShape::Either(&[
        ValueShape::Many(&ValueShape::Text),
        ValueShape::Record(|| GROUP.keys()),
    ]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let mut group = Self { at: node.span(), ..Self::default() };
        if node.kind() == NodeKind::Mapping {
            GROUP.read(&mut group, node, RecordOwner::PART, context);
        } else {
            group.workloads = FieldValue::read(node, context)?;
        }
        Some(group)
    }
}

/// A list of groups; what does not nest is one group.
struct Groups(Vec<Group>);

impl From<Groups> for Vec<Group> {
    fn from(groups: Groups) -> Self {
        groups.0
    }
}

impl FieldValue for Groups {
    const SHAPE: ValueShape = ValueShape::Lists(&Group::SHAPE);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let nested = |node: Node<'_>| node.items().any(|item| item.kind() != NodeKind::Scalar);
        if node.kind() == NodeKind::Sequence && nested(node) {
            return Some(Self(
                node.items().filter_map(|item| Group::read(item, context)).collect(),
            ));
        }
        if node.is_null() || (node.kind() == NodeKind::Sequence && node.items().next().is_none()) {
            return Some(Self(Vec::new()));
        }
        Some(Self(vec![Group::read(node, context)?]))
    }
}

/// A list of pins.
struct Pins(Vec<Pinned>);

impl From<Pins> for Vec<Pinned> {
    fn from(pins: Pins) -> Self {
        pins.0
    }
}

impl FieldValue for Pins {
    const SHAPE: ValueShape = ValueShape::Many(&Pinned::SHAPE);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        Some(Self(List::<Pinned>::read(node, context)?.to_vec()))
    }
}

pub(crate) static PLACEMENT: FieldTable<Placement> = FieldTable::new(
    "the placement",
    &[
        field!(ALL, "pinned" ["pin"], pinned: Pins, "workloads that must be on certain machines"),
        field!(ALL, "together" ["affinity"], together: Groups, "workloads that must be on one machine"),
        field!(ALL, "apart" ["anti_affinity", "spread"], apart: Groups, "workloads that must be on different machines"),
    ],
);

impl WriteValue for Pinned {
    fn write(&self) -> Option<Yaml> {
        Some(Yaml::Map(PINNED.write(self)))
    }
}

impl WriteValue for Group {
    fn write(&self) -> Option<Yaml> {
        let fields = GROUP.write(self);
        let is_short = fields.len() == 1 && self.workloads.is_stated();
        let names = || self.workloads.iter().filter_map(Spanned::write).collect();
        Some(if is_short { Yaml::List(names()) } else { Yaml::Map(fields) })
    }

    fn write_list(items: &[Self]) -> Yaml {
        Yaml::List(items.iter().filter_map(Self::write).collect())
    }
}
