//! Where each workload belongs, and why.

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::Scope;
use crate::check::Checked;
use crate::lab::{Pin, Workload};
use crate::report::verdict::{DECLARED, declared, tenths};
use crate::verdict::{Conclusion, Confidence, Evidence, Flip, Verdict};

/// Where each workload belongs, in the order of the text.
///
/// A decision is worked out when it is asked for: of a large lab, a page shows few of them.
#[derive(Debug, Clone, Copy)]
pub struct Decisions<'a> {
    checked: &'a Checked,
}

/// Where a workload belongs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Decision {
    /// The workload, by its number.
    pub system: usize,
    /// What it is declared as.
    #[schemars(extend("enum" = DECLARED))]
    pub declared: Option<&'static str>,
    /// Where it belongs.
    pub verdict: Conclusion,
    /// Where it belongs, in words.
    pub says: &'static str,
    /// How sure that is.
    pub confidence: Confidence,
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
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Change {
    /// What to write.
    pub write: &'static str,
    /// The verdict it leads to, in words.
    pub to: &'static str,
}

/// So many lines of evidence are told.
const TOLD: usize = 3;

impl<'a> Decisions<'a> {
    pub(super) fn of(scope: Scope<'a, '_>) -> Self {
        Self { checked: scope.checked }
    }

    /// How many there are: as many as workloads.
    pub fn len(&self) -> usize {
        self.checked.lab().workloads().count()
    }

    /// True if there is no workload.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Each decision.
    pub fn iter(&self) -> impl Iterator<Item = Decision> {
        self.checked.lab().workloads().map(|workload| self.decision(workload))
    }

    /// Of each decision, whether what is declared agrees.
    pub fn fits(&self) -> impl Iterator<Item = Option<bool>> {
        self.checked.lab().workloads().map(|workload| self.checked.insight.suits(workload))
    }

    fn decision(self, workload: Workload<'_>) -> Decision {
        let verdicts = &self.checked.verdicts();
        let verdict = verdicts.explain(workload);
        Decision {
            system: workload.id(),
            declared: declared(workload),
            verdict: verdict.brief.outcome,
            says: verdict.brief.outcome.words(),
            confidence: verdict.brief.confidence,
            score: tenths(verdict.brief.score),
            fits: self.checked.insight.suits(workload),
            pinned: verdict.pin.map(|pin| reason(pin)),
            evidence: evidence(&verdict),
            changes: verdicts.flips(&verdict).into_iter().map(change).collect(),
        }
    }
}

impl Serialize for Decisions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

fn reason(pin: &Pin) -> String {
    pin.reason.as_ref().map_or_else(|| "no reason is given".to_owned(), ToString::to_string)
}

fn evidence(verdict: &Verdict<'_>) -> Vec<String> {
    let proofs = verdict.proofs.iter().map(|proof| proof.reason.to_string());
    proofs.chain(verdict.evidence.iter().map(line)).take(TOLD).collect()
}

fn line(evidence: &Evidence<'_>) -> String {
    format!("{}: {} ({:+.1})", evidence.signal.name, evidence.value, evidence.weight())
}

fn change(flip: Flip) -> Change {
    Change { write: flip.write, to: flip.outcome.words() }
}
