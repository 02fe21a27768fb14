//! Where each workload belongs, and why.

use serde::Serialize;

use super::Scope;
use crate::lab::{Pin, SystemContainers};
use crate::report::verdict::{declared, fits};
use crate::verdict::{Evidence, Flip, Verdict};

/// Where a workload belongs.
#[derive(Debug, Clone, Serialize)]
pub struct Decision {
    /// The workload, by its number.
    pub system: usize,
    /// What it is declared as.
    pub declared: Option<&'static str>,
    /// Where it belongs, as a key.
    pub verdict: &'static str,
    /// Where it belongs, in words.
    pub says: String,
    /// How sure that is.
    pub confidence: String,
    /// The sum of the evidence, to a tenth of a point: above zero for a VM, below for a container.
    pub score: f64,
    /// Whether what is declared agrees; nothing where nothing is declared.
    pub fits: Option<bool>,
    /// Why the owner decided so, if the owner did.
    pub pinned: Option<String>,
    /// What speaks for it, what weighs most first.
    pub evidence: Vec<String>,
    /// What would have to be said for another verdict.
    pub changes: Vec<Change>,
}

/// What would have to be said for another verdict.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// What to write.
    pub write: &'static str,
    /// The verdict it leads to, in words.
    pub to: String,
}

/// So many lines of evidence are told.
const TOLD: usize = 3;

pub(super) fn all(scope: Scope<'_, '_>) -> Vec<Decision> {
    let verdicts = &scope.checked.verdicts;
    let decide = |workload| {
        let verdict = verdicts.explain(workload);
        let changes = verdicts.flips(&verdict).into_iter().map(change).collect();
        one(scope, &verdict, changes)
    };
    scope.lab.workloads().map(decide).collect()
}

fn one(scope: Scope<'_, '_>, verdict: &Verdict<'_>, changes: Vec<Change>) -> Decision {
    let no_reason = || "no reason is given".to_owned();
    let reason = |pin: &Pin| pin.reason.as_ref().map_or_else(no_reason, ToString::to_string);
    // A container of a whole system is a light VM, unless the policy says otherwise.
    let container = verdict.workload.as_container();
    let is_light_vm = scope.policy.system_containers == SystemContainers::Guest
        && container.is_some_and(|it| it.is_system_container())
        && verdict.brief.outcome.allows_vm();
    let proofs = verdict.proofs.iter().map(|proof| proof.reason.to_string());
    let evidence = proofs.chain(verdict.evidence.iter().map(line)).take(TOLD).collect();
    Decision {
        system: verdict.workload.id(),
        declared: declared(verdict.workload),
        verdict: verdict.brief.outcome.name(),
        says: verdict.brief.outcome.to_string(),
        confidence: verdict.brief.confidence.to_string(),
        score: (f64::from(verdict.brief.score) * 10.0).round() / 10.0,
        fits: fits(verdict).map(|fits| fits || is_light_vm),
        pinned: verdict.pin.map(reason),
        evidence,
        changes,
    }
}

fn line(evidence: &Evidence<'_>) -> String {
    format!("{}: {} ({:+.1})", evidence.signal.name, evidence.value, evidence.weight())
}

fn change(flip: Flip) -> Change {
    Change { write: flip.write, to: flip.outcome.to_string() }
}
