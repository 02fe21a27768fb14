//! Which shared storage a path lies on, looked up once for all rules that ask.

use rustc_hash::FxHashMap;

use crate::lab::{Lab, Storage, System};

/// No path has more folders than this.
const DEEP: usize = 100;

/// Shared storage by the path that its clients see it at.
pub(crate) struct Mounted<'a> {
    by_path: FxHashMap<&'a str, Vec<Storage<'a>>>,
}

impl<'a> Mounted<'a> {
    /// The storage of a lab of which that path is known.
    pub(crate) fn of(lab: &'a Lab) -> Self {
        let mut by_path: FxHashMap<&str, Vec<Storage<'_>>> = FxHashMap::default();
        for storage in lab.storage() {
            if let Some(path) = storage.record().path.as_ref() {
                by_path.entry(path.trim_end_matches('/')).or_default().push(storage);
            }
        }
        Self { by_path }
    }

    /// The storage that a path could lie on, the nearest first.
    pub(crate) fn around(&self, path: &str) -> impl Iterator<Item = Storage<'a>> {
        let first = Some(path.trim_end_matches('/')).filter(|_| !self.by_path.is_empty());
        let folders = std::iter::successors(first, |path| Some(&path[..path.rfind('/')?]));
        let known = folders.take(DEEP).filter_map(|folder| self.by_path.get(folder));
        known.flatten().copied()
    }

    /// The storage that a folder of what a system runs on lies on, unless that is no client of it.
    pub(crate) fn under(&self, system: System<'_>, path: &str) -> Option<Storage<'a>> {
        let is_client = |name: &str| system.below().any(|below| below.name() == name);
        self.around(path).find(|storage| {
            storage.clients.is_empty() || storage.clients.iter().any(|name| is_client(name))
        })
    }
}
