//! How much of each storage pool is promised to disks.

use std::collections::BTreeMap;

use super::store::{Store, Stores};
use crate::finding::Subject;
use crate::lab::{Bytes, Disk, Lab, System, Text};
use crate::source::{Span, Spanned};

/// A storage pool of a machine, or a shared storage, with the disks on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorageLoad {
    /// What it is called.
    pub name: Spanned<Text>,
    /// Whose it is: a machine, or the shared storage itself.
    pub subject: Subject,
    /// How much it can hold.
    pub size: Spanned<Bytes>,
    /// What all disks on it add up to.
    pub all: Bytes,
    /// What those disks add up to that take all their room at once.
    pub thick: Bytes,
    /// True if every disk on it is known to take room only as it fills.
    pub thin: bool,
    /// How many disks there are on it.
    pub disks: usize,
    /// Its largest disk: whose, by number, where that is written, and how large it is.
    pub largest: (usize, Span, Bytes),
}

impl StorageLoad {
    /// Every storage with a size and disks, in the order of the text. Stopped guests keep their disks.
    pub(super) fn all(lab: &Lab, stores: &Stores) -> Vec<Self> {
        let mut by_place: BTreeMap<Span, Self> = BTreeMap::new();
        for system in lab.systems().filter(|system| !system.disks.is_empty() && system.exists()) {
            for disk in &system.entry().disks {
                let (Some(size), Some(storage)) = (disk.size.as_ref(), disk.storage.as_ref())
                else {
                    continue;
                };
                let Some(store) = stores.find(system, storage) else { continue };
                let Some(room) = store.size().as_ref() else { continue };
                let promised = by_place.entry(store.name().span).or_insert_with(|| Self {
                    name: store.name().clone(),
                    subject: store.subject(),
                    size: room.clone(),
                    all: Bytes(0),
                    thick: Bytes(0),
                    thin: true,
                    disks: 0,
                    largest: (system.id(), size.span, Bytes(0)),
                });
                promised.add(system, disk, size, store);
            }
        }
        by_place.into_values().collect()
    }

    fn add(&mut self, system: System<'_>, disk: &Disk, size: &Spanned<Bytes>, store: Store<'_>) {
        self.all = self.all + size.value;
        self.disks += 1;
        if size.value > self.largest.2 {
            self.largest = (system.id(), size.span, size.value);
        }
        match disk.thin.value().or_else(|| is_thin(store)) {
            Some(true) => {}
            Some(false) => {
                self.thick = self.thick + size.value;
                self.thin = false;
            }
            None => self.thin = false,
        }
    }
}

/// Whether disks take room only as they fill where nothing is said: by what manages the storage, or by the
/// names that Proxmox VE gives to its own. Who writes down how full it is knows that the disks are not.
fn usually_thin(store: Store<'_>) -> Option<bool> {
    let known = match store.kind().as_ref().map_or("", |kind| kind.as_str()) {
        "lvm" => Some(false),
        "lvm-thin" | "lvmthin" | "thin" | "dir" | "btrfs" | "nfs" | "smb" | "cifs" | "ceph"
        | "rbd" | "cephfs" => Some(true),
        _ => None,
    };
    let is_watched = store.used().is_some();
    let made_thin = is_watched || matches!(store.name().as_str(), "local-lvm" | "local-zfs");
    known.or(made_thin.then_some(true))
}

/// Whether disks on a store take room only as they fill, where they say nothing of it themselves.
pub(crate) fn is_thin(store: Store<'_>) -> Option<bool> {
    store.thin().value().or_else(|| usually_thin(store))
}
