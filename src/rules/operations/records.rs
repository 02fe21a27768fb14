//! How rules tell of records that most hosts or guests have and some lack.

use crate::finding::Findings;
use crate::lab::System;
use crate::rules::Case;
use crate::rules::group::{name_all, who};

/// How a missing record is told of.
pub(super) struct Wording {
    /// Of one: `has no owner`.
    pub(super) one: &'static str,
    /// Of many: `have no owner`.
    pub(super) many: &'static str,
    /// What to do.
    pub(super) help: &'static str,
}

/// Reports those without a record, in one finding for the hosts and one for what runs on them. Who keeps such
/// records for no more than half of a layer does not keep them, and only the strict profile asks for more.
pub(super) fn tell(
    case: &Case,
    out: &mut Findings,
    words: &Wording,
    lacks: impl Fn(System<'_>) -> bool,
) {
    let coverage = case.insight.coverage();
    let layers: [(Vec<System>, &str); 2] = [
        (coverage.hosts(case.lab).collect(), "host"),
        (coverage.guests(case.lab).collect(), "guest"),
    ];
    for (asked, noun) in layers {
        let without: Vec<System> = asked.iter().copied().filter(|&system| lacks(system)).collect();
        if without.len() * 2 >= asked.len() && !case.is_strict() {
            continue;
        }
        for group in out.parts(without) {
            let message = who(&group, noun, [words.one, words.many]);
            let finding = out.report_all(&group, group[0].place(), message);
            name_all(finding, &group, &format!("the {noun}s are"));
            finding.help(words.help);
        }
    }
}
