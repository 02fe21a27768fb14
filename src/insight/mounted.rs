//! Which shared storage a path lies on, looked up once for all that ask.

use rustc_hash::FxHashMap;

use crate::lab::{Lab, Storage, System, Text};

/// No path has more folders than this.
const DEEP: usize = 100;

/// Shared storage by the path that its clients see it at.
#[derive(Debug, Default)]
pub struct Mounted {
    /// By their positions in the lab.
    by_path: FxHashMap<Text, Vec<usize>>,
}

impl Mounted {
    /// The storage of a lab of which that path is known.
    pub fn of(lab: &Lab) -> Self {
        let mut by_path: FxHashMap<Text, Vec<usize>> = FxHashMap::default();
        for (at, storage) in lab.storage().iter().enumerate() {
            if let Some(path) = &storage.path {
                by_path.entry(path.trim_end_matches('/').into()).or_default().push(at);
            }
        }
        Self { by_path }
    }

    /// The storage that a path could lie on, the nearest first.
    pub fn around<'a>(&self, lab: &'a Lab, path: &str) -> impl Iterator<Item = &'a Storage> {
        let first = Some(path.trim_end_matches('/')).filter(|_| !self.by_path.is_empty());
        let folders = std::iter::successors(first, |path| Some(&path[..path.rfind('/')?]));
        let known = folders.take(DEEP).filter_map(|folder| self.by_path.get(folder));
        known.flatten().map(|&at| &lab.storage()[at])
    }

    /// The storage that a folder of what a system runs on lies on, unless that is no client of it.
    pub fn under<'a>(&self, system: System<'a>, path: &str) -> Option<&'a Storage> {
        let is_client = |name: &str| system.below().any(|below| below.name() == name);
        self.around(system.lab(), path).find(|storage| {
            storage.clients.is_empty() || storage.clients.iter().any(|name| is_client(name))
        })
    }
}
