//! Which shared storage a path lies on, looked up once for all that ask.

use rustc_hash::FxHashMap;

use crate::finding::StorageId;
use crate::lab::{Lab, Storage, System, Text};

/// No path has more folders than this.
const DEEP: usize = 100;

/// Shared storage by the path that its clients see it at.
#[derive(Debug, Default)]
pub struct Mounted {
    by_path: FxHashMap<Text, Vec<StorageId>>,
}

impl Mounted {
    /// The storage of a lab of which that path is known.
    pub fn of(lab: &Lab) -> Self {
        let mut by_path: FxHashMap<Text, Vec<StorageId>> = FxHashMap::default();
        for storage in lab.storage() {
            if let Some(path) = storage.path.as_ref() {
                by_path.entry(path.trim_end_matches('/').into()).or_default().push(storage.id());
            }
        }
        Self { by_path }
    }

    /// The storage that a path could lie on, the nearest first.
    pub fn around<'a>(&self, lab: &'a Lab, path: &str) -> impl Iterator<Item = Storage<'a>> {
        let first = Some(path.trim_end_matches('/')).filter(|_| !self.by_path.is_empty());
        let folders = std::iter::successors(first, |path| Some(&path[..path.rfind('/')?]));
        let known = folders.take(DEEP).filter_map(|folder| self.by_path.get(folder));
        known.flatten().map(|&id| lab.storage_at(id))
    }

    /// The storage that a folder of what a system runs on lies on, unless that is no client of it.
    pub fn under<'a>(&self, system: System<'a>, path: &str) -> Option<Storage<'a>> {
        let is_client = |name: &str| system.below().any(|below| below.name() == name);
        self.around(system.lab(), path).find(|storage| {
            storage.clients.is_empty() || storage.clients.iter().any(|name| is_client(name))
        })
    }
}
