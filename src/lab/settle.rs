//! What files other than an inventory tell of becomes part of the lab, when all of them are read.

use super::draft::Draft;
use crate::finding::SystemId;

impl Draft {
    /// Takes the systems that were found into the lab.
    pub(super) fn settle_found(&mut self) {
        for unit in std::mem::take(&mut self.units) {
            for system in unit.systems {
                let id = SystemId::new(self.entries.len());
                let _ = self.names.give(&system.entry.name.value, id.into());
                self.entries.push(system.entry);
            }
        }
    }
}
