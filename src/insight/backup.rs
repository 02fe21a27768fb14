//! Backups: who has which jobs, where the copies end up, and what they leave out.

use rustc_hash::FxHashSet;

use crate::lab::{Backup, Criticality, Job, Lab, Storage, System, Target, external};

/// The backup jobs that take a system along: its own, or those of the nearest system below it that says
/// anything of backups. Nothing if nothing is said, no jobs if there is none on purpose.
pub fn jobs_of(system: System<'_>) -> Option<&[Job]> {
    let (_, teller) = system.inherit(|entry| entry.operation.backup.as_ref())?;
    Some(own_jobs(teller))
}

/// The backup jobs that a system has itself.
pub fn own_jobs(system: System<'_>) -> &[Job] {
    match system.entry().operation.backup.as_ref().map(|backup| &backup.value) {
        Some(Backup::Jobs(jobs)) => jobs,
        Some(Backup::None(_)) | None => &[],
    }
}

/// True if the lab says anything of backups, so that silence means something.
pub fn are_kept(lab: &Lab) -> bool {
    lab.targets().len() > 0 || lab.systems().any(|system| !own_jobs(system).is_empty())
}

/// The targets that copies of a system end up in, those included that a target is copied on to. Nothing if
/// a job does not say where it writes.
pub fn targets_of<'a>(lab: &'a Lab, jobs: &'a [Job]) -> Option<FxHashSet<&'a str>> {
    if jobs.iter().any(|job| job.to.is_empty()) {
        return None;
    }
    let mut names: FxHashSet<&str> =
        jobs.iter().flat_map(|job| &job.to).map(|to| to.as_str()).collect();
    let first: Vec<&str> = names.iter().copied().collect();
    for target in first.into_iter().filter_map(|name| lab.target(name)) {
        let keeper = keeper(target).map_or(&[][..], own_jobs);
        names.extend(keeper.iter().flat_map(|job| &job.to).map(|to| to.as_str()));
        let storage = target.storage.as_ref().and_then(|name| lab.shared_storage(name));
        names.extend(storage.into_iter().flat_map(|it| &it.record().backup).map(|to| to.as_str()));
    }
    Some(names)
}

/// The system that keeps a target.
pub fn keeper(target: Target<'_>) -> Option<System<'_>> {
    target.lab().system(target.on.first()?)
}

/// For how many days a target keeps its oldest copies; nothing if that is not said in days, or not only.
pub fn days_kept(target: Target<'_>) -> Option<u32> {
    let text = target.record().retention.as_ref()?.to_ascii_lowercase();
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .flat_map(|word| {
            let number = word.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(word.len());
            <[&str; 2]>::from(word.split_at(number))
        })
        .filter(|word| !word.is_empty())
        .collect();
    let hours: Option<Vec<u32>> = words
        .iter()
        .enumerate()
        .filter_map(|(at, word)| Some((at, word.parse::<u32>().ok()?)))
        .map(|(at, number)| {
            let before = || words[..at].last().and_then(|unit| hours_in(unit));
            let unit = words.get(at + 1).and_then(|unit| hours_in(unit)).or_else(before);
            unit.map(|unit| number.saturating_mul(unit))
        })
        .collect();
    hours?.into_iter().max().map(|hours| hours.div_ceil(24))
}

/// How many hours a unit of time has.
fn hours_in(unit: &str) -> Option<u32> {
    Some(match unit {
        "h" | "hr" | "hrs" | "hour" | "hours" | "hourly" => 1,
        "d" | "day" | "days" | "daily" | "tag" | "tage" => 24,
        "w" | "wk" | "week" | "weeks" | "weekly" | "woche" | "wochen" => 24 * 7,
        "m" | "mo" | "month" | "months" | "monthly" | "monat" | "monate" => 24 * 30,
        "y" | "yr" | "year" | "years" | "yearly" | "annual" | "jahr" | "jahre" => 24 * 365,
        _ => return None,
    })
}

/// Whether the copies of a target are checked after they are written, if that is said.
pub fn are_checked(target: Target<'_>) -> Option<bool> {
    let stated = target.record().verified.as_ref()?.to_ascii_lowercase();
    Some(!matches!(stated.as_str(), "false" | "no" | "never" | "none"))
}

/// For how many days copies are to be kept at least: much is noticed late.
pub const DAYS_TO_KEEP: u32 = 7;

/// True if a target keeps copies for less than a week, or never checks them.
pub fn is_weak(target: Target<'_>) -> bool {
    days_kept(target).is_some_and(|days| days < DAYS_TO_KEEP) || are_checked(target) == Some(false)
}

/// True for a system whose loss is bad, as its owner says.
pub fn is_important(system: System<'_>) -> bool {
    let stated = system.entry().operation.criticality.as_ref();
    stated.is_some_and(|it| matches!(it.value, Criticality::High | Criticality::Critical))
}

/// True if a target, by its name, is not where the system is.
pub fn is_offsite(system: System<'_>, name: &str) -> bool {
    if external(name).is_some() {
        return true;
    }
    let Some(target) = system.lab().target(name) else { return false };
    if let Some(offsite) = target.offsite.as_ref() {
        return offsite.value;
    }
    let outside = target.on.iter().any(|on| external(on).is_some());
    let sites: FxHashSet<&str> =
        [Some(system), keeper(target)].into_iter().flatten().filter_map(System::site).collect();
    outside || sites.len() == 2
}

/// The targets that some systems without a backup could use, so that nothing is wrong with that backup: one, or
/// two where one of them is important. Empty if there are none.
pub fn advised_targets<'a>(lab: &'a Lab, systems: &[System<'a>]) -> Vec<Target<'a>> {
    let machines: FxHashSet<usize> = systems
        .iter()
        .flat_map(|system| [Some(system.bottom().id()), system.host().map(|host| host.id())])
        .flatten()
        .collect();
    let is_apart = |target: Target<'a>| {
        let storage = target.shared_storage();
        let mut keepers = target.keepers().chain(storage.into_iter().flat_map(Storage::servers));
        keepers.all(|keeper| !machines.contains(&keeper.bottom().id()))
    };
    let mut fit = lab.targets().filter(|&target| !is_weak(target) && is_apart(target));
    let important: Vec<System<'a>> =
        systems.iter().copied().filter(|&system| is_important(system)).collect();
    let Some(first) = fit.next() else { return Vec::new() };
    if important.is_empty() {
        return vec![first];
    }
    let is_away = |target: Target<'a>| important.iter().all(|&it| is_offsite(it, target.name()));
    let on = |target: Target<'a>| keeper(target).map(|keeper| keeper.bottom().id());
    let second = fit.find(|&second| {
        (is_away(first) || is_away(second)) && (on(first).is_none() || on(first) != on(second))
    });
    second.map_or_else(Vec::new, |second| vec![first, second])
}

/// True for sockets and for folders of a system that hold nothing of its owner's.
pub fn is_of_the_system(path: &str) -> bool {
    const FOLDERS: &[&str] =
        &["/dev", "/etc", "/lib", "/proc", "/run", "/sys", "/tmp", "/var/log", "/var/run"];
    let lies_in = |folder: &str| {
        path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    path == "/" || is_socket(path) || FOLDERS.iter().any(|folder| lies_in(folder))
}

fn is_socket(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending == "sock")
}
