//! The whole run, from sources to outcome. It touches no file, prints nothing, and cannot fail.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use crate::baseline::Baseline;
use crate::finding::{Finding, Findings, Level, Subject, in_thousands};
use crate::insight::{BlastRadius, Insight};
use crate::lab::{Entry, Kind, Lab, Move};
use crate::parallel::map_in_parallel;
use crate::policy::{Policy, Settings};
use crate::read::{self, Files};
use crate::rules::{Case, FAMILIES, Rule, rule};
use crate::source::{Sources, Span};
use crate::verdict::Verdicts;

/// Everything a report can show.
pub struct Outcome {
    /// The files that were read.
    pub sources: Sources,
    /// Each lab with what was found in it.
    pub labs: Vec<Checked>,
}

/// A lab and what was found in it.
#[derive(Debug)]
pub struct Checked {
    /// The lab, and what is known of it.
    pub insight: Insight,
    /// The rules that looked at it; the policy may have turned off others.
    pub ran: Vec<&'static Rule>,
    /// What is wrong with it: by level, then by reach, then in the order of the text. What an allowance excuses
    /// is among it.
    pub findings: Vec<Finding>,
}

/// How much was checked, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Summary {
    /// Files read.
    pub files: usize,
    /// Hosts.
    pub hosts: usize,
    /// Virtual machines.
    pub vms: usize,
    /// Containers.
    pub containers: usize,
    /// Native services.
    pub natives: usize,
    /// Workloads without a kind.
    pub undecided: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are infos.
    pub infos: usize,
    /// Findings that an allowance excuses, of whatever level.
    pub allowed: usize,
    /// Findings that a baseline has, of whatever level.
    pub known: usize,
}

/// Reads the files and judges every lab in them.
pub fn check(sources: Sources, files: &Files, settings: &Settings) -> Outcome {
    let rules: Vec<&Rule> = FAMILIES.iter().flat_map(|family| family.rules).collect();
    check_in_order(sources, files, settings, &rules)
}

/// The same with the rules in an order of your own; those that come last come last all the same.
pub fn check_in_order(
    sources: Sources,
    files: &Files,
    settings: &Settings,
    rules: &[&'static Rule],
) -> Outcome {
    let labs = read::read(&sources, files);
    let labs = labs.into_iter().map(|lab| judge(lab, settings, rules)).collect();
    Outcome { sources, labs }
}

fn judge(lab: Lab, settings: &Settings, rules: &[&'static Rule]) -> Checked {
    let terms = settings.terms_of(&lab);
    let insight = Insight::of(lab, terms);
    let (mut findings, ran) = {
        let policy = Policy::of(insight.lab(), settings);
        let case = Case::new(&insight, &policy);
        let level = |rule: &'static Rule| Some((rule, policy.level(rule.name, rule.level)?));
        let first: Vec<_> = rules.iter().copied().filter_map(level).collect();
        let last = FAMILIES.iter().flat_map(|family| family.last);
        let last: Vec<_> = last.filter_map(level).collect();
        let find = |rules: &[(&'static Rule, Level)]| {
            map_in_parallel(rules, insight.lab().systems().len(), |&(rule, level)| {
                let mut findings = Vec::new();
                (rule.check)(&case, &mut Findings::of(rule.name, level, &policy, &mut findings));
                join_repeated(&mut findings);
                findings
            })
        };
        let found = find(&first).into_iter().chain(find(&last));
        let findings: Vec<Finding> = found.flatten().collect();
        (findings, first.iter().chain(&last).map(|(rule, _)| *rule).collect())
    };
    findings.sort_by(|a, b| order(a).cmp(&order(b)));
    tell_once(insight.lab(), &mut findings);
    let mut radius = BlastRadius::of(&insight);
    for finding in &mut findings {
        finding.reach = radius.count(&finding.subjects);
        show_use(insight.lab(), finding);
        if let Some(baseline) = &settings.baseline
            && finding.counts()
            && is_of_text(finding)
        {
            finding.known = baseline.knows_of_text(insight.lab(), finding);
        }
    }
    findings.sort_by_key(|finding| Reverse((finding.level, weight(finding))));
    Checked { insight, ran, findings }
}

/// Makes one finding of all that say the same at the same place, as those of an alias do, and tells no more of a rule
/// than any reader could want.
fn join_repeated(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| order(a).cmp(&order(b)));
    findings.dedup_by(|again, first| {
        let is_same = order(again) == order(first)
            && (again.allowed, again.known, again.level)
                == (first.allowed, first.known, first.level);
        if is_same && first.subjects.last() != again.subjects.first() {
            first.subjects.append(&mut again.subjects);
        }
        is_same
    });
    if let Some(rest) = findings.len().checked_sub(MOST).filter(|rest| *rest > 0) {
        findings.truncate(MOST);
        let more = findings.last().map(|last| Finding {
            message: format!("and {} more like this", in_thousands(rest)),
            subjects: vec![Subject::Lab],
            more: rest,
            ..last.clone()
        });
        findings.extend(more);
    }
}

/// So many findings of one rule are told. A text that has more of them is no inventory.
const MOST: usize = 200_000;

/// Where a finding stands among others.
fn order(finding: &Finding) -> (Span, &str, &str) {
    (finding.at, finding.rule, &finding.message)
}

/// What one definition says stands on each machine that it runs on, and is told once, with the others.
fn tell_once(lab: &Lab, findings: &mut Vec<Finding>) {
    if !lab.has_copies() {
        return;
    }
    let definition = |finding: &Finding| -> Vec<Option<Span>> {
        finding.subjects.iter().map(|subject| lab.place_of(*subject)).collect()
    };
    let mut told: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        let same =
            told.iter_mut().rev().take_while(|earlier| earlier.at == finding.at).find(|it| {
                it.rule == finding.rule
                    && it.counts() == finding.counts()
                    && it.subjects != [Subject::Lab]
                    && definition(it).first() == definition(&finding).first()
            });
        match same {
            Some(earlier) => {
                let names = finding.subjects.iter().filter_map(|it| lab.name_of(*it));
                let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
                if let Some(at) = finding.subjects.first().and_then(|it| lab.place_of(*it)) {
                    earlier.label(at, format!("the same holds for {}", names.join(", ")));
                }
                earlier.subjects.extend(finding.subjects);
            }
            None => told.push(finding),
        }
    }
    *findings = told;
}

/// What a finding weighs beside others of its level. What could not be read comes first, since it may explain the
/// rest, and slips of the pen come last: both in the order of the text.
fn weight(finding: &Finding) -> usize {
    match finding.level {
        _ if !is_of_inventory(finding) => finding.reach,
        Level::Error => usize::MAX,
        Level::Warning | Level::Info => 0,
    }
}

/// A value that came through an anchor, a merge key or defaults stands far from what it is said of. Where
/// nothing else points there, this does.
fn show_use(lab: &Lab, finding: &mut Finding) {
    let [subject] = finding.subjects[..] else { return };
    let Some(places) = lab.places_of(subject) else { return };
    let there = |at: Span| places.iter().any(|place| place.contains(at));
    if there(finding.at) || finding.labels.iter().any(|label| there(label.at)) {
        return;
    }
    let name = lab.name_of(subject).unwrap_or_default();
    let text = if lab.is_default(finding.at) {
        format!("`{name}` has it by default")
    } else {
        format!("`{name}` takes it from there")
    };
    if let Some(at) = lab.place_of(subject) {
        finding.label(at, text);
    }
}

/// True if a finding is about the text and nothing in the lab, as of a key that nobody knows.
fn is_of_text(finding: &Finding) -> bool {
    finding.subjects == [Subject::Lab] && is_of_inventory(finding)
}

/// True if a finding is about how the inventory is written.
fn is_of_inventory(finding: &Finding) -> bool {
    rule(finding.rule).is_some_and(|rule| rule.family().name == "inventory")
}

impl Checked {
    /// The lab.
    pub fn lab(&self) -> &Lab {
        self.insight.lab()
    }

    /// True if a finding of the same rule about the same things is among its own.
    pub fn has_like(&self, finding: &Finding) -> bool {
        let mut own = self.findings.iter();
        own.any(|own| own.rule == finding.rule && own.subjects == finding.subjects)
    }

    /// The lab with some guests elsewhere, judged by the same rules.
    #[must_use]
    pub fn with(&self, moves: &[Move], settings: &Settings) -> Self {
        let rules: Vec<&Rule> = FAMILIES.iter().flat_map(|family| family.rules).collect();
        judge(self.lab().with(moves), settings, &rules)
    }

    /// The lab with one system more or another entry for one, judged by the same rules.
    #[must_use]
    pub fn with_entry(&self, entry: Entry, settings: &Settings) -> Self {
        let rules: Vec<&Rule> = FAMILIES.iter().flat_map(|family| family.rules).collect();
        judge(self.lab().with_entry(entry), settings, &rules)
    }

    /// Where each of its workloads belongs.
    pub fn verdicts(&self) -> &Verdicts {
        self.insight.verdicts()
    }
}

impl Outcome {
    /// False if part of an inventory could not be read.
    pub fn is_whole(&self) -> bool {
        self.labs.iter().all(|checked| checked.lab().is_whole())
    }

    /// Every finding of every lab that nothing excuses, lab by lab, the worst first.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.labs.iter().flat_map(|lab| &lab.findings).filter(|finding| finding.counts())
    }

    /// A baseline that makes all findings known.
    pub fn baseline(&self) -> Baseline {
        let all = self.labs.iter().flat_map(|lab| lab.findings.iter().map(|it| (lab.lab(), it)));
        Baseline::of(all.filter(|(_, it)| it.allowed.is_none()), is_of_text)
    }

    /// How much was checked, and what came of it.
    pub fn summary(&self) -> Summary {
        let mut sum = Summary { files: self.sources.len(), ..Summary::default() };
        for Checked { insight, findings, .. } in &self.labs {
            let lab = insight.lab();
            sum.hosts += lab.count(Kind::Host);
            sum.vms += lab.count(Kind::Vm);
            sum.containers += lab.count(Kind::Container);
            sum.natives += lab.count(Kind::Native);
            sum.undecided += lab.count(Kind::Undecided);
            for finding in findings {
                *match finding.level {
                    _ if finding.allowed.is_some() => &mut sum.allowed,
                    _ if finding.known => &mut sum.known,
                    Level::Error => &mut sum.errors,
                    Level::Warning => &mut sum.warnings,
                    Level::Info => &mut sum.infos,
                } += 1;
            }
        }
        sum
    }
}

impl Summary {
    /// How many workloads were checked.
    pub fn workloads(&self) -> usize {
        self.vms + self.containers + self.natives + self.undecided
    }
}
