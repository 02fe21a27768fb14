//! Copies are kept for less than a week, or never checked.

use rustc_hash::FxHashSet;

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::{DAYS_TO_KEEP, are_checked, days_kept, jobs_of, targets_of};
use crate::lab::Target;
use crate::policy::Levels;
use crate::rules::words::{count, names};
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "weak-backup-target",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::CARE_FOR_RESTORE],
    sources: &[authority::US_CERT_BACKUP, authority::PBS_MAINTENANCE],
    page: include_str!("weak_backup_target.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let is_short = |target: Target| days_kept(target).is_some_and(|days| days < DAYS_TO_KEEP);
    for group in out.parts(relied_on(case, is_short)) {
        let target = group[0];
        let days = count(days_kept(target).unwrap_or_default() as usize, "day");
        let message = match group.as_slice() {
            [one] => format!("`{}` keeps copies for {days}", one.name()),
            many => format!("{} keep copies for less than a week", all(many)),
        };
        let at = target.retention.as_ref().map_or(target.place(), |stated| stated.span);
        out.report_all(&group, at, format!("{message}, and what is noticed later is lost")).help(
            "keep daily copies for a week and weekly ones for some months, here or on a second target",
        );
    }
    let is_unchecked = |target: Target| are_checked(target) == Some(false);
    for group in out.parts(relied_on(case, is_unchecked)) {
        let target = group[0];
        let check = if group.len() == 1 { "is never checked" } else { "are never checked" };
        let message = format!("what {} holds {check}", all(&group));
        let at: Span = target.verified.as_ref().map_or(target.place(), |stated| stated.span);
        out.report_all(&group, at, message).help(
            "have the copies verified on a schedule, such as `verified: weekly`: disks and networks spoil some without a word",
        );
    }
}

fn all(targets: &[Target]) -> String {
    names(targets.iter().map(|target| target.name()))
}

/// The targets of a sort that some system has all of its copies on.
fn relied_on<'a>(case: &Case<'a>, is: impl Fn(Target) -> bool) -> Vec<Target<'a>> {
    let weak: FxHashSet<&str> =
        case.lab.targets().filter(|&target| is(target)).map(Target::name).collect();
    if weak.is_empty() {
        return Vec::new();
    }
    let mut used: FxHashSet<&str> = FxHashSet::default();
    for system in case.lab.systems().filter(|system| system.is_relied_on()) {
        let targets = jobs_of(system).and_then(|jobs| targets_of(case.lab, jobs));
        let targets = targets.filter(|targets| targets.iter().all(|name| weak.contains(name)));
        used.extend(targets.into_iter().flatten());
    }
    case.lab.targets().filter(|target| used.contains(target.name())).collect()
}
