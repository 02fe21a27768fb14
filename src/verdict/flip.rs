//! What would have to be said for another verdict.

use std::ptr;

use super::known::{Knowledge, Meanings};
use super::weigh::Scales;
use super::{
    Brief, CONSTRAINTS, Conclusion, Confidence, Criteria, Evidence, Mark, Quality, Requirement,
    SIGNALS, Signal, Value, Verdict, weigh,
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
    let is_settled = verdict.evidence.iter().any(Evidence::settles);
    if !verdict.proofs.is_empty() || verdict.pin.is_some() || is_settled {
        return Vec::new();
    }
    let now = verdict.brief;
    let known = Knowledge::of(*verdict.workload, terms, &mut Meanings::default());
    let mut flips: Vec<Flip> = SIGNALS
        .iter()
        .flat_map(|signal| signal.scale.iter().map(move |mark| (signal, mark)))
        .filter_map(|(signal, mark)| Some((mark, with(&known, signal, mark)?)))
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

/// What would come out if a mark were stated; nothing if nobody would state it.
fn with(known: &Knowledge<'_>, signal: &'static Signal, mark: &'static Mark) -> Option<Brief> {
    if let Some(role) = mark.write.strip_prefix("role: ") {
        // What is known of the role is a fact; to state another one would be no change but a lie.
        let is_known = known.role.is_some_and(|role| role.quality >= Quality::Image);
        let is_open = known.system.entry().role.is_empty() && !is_known;
        let known = known.with_role(role).filter(|_| is_open)?;
        return Some(Scales::default().brief(&known));
    }
    if mark.write.is_empty() {
        return None;
    }
    let Scales { proofs, mut evidence } = Scales::of(known);
    evidence.retain(|line| !ptr::eq(line.signal, signal));
    let (points, claim) = mark.worth(known.terms.strict);
    let (value, quality, at) =
        (Value::Word(mark.value), Quality::Declared, known.system.entry().name.span);
    evidence.push(Evidence { signal, value, points, quality, claim, at, product: None });
    Some(weigh::weigh(known, &proofs, &evidence))
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
