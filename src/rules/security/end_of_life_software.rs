//! A container or a cluster runs a version that gets no more updates, or software that nobody works on.

use std::collections::BTreeMap;

use super::ends::{in_words, is_due, wants_updates};
use crate::claim;
use crate::finding::Level::{Error, Warning};
use crate::finding::{Finding, Findings, Subject};
use crate::insight::{Component, EndOfSupport, LifecycleEntry};
use crate::lab::System;
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
    let mut by_end: BTreeMap<_, Vec<(System, EndOfSupport)>> = BTreeMap::new();
    let is_software =
        |it: &EndOfSupport| matches!(it.component, Component::Software | Component::Base);
    for ending in case.insight.endings().filter(is_software) {
        let day = ending.what.day();
        // The next image has another base.
        if !is_due(day, as_of) || (ending.component == Component::Base && day >= as_of) {
            continue;
        }
        match ending.subject {
            Subject::System(id) => {
                let system = case.lab.system_at(id.index());
                let key = match ending.what {
                    LifecycleEntry::Release(release) => (
                        release.product,
                        release.version,
                        release.is_older,
                        ending.component == Component::Base,
                    ),
                    LifecycleEntry::Archived(archived) => (archived.product, "", false, false),
                };
                if wants_updates(system, as_of) {
                    by_end.entry(key).or_default().push((system, ending));
                }
            }
            subject => {
                let name = case.lab.name_of(subject).unwrap_or_default();
                report(case, &ending, &format!("cluster `{name}` runs"), &[subject], out);
            }
        }
    }
    for endings in by_end.into_values() {
        let at = |system: System| {
            let own = endings.iter().find(|(other, _)| *other == system);
            own.map_or(system.place(), |(_, ending)| ending.at)
        };
        for group in out.parts(endings.iter().map(|&(system, _)| system)) {
            let ending = EndOfSupport { at: at(group[0]), ..endings[0].1 };
            let verbs = match ending.component {
                Component::Base => ["is built on", "are built on"],
                _ => ["runs", "run"],
            };
            let who = who(&group, "workload", verbs);
            let finding = report(case, &ending, &who, &group, out);
            name_all_at(finding, &group, "the workloads are", at);
        }
    }
}

/// Reports what some run whose end is near or past.
fn report<'f, T: Copy + Into<Subject>>(
    case: &Case,
    ending: &EndOfSupport,
    who: &str,
    group: &[T],
    out: &'f mut Findings,
) -> &'f mut Finding {
    let as_of = case.policy.as_of;
    let is_base = ending.component == Component::Base;
    let (what, help) = match ending.what {
        LifecycleEntry::Release(release) if is_base => (
            in_words(release, as_of),
            "take a newer image of it: most have one every few weeks".to_owned(),
        ),
        LifecycleEntry::Release(release) => (
            in_words(release, as_of),
            "back up its data, then upgrade; if you bought longer support, say `support_until:`"
                .to_owned(),
        ),
        LifecycleEntry::Archived(Archived { product, since, instead, .. }) => (
            format!("{product}, which has not been maintained since {since}"),
            format!("move to {}", instead.unwrap_or("something that is maintained")),
        ),
    };
    let finding = out.report_all(group, ending.at, format!("{who} {what}"));
    if is_base || ending.what.day() >= as_of {
        finding.lower();
    }
    finding.help(help)
}
