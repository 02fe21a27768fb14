//! Every backup of a workload lies on the machine that it runs on.

use std::collections::BTreeMap;

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::keeper;
use crate::lab::{Backup, Host, Job, Lab, System, Target, Text};
use crate::policy::Levels;
use crate::rules::group::name_all;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};
use crate::source::Spanned;

pub(super) const RULE: Rule = Rule {
    name: "backup-inside-source",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::VMS_EASE_RECOVERY, claim::CARE_FOR_RESTORE],
    sources: &[authority::PBS_INSTALLATION, authority::PBS_3_2_1, authority::US_CERT_BACKUP],
    page: include_str!("backup_inside_source.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    into_itself(case, out);
    let mut by_host: BTreeMap<usize, Vec<System<'_>>> = BTreeMap::new();
    for system in case.lab.systems() {
        if let Some(host) = stays(system).filter(|_| system.is_intended()) {
            by_host.entry(host.id()).or_default().push(system);
        }
    }
    for (host, systems) in by_host {
        let host = case.lab.system_at(host);
        for group in out.parts(systems) {
            let target = &targets(group[0]).next().expect("it has a target").value;
            let message = match group.as_slice() {
                [one] if *one == host => {
                    format!(
                        "the only backup of `{}` goes to `{target}`, which is on it",
                        one.name()
                    )
                }
                [one] => format!(
                    "the only backup of `{}` goes to `{target}`, which is on `{}` as well",
                    one.name(),
                    host.name()
                ),
                many => format!(
                    "the only backups of {} stay on `{}`, the machine that they run on",
                    count(many.len(), "system"),
                    host.name()
                ),
            };
            let at = targets(group[0]).next().expect("it has a target");
            let finding = out.report_all(&group, at, message);
            name_all(finding, &group, "the systems are");
            if let Some(keeper) = case.lab.target(target) {
                finding.label(keeper.on.first().unwrap_or(&keeper.name), "the copies lie here");
            }
            finding.help(format!(
                "add a target on another machine or off site: `backup: [{target}, ...]`"
            ));
        }
    }
}

/// Tells of backup servers whose only copies are in their own stores, wherever those lie: without the server nobody
/// reads them.
fn into_itself(case: &Case, out: &mut Findings) {
    let keeps = |system: System, name: &str| {
        let target = case.lab.target(name);
        target.is_some_and(|target| keeper(target) == Some(system))
    };
    let own = case.lab.systems().filter(|&system| {
        let is_own = targets(system).all(|target| keeps(system, target));
        targets(system).next().is_some() && is_own && stays(system).is_none()
    });
    for group in out.parts(own.filter(|system| system.is_intended())) {
        for system in group {
            let target = targets(system).next().expect("it has a target");
            let message = format!(
                "the only backup of `{}` goes to `{}`, which it keeps itself",
                system.name(),
                target.value
            );
            out.report(system, target, message)
                .help("send it to another target: a store is read by the server that is gone");
        }
    }
}

/// The host that a system and all its backups are on.
fn stays(system: System<'_>) -> Option<Host<'_>> {
    targets(system).next()?;
    let host = system.host()?;
    targets(system).all(|target| is_on(system.lab(), target, host)).then_some(host)
}

fn targets(system: System<'_>) -> impl Iterator<Item = &Spanned<Text>> {
    let jobs: &[Job] = match system.entry().operation.backup.as_ref() {
        Some(Spanned { value: Backup::Jobs(jobs), .. }) => jobs,
        _ => &[],
    };
    jobs.iter().flat_map(|job| job.to.iter())
}

/// True if a backup target is known to lie on a host and nowhere else.
fn is_on(lab: &Lab, name: &str, host: Host<'_>) -> bool {
    let keepers: Vec<System<'_>> = match lab.target(name) {
        Some(target) if target.offsite.as_ref().is_some_and(|offsite| offsite.value) => {
            return false;
        }
        Some(target) => match keepers(lab, target) {
            Some(keepers) => keepers,
            None => return false,
        },
        None => lab.system(name).into_iter().collect(),
    };
    // Where the keeper is copied elsewhere in turn, so are the copies.
    let kept = |keeper: System<'_>| {
        keeper.host() == Some(host) && !keeper.stack().any(|it| is_copied_away(it, host))
    };
    !keepers.is_empty() && keepers.into_iter().all(kept)
}

/// The systems that hold the copies, if that is known.
fn keepers<'a>(lab: &'a Lab, target: Target<'a>) -> Option<Vec<System<'a>>> {
    let shared = target.storage.as_ref().and_then(|storage| lab.shared_storage(storage));
    if let Some(shared) = shared {
        let copied =
            shared.replicated.as_ref().is_some_and(|it| it.value) || !shared.backup.is_empty();
        return if copied {
            None
        } else {
            shared.record().on.iter().map(|name| lab.system(name)).collect()
        };
    }
    target.record().on.iter().map(|name| lab.system(name)).collect()
}

/// True if a system has a backup that goes to another machine, as far as its name says.
fn is_copied_away(system: System<'_>, host: Host<'_>) -> bool {
    let lab = system.lab();
    targets(system).any(|name| {
        let on = lab
            .target(name)
            .map(|target| target.record().on.iter().filter_map(|name| lab.system(name)));
        match on {
            Some(mut on) => !on.any(|keeper| keeper.host() == Some(host)),
            None => lab.system(name).is_none_or(|keeper| keeper.host() != Some(host)),
        }
    })
}
