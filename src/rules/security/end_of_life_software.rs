//! A container or a cluster runs a version that gets no more updates, or software that nobody works on.

use super::ends::{End, in_words, is_due, report, wants_updates};
use crate::claim;
use crate::finding::Level::{Error, Warning};
use crate::finding::{Findings, Subject};
use crate::insight::{Component, LifecycleEntry};
use crate::lab::{Date, System};
use crate::policy::Levels;
use crate::rules::group::{name_all_at, who};
use crate::rules::{Case, Rule, authority};
use crate::software::releases::Archived;

pub(super) const RULE: Rule = Rule {
    name: "end-of-life-software",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::UPDATE_ALL_LAYERS, claim::SECURITY_BASELINE],
    sources: &[authority::END_OF_LIFE_DATE, authority::NCSC_END_OF_LIFE, authority::NIST_800_190],
    page: include_str!("end_of_life_software.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let as_of = case.policy.as_of;
    let mut of_systems: Vec<End> = Vec::new();
    for ending in case.insight.endings().filter(|it| it.component == Component::Software) {
        if !is_due(ending.what.day(), as_of) {
            continue;
        }
        if let Subject::System(id) = ending.subject {
            let system = case.lab.system_at(id.index());
            of_systems.extend(wants_updates(system, as_of).then_some((system, ending)));
        } else {
            let name = case.lab.name_of(ending.subject).unwrap_or_default();
            let message = format!("cluster `{name}` runs {}", in_words(ending.what, as_of));
            let finding = out.report_all(&[ending.subject], ending.at, message);
            if ending.what.day() >= as_of {
                finding.lower();
            }
            finding.help(help(ending.what));
        }
    }
    report(&of_systems, "workload", as_of, help, out);
    let bases = case.insight.endings().filter(|it| it.component == Component::Base);
    // The next image has another base, so what ends soon is no news.
    let of_bases: Vec<End> = bases
        .filter(|it| it.what.day() < as_of)
        .filter_map(|it| match it.subject {
            Subject::System(id) => Some((case.lab.system_at(id.index()), it)),
            _ => None,
        })
        .filter(|(system, _)| wants_updates(*system, as_of))
        .collect();
    built_on(&of_bases, as_of, out);
}

/// Reports images that are built on a system without updates.
fn built_on(bases: &[End], as_of: Date, out: &mut Findings) {
    let of = |system: System| bases.iter().find(|(other, _)| *other == system).map(|end| end.1);
    for group in out.parts(bases.iter().map(|&(system, _)| system)) {
        let Some(first) = of(group[0]) else { continue };
        let is_one = group.iter().all(|&it| of(it).is_some_and(|end| end.what == first.what));
        let what =
            if is_one { in_words(first.what, as_of) } else { "systems without updates".to_owned() };
        let who = who(&group, "workload", ["is built on", "are built on"]);
        let finding = out.report_all(&group, first.at, format!("{who} {what}"));
        name_all_at(finding, &group, "the workloads are", |it| {
            of(it).map_or(it.place(), |end| end.at)
        });
        finding.lower().help("take a newer image of it: most have one every few weeks");
    }
}

fn help(what: LifecycleEntry) -> String {
    match what {
        LifecycleEntry::Release(_) => {
            "back up its data, then upgrade; if you bought longer support, say `support_until:`"
                .to_owned()
        }
        LifecycleEntry::Archived(Archived { instead, .. }) => {
            format!("move to {}", instead.unwrap_or("something that is maintained"))
        }
    }
}
