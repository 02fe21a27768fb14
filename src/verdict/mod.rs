//! Verdicts: whether a workload belongs in a VM or in a container, how sure that is, and why.
//!
//! First come the [`CONSTRAINTS`](crate::verdict::CONSTRAINTS), which decide by themselves; then the [`SIGNALS`](crate::verdict::SIGNALS), which are weighed. What
//! the owner declared a workload to be is no evidence for itself, and a name is never a fact.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::claim::Claim;
use crate::lab::{Bytes, Lab, Pin, System, SystemContainers, Workload};
use crate::parallel::map_in_parallel;
use crate::software::{Product, Role};
use crate::source::{Span, Spanned};

mod agent;
pub(crate) mod constraint;
mod flip;
mod known;
mod reading;
mod signals;
mod system;
mod weigh;

pub use constraint::{CONSTRAINTS, Constraint, Requirement};
pub use flip::Flip;
use known::{Knowledge, Meanings};
pub use signals::{Mark, SIGNALS, Signal};
pub use system::{OsFamily, family_of};
use weigh::Scales;
pub use weigh::conclude;

/// The page that says how a verdict comes about.
pub const PAGE: &str = include_str!("verdict.md");

/// Where a workload belongs, and why.
#[derive(Debug, Clone)]
pub struct Verdict<'a> {
    /// The workload.
    pub workload: Workload<'a>,
    /// What came out.
    pub brief: Brief,
    /// The owner's own decision, which ends the discussion.
    pub pin: Option<&'a Spanned<Pin>>,
    /// What decides by itself.
    pub proofs: Vec<Proof<'a>>,
    /// What is weighed.
    pub evidence: Vec<Evidence<'a>>,
}

/// What came out, without the reasons.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brief {
    /// Where the workload belongs.
    pub outcome: Conclusion,
    /// How sure that is.
    pub confidence: Confidence,
    /// The sum of the evidence: above zero for a VM, below for a container.
    pub score: f32,
}

/// Where a workload belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Conclusion {
    /// In a virtual machine.
    Vm,
    /// In a container, which as a rule runs in a virtual machine.
    Container,
    /// In a container, in a virtual machine that nobody else uses.
    ContainerInDedicatedVm,
    /// On a machine of its own.
    Physical,
    /// With the machine that it watches or serves, in whichever way.
    Host,
    /// Both can be defended.
    Either,
    /// What it needs excludes both.
    Contradiction,
    /// Nothing is known of it.
    Unknown,
}

/// How sure a verdict is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// A first guess.
    Low,
    /// More likely than not; no reason to change a running system.
    Medium,
    /// Clear, from things that were written down.
    High,
    /// Anything else does not work, or the owner decided.
    Certain,
}

/// How good a piece of evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Quality {
    /// Taken for granted where nothing is said.
    Guess,
    /// Read from a name, or from a word in a sentence.
    Name,
    /// Knowledge of a container image or an operating system.
    Image,
    /// Follows from what is configured.
    Derived,
    /// Said in so many words.
    Declared,
}

/// One line of evidence.
#[derive(Debug, Clone)]
pub struct Evidence<'a> {
    /// What was looked at.
    pub signal: &'static Signal,
    /// What was seen.
    pub value: Value<'a>,
    /// What that is worth in full: above zero for a VM, below for a container.
    pub points: f32,
    /// How good the evidence is.
    pub quality: Quality,
    /// The thought that says so.
    pub claim: Claim,
    /// Where it was read.
    pub at: Span,
    /// The product it is known of.
    pub product: Option<&'static Product>,
}

/// What was seen of a workload.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// A word of the inventory, or of ours.
    Word(&'a str),
    /// The user's word, and what it counts as.
    CountsAs(&'a str, &'static str),
    /// An amount of memory.
    Memory(Bytes),
}

/// A reason that decides by itself.
#[derive(Debug, Clone)]
pub struct Proof<'a> {
    /// The constraint that holds.
    pub constraint: &'static Constraint,
    /// Why it holds: a clause that goes on from the workload's name.
    pub reason: Cow<'a, str>,
    /// Where that is written.
    pub at: Span,
    /// The product it is known of.
    pub product: Option<&'static Product>,
}

/// What is taken into account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Criteria {
    /// Whether the concept is policy, so that infrastructure belongs in VMs.
    pub strict: bool,
    /// Whether knowledge of software counts.
    pub software: bool,
    /// Whether names and sentences are read.
    pub names: bool,
    /// What system containers count as.
    pub system_containers: SystemContainers,
}

impl Default for Criteria {
    fn default() -> Self {
        Self {
            strict: false,
            software: true,
            names: true,
            system_containers: SystemContainers::Guest,
        }
    }
}

/// What is known of a system besides what it says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Classification {
    /// What it does: stated, or known of its product, or read from its name.
    pub role: Option<Role>,
    /// How well its role is known.
    pub sure: Option<Quality>,
    /// The product it is.
    pub product: Option<&'static Product>,
    /// How well its product is known.
    pub product_sure: Option<Quality>,
}

/// What is known of the systems of a lab, and where its workloads belong.
#[derive(Debug)]
pub struct Verdicts {
    terms: Criteria,
    briefs: Vec<Brief>,
    natures: Vec<Classification>,
}

/// Judges one workload.
pub fn judge(workload: Workload<'_>, terms: Criteria) -> Verdict<'_> {
    weigh::judge(workload, terms)
}

/// The parts in which a large lab is judged.
const PARTS: usize = 2;

impl Verdicts {
    /// Judges every workload of a lab.
    pub fn of(lab: &Lab, terms: Criteria) -> Self {
        let systems: Vec<System<'_>> = lab.systems().collect();
        let part = systems.len().div_ceil(PARTS).max(1);
        let parts: Vec<&[System<'_>]> = systems.chunks(part).collect();
        let judged = map_in_parallel(&parts, systems.len(), |part| {
            let (mut meanings, mut scales) = (Meanings::default(), Scales::default());
            let of_each = part.iter().copied().map(|system| {
                let known = Knowledge::of(system, terms, &mut meanings);
                let workload = system.as_workload();
                (workload.map_or(Brief::UNKNOWN, |_| scales.brief(&known)), known.classification())
            });
            of_each.collect::<Vec<_>>()
        });
        let (briefs, natures) = judged.into_iter().flatten().unzip();
        Self { terms, briefs, natures }
    }

    /// What is taken into account.
    pub fn terms(&self) -> Criteria {
        self.terms
    }

    /// What is known of a system besides what it says of itself.
    pub fn nature(&self, system: System<'_>) -> Classification {
        self.natures[system.id()]
    }

    /// What came out for a workload.
    pub fn brief(&self, workload: Workload<'_>) -> Brief {
        self.briefs[workload.id()]
    }

    /// The whole verdict on a workload, with its evidence.
    pub fn explain<'a>(&self, workload: Workload<'a>) -> Verdict<'a> {
        judge(workload, self.terms)
    }

    /// The smallest changes that would lead to another verdict.
    pub fn flips(&self, verdict: &Verdict<'_>) -> Vec<Flip> {
        flip::flips(verdict, self.terms)
    }
}

impl Brief {
    /// Nothing is known.
    pub const UNKNOWN: Self =
        Self { outcome: Conclusion::Unknown, confidence: Confidence::Low, score: 0.0 };
}

impl Evidence<'_> {
    /// What it is worth, its quality considered.
    pub fn weight(&self) -> f32 {
        self.points * self.quality.factor()
    }

    /// True if it settles the matter, whatever the rest weighs: it says that the workload is an agent.
    pub fn settles(&self) -> bool {
        *self.signal == signals::MACHINE
    }
}

impl Confidence {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Certain => "certain",
        }
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::CountsAs(word, what) => write!(f, "{word} ({what})"),
            Self::Memory(bytes) => bytes.fmt(f),
        }
    }
}

impl Quality {
    /// What a line of this quality counts for.
    pub fn factor(self) -> f32 {
        match self {
            Self::Declared => 1.0,
            Self::Derived => 0.9,
            Self::Image => 0.8,
            Self::Name => 0.5,
            Self::Guess => 0.3,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Declared => "declared",
            Self::Derived => "derived",
            Self::Image => "image",
            Self::Name => "name",
            Self::Guess => "guess",
        }
    }
}

impl Conclusion {
    /// Its name in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Vm => "vm",
            Self::Container => "container",
            Self::ContainerInDedicatedVm => "container-in-dedicated-vm",
            Self::Physical => "physical",
            Self::Host => "host",
            Self::Either => "either",
            Self::Contradiction => "contradiction",
            Self::Unknown => "unknown",
        }
    }

    /// What it is called in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Vm => "VM",
            Self::ContainerInDedicatedVm => "container in a VM of its own",
            Self::Physical => "physical machine",
            Self::Host => "the machine itself",
            other => other.name(),
        }
    }

    /// True if a VM agrees with it.
    pub fn allows_vm(self) -> bool {
        !matches!(self, Self::Container | Self::Contradiction)
    }

    /// True if a container agrees with it.
    pub fn allows_container(self) -> bool {
        !matches!(self, Self::Vm | Self::Physical | Self::Contradiction)
    }
}

impl fmt::Display for Conclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words())
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
