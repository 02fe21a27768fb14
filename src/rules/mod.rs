//! Every rule: what a lab should not look like, and why. A folder a family, a file and a page a rule.

use crate::claim::Claim;
use crate::finding::Findings;
use crate::insight::{Graph, Insight, Loads};
use crate::lab::{Lab, Profile};
use crate::policy::{Levels, Policy};
use crate::verdict::Verdicts;

pub mod authority;
mod capacity;
mod group;
mod inventory;
mod layering;
mod network;
mod operations;
mod placement;
mod resilience;
mod security;
pub(crate) mod words;

pub use authority::Authority;

/// One rule. Its page, in the file beside it, is its documentation and its test.
#[derive(Debug)]
pub struct Rule {
    /// What findings, policies and allowances call it.
    pub name: &'static str,
    /// How much its findings matter, profile by profile.
    pub level: Levels,
    /// The thoughts of the concept pages that it enforces.
    pub claims: &'static [Claim],
    /// The public sources that it rests on.
    pub sources: &'static [Authority],
    /// Its page, Markdown.
    pub page: &'static str,
    /// Looks at the whole lab and reports.
    pub check: fn(&Case, &mut Findings),
}

/// A family of rules.
pub struct Family {
    /// What it is called; its rules are in the folder of that name.
    pub name: &'static str,
    /// What its rules look at.
    pub about: &'static str,
    /// Its rules. They look at the lab, each by itself, in any order.
    pub rules: &'static [Rule],
    /// Rules that look at what all others found, and so come after them.
    pub last: &'static [Rule],
}

/// What a rule looks at.
pub struct Case<'a> {
    /// What is known of the lab.
    pub insight: &'a Insight,
    /// The lab.
    pub lab: &'a Lab,
    /// The policy that holds for it.
    pub policy: &'a Policy<'a>,
    /// Where each of its workloads belongs.
    pub verdicts: &'a Verdicts,
}

/// Every family, in the order they are listed.
pub static FAMILIES: &[Family] = &[
    layering::FAMILY,
    placement::FAMILY,
    capacity::FAMILY,
    resilience::FAMILY,
    security::FAMILY,
    network::FAMILY,
    operations::FAMILY,
    inventory::FAMILY,
];

/// Every rule, in the order they are listed.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(Family::all)
}

/// The rule of a name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.name == name)
}

impl<'a> Case<'a> {
    /// A lab with what is needed to judge it.
    pub fn new(insight: &'a Insight, policy: &'a Policy<'a>) -> Self {
        Self { insight, lab: insight.lab(), policy, verdicts: insight.verdicts() }
    }

    /// True if the concept counts as policy.
    fn is_strict(&self) -> bool {
        self.policy.profile == Profile::Strict
    }

    /// Who needs whom.
    fn graph(&self) -> &'a Graph {
        self.insight.graph()
    }

    /// What the guests of each machine take.
    fn loads(&self) -> &'a Loads {
        self.insight.loads()
    }
}

impl Family {
    /// Its rules, those that come last included.
    pub fn all(&self) -> impl Iterator<Item = &'static Rule> + use<> {
        self.rules.iter().chain(self.last)
    }
}

impl Rule {
    /// What it says, in one sentence: the first of its page.
    pub fn about(&self) -> &'static str {
        let text = self.page.split_once("\n\n").map_or(self.page, |(_, text)| text);
        text.split("\n\n").next().unwrap_or_default()
    }

    /// The family it belongs to.
    pub fn family(&self) -> &'static Family {
        let own = |family: &&Family| family.all().any(|rule| rule.name == self.name);
        FAMILIES.iter().find(own).expect("every rule is in a family")
    }
}
