//! How disks and storage pools are read.

use std::collections::HashSet;

use serde_json::Value;

use super::{is_key, named};
use crate::lab::{Bytes, Disk, List, Pool, SizeKind, Stated, Text};
use crate::read::field::{
    ALL, Field, FieldContext, FieldKey, FieldTable, FieldValue, Name, ValueShape, WriteValue, Yaml,
    field, json_of, size,
};
use crate::source::{Span, Spanned};
use crate::yaml::{Node, NodeKind};

static DISK: FieldTable<Disk> = FieldTable::new(
    "a disk",
    &[
        field!(ALL, "name" ["id"], name: Text, "what the disk is called"),
        field!(ALL, "size" ["size_gb", "size_gib", "capacity"], size: Spanned<Bytes>, "how large it is"),
        field!(ALL, "storage" ["pool", "datastore"], storage: Name, "the pool or shared storage that holds it"),
        field!(ALL, "thin", thin: Spanned<bool>, "whether it takes room only as it fills"),
        field!(ALL, "backup", backup: Spanned<bool>, "whether the guest's backup includes it"),
    ],
);

impl FieldValue for Disk {
    const SHAPE: ValueShape =
        ValueShape::Either(&[Bytes::SHAPE, ValueShape::Record(|| DISK.keys())]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let at = node.span();
        if node.kind() == NodeKind::Mapping {
            return Some(Self { at, ..DISK.record(node, context) });
        }
        let size = Spanned { value: size(node, SizeKind::Disk, context)?, span: at }.into();
        Some(Self { at, size, ..Self::default() })
    }
}

/// The size of a pool: what it can hold, or also the sum of its disks.
#[derive(Default, Clone)]
struct Capacity {
    usable: Stated<Bytes>,
    raw: Stated<Bytes>,
}

static CAPACITY: FieldTable<Capacity> = FieldTable::new(
    "a size",
    &[
        field!(ALL, "usable" ["net"], usable: Spanned<Bytes>, "what the pool can hold"),
        field!(ALL, "raw" ["gross"], raw: Spanned<Bytes>, "the sum of its disks"),
    ],
);

impl FieldValue for Capacity {
    const SHAPE: ValueShape =
        ValueShape::Either(&[Bytes::SHAPE, ValueShape::Record(|| CAPACITY.keys())]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        if node.kind() == NodeKind::Mapping {
            return Some(CAPACITY.record(node, context));
        }
        let usable: Option<Spanned<Bytes>> = FieldValue::read(node, context);
        Some(Self { usable: usable.into(), raw: Stated::ABSENT })
    }
}

/// A record that has a size of two sorts.
pub(in super::super) trait HasCapacity {
    fn size(&self) -> (&Stated<Bytes>, &Stated<Bytes>);
    fn set_size(&mut self, usable: Stated<Bytes>, raw: Stated<Bytes>);
}

impl HasCapacity for Pool {
    fn size(&self) -> (&Stated<Bytes>, &Stated<Bytes>) {
        (&self.size, &self.raw)
    }

    fn set_size(&mut self, usable: Stated<Bytes>, raw: Stated<Bytes>) {
        (self.size, self.raw) = (usable, raw);
    }
}

/// A `size` field, which may say two things at once.
pub(in super::super) const fn size_field<T: HasCapacity>() -> Field<T> {
    Field {
        key: FieldKey {
            name: "size",
            or: None,
            also: &["capacity", "size_gb"],
            about: "how much it can hold, or `{raw, usable}`",
            shape: Capacity::SHAPE,
        },
        kinds: ALL,
        read: |it, node, context| {
            if let Some(Capacity { usable, raw }) = Capacity::read(node, context) {
                it.set_size(usable, raw);
            }
        },
        leave: |_, _, _| {},
        copy: |_, _| {},
        write: |it| {
            let (usable, raw) = it.size();
            let size = Capacity { usable: usable.clone(), raw: raw.clone() };
            (usable.is_some() || raw.is_some())
                .then(|| Yaml::short(CAPACITY.write(&size), "usable"))
        },
        told: |it| it.size().0.told(),
    }
}

static POOL: FieldTable<Pool> = FieldTable::new(
    "a storage pool",
    &[
        field!(ALL, "name", name: Name, "what the pool is called"),
        size_field(),
        field!(ALL, "used", used: Spanned<Bytes>, "how much of it is in use"),
        field!(ALL, "raid" ["redundancy", "level"], raid: Name, "how its disks are combined"),
        field!(ALL, "media" ["medium"], media: Name, "what its disks are: hdd, ssd, nvme"),
        field!(ALL, "path" ["mount", "mountpoint"], path: Name, "where it is mounted"),
        field!(ALL, "kind" ["type", "fs", "filesystem"], kind: Name, "what manages it: zfs, lvm, btrfs, dir"),
        field!(ALL, "thin", thin: Spanned<bool>, "whether disks on it take room only as they fill"),
        field!(ALL, "replicated", replicated: Spanned<bool>, "whether its content is copied to another member of the cluster"),
        field!(ALL, "purpose" ["description", "notes"], purpose: Name, "what it is for"),
    ],
);

impl FieldValue for Pool {
    const SHAPE: ValueShape =
        ValueShape::Either(&[Bytes::SHAPE, ValueShape::Record(|| POOL.keys())]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        if node.kind() == NodeKind::Mapping {
            return Some(POOL.record(node, context));
        }
        let size = if node.is_null() {
            Stated::ABSENT
        } else {
            Spanned::<Bytes>::read(node, context)?.into()
        };
        Some(Self { size, ..Self::default() })
    }
}

/// The pools of a host: a map by name, or a list of records with a name.
pub(in super::super) struct Pools(List<Pool>);

impl From<Pools> for List<Pool> {
    fn from(pools: Pools) -> Self {
        pools.0
    }
}

impl FieldValue for Pools {
    const SHAPE: ValueShape = ValueShape::Either(&[
        ValueShape::Map(&Pool::SHAPE),
        ValueShape::Many(&ValueShape::Record(|| POOL.keys())),
    ]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        if node.kind() != NodeKind::Mapping {
            return List::read(node, context).map(Self);
        }
        let mut pools = Vec::new();
        for (name, value) in named(node, context) {
            if let Some(pool) = Pool::read(value, context) {
                pools.push(Pool { name, ..pool });
            }
        }
        Some(Self(List::stated(pools, node.span())))
    }
}

impl WriteValue for Disk {
    fn write(&self) -> Option<Yaml> {
        Some(Yaml::short(DISK.write(self), "size"))
    }

    /// The name of a disk is its number at the hypervisor.
    fn json(&self) -> Value {
        let mut json = json_of(DISK.told(self));
        json.extend(self.name.as_ref().map(|name| ("id".to_owned(), name.as_str().into())));
        json.into()
    }

    fn place(&self) -> Option<Span> {
        Some(self.at)
    }
}

impl WriteValue for Pool {
    fn write(&self) -> Option<Yaml> {
        let mut fields = POOL.write(self);
        fields.retain(|(key, _)| key != "name" || !self.name.is_empty());
        Some(Yaml::Map(fields))
    }

    /// By name, if each has one of its own.
    fn write_list(items: &[Self]) -> Yaml {
        let names: HashSet<&str> = items.iter().map(|pool| pool.name.as_str()).collect();
        if names.len() < items.len() || names.iter().any(|name| !is_key(name)) {
            return Yaml::List(items.iter().filter_map(Self::write).collect());
        }
        let pool = |pool: &Self| {
            let mut fields = POOL.write(pool);
            fields.retain(|(key, _)| key != "name");
            (pool.name.to_string(), Yaml::short(fields, "size"))
        };
        Yaml::Map(items.iter().map(pool).collect())
    }
}
