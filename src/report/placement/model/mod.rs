//! Everything a placement report says, as plain data. Systems are meant by their number in `systems`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::{Checked, Outcome};
use crate::lab::{Lab, System};
use crate::policy::{Policy, Settings};
use crate::source::Sources;

mod capacity;
mod decision;
mod ending;
mod finding;
mod input;
mod item;
mod layer;
mod map;
mod readiness;
mod security;
mod summary;

pub use crate::insight::{Answer, Aspect, Failure, Layer, NewPlace, PowerUp, Recovery};
pub use capacity::{Fullness, Gauge, GaugeUnit, Usage};
pub use decision::{Change, Decision, Decisions};
pub use ending::{Ending, EndingState};
pub use finding::{ReportedAllowance, ReportedFinding, RuleRow, SourceLocation};
use input::Digests;
pub use input::Input;
pub use item::{Item, Parent, Shape};
pub use layer::LayerRow;
pub use map::{DEEPEST, Ground, Place, PlaceContent};
pub use readiness::{AspectAnswer, Readiness, Share, SystemReadiness};
pub use security::{Notable, Security, Segment};
pub use summary::{Figure, FigureValue, LabSummary, Mood};

/// The version of the machine-readable form. It grows when a key changes its meaning or goes.
pub const VERSION: u32 = 1;

/// Where everything in a lab runs, whether it belongs there, and what hangs on it. A system is meant by its
/// number in `systems`, counted from 0.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Report<'a> {
    /// The version of this form. It grows when a key changes its meaning or goes.
    #[schemars(extend("const" = VERSION))]
    pub version: u32,
    /// The version of labctl that made it.
    pub labctl: &'static str,
    /// The day that dates are measured against, as 2027-06-30.
    pub as_of: String,
    /// What was read, as 16 hexadecimal digits: the same for the same text.
    #[schemars(regex(pattern = "^[0-9a-f]{16}$"))]
    pub digest: String,
    /// Each lab.
    pub labs: Vec<LabReport<'a>>,
}

/// What a report says of one lab.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LabReport<'a> {
    /// What it is called.
    pub name: Option<&'a str>,
    /// False if part of the inventory could not be read.
    pub whole: bool,
    /// How it looks in a sentence and a few numbers.
    pub summary: LabSummary,
    /// Every host and workload, in the order of the text.
    pub systems: Vec<Item<'a>>,
    /// The map: every host and workload once, each directly followed by what runs on it.
    pub map: Vec<Place<'a>>,
    /// The layers that are there, from the bottom up.
    pub layers: Vec<LayerRow<'a>>,
    /// Where each workload belongs, in the order of the text.
    #[schemars(with = "Vec<Decision>")]
    pub decisions: Decisions<'a>,
    /// How each host and workload is looked after.
    pub readiness: Readiness<'a>,
    /// What happens when each host fails.
    pub failures: &'a [Failure],
    /// In which order everything comes back after a power cut.
    pub recovery: &'a Recovery,
    /// What gets its last updates when, the first day first.
    pub ends: Vec<Ending<'a>>,
    /// What matters for security.
    pub security: Security<'a>,
    /// What is wrong, the worst first; what is allowed is among it.
    pub findings: Vec<ReportedFinding<'a>>,
    /// What is allowed, and why.
    pub allowances: Vec<ReportedAllowance<'a>>,
    /// The files that were read.
    pub inputs: Vec<Input<'a>>,
    /// The rules that ran.
    pub rules: Vec<RuleRow>,
}

/// What everything in a report is worked out from.
#[derive(Clone, Copy)]
struct Scope<'a, 'p> {
    sources: &'a Sources,
    digests: &'p Digests,
    checked: &'a Checked,
    lab: &'a Lab,
    policy: &'p Policy<'p>,
}

impl<'a> Report<'a> {
    /// The report on the outcome of a run with these settings.
    pub fn of(outcome: &'a Outcome, settings: &Settings) -> Self {
        let mut anchors = item::Anchors::default();
        let digests = Digests::of(&outcome.sources);
        let labs = outcome.labs.iter().map(|checked| {
            let lab = &checked.lab();
            let policy = Policy::of(lab, settings);
            let (sources, policy, digests) = (&outcome.sources, &policy, &digests);
            let scope = Scope { sources, digests, checked, lab, policy };
            LabReport::of(scope, &mut anchors)
        });
        Self {
            version: VERSION,
            labctl: env!("CARGO_PKG_VERSION"),
            as_of: settings.as_of.to_string(),
            labs: labs.collect(),
            digest: digests.together(&outcome.sources),
        }
    }
}

impl<'a> LabReport<'a> {
    fn of(scope: Scope<'a, '_>, anchors: &mut item::Anchors<'a>) -> Self {
        let map = map::of(scope.lab);
        let findings = finding::all(scope);
        let systems = item::all(scope, &map, &findings, anchors);
        let decisions = Decisions::of(scope);
        let readiness = readiness::of(scope, &systems);
        let failures = scope.checked.insight.failures();
        let summary = summary::of(scope, &systems, decisions, &readiness, failures);
        Self {
            name: scope.lab.name().map(|name| name.as_str()),
            whole: scope.lab.is_whole(),
            summary,
            layers: layer::rows(&systems),
            recovery: scope.checked.insight.recovery(),
            ends: ending::all(scope),
            security: security::of(&scope.checked.insight),
            allowances: finding::grants(scope, &findings),
            rules: finding::rules_run(scope.policy, &findings),
            inputs: input::all(scope),
            systems,
            map,
            decisions,
            readiness,
            failures,
            findings,
        }
    }

    /// A system of the report.
    pub fn system(&self, number: usize) -> &Item<'a> {
        &self.systems[number]
    }

    /// What it is called, or what to call it.
    pub fn title(&self) -> &'a str {
        self.name.unwrap_or("the lab")
    }

    /// The hosts and workloads that others run on, or could.
    pub fn machines(&self) -> impl Iterator<Item = (usize, &Item<'a>, &Usage)> {
        let systems = self.systems.iter().enumerate();
        systems.filter_map(|(at, system)| Some((at, system, system.usage.as_ref()?)))
    }
}

/// Every system of a lab with its number.
fn numbered(lab: &Lab) -> impl Iterator<Item = (usize, System<'_>)> {
    lab.systems().map(|system| (system.id(), system))
}
