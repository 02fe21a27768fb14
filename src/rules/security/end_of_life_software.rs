//! A container or a cluster runs a version that gets no more updates, or software that nobody works on.

use super::ends::{End, in_words, is_due, report, wants_updates};
use crate::claim;
use crate::finding::Level::{Error, Warning};
use crate::finding::{Findings, Subject};
use crate::insight::{Component, LifecycleEntry};
use crate::policy::Levels;
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
