//! From constraints and evidence to a verdict.

use super::agent::agent;
use super::known::{Knowledge, Meanings};
use super::{
    Brief, Conclusion, Confidence, Criteria, Evidence, Proof, Quality, Requirement, Verdict,
    constraint, signals,
};
use crate::lab::{Declared, Environment, Pin, System, Workload};
use crate::source::Spanned;

/// From how many points on a verdict is more than a toss-up, and above how many it is medium and high.
const LOW: f32 = 5.0;
const MEDIUM: f32 = 20.0;
const HIGH: f32 = 40.0;

pub(super) fn judge(workload: Workload<'_>, terms: Criteria) -> Verdict<'_> {
    let known = Knowledge::of(workload.into(), terms, &mut Meanings::default());
    let Scales { proofs, mut evidence } = Scales::of(&known);
    let brief = weigh(&known, &proofs, &evidence);
    evidence.sort_by(|a, b| {
        let weight = b.weight().abs().total_cmp(&a.weight().abs());
        b.settles().cmp(&a.settles()).then(weight)
    });
    Verdict { workload, brief, pin: pin(&known), proofs, evidence }
}

/// What speaks for one workload after the other.
#[derive(Default)]
pub(super) struct Scales<'a> {
    pub(super) proofs: Vec<Proof<'a>>,
    pub(super) evidence: Vec<Evidence<'a>>,
}

impl<'a> Scales<'a> {
    pub(super) fn of(known: &Knowledge<'a>) -> Self {
        let mut scales = Self::default();
        scales.load(known);
        scales
    }

    /// What comes out for a workload.
    pub(super) fn brief(&mut self, known: &Knowledge<'a>) -> Brief {
        self.load(known);
        weigh(known, &self.proofs, &self.evidence)
    }

    /// Takes what speaks for a workload in place of what lay here before.
    fn load(&mut self, known: &Knowledge<'a>) {
        self.proofs.clear();
        self.evidence.clear();
        constraint::collect(known, &mut self.proofs);
        signals::collect(known, &mut self.evidence);
    }
}

pub(super) fn weigh(
    known: &Knowledge<'_>,
    proofs: &[Proof<'_>],
    evidence: &[Evidence<'_>],
) -> Brief {
    let mut brief = conclude(evidence);
    if let Some(agent) = agent(known) {
        (brief.outcome, brief.confidence) = (Conclusion::Host, of_fact(agent.quality));
    } else if brief.outcome == Conclusion::Container && known.runs_code_of_others() {
        brief.outcome = Conclusion::ContainerInDedicatedVm;
    }
    let vm = |pin: &Pin| pin.kind.value == Declared::Vm;
    let pinned = pin(known).map(|pin| if vm(pin) { Conclusion::Vm } else { Conclusion::Container });
    if let Some(outcome) = pinned.or_else(|| demanded(known, proofs)) {
        (brief.outcome, brief.confidence) = (outcome, Confidence::Certain);
    }
    brief
}

/// How sure a verdict is that rests on one fact.
fn of_fact(quality: Quality) -> Confidence {
    match quality {
        Quality::Guess | Quality::Name => Confidence::Low,
        Quality::Image => Confidence::Medium,
        Quality::Derived | Quality::Declared => Confidence::High,
    }
}

fn pin<'a>(known: &Knowledge<'a>) -> Option<&'a Spanned<Pin>> {
    known.system.entry().nature.pin.as_ref()
}

/// What the evidence alone leads to.
pub fn conclude(evidence: &[Evidence<'_>]) -> Brief {
    let lines = evidence.iter().map(|line| (line.weight(), line.quality));
    if evidence.is_empty() { Brief::UNKNOWN } else { sum(lines) }
}

/// What lines of evidence lead to, each given as its weight and its quality; there is at least one.
pub(super) fn sum(lines: impl Iterator<Item = (f32, Quality)> + Clone) -> Brief {
    let score: f32 = lines.clone().map(|(weight, _)| weight).sum();
    let size = score.abs();
    let outcome = match score {
        _ if size < LOW => Conclusion::Either,
        score if score > 0.0 => Conclusion::Vm,
        _ => Conclusion::Container,
    };
    // High takes two lines that agree, one of which somebody wrote down.
    let agreeing = lines.filter(|(weight, _)| weight * score > 0.0);
    let fact = |(_, quality): (f32, Quality)| quality >= Quality::Derived;
    let confidence = match size {
        size if size > HIGH && agreeing.clone().any(fact) && agreeing.count() >= 2 => {
            Confidence::High
        }
        size if size > MEDIUM => Confidence::Medium,
        _ => Confidence::Low,
    };
    Brief { outcome, confidence, score }
}

/// What the constraints leave, if there are any.
fn demanded(known: &Knowledge<'_>, proofs: &[Proof<'_>]) -> Option<Conclusion> {
    let demands = |demand| proofs.iter().any(|proof| proof.constraint.requires == demand);
    let metal = demands(Requirement::Metal);
    let machine = metal || demands(Requirement::Machine);
    let container = demands(Requirement::Container);
    Some(match (machine, container, demands(Requirement::OwnKernel)) {
        (true, true, _) => Conclusion::Contradiction,
        (true, false, _) if metal && !is_tried_out(known.system) => Conclusion::Physical,
        (false, _, true) if container || known.is_oci => Conclusion::ContainerInDedicatedVm,
        (true, false, _) | (false, false, true) => Conclusion::Vm,
        (false, true, _) => Conclusion::Container,
        (false, false, false) => return None,
    })
}

/// True if it is there for learning or testing: a hypervisor for that may be nested.
fn is_tried_out(system: System<'_>) -> bool {
    let environment = system.entry().operation.environment.as_ref();
    environment.is_some_and(|environment| environment.value != Environment::Production)
}
