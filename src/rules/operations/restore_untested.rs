//! Backups were never restored as a test, or not for a long time.

use crate::claim;
use crate::finding::Level::{Info, Warning};
use crate::finding::{Findings, Subject};
use crate::insight::{is_more_than_a_sketch, is_overdue, last_restore, own_jobs};
use crate::lab::System;
use crate::policy::Levels;
use crate::rules::group::name_all;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "restore-untested",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[claim::CARE_FOR_RESTORE, claim::CARE_FOR_DOCUMENTATION],
    sources: &[authority::US_CERT_BACKUP],
    page: include_str!("restore_untested.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let days = case.policy.thresholds.restore_test_days;
    let saved: Vec<System> = case
        .lab
        .systems()
        .filter(|&system| !own_jobs(system).is_empty() && system.is_relied_on())
        .collect();
    let is_old = |tested| is_overdue(tested, case.policy.as_of, days);
    let old = saved.iter().copied().filter(|&it| last_restore(it).is_some_and(is_old));
    report(old, &format!("for more than {days} days"), out);
    // Where no test is ever noted, the lab is told so once.
    if case.is_strict() || saved.iter().any(|&it| last_restore(it).is_some()) {
        let is_dated =
            |&it: &System<'_>| own_jobs(it).iter().any(|job| !job.restore_tested.is_absent());
        report(saved.iter().copied().filter(|it| !is_dated(it)), "", out);
    } else if let Some(first) = saved.first().filter(|_| is_more_than_a_sketch(case.lab)) {
        let at = own_jobs(*first).first().map_or(first.place(), |job| job.at);
        let message = format!(
            "the file says nothing of restores, though of {}",
            count(saved.len(), "backup")
        );
        out.report(Subject::Lab, at, message).help(HELP);
    }
}

/// Reports backups that were not tested for some time, or never.
fn report<'a>(systems: impl Iterator<Item = System<'a>>, time: &str, out: &mut Findings) {
    for group in out.parts(systems) {
        let was = if time.is_empty() { "never" } else { "not" };
        let message = match group.as_slice() {
            [one] => format!("the backup of `{}` was {was} restored as a test {time}", one.name()),
            many => {
                format!("{} were {was} restored as a test {time}", count(many.len(), "backup"))
            }
        };
        let at = own_jobs(group[0]).first().map_or(group[0].place(), |job| job.at);
        let finding = out.report_all(&group, at, message.trim_end());
        name_all(finding, &group, "they are of");
        finding.help(HELP);
    }
}

/// What to do about a backup that nobody restored.
const HELP: &str =
    "restore one beside the original, look at it, and note the day: `restore_tested: 2026-08-02`";
