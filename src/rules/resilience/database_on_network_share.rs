//! A database keeps its files on a network share.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::lab::{State, Storage, System, Volume, VolumeSource};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};
use crate::software::Role;
use crate::source::Span;
use crate::verdict::Quality;

pub(super) const RULE: Rule = Rule {
    name: "database-on-network-share",
    level: Levels::each(None, Some(Info), Some(Warning), Some(Info)),
    claims: &[claim::CARE_FOR_RESTORE, claim::HARDWARE_MADE_VIRTUAL],
    sources: &[authority::SQLITE_WAL, authority::POSTGRES_FILE_SYSTEMS],
    page: include_str!("database_on_network_share.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for system in case.lab.systems().filter(|system| !system.volumes.is_empty() && system.is_up()) {
        if !is_database(case, system) || system.is_passing() || system.is_for_trial() {
            continue;
        }
        let mut written = system.entry().volumes.iter().filter(|volume| !volume.read_only);
        let share = written.find_map(|volume| share(system, volume));
        let Some((at, share)) = share else { continue };
        let message =
            format!("database `{}` keeps its files on {share}, a network share", system.name());
        out.report(system, at, message).help(
            "keep them on a disk of the machine it runs on, and copy dumps to the share instead",
        );
    }
}

fn is_database(case: &Case, system: System<'_>) -> bool {
    if let Some(state) = &system.nature.state {
        return state.value == State::Database;
    }
    let nature = case.verdicts.nature(system);
    let sure = |quality: Option<Quality>| quality.is_some_and(|sure| sure >= Quality::Image);
    let keeps = nature.product.and_then(|product| product.state);
    (sure(nature.sure) && nature.role == Some(Role::Database))
        || (sure(nature.product_sure) && keeps == Some(State::Database))
}

/// The share that a volume lies on, and where that is written.
fn share(system: System<'_>, volume: &Volume) -> Option<(Span, String)> {
    if let Some(storage) = &volume.keeping.storage {
        let shared = system.lab().shared_storage(storage).filter(|it| is_share(it))?;
        return Some((storage.span, format!("`{}`", shared.name.value)));
    }
    match volume.source() {
        VolumeSource::Share { server, export } => Some((volume.at, format!("`{server}:{export}`"))),
        VolumeSource::Path(path) => {
            let shared = mounted(system, path)?;
            Some((volume.at, format!("`{}`", shared.name.value)))
        }
        VolumeSource::Named(_) | VolumeSource::Anonymous => None,
    }
}

/// The share whose clients see it at a path, if the machine below is one of them.
fn mounted<'a>(system: System<'a>, path: &str) -> Option<&'a Storage> {
    system.lab().storage().iter().filter(|storage| is_share(storage)).find(|storage| {
        let at = storage.path.as_ref().is_some_and(|at| {
            path.strip_prefix(at.trim_end_matches('/'))
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        let client = |name: &str| system.below().any(|below| below.name() == name);
        at && storage.clients.iter().any(|name| client(name))
    })
}

/// True if files on it are shared over the network, rather than whole disks.
fn is_share(storage: &Storage) -> bool {
    let kind = storage.kind.as_ref().map(|kind| kind.to_ascii_lowercase());
    kind.is_some_and(|kind| {
        matches!(kind.as_str(), "nfs" | "nfs4" | "smb" | "cifs" | "samba" | "sshfs" | "webdav")
    })
}
