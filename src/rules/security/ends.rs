//! The end of updates, as the rules about it tell of it.

use std::collections::BTreeSet;

use crate::finding::{Finding, Findings};
use crate::insight::{EndOfSupport, LifecycleEntry};
use crate::lab::{Date, System};
use crate::rules::group::{name_all_at, who};
use crate::rules::words::{names, row};
use crate::software::releases::{Archived, Release};

/// How many days before its end something is worth a word.
const SOON: i32 = 90;

/// So many products are named; of more, the rest are counted.
const NAMED: usize = 5;

/// True if an end is past, or near enough to plan for.
pub(super) fn is_due(end: Date, as_of: Date) -> bool {
    (end - as_of).get_days() <= SOON
}

/// True if updates would matter to a system and nobody provides for them otherwise.
pub(super) fn wants_updates(system: System<'_>, as_of: Date) -> bool {
    let entry = system.entry();
    let is_paid_for =
        entry.operation.support_until.as_ref().is_some_and(|until| until.value >= as_of);
    let is_legacy = entry.nature.legacy.as_ref().is_some_and(|legacy| legacy.value);
    system.runs() && !system.is_temporary() && !system.is_for_trial() && !is_paid_for && !is_legacy
}

/// Something that a system runs, and its end.
pub(super) type End<'a> = (System<'a>, EndOfSupport);

/// Reports all whose updates ended in one finding, and all whose updates end soon in another.
///
/// `help` is told of what one of them runs.
pub(super) fn report(
    ends: &[End<'_>],
    noun: &str,
    as_of: Date,
    help: impl Fn(LifecycleEntry) -> String,
    out: &mut Findings,
) {
    let is_past = |end: &End| end.1.what.day() < as_of;
    let (past, coming): (Vec<End>, Vec<End>) = ends.iter().partition(|end| is_past(end));
    for (ends, whose) in [(past, "without updates"), (coming, "whose updates end soon")] {
        let mut systems: Vec<System> = ends.iter().map(|&(system, _)| system).collect();
        systems.dedup();
        for group in out.parts(systems) {
            let members: BTreeSet<usize> = group.iter().map(|system| system.id()).collect();
            let of_group = ends.iter().filter(|(system, _)| members.contains(&system.id()));
            let of_group: Vec<End> = of_group.copied().collect();
            let finding = report_group(&group, &of_group, [noun, whose], as_of, out);
            if !is_past(&of_group[0]) {
                finding.lower();
            }
            // How to upgrade goes for most; what nobody works on any more says itself what to move to.
            let is_release = |what: &LifecycleEntry| matches!(what, LifecycleEntry::Release(_));
            let mut kinds = of_group.iter().map(|end| end.1.what);
            let first = of_group[0].1.what;
            finding.help(match kinds.clone().find(is_release) {
                None if kinds.any(|kind| kind != first) => "move to what is maintained".to_owned(),
                release => help(release.unwrap_or(first)),
            });
        }
    }
}

fn report_group<'f>(
    group: &[System<'_>],
    ends: &[End<'_>],
    [noun, whose]: [&str; 2],
    as_of: Date,
    out: &'f mut Findings,
) -> &'f mut Finding {
    let mut kinds: Vec<Vec<End>> = Vec::new();
    for &end in ends {
        match kinds.iter_mut().find(|kind| kind[0].1.what == end.1.what) {
            Some(kind) => kind.push(end),
            None => kinds.push(vec![end]),
        }
    }
    let who = who(group, noun, ["runs", "run"]);
    let at = ends[0].1.at;
    if let [_] = kinds.as_slice() {
        let message = format!("{who} {}", in_words(ends[0].1.what, as_of));
        let finding = out.report_all(group, at, message);
        let at = |system: System| ends.iter().find(|end| end.0 == system).map(|end| end.1.at);
        name_all_at(finding, group, &format!("the {noun}s are"), |it| at(it).unwrap_or(it.place()));
        return finding;
    }
    let named = kinds.iter().take(NAMED).map(|kind| {
        let systems = names(kind.iter().map(|(system, _)| system.name()));
        format!("{} ({systems})", name(kind[0].1.what))
    });
    let mut listed: Vec<String> = named.collect();
    let rest = kinds.len() - listed.len();
    listed.extend((rest > 0).then(|| format!("{rest} more")));
    let software = if noun == "system" { "systems" } else { "software" };
    let message = format!("{who} {software} {whose}: {}", row(&listed));
    let finding = out.report_all(group, at, message);
    for kind in &kinds {
        let (_, end) = kind[0];
        let instead = match end.what {
            LifecycleEntry::Archived(archived) => archived.instead,
            LifecycleEntry::Release(_) => None,
        };
        let instead = instead.map_or(String::new(), |instead| format!("; move to {instead}"));
        finding.label(end.at, format!("{}{instead}", in_words(end.what, as_of)));
    }
    finding
}

/// What ends, without when: `Debian 10`.
fn name(what: LifecycleEntry) -> String {
    match what {
        LifecycleEntry::Release(Release { product, version, is_older: true, .. }) => {
            format!("{product} before {version}")
        }
        LifecycleEntry::Release(Release { product, version, .. }) => format!("{product} {version}"),
        LifecycleEntry::Archived(archived) => archived.product.to_owned(),
    }
}

/// What ends, and when: `Debian 10, which has had no updates since 2024-06-30`.
pub(super) fn in_words(what: LifecycleEntry, as_of: Date) -> String {
    let Release { product, version, end, is_older, .. } = match what {
        LifecycleEntry::Release(release) => release,
        LifecycleEntry::Archived(Archived { product, since, .. }) => {
            return format!("{product}, which has not been maintained since {since}");
        }
    };
    if is_older {
        format!(
            "a release older than {product} {version}, which has had no updates since before {end}"
        )
    } else if end < as_of {
        format!("{product} {version}, which has had no updates since {end}")
    } else {
        format!("{product} {version}, which gets no updates after {end}")
    }
}
