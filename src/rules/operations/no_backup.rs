//! Workloads that keep something have no backup, while others have.

use super::backups::{are_kept, is_of_the_system, jobs_of};
use super::{is_relied_on, is_strict};
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{State, System, Volume, VolumeSource};
use crate::policy::Levels;
use crate::rules::words::{count, names};
use crate::rules::{Case, Rule, authority};
use crate::software::Role;
use crate::verdict::{Nature, Quality};

pub(super) const RULE: Rule = Rule {
    name: "no-backup",
    level: Levels::each(None, Some(Warning), Some(Error), Some(Warning)),
    claims: &[claim::VMS_EASE_RECOVERY, claim::VMS_FOR_LONG_LIVED, claim::CARE_FOR_RESTORE],
    sources: &[authority::PROXMOX_BACKUP, authority::US_CERT_BACKUP],
    page: include_str!("no_backup.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    if !are_kept(case.lab) && !is_strict(case) {
        return;
    }
    let without = case.lab.workloads().map(System::from).filter(|&workload| {
        is_relied_on(workload) && jobs_of(workload).is_none() && stands_for_data(case, workload)
    });
    let target = case.lab.targets().first().map_or("TARGET", |target| target.name.as_str());
    for group in out.parts(without) {
        let message = match group.as_slice() {
            [one] => format!("{} `{}` has no backup", one.noun(), one.name()),
            many => format!("{} have no backup", count(many.len(), "workload")),
        };
        let finding = out.report_all(&group, group[0].place(), message);
        if group.len() > 1 {
            let all = names(group.iter().map(|workload| workload.name()));
            finding.label(group[1], format!("the workloads are {all}"));
        }
        finding.help(format!(
            "add `backup: {{to: {target}}}`; if it can be made again, `state: none` or `backup: {{none: why}}`"
        ));
    }
}

/// True for the lowest workload of a stack that keeps something: its backup takes along what is on it.
fn stands_for_data(case: &Case, workload: System<'_>) -> bool {
    let nature = case.verdicts.nature(workload);
    if is_guest(workload) {
        if disks_are_saved(workload) {
            return false;
        }
        return match stated_state(workload) {
            Some(state) => is_durable(state),
            None => !is_made_again(nature),
        };
    }
    let on_guest = workload.below().any(is_guest);
    // A guest that can be made again says nothing of what lies on it.
    let below_is_told =
        on_guest && workload.below().any(|below| is_guest(below) && stands_for_data(case, below));
    !below_is_told && keeps_data(workload, nature)
}

/// True for a VM or a system container: it has disks, and a backup of it has all that is on them.
fn is_guest(system: System<'_>) -> bool {
    system.as_vm().is_some() || system.as_container().is_some_and(|it| it.is_system_container())
}

/// True if all its disks lie on shared storage that is copied elsewhere as a whole.
fn disks_are_saved(guest: System<'_>) -> bool {
    let disks = &guest.entry().disks;
    let storage = |name: &str| guest.lab().shared_storage(name);
    let saved = |name: &str| storage(name).is_some_and(|storage| storage.backup.is_stated());
    !disks.is_empty() && disks.iter().all(|disk| disk.storage.as_ref().is_some_and(|it| saved(it)))
}

fn keeps_data(workload: System<'_>, nature: Nature) -> bool {
    let of_product = || {
        let sure = nature.product_sure >= Some(Quality::Image);
        nature.product.filter(|_| sure).and_then(|product| product.state)
    };
    match stated_state(workload).or_else(of_product) {
        Some(state) => is_durable(state) && !all_elsewhere(workload),
        None => workload.entry().volumes.iter().any(|volume| is_data(workload, volume)),
    }
}

fn stated_state(workload: System<'_>) -> Option<State> {
    workload.entry().nature.state.as_ref().map(|state| state.value)
}

fn is_durable(state: State) -> bool {
    matches!(state, State::Files | State::Database | State::Blocks)
}

/// True for machines that are set up again rather than restored.
fn is_made_again(nature: Nature) -> bool {
    matches!(nature.role, Some(Role::ClusterNode | Role::CiRunner | Role::Job | Role::Cache))
}

/// True if all its data lies on shares, where others look after it.
fn all_elsewhere(workload: System<'_>) -> bool {
    let volumes = &workload.entry().volumes;
    !volumes.is_empty() && !volumes.iter().any(|volume| is_data(workload, volume))
}

/// True for a volume on the machine that is written to, and that nothing else saves.
fn is_data(workload: System<'_>, volume: &Volume) -> bool {
    let on_machine = match volume.source() {
        VolumeSource::Named(_) => true,
        VolumeSource::Path(path) => !is_of_the_system(path),
        VolumeSource::Share { .. } | VolumeSource::Anonymous => false,
    };
    let keeping = &volume.keeping;
    let storage = keeping.storage.as_ref().and_then(|name| workload.lab().shared_storage(name));
    let saved =
        storage.is_some_and(|storage| storage.backup.is_stated()) || keeping.backup.is_some();
    on_machine && !volume.read_only && !saved
}
