//! Operations: backup, monitoring, ownership, documentation, end of use.

use super::Family;

mod backup_misses_volume;
mod expired_workload;
mod no_backup;
mod no_owner;
mod not_observed;
mod records;
mod restore_untested;
mod single_copy_backup;
mod undocumented;
mod unmanaged_container_fleet;
mod weak_backup_target;

pub(super) const FAMILY: Family = Family {
    name: "operations",
    about: "backup, monitoring, ownership, documentation, end of use",
    rules: &[
        no_backup::RULE,
        backup_misses_volume::RULE,
        single_copy_backup::RULE,
        restore_untested::RULE,
        weak_backup_target::RULE,
        not_observed::RULE,
        no_owner::RULE,
        undocumented::RULE,
        expired_workload::RULE,
        unmanaged_container_fleet::RULE,
    ],
    last: &[],
};
