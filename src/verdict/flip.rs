//! What would have to be said for another verdict.

use std::ptr;

use super::signals::ROLE;
use super::weigh::sum;
use super::{
    Brief, CONSTRAINTS, Conclusion, Confidence, Criteria, Mark, Quality, Requirement, SIGNALS,
    Signal, Verdict,
};

/// A change that leads to another verdict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flip {
    /// What to write.
    pub write: &'static str,
    /// The verdict it leads to.
    pub outcome: Conclusion,
    /// How sure that one would be.
    pub confidence: Confidence,
    /// The score it leads to; nothing where the change decides by itself.
    pub score: Option<f32>,
}

/// How many changes are worth telling.
const FEW: usize = 3;

/// The smallest changes that lead to another verdict; those to the other side first.
pub(super) fn flips(verdict: &Verdict<'_>, terms: Criteria) -> Vec<Flip> {
    // What decides by itself, or what the owner decided, no weight can change.
    if !verdict.proofs.is_empty() || verdict.pin.is_some() {
        return Vec::new();
    }
    let now = verdict.brief;
    let is_open = is_role_open(verdict);
    let can_be_said =
        |mark: &Mark| !mark.write.is_empty() && (is_open || !mark.write.starts_with("role:"));
    let mut flips: Vec<Flip> = SIGNALS
        .iter()
        .flat_map(|signal| signal.scale.iter().map(move |mark| (signal, mark)))
        .filter(|(_, mark)| can_be_said(mark))
        .map(|(signal, mark)| (mark, with(verdict, signal, mark, terms)))
        .filter(|(_, then)| then.outcome != now.outcome)
        .map(|(mark, then)| Flip {
            write: mark.write,
            outcome: then.outcome,
            confidence: then.confidence,
            score: Some(then.score),
        })
        .collect();
    flips.sort_by(|a, b| order(*a, now).total_cmp(&order(*b, now)));
    flips.truncate(FEW);
    flips.extend(deciding(now.outcome));
    flips
}

/// A role that was stated is a fact; to state another one would be no change but a lie.
fn is_role_open(verdict: &Verdict<'_>) -> bool {
    let role = verdict.evidence.iter().find(|line| *line.signal == ROLE);
    role.is_none_or(|line| line.quality < Quality::Derived)
}

/// What would come out if a mark were stated.
fn with(verdict: &Verdict<'_>, signal: &'static Signal, mark: &Mark, terms: Criteria) -> Brief {
    let others = verdict.evidence.iter().filter(|line| !ptr::eq(line.signal, signal));
    let others = others.map(|line| (line.weight(), line.quality));
    let (points, _) = mark.worth(terms.strict);
    sum(others.chain([(points * Quality::Declared.factor(), Quality::Declared)]))
}

/// How far a change leads; one that settles nothing counts for less.
fn order(flip: Flip, now: Brief) -> f32 {
    const FAR: f32 = 1_000.0;
    let distance = (flip.score.unwrap_or_default() - now.score).abs();
    if flip.outcome == Conclusion::Either { distance + FAR } else { distance }
}

/// A constraint that would decide for the other side.
fn deciding(now: Conclusion) -> Option<Flip> {
    let (demand, outcome) = match now {
        Conclusion::Container => (Requirement::Machine, Conclusion::Vm),
        _ => (Requirement::Container, Conclusion::Container),
    };
    let mut fitting = CONSTRAINTS.iter().filter(|it| it.requires == demand && !it.write.is_empty());
    let write = fitting.next_back()?.write;
    Some(Flip { write, outcome, confidence: Confidence::Certain, score: None })
}
