//! Signals: what is weighed where nothing decides by itself.
//!
//! Each has a scale, which is all there is to tune: what can be seen, and what that is worth. Above zero
//! speaks for a VM, below for a container.

use super::known::{Fact, Knowledge};
use super::{Evidence, Quality, Value};
use crate::claim::Claim;
use crate::software::Product;
use crate::source::Span;

mod demands;
mod life;
mod machine;
mod purpose;

pub(super) use machine::MACHINE;

/// Something to be seen of a workload that speaks for one side.
#[derive(Debug)]
pub struct Signal {
    /// What it is called.
    pub name: &'static str,
    /// What it asks, in one line.
    pub about: &'static str,
    /// The thoughts of the concept pages it rests on.
    pub claims: &'static [Claim],
    /// What can be seen, and what each is worth.
    pub scale: &'static [Mark],
    seen: for<'a> fn(&Knowledge<'a>) -> Option<SignalMatch<'a>>,
}

/// A mark on the scale of a signal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// What can be seen.
    pub value: &'static str,
    /// What it is worth in full.
    pub points: f32,
    /// What it is worth in profile `strict`.
    pub strict: f32,
    /// The thought that says so.
    pub claim: Claim,
    /// The thought that says so in profile `strict`.
    pub strict_claim: Claim,
    /// What an owner writes to state it; empty where nothing short does.
    pub write: &'static str,
}

/// What was seen of a workload.
struct SignalMatch<'a> {
    mark: &'static Mark,
    shown: Value<'a>,
    quality: Quality,
    at: Span,
    product: Option<&'static Product>,
}

/// Every signal.
pub static SIGNALS: &[Signal] = &[
    purpose::ROLE,
    purpose::BUILD_AND_TEST,
    purpose::ARCHITECTURE,
    purpose::LEGACY,
    life::LIFETIME,
    life::SCALING,
    life::START_TIME,
    life::UPDATE_CADENCE,
    machine::PACKAGING,
    MACHINE,
    machine::OPERATING_SYSTEM,
    machine::OS_SERVICES,
    machine::KERNEL_CONTROL,
    machine::NETWORK_STACK,
    demands::HARDWARE,
    demands::SIZE,
    demands::STATE,
    demands::TRUST,
];

/// Collects everything that is to be weighed.
pub(super) fn collect<'a>(known: &Knowledge<'a>, evidence: &mut Vec<Evidence<'a>>) {
    for signal in SIGNALS {
        if let Some(SignalMatch { mark, shown, quality, at, product }) = (signal.seen)(known) {
            let (points, claim) = mark.worth(known.terms.strict);
            evidence.push(Evidence { signal, value: shown, points, quality, claim, at, product });
        }
    }
}

impl PartialEq for Signal {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Mark {
    /// What it is worth, and which thought says so.
    pub fn worth(self, strict: bool) -> (f32, Claim) {
        if strict { (self.strict, self.strict_claim) } else { (self.points, self.claim) }
    }
}

/// A mark that is worth the same in every profile.
const fn mark(value: &'static str, points: f32, claim: Claim) -> Mark {
    Mark { value, points, strict: points, claim, strict_claim: claim, write: "" }
}

impl Mark {
    const fn in_strict(self, strict: f32, strict_claim: Claim) -> Self {
        Self { strict, strict_claim, ..self }
    }

    const fn written(self, write: &'static str) -> Self {
        Self { write, ..self }
    }
}

/// A word of the inventory that was seen as it stands.
fn declared(mark: &'static Mark, at: Span) -> SignalMatch<'static> {
    let (shown, quality) = (Value::Word(mark.value), Quality::Declared);
    SignalMatch { mark, shown, quality, at, product: None }
}

/// Something that is known of a product.
fn known_of(mark: &'static Mark, found: Fact<&'static Product>) -> SignalMatch<'static> {
    let Fact { it: product, quality, at } = found;
    SignalMatch { mark, shown: Value::Word(mark.value), quality, at, product: Some(product) }
}
