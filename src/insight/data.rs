//! Which workloads keep data that a backup would bring back.

use super::backup::is_of_the_system;
use crate::lab::{Disk, State, System, Volume, VolumeSource};
use crate::software::Role;
use crate::verdict::{Classification, Quality, Verdicts};

/// True for the lowest workload of a stack that keeps something: its backup takes along what is on it.
pub fn stands_for_data(verdicts: &Verdicts, workload: System<'_>) -> bool {
    let nature = verdicts.nature(workload);
    // It has disks, and a backup of it has all that is on them.
    if workload.is_guest() {
        if disks_are_saved(workload) {
            return false;
        }
        return match stated_state(workload) {
            Some(state) => is_durable(state),
            None => !is_made_again(nature),
        };
    }
    let on_guest = workload.below().any(System::is_guest);
    // A guest that can be made again says nothing of what lies on it.
    let below_is_told = on_guest
        && workload.below().any(|below| below.is_guest() && stands_for_data(verdicts, below));
    !below_is_told && keeps_data(workload, nature)
}

/// True if all its disks lie on shared storage that is copied elsewhere as a whole.
fn disks_are_saved(guest: System<'_>) -> bool {
    let disks = &guest.entry().disks;
    !disks.is_empty() && disks.iter().all(|disk| is_saved(guest, disk))
}

fn is_saved(workload: System<'_>, disk: &Disk) -> bool {
    let storage = disk.storage.as_ref().and_then(|name| workload.lab().shared_storage(name));
    storage.is_some_and(|storage| !storage.backup.is_absent())
}

/// True if it says that it keeps something, or has a place of its own for that. What its product usually
/// keeps is no proof: without a place for it, it is gone with the container, and no backup brings it back.
fn keeps_data(workload: System<'_>, nature: Classification) -> bool {
    if let Some(state) = stated_state(workload) {
        return is_durable(state) && !all_elsewhere(workload);
    }
    let sure = nature.product_sure >= Some(Quality::Image);
    let usual = nature.product.filter(|_| sure).and_then(|product| product.keeps);
    if is_made_again(nature) || usual == Some(State::Cache) {
        return false;
    }
    // What keeps nothing as a rule may look at folders of its machine. A volume with a name is its own.
    let is_own = |volume: &Volume| {
        usual != Some(State::None) || matches!(volume.source, VolumeSource::Named(_))
    };
    let entry = workload.entry();
    entry.volumes.iter().any(|volume| is_own(volume) && is_data(workload, volume))
        || (is_database(nature) && entry.disks.iter().any(|disk| !is_saved(workload, disk)))
}

fn is_database(nature: Classification) -> bool {
    nature.role == Some(Role::Database) && nature.sure >= Some(Quality::Image)
}

fn stated_state(workload: System<'_>) -> Option<State> {
    workload.entry().nature.state.as_ref().map(|state| state.value)
}

fn is_durable(state: State) -> bool {
    matches!(state, State::Files | State::Database | State::Blocks)
}

/// True for machines that are set up again rather than restored.
fn is_made_again(nature: Classification) -> bool {
    matches!(nature.role, Some(Role::ClusterNode | Role::CiRunner | Role::Job | Role::Cache))
}

/// True if all its data lies on shares, where others look after it.
fn all_elsewhere(workload: System<'_>) -> bool {
    let volumes = &workload.entry().volumes;
    !volumes.is_empty() && !volumes.iter().any(|volume| is_data(workload, volume))
}

/// True for a volume on the machine that is written to, and that nothing else saves.
fn is_data(workload: System<'_>, volume: &Volume) -> bool {
    let on_machine = match &volume.source {
        VolumeSource::Named(_) => true,
        VolumeSource::Path(path) => !is_of_the_system(path),
        VolumeSource::Share(_)
        | VolumeSource::Unresolved(_)
        | VolumeSource::Anonymous
        | VolumeSource::Tmpfs => false,
    };
    let keeping = &volume.keeping;
    let storage = keeping.storage.as_ref().and_then(|name| workload.lab().shared_storage(name));
    let saved =
        storage.is_some_and(|storage| !storage.backup.is_absent()) || !keeping.backup.is_absent();
    on_machine && !volume.read_only && !saved
}
