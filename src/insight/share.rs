//! Shares that workloads keep data on, and that nobody is said to save.

use std::collections::BTreeMap;

use super::backup::jobs_of;
use super::store::{Store, is_network_share};
use super::{Insight, Mounted};
use crate::lab::{Storage, System, Volume, VolumeSource};
use crate::source::Span;

/// A server of shares of which the inventory names no backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsavedShare {
    /// The server, by its number.
    pub server: usize,
    /// Those who keep something there, by their numbers, and where they say so.
    pub users: Vec<(usize, Span)>,
}

/// Every server whose shares nobody saves, in the order of the text.
pub(super) fn unsaved(insight: &Insight) -> Vec<UnsavedShare> {
    let lab = insight.lab();
    let mut by_server: BTreeMap<usize, Vec<(usize, Span)>> = BTreeMap::new();
    for storage in lab.storage() {
        if let Some(server) = unsaved_server(storage).filter(|_| !storage.clients.is_empty()) {
            by_server.entry(server.id()).or_default();
        }
    }
    let relied_on = lab.workloads().map(System::from).filter(|system| system.is_relied_on());
    for system in relied_on.filter(|system| !system.volumes.is_empty()) {
        for volume in system.entry().volumes.iter().filter(|volume| !volume.read_only) {
            let Some(server) = server_below(insight, system, volume) else { continue };
            if server.host() != system.host() {
                let users = by_server.entry(server.id()).or_default();
                if users.last().is_none_or(|&(last, _)| last != system.id()) {
                    users.push((system.id(), volume.at));
                }
            }
        }
    }
    by_server.into_iter().map(|(server, users)| UnsavedShare { server, users }).collect()
}

/// The server of the share that a volume lies on, if nobody is said to save that.
fn server_below<'a>(
    insight: &Insight,
    system: System<'a>,
    volume: &'a Volume,
) -> Option<System<'a>> {
    if !volume.keeping.backup.is_absent() {
        return None;
    }
    let lab = system.lab();
    if let Some(name) = volume.keeping.storage.as_ref() {
        return match insight.stores().find(system, name)? {
            Store::Shared(storage) => unsaved_server(storage),
            Store::Pool(..) => None,
        };
    }
    match &volume.source {
        VolumeSource::Share(share) => {
            let server = lab
                .system(&share.server)
                .or_else(|| lab.shared_storage(&share.server)?.servers().next());
            server.filter(|&server| is_unsaved(server))
        }
        VolumeSource::Path(path) => {
            let mounted: &Mounted = insight.mounted();
            unsaved_server(mounted.under(system, path)?)
        }
        _ => None,
    }
}

/// The machine that serves a share, if neither the share nor the machine is said to be saved.
fn unsaved_server(storage: Storage<'_>) -> Option<System<'_>> {
    let is_share = storage.kind.as_ref().is_none_or(|kind| is_network_share(kind));
    let [on] = &storage.record().on[..] else { return None };
    let server = storage.lab().system(on).filter(|&server| is_unsaved(server))?;
    let is_copied = !storage.backup.is_absent() || Store::Shared(storage).is_replicated();
    (is_share && !is_copied).then_some(server)
}

/// True if nothing is said of its backup, though somebody relies on it.
fn is_unsaved(server: System<'_>) -> bool {
    server.is_relied_on() && jobs_of(server).is_none()
}
