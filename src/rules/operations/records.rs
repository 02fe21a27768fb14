//! How rules tell of records that most hosts or guests have and some lack, or that nobody has.

use std::fmt;

use crate::finding::Findings;
use crate::insight::is_more_than_a_sketch;
use crate::lab::System;
use crate::rules::Case;
use crate::rules::group::name_all;
use crate::rules::words::count;

/// How a missing record is told of.
pub(super) struct Wording {
    /// What is said of nobody: `who watches the lab`; nothing if that is no loss.
    pub(super) lab: Option<&'static str>,
    /// What is not said of some, before who they are: `the owner of`.
    pub(super) some: &'static str,
    /// What to do.
    pub(super) help: &'static str,
}

/// Some systems after a verb: `host `nas`` or `3 hosts`.
pub(super) struct Whom<'g, 'a>(&'g [System<'a>], &'static str);

impl<'g, 'a> Whom<'g, 'a> {
    /// Those of a group, which has a member.
    pub(super) fn of(group: &'g [System<'a>], noun: &'static str) -> Self {
        Self(group, noun)
    }
}

impl fmt::Display for Whom<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [one] => write!(f, "{} `{}`", one.noun(), one.name()),
            many => f.write_str(&count(many.len(), self.1)),
        }
    }
}

/// Reports those without a record, in one finding for the hosts and one for what runs on them. Who keeps such
/// records for no more than half of a layer does not keep them, and only the strict profile asks for more. Where
/// nobody has such a record, the lab is told so once.
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
    let asked = || layers.iter().flat_map(|(asked, _)| asked.iter().copied());
    if !case.is_strict() && asked().all(&lacks) {
        if let Some(what) = words.lab.filter(|_| is_more_than_a_sketch(case.lab)) {
            silence(&asked().collect::<Vec<_>>(), what, words.help, out);
        }
        return;
    }
    for (asked, noun) in layers {
        let without: Vec<System> = asked.iter().copied().filter(|&system| lacks(system)).collect();
        if without.len() * 2 >= asked.len() && !case.is_strict() {
            continue;
        }
        for group in out.parts(without) {
            let whom = Whom::of(&group, noun);
            let message = format!("the file says nothing of {} {whom}", words.some);
            let finding = out.report_all(&group, group[0].place(), message);
            name_all(finding, &group, &format!("the {noun}s are"));
            finding.help(words.help);
        }
    }
}

/// Tells once what nobody has.
fn silence(all: &[System], what: &str, help: &str, out: &mut Findings) {
    for group in out.parts(all.iter().copied()) {
        let message = format!("the file says nothing of {what}");
        out.report_all(&group, group[0].place(), message).help(help);
    }
}
