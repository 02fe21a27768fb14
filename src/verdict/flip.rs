//! What would have to be said for another verdict.

use super::{
    CONSTRAINTS, Confidence, Demand, Evidence, Outcome, Quality, SIGNALS, Terms, Value, Verdict,
    conclude,
};

/// A change that leads to another verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flip {
    /// What to write.
    pub write: &'static str,
    /// The verdict it leads to.
    pub outcome: Outcome,
    /// How sure that one would be.
    pub confidence: Confidence,
    /// The score it leads to; nothing where the change decides by itself.
    pub score: Option<f32>,
}

/// How many changes are worth telling.
const FEW: usize = 3;

/// The smallest changes that lead from one side to the other.
pub(super) fn flips(verdict: &Verdict<'_>, terms: Terms) -> Vec<Flip> {
    // What decides by itself, or what the owner decided, no weight can change.
    if !verdict.proofs.is_empty() || verdict.pin.is_some() {
        return Vec::new();
    }
    let now = verdict.brief;
    let mut flips = Vec::new();
    for signal in SIGNALS {
        for mark in signal.scale.iter().filter(|mark| !mark.write.is_empty()) {
            let others = verdict.evidence.iter().filter(|line| line.signal.name != signal.name);
            let mut evidence: Vec<Evidence<'_>> = others.cloned().collect();
            evidence.push(Evidence {
                signal,
                value: Value::Word(mark.value),
                points: mark.worth(terms.strict),
                quality: Quality::Declared,
                claim: mark.claim,
                at: verdict.workload.place(),
                product: None,
            });
            let then = conclude(&evidence);
            let other_side =
                !matches!(then.outcome, Outcome::Either) && then.outcome != now.outcome;
            if other_side {
                flips.push(Flip {
                    write: mark.write,
                    outcome: then.outcome,
                    confidence: then.confidence,
                    score: Some(then.score),
                });
            }
        }
    }
    let distance = |flip: &Flip| (flip.score.unwrap_or_default() - now.score).abs();
    flips.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
    flips.truncate(FEW);
    flips.extend(deciding(now.outcome));
    flips
}

/// A constraint that would decide for the other side.
fn deciding(now: Outcome) -> Option<Flip> {
    let other = if now == Outcome::Container { Demand::Machine } else { Demand::Container };
    let outcome = if other == Demand::Machine { Outcome::Vm } else { Outcome::Container };
    let constraint = CONSTRAINTS
        .iter()
        .rev()
        .find(|constraint| constraint.demand == other && !constraint.write.is_empty())?;
    Some(Flip { write: constraint.write, outcome, confidence: Confidence::Certain, score: None })
}
