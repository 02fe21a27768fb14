//! Which shared storage a path lies on, looked up once for all rules that ask.

use rustc_hash::FxHashMap;

use crate::lab::{Lab, Storage};

/// No path has more folders than this.
const DEEP: usize = 100;

/// Shared storage by the path that its clients see it at.
pub(super) struct Mounted<'a> {
    by_path: FxHashMap<&'a str, Vec<&'a Storage>>,
}

impl<'a> Mounted<'a> {
    /// The storage of a lab of which that path is known.
    pub(super) fn of(lab: &'a Lab) -> Self {
        let mut by_path: FxHashMap<&str, Vec<&Storage>> = FxHashMap::default();
        for storage in lab.storage() {
            if let Some(path) = &storage.path {
                by_path.entry(path.trim_end_matches('/')).or_default().push(storage);
            }
        }
        Self { by_path }
    }

    /// The storage that a path could lie on, the nearest first.
    pub(super) fn around(&self, path: &str) -> impl Iterator<Item = &'a Storage> {
        let first = Some(path.trim_end_matches('/')).filter(|_| !self.by_path.is_empty());
        let folders = std::iter::successors(first, |path| Some(&path[..path.rfind('/')?]));
        let known = folders.take(DEEP).filter_map(|folder| self.by_path.get(folder));
        known.flatten().copied()
    }
}
