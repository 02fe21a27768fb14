//! Mounts with which a container can change what others keep: a folder above theirs, or a whole pool.

use super::Insight;
use crate::lab::{Lab, Pool, System, Volume, VolumeSource};
use crate::software::Role;
use crate::verdict::Quality;

/// A mount that lies above what others keep.
#[derive(Debug, Clone, Copy)]
pub struct BroadMount<'a> {
    /// Who has it.
    pub system: System<'a>,
    /// The mount.
    pub volume: &'a Volume,
    /// Its path on the machine.
    pub path: &'a str,
    /// The pool that it is the whole of.
    pub pool: Option<&'a Pool>,
    /// Somebody whose own data lie below it.
    pub other: System<'a>,
}

/// A folder of a machine that a container mounts.
#[derive(Clone, Copy)]
struct MountedFolder<'a> {
    kernel: usize,
    path: &'a str,
    system: System<'a>,
    volume: &'a Volume,
}

/// How many mounts below one are looked at.
const FEW: usize = 64;

/// The first such mount of each container that runs.
pub fn broad_mounts(insight: &Insight) -> Vec<BroadMount<'_>> {
    let folders = folders(insight.lab());
    let mut broad: Vec<BroadMount<'_>> = Vec::new();
    for folder in &folders {
        if folder.volume.read_only || !is_near_the_root(folder.path) || keeps_files(insight, folder)
        {
            continue;
        }
        let first = folders.partition_point(|it| {
            (it.kernel, it.path.as_bytes()) <= (folder.kernel, folder.path.as_bytes())
        });
        let below = folders[first..].iter().take_while(|it| {
            // What comes after a folder and does not lie below it may still sort before what does.
            it.kernel == folder.kernel && it.path.starts_with(folder.path)
        });
        let is_of_another = |it: &&MountedFolder<'_>| {
            it.path.as_bytes().get(folder.path.len()) == Some(&b'/')
                && it.system != folder.system
                && !is_shared_library(insight, it.system)
        };
        let Some(other) = below.take(FEW).find(is_of_another) else { continue };
        if is_own(folder) || broad.iter().rev().take(FEW).any(|it| it.system == folder.system) {
            continue;
        }
        broad.push(BroadMount {
            system: folder.system,
            volume: folder.volume,
            path: folder.path,
            pool: pool_at(folder),
            other: other.system,
        });
    }
    broad.sort_by_key(|it| it.system.id());
    broad
}

/// What containers mount of each machine, sorted by its path there.
fn folders(lab: &Lab) -> Vec<MountedFolder<'_>> {
    let mut folders: Vec<MountedFolder<'_>> = Vec::new();
    for container in lab.containers().filter(|it| it.serves()) {
        let Some(kernel) = container.kernel() else { continue };
        for volume in &container.entry().volumes {
            let VolumeSource::Path(path) = &volume.source else { continue };
            let path = path.trim_end_matches('/');
            if path.starts_with('/') {
                folders.push(MountedFolder {
                    kernel: kernel.id(),
                    path,
                    system: *container,
                    volume,
                });
            }
        }
    }
    folders.sort_by(|one, other| {
        (one.kernel, one.path.as_bytes(), one.system.id()).cmp(&(
            other.kernel,
            other.path.as_bytes(),
            other.system.id(),
        ))
    });
    folders
}

/// True for `/mnt/disk` and `/srv`: what lies deeper is mostly one application's own.
fn is_near_the_root(path: &str) -> bool {
    path.bytes().filter(|&byte| byte == b'/').count() <= 2
}

/// True if the folder is called like who has it.
fn is_own(folder: &MountedFolder<'_>) -> bool {
    let name = folder.system.name().to_ascii_lowercase();
    let last = folder.path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    last.len() > 2 && (name.contains(&last) || last.contains(&name))
}

/// True if to keep or to copy the files of others is its work.
fn keeps_files(insight: &Insight, folder: &MountedFolder<'_>) -> bool {
    let nature = insight.verdicts().nature(folder.system);
    let keeps = matches!(
        nature.role,
        Some(Role::Files | Role::StorageServer | Role::Backup | Role::ContainerManagement)
    );
    keeps && nature.sure >= Some(Quality::Image)
}

/// True for what shares a library with others on purpose.
fn is_shared_library(insight: &Insight, system: System<'_>) -> bool {
    matches!(insight.verdicts().nature(system).role, Some(Role::Media | Role::Downloads))
}

/// The pool of the machine that is mounted where the folder lies.
fn pool_at<'a>(folder: &MountedFolder<'a>) -> Option<&'a Pool> {
    let pools = &folder.system.lab().system_at(folder.kernel).entry().machine.pools;
    pools.iter().find(|pool| {
        pool.path.as_ref().is_some_and(|path| path.trim_end_matches('/') == folder.path)
    })
}
