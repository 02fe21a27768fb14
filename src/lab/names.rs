//! Names to numbers, as the files are read. Of several things of one name, the first has it.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::entry::Text;
use crate::finding::Subject;

/// So many repeated names are read in a lab, with what is said under them. A text with more is no
/// inventory, and what it says of them would fill any memory.
const REPEATED: usize = 100_000;

/// Who is called what.
#[derive(Debug, Clone, Default)]
pub(super) struct NameIndex {
    pub(super) systems: FxHashMap<Text, u32>,
    pub(super) clusters: FxHashMap<Text, u32>,
    pub(super) networks: FxHashMap<Text, u32>,
    pub(super) storage: FxHashMap<Text, u32>,
    pub(super) targets: FxHashMap<Text, u32>,
    repeated: usize,
}

impl NameIndex {
    /// Gives a thing its name. Answers with the number of who has it already.
    pub(super) fn give(&mut self, name: &Text, to: Subject) -> Option<u32> {
        let (names, id, name) = match to {
            Subject::Lab => return None,
            Subject::System(id) => (&mut self.systems, id.number(), folded(name)),
            Subject::Cluster(id) => (&mut self.clusters, id.number(), name.clone()),
            Subject::Network(id) => (&mut self.networks, id.number(), name.clone()),
            Subject::Storage(id) => (&mut self.storage, id.number(), name.clone()),
            Subject::Target(id) => (&mut self.targets, id.number(), name.clone()),
        };
        match names.entry(name) {
            Entry::Vacant(free) => {
                free.insert(id);
                None
            }
            Entry::Occupied(taken) => Some(*taken.get()),
        }
    }

    /// Takes a repeated name, unless it is one too many.
    pub(super) fn repeat(&mut self) -> bool {
        self.repeated = (self.repeated + 1).min(REPEATED + 1);
        self.repeated <= REPEATED
    }

    /// The host or workload of a name. Names differ only if they differ in more than case.
    pub(super) fn system(&self, name: &str) -> Option<u32> {
        let lower = may_have_capitals(name).then(|| name.to_lowercase());
        self.systems.get(lower.as_deref().unwrap_or(name)).copied()
    }
}

/// The name as it is compared.
fn folded(name: &Text) -> Text {
    if may_have_capitals(name) { name.to_lowercase() } else { name.clone() }
}

/// True for every name that lower case may change.
fn may_have_capitals(name: &str) -> bool {
    name.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
}
