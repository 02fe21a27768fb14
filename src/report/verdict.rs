//! Verdicts as machine-readable formats tell them.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use super::at::SourceRange;
use crate::check::Checked;
use crate::lab::{Kind, Workload};
use crate::secret::without;
use crate::source::Sources;
use crate::verdict::{Conclusion, Confidence, Evidence, Proof, Quality, Verdict};

/// A verdict with its evidence.
#[derive(Serialize, JsonSchema)]
pub(super) struct ReportedVerdict<'a> {
    workload: Cow<'a, str>,
    /// What it is declared as.
    #[schemars(extend("enum" = DECLARED))]
    declared: Option<&'static str>,
    verdict: Conclusion,
    confidence: Confidence,
    /// The sum of the evidence, to a tenth of a point: above zero for a VM, below for a container.
    score: f64,
    /// The owner's own decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "OwnerDecision")]
    pinned: Option<OwnerDecision<'a>>,
    /// What decides by itself.
    constraints: Vec<Decisive<'a>>,
    evidence: Vec<WeighedEvidence<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct OwnerDecision<'a> {
    kind: String,
    reason: Option<Cow<'a, str>>,
    at: SourceRange<'a>,
}

#[derive(Serialize, JsonSchema)]
struct Decisive<'a> {
    constraint: &'static str,
    reason: String,
    at: SourceRange<'a>,
    product: Option<&'static str>,
    claim: String,
}

#[derive(Serialize, JsonSchema)]
struct WeighedEvidence<'a> {
    signal: &'static str,
    value: String,
    /// What it counts for, its quality considered.
    points: f64,
    quality: Quality,
    at: SourceRange<'a>,
    product: Option<&'static str>,
    claim: String,
}

/// The verdict on every workload of a lab.
pub(super) fn all<'a>(
    sources: &'a Sources,
    lab: &'a Checked,
) -> impl Iterator<Item = ReportedVerdict<'a>> {
    let verdicts = lab.lab().workloads().map(|workload| lab.verdicts().explain(workload));
    verdicts.map(|verdict| one(sources, &verdict))
}

/// One verdict.
pub(super) fn one<'a>(sources: &'a Sources, verdict: &Verdict<'a>) -> ReportedVerdict<'a> {
    let pinned = verdict.pin.map(|pin| OwnerDecision {
        kind: pin.kind.to_string(),
        reason: pin.reason.as_ref().map(|reason| without(reason)),
        at: SourceRange::of(sources, pin.span),
    });
    ReportedVerdict {
        workload: without(verdict.workload.name()),
        declared: declared(verdict.workload),
        verdict: verdict.brief.outcome,
        confidence: verdict.brief.confidence,
        score: tenths(verdict.brief.score),
        pinned,
        constraints: verdict.proofs.iter().map(|proof| decisive(sources, proof)).collect(),
        evidence: verdict.evidence.iter().map(|line| weighed(sources, line)).collect(),
    }
}

fn decisive<'a>(sources: &'a Sources, proof: &Proof<'a>) -> Decisive<'a> {
    Decisive {
        constraint: proof.constraint.name,
        reason: without(&proof.reason).into_owned(),
        at: SourceRange::of(sources, proof.at),
        product: proof.product.map(|product| product.title),
        claim: proof.constraint.claims[0].to_string(),
    }
}

fn weighed<'a>(sources: &'a Sources, line: &Evidence<'a>) -> WeighedEvidence<'a> {
    WeighedEvidence {
        signal: line.signal.name,
        points: tenths(line.weight()),
        value: without(&line.value.to_string()).into_owned(),
        quality: line.quality,
        at: SourceRange::of(sources, line.at),
        product: line.product.map(|product| product.title),
        claim: line.claim.to_string(),
    }
}

/// The words for what a workload is declared as, or nothing.
pub(super) const DECLARED: [Option<&str>; 4] =
    [Some("vm"), Some("container"), Some("native"), None];

/// What the owner declared a workload to be.
pub(super) fn declared(workload: Workload<'_>) -> Option<&'static str> {
    match workload.entry().kind {
        Kind::Vm => Some("vm"),
        Kind::Container => Some("container"),
        Kind::Native => Some("native"),
        Kind::Host | Kind::Undecided => None,
    }
}

/// Points to a tenth, without the noise of binary fractions.
pub(super) fn tenths(points: f32) -> f64 {
    (f64::from(points) * 10.0).round() / 10.0
}
