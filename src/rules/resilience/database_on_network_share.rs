//! A database keeps its files on a network share.

use crate::claim;
use crate::finding::Level::{Info, Warning};
use crate::finding::{Findings, Subject};
use crate::insight::is_network_share;
use crate::lab::{State, Storage, System, Volume, VolumeSource};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::software::{Product, Role};
use crate::source::Span;
use crate::verdict::Quality;

pub(super) const RULE: Rule = Rule {
    name: "database-on-network-share",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[claim::CARE_FOR_RESTORE, claim::HARDWARE_MADE_VIRTUAL],
    sources: &[
        authority::SQLITE_WAL,
        authority::POSTGRES_FILE_SYSTEMS,
        authority::PROMETHEUS_STORAGE,
        authority::VAULTWARDEN_WAL,
    ],
    page: include_str!("database_on_network_share.md"),
    check,
};

/// A database on a share.
struct Kept<'a> {
    system: System<'a>,
    /// Where that is written.
    at: Span,
    /// Who keeps what where.
    says: String,
}

fn check(case: &Case, out: &mut Findings) {
    let systems = case.lab.systems().filter(|system| !system.volumes.is_empty() && system.runs());
    let relied_on = systems.filter(|system| !system.is_temporary() && !system.is_for_trial());
    let kept: Vec<Kept<'_>> = relied_on.filter_map(|system| kept(case, system)).collect();
    for group in out.parts(&kept) {
        let message = match group.as_slice() {
            [one] => format!("{}, a network share", one.says),
            many => {
                let all = names(many.iter().map(|it| it.system.name()));
                format!("{all} keep databases on network shares")
            }
        };
        let finding = out.report_all(&group, group[0].at, message);
        for other in group.iter().skip(1).take(3) {
            finding.label(other.at, &other.says);
        }
        finding.help(
            "keep that on a disk of the machine it runs on, and copy dumps to the share instead",
        );
    }
}

impl From<&Kept<'_>> for Subject {
    fn from(kept: &Kept<'_>) -> Self {
        kept.system.into()
    }
}

fn kept<'a>(case: &Case, system: System<'a>) -> Option<Kept<'a>> {
    let what = what(case, system)?;
    let volumes = volumes_of_it(case, system);
    let (at, share) = volumes.into_iter().find_map(|volume| share(case, system, volume))?;
    Some(Kept { system, at, says: format!("{what} on {share}") })
}

/// Who keeps what, if it is a database, or a product that brings one along.
fn what(case: &Case, system: System<'_>) -> Option<String> {
    let name = system.name();
    if is_database(case, system) {
        return Some(format!("database `{name}` keeps its files"));
    }
    let product = with_database(case, system)?;
    let title = product.short_title();
    Some(format!("{} `{name}` keeps the database of {title}", system.noun()))
}

/// True for a database, and for what is known to bring one along.
pub(super) fn is_database(case: &Case, system: System<'_>) -> bool {
    if let Some(state) = system.nature.state.as_ref() {
        return state.value == State::Database;
    }
    let nature = case.verdicts.nature(system);
    let sure = |quality: Option<Quality>| quality.is_some_and(|sure| sure >= Quality::Image);
    let keeps = nature.product.and_then(|product| product.keeps);
    (sure(nature.sure) && nature.role == Some(Role::Database))
        || (sure(nature.product_sure) && keeps == Some(State::Database))
}

/// The product of a system, if it is known where its database lies. A name is proof enough where the folder
/// is the right one too.
fn with_database(case: &Case, system: System<'_>) -> Option<&'static Product> {
    let kept = system.nature.state.as_ref().map(|state| state.value);
    let nature = case.verdicts.nature(system);
    let product = nature.product.filter(|_| nature.product_sure >= Some(Quality::Name))?;
    let is_lost = matches!(kept, Some(State::None | State::Cache));
    // Many can do with a database elsewhere, and then keep none themselves.
    let has_another = || case.graph().dependencies(system).any(|(_, need)| is_database(case, need));
    let is_one = product.keeps == Some(State::Database);
    (!product.database.is_empty() && !is_lost && (is_one || !has_another())).then_some(product)
}

/// The volumes that the database lies on; of one that may lie on any, all but those that copies go to.
fn volumes_of_it<'a>(case: &Case, system: System<'a>) -> Vec<&'a Volume> {
    let volumes = &system.entry().volumes;
    let folders = with_database(case, system).map_or(&[][..], |product| product.database);
    let around = |folder: &str| {
        let around = volumes.iter().filter(|volume| is_around(&volume.target, folder));
        around.max_by_key(|volume| volume.target.len())
    };
    let known: Vec<&Volume> = folders.iter().filter_map(|folder| around(folder)).collect();
    let mut found = if known.is_empty() && is_database(case, system) {
        volumes.iter().filter(|volume| !is_for_copies(volume)).collect()
    } else {
        known
    };
    found.retain(|volume| !volume.read_only);
    found
}

/// True if a folder is a place or lies in it.
fn is_around(place: &str, folder: &str) -> bool {
    let place = place.trim_end_matches('/');
    let inside = folder.strip_prefix(place);
    !place.is_empty() && inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn is_for_copies(volume: &Volume) -> bool {
    let speaks_of_copies = |text: &str| {
        let text = text.to_ascii_lowercase();
        ["backup", "dump", "archive"].iter().any(|word| text.contains(word))
    };
    let source = match &volume.source {
        VolumeSource::Named(source)
        | VolumeSource::Unresolved(source)
        | VolumeSource::Path(source) => source,
        VolumeSource::Share(share) => &share.export,
        VolumeSource::Anonymous | VolumeSource::Tmpfs => &volume.target,
    };
    speaks_of_copies(source) || speaks_of_copies(&volume.target)
}

/// The share that a volume lies on, and where that is written.
fn share(case: &Case, system: System<'_>, volume: &Volume) -> Option<(Span, String)> {
    if let Some(storage) = volume.keeping.storage.as_ref() {
        let shared = system.lab().shared_storage(storage).filter(|&it| is_share(it))?;
        return Some((storage.span, format!("`{}`", shared.name.value)));
    }
    match &volume.source {
        VolumeSource::Share(share) => {
            Some((volume.at, format!("`{}:{}`", share.server, share.export)))
        }
        VolumeSource::Path(path) => {
            // The machine below has to be one of its clients.
            let client = |name: &str| system.below().any(|below| below.name() == name);
            let mounted = case.insight.mounted();
            let mut shares = mounted.around(case.lab, path).filter(|&storage| is_share(storage));
            let shared = shares.find(|it| it.clients.iter().any(|name| client(name)))?;
            Some((volume.at, format!("`{}`", shared.name.value)))
        }
        VolumeSource::Named(_)
        | VolumeSource::Unresolved(_)
        | VolumeSource::Anonymous
        | VolumeSource::Tmpfs => None,
    }
}

/// True if files on it are shared over the network, rather than whole disks.
fn is_share(storage: Storage<'_>) -> bool {
    storage.kind.as_ref().is_some_and(|kind| is_network_share(kind))
}
