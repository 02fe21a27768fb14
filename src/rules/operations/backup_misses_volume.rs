//! A backup leaves out data: every disk, or what lies elsewhere than on the disks it takes.

use std::collections::BTreeMap;

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::{advised_targets, are_kept, is_of_the_system, jobs_of, own_jobs};
use crate::lab::{Disk, Job, System, Volume, VolumeSource};
use crate::policy::Levels;
use crate::rules::group::name_all;
use crate::rules::words::{count, names};
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "backup-misses-volume",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::CARE_FOR_RESTORE],
    sources: &[authority::PROXMOX_BACKUP],
    page: include_str!("backup_misses_volume.md"),
    check,
};

/// What the backup of a workload leaves out: where the first of it is written, and the job.
#[derive(Clone, Copy)]
struct MissedVolume<'a> {
    system: System<'a>,
    at: Span,
    job: &'a Job,
}

fn check(case: &Case, out: &mut Findings) {
    empty_backups(case, out);
    missed_volumes(case, out);
    unsaved_shares(case, out);
}

/// Tells of workloads that keep data on a share which nobody saves: no backup of theirs takes it along.
fn unsaved_shares(case: &Case, out: &mut Findings) {
    if !are_kept(case.lab) {
        return;
    }
    for share in case.insight.unsaved_shares() {
        let server = case.lab.system_at(share.server);
        for group in out.parts(share.users.iter().map(|&(user, _)| case.lab.system_at(user))) {
            let whose = match group.as_slice() {
                [one] => format!("a backup of `{}` does", one.name()),
                many => format!("backups of {} do", count(many.len(), "workload")),
            };
            let name = server.name();
            let message =
                format!("{whose} not take what lies on `{name}`, and the file names none for that");
            let at = share.users.iter().find(|(user, _)| *user == group[0].id());
            let finding = out.report_all(&group, at.map_or(group[0].place(), |it| it.1), message);
            finding.label(server, "the data lies here");
            name_all(finding, &group, "the workloads are");
            let targets = advised_targets(case.lab, &[server]);
            finding.help(match targets.first() {
                Some(target) => {
                    format!("back up `{name}` as well, such as `backup: {{to: {}}}`", target.name())
                }
                None => format!(
                    "back up `{name}` as well, to another machine; of what can be fetched again, say `backup: false` in \
                     the long form of the volume"
                ),
            });
        }
    }
}

/// Tells of guests with a backup that takes none of their disks.
fn empty_backups(case: &Case, out: &mut Findings) {
    let is_left_out = |disk: &Disk| disk.backup.as_ref().is_some_and(|backup| !backup.value);
    let guests = case.lab.workloads().map(System::from).filter(|guest| {
        let disks = &guest.disks;
        !disks.is_empty() && disks.iter().all(is_left_out) && guest.is_relied_on()
    });
    let saved = guests.filter(|&guest| jobs_of(guest).is_some_and(|jobs| !jobs.is_empty()));
    for group in out.parts(saved) {
        let message = match group.as_slice() {
            [one] => format!("the backup of `{}` takes none of its disks", one.name()),
            many => {
                format!("the backups of {} take none of their disks", count(many.len(), "guest"))
            }
        };
        let disk = group[0].entry().disks.iter().find_map(|disk| disk.backup.as_ref());
        let finding =
            out.report_all(&group, disk.map_or(group[0].place(), |left| left.span), message);
        if let Some(job) = jobs_of(group[0]).and_then(<[Job]>::first) {
            finding.label(job.at, "the backup");
        }
        name_all(finding, &group, "the guests are");
        finding.help(
            "take `backup: false` away from the disk that keeps something; if none does, say `backup: {none: why}`",
        );
    }
}

fn missed_volumes(case: &Case, out: &mut Findings) {
    let mut alike: BTreeMap<(&str, Vec<&str>), Vec<MissedVolume>> = BTreeMap::new();
    let limits = |system: System| own_jobs(system).iter().any(|job| !job.includes.is_empty());
    let are_limited = case.lab.systems().any(limits);
    for workload in case.lab.workloads().map(System::from) {
        // A backup without limits misses only what a system container has from below.
        let may_miss = !workload.entry().volumes.is_empty()
            && (are_limited || (!own_jobs(workload).is_empty() && workload.is_system_container()));
        if !may_miss || !workload.is_relied_on() {
            continue;
        }
        let Some(jobs) = jobs_of(workload) else { continue };
        let [job, ..] = jobs else { continue };
        let missed = workload.entry().volumes.iter().filter(|volume| is_wanted(volume, jobs));
        let missed: Vec<(&Volume, &str, &str)> = missed
            .filter_map(|it| Some((it, source_of(it)?, why_missed(workload, it, jobs)?)))
            .collect();
        if let Some(&(volume, _, why)) = missed.first() {
            let sources = missed.iter().map(|(_, source, _)| *source).collect();
            let missed = MissedVolume { system: workload, at: volume.at, job };
            alike.entry((why, sources)).or_default().push(missed);
        }
    }
    for ((why, sources), missed) in alike {
        report(why, &sources, &missed, out);
    }
}

fn report(why: &str, sources: &[&str], missed: &[MissedVolume<'_>], out: &mut Findings) {
    for group in out.parts(missed.iter().map(|it| it.system)) {
        let first = missed.iter().find(|it| it.system == group[0]).unwrap_or(&missed[0]);
        let whose = match group.as_slice() {
            [one] => format!("the backup of `{}` does", one.name()),
            many => format!("the backups of {} do", count(many.len(), "workload")),
        };
        let message = format!("{whose} not take {}, {why}", names(sources.iter().copied()));
        let finding = out.report_all(&group, first.at, message);
        finding.label(first.job.at, "the backup");
        name_all(finding, &group, "the workloads are");
        finding.help(
            "back it up where it lies; in the long form of the volume, `backup: true` says that this is done, \
             `backup: false` that it need not be",
        );
    }
}

/// Why a volume is not in a backup.
fn why_missed(workload: System<'_>, volume: &Volume, jobs: &[Job]) -> Option<&'static str> {
    let is_bound = matches!(volume.source, VolumeSource::Path(_));
    if workload.is_system_container() && is_bound && !own_jobs(workload).is_empty() {
        // What lies on a machine with a backup of its own is in that one.
        let below = workload.below().any(|below| !own_jobs(below).is_empty());
        let named = jobs.iter().any(|job| takes(job, volume));
        return (!below && !named).then_some("which is of the machine below");
    }
    let limited = jobs.iter().all(|job| !job.includes.is_empty());
    (limited && !jobs.iter().any(|job| takes(job, volume)))
        .then_some("which is not among what it includes")
}

/// True if nobody says that it need not be saved, or is saved elsewhere.
fn is_wanted(volume: &Volume, jobs: &[Job]) -> bool {
    let left_out = |job: &Job| job.excludes.iter().any(|path| covers(path, volume));
    !volume.read_only && volume.keeping.backup.is_absent() && !jobs.iter().any(left_out)
}

/// The name or folder that a volume comes from.
fn source_of(volume: &Volume) -> Option<&str> {
    match &volume.source {
        VolumeSource::Named(name) => Some(name),
        VolumeSource::Path(path) if !is_of_the_system(path) => Some(path),
        _ => None,
    }
}

fn takes(job: &Job, volume: &Volume) -> bool {
    job.includes.iter().any(|path| covers(path, volume))
}

/// True if a path is a volume's source or place, or a folder above.
fn covers(path: &str, volume: &Volume) -> bool {
    let folder = path.trim_end_matches(['/', '*']);
    let above = |place: &str| {
        place.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    match &volume.source {
        VolumeSource::Named(name) => {
            name == path || "/var/lib/docker/volumes".starts_with(folder) || above(&volume.target)
        }
        VolumeSource::Path(source) => above(source) || above(&volume.target),
        _ => true,
    }
}
