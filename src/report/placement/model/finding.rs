//! What is wrong, what is allowed, and which rules looked.

use std::borrow::Cow;
use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::Scope;
use crate::finding::{Level, Subject};
use crate::policy::Policy;
use crate::rules::rules;
use crate::secret::without;
use crate::source::{ColumnUnit, Sources, Span};

/// A finding.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReportedFinding<'a> {
    /// The rule that found it.
    pub rule: &'static str,
    /// How much it matters.
    pub level: Level,
    /// What is wrong.
    pub message: Cow<'a, str>,
    /// What to do about it.
    pub help: Option<&'a str>,
    /// Where to look first.
    pub at: SourceLocation<'a>,
    /// How many systems it is about, or are taken along when those fail.
    pub reach: usize,
    /// The hosts and workloads it is about, by number.
    pub systems: Vec<usize>,
    /// The allowance that excuses it, by number.
    pub allowed: Option<usize>,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct SourceLocation<'a> {
    /// The file, as the user named it.
    pub file: &'a str,
    /// The line, counted from 1.
    #[schemars(range(min = 1))]
    pub line: usize,
    /// The column in code points, counted from 1.
    #[schemars(range(min = 1))]
    pub column: usize,
}

/// An allowance.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReportedAllowance<'a> {
    /// The rule it excuses from.
    pub rule: &'a str,
    /// Why.
    pub reason: Option<&'a str>,
    /// The last day it holds, as 2027-06-30.
    pub until: Option<String>,
    /// False if that day is past.
    pub in_force: bool,
    /// Where it is written.
    pub at: SourceLocation<'a>,
    /// How many findings it excuses.
    pub excuses: usize,
}

/// A rule, and what came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RuleRow {
    /// Its name.
    pub rule: &'static str,
    /// Its level; nothing if it did not run.
    pub level: Option<Level>,
    /// How many findings it made that are not allowed.
    pub findings: usize,
    /// How many it made that are.
    pub allowed: usize,
}

pub(super) fn all<'a>(scope: Scope<'a, '_>) -> Vec<ReportedFinding<'a>> {
    let told = |finding: &'a crate::finding::Finding| {
        let mut systems: Vec<usize> = finding.subjects.iter().copied().filter_map(system).collect();
        systems.sort_unstable();
        systems.dedup();
        ReportedFinding {
            rule: finding.rule,
            level: finding.level,
            message: without(&finding.message),
            help: finding.help.as_deref(),
            at: SourceLocation::of(scope.sources, finding.at),
            reach: finding.reach,
            systems,
            allowed: finding.allowed,
        }
    };
    scope.checked.findings.iter().map(told).collect()
}

pub(super) fn grants<'a>(
    scope: Scope<'a, '_>,
    findings: &[ReportedFinding<'_>],
) -> Vec<ReportedAllowance<'a>> {
    let mut excuses = vec![0; scope.lab.allowances().len()];
    findings.iter().filter_map(|told| told.allowed).for_each(|at| excuses[at] += 1);
    let grant = |(allowance, excuses): (&'a crate::lab::Allowance, usize)| ReportedAllowance {
        rule: allowance.rule.as_str(),
        reason: allowance.reason.as_ref().map(|reason| reason.as_str()),
        until: allowance.until.as_ref().map(ToString::to_string),
        in_force: scope.policy.in_force(allowance),
        at: SourceLocation::of(scope.sources, allowance.at),
        excuses,
    };
    scope.lab.allowances().iter().zip(excuses).map(grant).collect()
}

pub(super) fn rules_run(policy: &Policy<'_>, findings: &[ReportedFinding<'_>]) -> Vec<RuleRow> {
    let mut counts: HashMap<&str, [usize; 2]> = HashMap::new();
    for told in findings {
        counts.entry(told.rule).or_default()[usize::from(told.allowed.is_some())] += 1;
    }
    let row = |rule: &crate::rules::Rule| {
        let [findings, allowed] = counts.get(rule.name).copied().unwrap_or_default();
        let level = policy.level(rule.name, rule.level);
        RuleRow { rule: rule.name, level, findings, allowed }
    };
    rules().map(row).collect()
}

fn system(subject: Subject) -> Option<usize> {
    match subject {
        Subject::System(id) => Some(id.index()),
        _ => None,
    }
}

impl<'a> SourceLocation<'a> {
    fn of(sources: &'a Sources, at: Span) -> Self {
        let source = sources.of(at);
        let position = source.position(source.bytes(at).start, ColumnUnit::CodePoint);
        Self { file: source.path(), line: position.line, column: position.column }
    }
}
