//! How much of each storage pool is promised to disks.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::finding::Subject;
use crate::lab::{Bytes, Disk, Lab, Pool, Stated, System, Text};
use crate::source::{Span, Spanned};

/// A storage pool of a machine, or a shared storage, with the disks on it.
pub(super) struct Promised<'a> {
    /// What it is called.
    pub(super) name: &'a Spanned<Text>,
    /// Whose it is: a machine, or the shared storage itself.
    pub(super) subject: Subject,
    /// How much it can hold.
    pub(super) size: &'a Spanned<Bytes>,
    /// What all disks on it add up to.
    pub(super) all: Bytes,
    /// What those disks add up to that take all their room at once.
    pub(super) thick: Bytes,
    /// True if every disk on it is known to take room only as it fills.
    pub(super) thin: bool,
    /// How many disks there are on it.
    pub(super) disks: usize,
    /// Its largest disk: whose, where that is written, and how large it is.
    pub(super) largest: (System<'a>, Span, Bytes),
}

/// What the two sorts of storage have in common.
struct Store<'a> {
    name: &'a Spanned<Text>,
    size: &'a Spanned<Bytes>,
    thin: &'a Stated<bool>,
    kind: Option<&'a str>,
    watched: bool,
}

/// Every storage with a size and disks, in the order of the text. Stopped guests keep their disks.
pub(super) fn promised(lab: &Lab) -> Vec<Promised<'_>> {
    let mut by_place: BTreeMap<Span, Promised<'_>> = BTreeMap::new();
    let mut pools = FxHashMap::default();
    for system in lab.systems() {
        for pool in &system.entry().machine.pools {
            pools.entry((system.id(), pool.name.as_str())).or_insert(pool);
        }
    }
    for system in lab.systems().filter(|system| !system.disks.is_empty() && system.exists()) {
        for disk in &system.entry().disks {
            let (Some(size), Some(storage)) = (disk.size.as_ref(), disk.storage.as_ref()) else {
                continue;
            };
            let Some(store) = store(&pools, system, storage) else { continue };
            let promised = by_place.entry(store.name.span).or_insert_with(|| Promised {
                name: store.name,
                subject: lab.subject_at(store.name.span),
                size: store.size,
                all: Bytes(0),
                thick: Bytes(0),
                thin: true,
                disks: 0,
                largest: (system, size.span, Bytes(0)),
            });
            promised.add(system, disk, size, &store);
        }
    }
    by_place.into_values().collect()
}

impl<'a> Promised<'a> {
    /// An amount, in the sort of unit that the size of the storage is written in.
    pub(super) fn shown(&self, amount: Bytes) -> String {
        const GB: u64 = 1_000_000_000;
        let decimal = self.size.value.0.is_multiple_of(GB);
        match amount.0 {
            amount if decimal && amount >= 1000 * GB => tenths(amount, 1000 * GB, "TB"),
            amount if decimal && amount >= GB => tenths(amount, GB, "GB"),
            _ => amount.to_string(),
        }
    }

    fn add(&mut self, system: System<'a>, disk: &Disk, size: &Spanned<Bytes>, store: &Store<'_>) {
        self.all = self.all + size.value;
        self.disks += 1;
        if size.value > self.largest.2 {
            self.largest = (system, size.span, size.value);
        }
        let stated = disk.thin.as_ref().or(store.thin.as_ref()).map(|thin| thin.value);
        match stated.or_else(|| usually_thin(store)) {
            Some(true) => {}
            Some(false) => {
                self.thick = self.thick + size.value;
                self.thin = false;
            }
            None => self.thin = false,
        }
    }
}

fn tenths(amount: u64, unit: u64, name: &str) -> String {
    let tenths = amount.saturating_mul(10) / unit;
    match tenths % 10 {
        0 => format!("{} {name}", tenths / 10),
        tenth => format!("{}.{tenth} {name}", tenths / 10),
    }
}

/// The pools of each system, by its number and their names.
type Pools<'a> = FxHashMap<(usize, &'a str), &'a Pool>;

/// The storage of a name, as a system sees it: a pool of a machine below it, or else a shared one.
fn store<'a>(pools: &Pools<'a>, system: System<'a>, name: &'a str) -> Option<Store<'a>> {
    let mut below = system.below();
    if let Some(pool) = below.find_map(|below| pools.get(&(below.id(), name))) {
        return Some(Store {
            name: &pool.name,
            size: pool.size.as_ref()?,
            thin: &pool.thin,
            kind: pool.kind.as_deref().map(Text::as_str),
            watched: pool.used.is_some(),
        });
    }
    let shared = system.lab().shared_storage(name)?.record();
    Some(Store {
        name: &shared.name,
        size: shared.size.as_ref()?,
        thin: &shared.thin,
        kind: shared.kind.as_deref().map(Text::as_str),
        watched: shared.used.is_some(),
    })
}

/// Whether disks take room only as they fill where nothing is said: by what manages the storage, or by the
/// names that Proxmox VE gives to its own. Who writes down how full it is knows that the disks are not.
fn usually_thin(store: &Store<'_>) -> Option<bool> {
    let known = match store.kind.unwrap_or_default() {
        "lvm" => Some(false),
        "lvm-thin" | "lvmthin" | "thin" | "dir" | "btrfs" | "nfs" | "smb" | "cifs" | "ceph"
        | "rbd" | "cephfs" => Some(true),
        _ => None,
    };
    let made_thin = store.watched || matches!(store.name.as_str(), "local-lvm" | "local-zfs");
    known.or(made_thin.then_some(true))
}
