//! What the user says about the checking itself: the policy, and allowances.

use super::entry::Text;
use super::list::List;
use super::stated::Stated;
use super::units::Date;
use super::words::{Profile, Severity, SystemContainers};
use crate::finding::Subject;
use crate::source::{Span, Spanned};

/// A policy as one file states it. Where two files state the same thing, the one read later counts.
#[derive(Debug, Clone, Default)]
pub struct Statement {
    /// Where it is written.
    pub at: Span,
    /// How strict to be.
    pub profile: Stated<Profile>,
    /// Other levels for single rules.
    pub rules: Vec<(Spanned<Text>, Spanned<Severity>)>,
    /// Thresholds.
    pub limits: Limits,
    /// What system containers count as.
    pub system_containers: Stated<SystemContainers>,
}

/// The thresholds that rules measure against, as far as they are stated.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// How many layers a workload may have, from itself down to the host.
    pub max_depth: Stated<u32>,
    /// How many virtual processors a physical core may carry.
    pub vcpu_per_core: Stated<f64>,
    /// How much memory guests may be promised, as a multiple of what there is.
    pub memory_overcommit: Stated<f64>,
    /// How much thin storage may be promised, as a multiple of what there is.
    pub thin_ratio: Stated<f64>,
    /// From how many dependents on a system counts as critical.
    pub critical_dependents: Stated<u32>,
    /// After how many days a tested restore has to be tested again.
    pub restore_test_days: Stated<u32>,
    /// How many containers may be managed by hand.
    pub manual_containers: Stated<u32>,
}

/// What an allowance covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cover {
    /// The whole lab.
    Lab,
    /// Everything written in a section of a file.
    Section(Span),
    /// One thing, and what runs on it.
    Thing(Subject),
    /// The things of these names, and what runs on them.
    Named(List<Spanned<Text>>),
}

/// An exception from a rule, with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// Where it is written.
    pub at: Span,
    /// The rule.
    pub rule: Spanned<Text>,
    /// Why the exception is made.
    pub reason: Stated<Text>,
    /// The last day it holds.
    pub until: Stated<Date>,
    /// What it covers.
    pub cover: Cover,
}
