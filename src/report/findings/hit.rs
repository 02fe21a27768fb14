//! Findings one by one, with what formats for other programs tell of each.

use super::fingerprint::Fingerprints;
use crate::check::{Checked, Outcome};
use crate::finding::Finding;
use crate::lab::Allowance;
use crate::report::escape::visible;
use crate::report::{Base, View};
use crate::rules::{Rule, rule, rules};
use crate::source::{ColumnUnit, Position, Source, Sources};

/// A finding, and all that belongs to it.
pub(super) struct Hit<'a> {
    pub(super) sources: &'a Sources,
    pub(super) lab: &'a Checked,
    pub(super) finding: &'a Finding,
    pub(super) fingerprint: String,
}

/// The findings of some labs that are to be shown, lab by lab, the worst first.
pub(super) fn hits<'a>(
    outcome: &'a Outcome,
    base: Base,
    labs: &'a [Checked],
    shown: impl Fn(&Finding) -> bool,
) -> Vec<Hit<'a>> {
    let sources = &outcome.sources;
    let mut fingerprints = Fingerprints::new(base);
    let mut hits = Vec::new();
    for lab in labs {
        // What is not shown counts too, and in the order of the text: a view changes no fingerprint, nor does
        // what somebody adds elsewhere.
        let mut known = vec![String::new(); lab.findings.len()];
        let mut in_text: Vec<usize> = (0..known.len()).collect();
        in_text.sort_by_key(|&index| (lab.findings[index].at, index));
        for index in in_text {
            known[index] = fingerprints.next(sources, lab, &lab.findings[index]);
        }
        let both = lab.findings.iter().zip(known).filter(|(finding, _)| shown(finding));
        hits.extend(both.map(|(finding, fingerprint)| Hit { sources, lab, finding, fingerprint }));
    }
    hits
}

/// The findings of the level that is asked for that nothing excuses.
pub(super) fn open<'a>(outcome: &'a Outcome, view: &View) -> Vec<Hit<'a>> {
    hits(outcome, view.base, &outcome.labs, |it| it.level >= view.least && it.counts())
}

/// The same, the worst first.
pub(super) fn worst_first<'a>(outcome: &'a Outcome, view: &View) -> Vec<Hit<'a>> {
    let mut hits = open(outcome, view);
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.finding.level));
    hits
}

/// The rules that looked at any lab, in the order they are listed.
pub(super) fn ran(outcome: &Outcome) -> impl Iterator<Item = &'static Rule> {
    let ran = |rule: &Rule| {
        outcome.labs.iter().flat_map(|lab| &lab.ran).any(|known| known.name == rule.name)
    };
    rules().filter(move |rule| ran(rule))
}

impl<'a> Hit<'a> {
    /// The file it is in.
    pub(super) fn source(&self) -> &'a Source {
        self.sources.of(self.finding.at)
    }

    /// Where it starts.
    pub(super) fn start(&self, unit: ColumnUnit) -> Position {
        let source = self.source();
        source.position(source.bytes(self.finding.at).start, unit)
    }

    /// Where it ends; the position after the last one.
    pub(super) fn end(&self, unit: ColumnUnit) -> Position {
        let source = self.source();
        source.position(source.bytes(self.finding.at).end, unit)
    }

    /// The place as people write it, in code points.
    pub(super) fn place(&self, path: &str) -> String {
        let Position { line, column } = self.start(ColumnUnit::CodePoint);
        format!("{}:{line}:{column}", visible(path))
    }

    /// What it is about, by name.
    pub(super) fn subjects(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let lab = self.lab;
        self.finding.subjects.iter().filter_map(|subject| lab.lab().name_of(*subject))
    }

    /// The allowance that excuses it.
    pub(super) fn allowance(&self) -> Option<&'a Allowance> {
        self.finding.allowed.map(|index| &self.lab.lab().allowances()[index])
    }

    /// A page on the web that says more: the first source of its rule.
    pub(super) fn url(&self) -> Option<&'static str> {
        Some(rule(self.finding.rule)?.sources.first()?.url)
    }
}
