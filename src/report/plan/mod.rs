//! The formats of `labctl plan`: each a name, a line of help, a page, and a function.

use std::io;

use super::View;
use crate::check::{Checked, Outcome};
use crate::finding::SystemId;
use crate::plan::PlacementPlan;

mod json;
mod markdown;
mod mermaid;
mod pve_rules;
mod script;
mod terminal;
mod words;

pub use json::PlanDocument;

/// The plans of a run.
pub struct PlanReport<'a> {
    /// What was checked.
    pub outcome: &'a Outcome,
    /// The plan of each lab.
    pub plans: Vec<(&'a Checked, PlacementPlan)>,
}

/// One format of `labctl plan`.
pub type PlanFormat =
    super::Format<fn(&PlanReport<'_>, &View, &mut dyn io::Write) -> io::Result<()>>;

/// Every format; the first is the default.
pub static FORMATS: &[PlanFormat] = &[
    terminal::FORMAT,
    markdown::FORMAT,
    mermaid::FORMAT,
    script::FORMAT,
    pve_rules::FORMAT,
    json::FORMAT,
];

/// The name of a system.
fn name(checked: &Checked, system: SystemId) -> &str {
    checked.lab().system_at(system.index()).name()
}
