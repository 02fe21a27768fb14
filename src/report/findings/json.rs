//! JSON: everything, for programs. One object, versioned.

use std::borrow::Cow;
use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use super::FindingsFormat;
use super::hit::{Hit, hits};
use crate::check::{Checked, Outcome, Summary};
use crate::finding::{Finding, Level};
use crate::report::at::SourceRange;
use crate::report::verdict::{self, ReportedVerdict};
use crate::report::{Base, Syntax, View, pretty};
use crate::secret::without;

pub(super) const FORMAT: FindingsFormat = FindingsFormat {
    name: "json",
    endings: &["json"],
    about: "everything, as one JSON object",
    page: include_str!("json.md"),
    syntax: Syntax::Json,
    write,
};

/// The version of the object. It grows when a key changes its meaning or goes, not when one is added.
pub(in crate::report) const VERSION: u32 = 1;

/// What labctl found in an inventory, and where each workload belongs.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct Document<'a> {
    #[schemars(extend("const" = VERSION))]
    version: u32,
    summary: Summary,
    findings: Vec<FindingRow<'a>>,
    verdicts: Vec<ReportedVerdict<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct FindingRow<'a> {
    rule: &'a str,
    level: Level,
    message: Cow<'a, str>,
    help: Option<Cow<'a, str>>,
    at: SourceRange<'a>,
    labels: Vec<LabelRow<'a>>,
    /// The thing it is about; of a group, the first.
    subject: Option<Cow<'a, str>>,
    /// All things it is about.
    subjects: Vec<Cow<'a, str>>,
    /// The same while rule and subject are, wherever the line moves.
    #[schemars(regex(pattern = "^[0-9a-f]{32}$"))]
    fingerprint: String,
    /// The allowance that excuses it.
    allowed: Option<AllowanceRow<'a>>,
    /// Whether a baseline has it.
    known: bool,
    /// How many systems it is about, or are taken along when those fail.
    reach: usize,
    /// For how many others it stands.
    more: usize,
}

#[derive(Serialize, JsonSchema)]
struct LabelRow<'a> {
    at: SourceRange<'a>,
    text: Cow<'a, str>,
}

#[derive(Serialize, JsonSchema)]
struct AllowanceRow<'a> {
    at: SourceRange<'a>,
    reason: Option<Cow<'a, str>>,
    /// The last day it holds, as 2027-06-30.
    until: Option<String>,
}

fn write(outcome: &Outcome, view: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let labs = &outcome.labs;
    let shown = |finding: &Finding| finding.level >= view.least;
    let document = Document {
        version: VERSION,
        summary: outcome.summary(),
        findings: rows(outcome, view.base, labs, shown),
        verdicts: labs.iter().flat_map(|lab| verdict::all(&outcome.sources, lab)).collect(),
    };
    pretty::write(out, &document)?;
    writeln!(out)
}

/// The findings of some labs that are to be shown.
pub(in crate::report) fn rows<'a>(
    outcome: &'a Outcome,
    base: Base,
    labs: &'a [Checked],
    shown: impl Fn(&Finding) -> bool,
) -> Vec<FindingRow<'a>> {
    hits(outcome, base, labs, shown).into_iter().map(row).collect()
}

fn row(hit: Hit<'_>) -> FindingRow<'_> {
    let Hit { sources, finding, .. } = hit;
    let allowed = hit.allowance().map(|allowance| AllowanceRow {
        at: SourceRange::of(sources, allowance.at),
        reason: allowance.reason.as_ref().map(|reason| without(reason)),
        until: allowance.until.as_ref().map(ToString::to_string),
    });
    let subjects: Vec<_> = hit.subjects().map(without).collect();
    FindingRow {
        rule: finding.rule,
        level: finding.level,
        message: without(&finding.message),
        help: finding.help.as_deref().map(without),
        at: SourceRange::of(sources, finding.at),
        labels: finding
            .labels
            .iter()
            .map(|label| LabelRow {
                at: SourceRange::of(sources, label.at),
                text: without(&label.text),
            })
            .collect(),
        subject: subjects.first().cloned(),
        subjects,
        fingerprint: hit.fingerprint,
        allowed,
        known: finding.known,
        reach: finding.reach,
        more: finding.more,
    }
}
