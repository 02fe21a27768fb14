//! JSON: the plans for programs.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use super::{PlanFormat, PlanReport, View, name, words};
use crate::check::Checked;
use crate::finding::SystemId;
use crate::plan::PlacementPlan;
use crate::report::pretty;
use crate::secret::without;
use crate::source::{ColumnUnit, Sources, Span};

pub(super) const FORMAT: PlanFormat = PlanFormat {
    name: "json",
    endings: &["json"],
    about: "the plans as one JSON object, for programs",
    page: include_str!("json.md"),
    syntax: crate::report::Syntax::Json,
    write,
};

/// The plans of a run.
#[derive(Serialize, JsonSchema)]
pub struct PlanDocument<'a> {
    /// Grows when a key changes its meaning or goes.
    version: u32,
    labs: Vec<LabPlan<'a>>,
}

/// The plan of one lab.
#[derive(Serialize, JsonSchema)]
struct LabPlan<'a> {
    name: Option<Cow<'a, str>>,
    /// `nothing-to-do`, `optimal`, `feasible`, `infeasible` or `unknown`.
    status: &'static str,
    /// In the order of steps.
    moves: Vec<MoveRow<'a>>,
    /// How many guests have to move in any plan.
    moves_at_least: usize,
    /// The host of each guest afterwards.
    placement: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
    /// Guests for which there is no place.
    without_place: Vec<Cow<'a, str>>,
    /// Limits that cannot hold together. Without any one of them, the others can.
    conflict: Vec<ConflictRow<'a>>,
    /// What happens afterwards when each host fails whose guests are to be restarted.
    survives: Vec<SurvivalRow<'a>>,
}

/// One move.
#[derive(Serialize, JsonSchema)]
struct MoveRow<'a> {
    system: Cow<'a, str>,
    from: Cow<'a, str>,
    to: Cow<'a, str>,
    /// Moves of one step happen at the same time. The first is 1.
    step: usize,
    /// `live`, `offline` or `restart`.
    how: &'static str,
    /// The limits that it is for, by name.
    because: Vec<&'static str>,
}

/// A limit of a conflict.
#[derive(Serialize, JsonSchema)]
struct ConflictRow<'a> {
    limit: &'static str,
    text: String,
    at: FilePosition<'a>,
    /// True if everything has a place without this one alone.
    enough: bool,
}

/// A place in a file. Lines and columns count from 1, columns in code points.
#[derive(Serialize, JsonSchema)]
struct FilePosition<'a> {
    file: &'a str,
    line: usize,
    column: usize,
}

/// What happens when a host fails.
#[derive(Serialize, JsonSchema)]
struct SurvivalRow<'a> {
    host: Cow<'a, str>,
    /// The guests that are restarted, and where.
    restarts: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
    /// The guests with `ha` that find no place.
    left: Vec<Cow<'a, str>>,
}

fn write(report: &PlanReport<'_>, _: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let sources = &report.outcome.sources;
    let labs = report.plans.iter().map(|(checked, plan)| LabPlan::of(sources, checked, plan));
    pretty::write(out, &PlanDocument { version: 1, labs: labs.collect() })?;
    writeln!(out)
}

impl<'a> LabPlan<'a> {
    fn of(sources: &'a Sources, checked: &'a Checked, plan: &'a PlacementPlan) -> Self {
        let shown = |system: SystemId| without(name(checked, system));
        Self {
            name: checked.lab().name().map(|name| without(&name.value)),
            status: words::status(plan.status),
            moves: plan
                .moves
                .iter()
                .map(|it| MoveRow {
                    system: shown(it.guest),
                    from: shown(it.from),
                    to: shown(it.to),
                    step: it.step,
                    how: words::way(it.way),
                    because: it.because.clone(),
                })
                .collect(),
            moves_at_least: plan.moves_at_least,
            placement: plan.placement.iter().map(|(it, host)| (shown(*it), shown(*host))).collect(),
            without_place: plan.without_place.iter().map(|guest| shown(*guest)).collect(),
            conflict: plan
                .conflict
                .iter()
                .map(|part| ConflictRow {
                    limit: part.limit.kind.name(),
                    text: words::limit(checked, &part.limit.kind),
                    at: FilePosition::of(sources, part.limit.at),
                    enough: part.is_cure,
                })
                .collect(),
            survives: plan
                .survives
                .iter()
                .map(|refuge| SurvivalRow {
                    host: shown(refuge.host),
                    restarts: refuge
                        .restarts
                        .iter()
                        .map(|(guest, host)| (shown(*guest), shown(*host)))
                        .collect(),
                    left: refuge.left.iter().map(|guest| shown(*guest)).collect(),
                })
                .collect(),
        }
    }
}

impl<'a> FilePosition<'a> {
    fn of(sources: &'a Sources, at: Span) -> Self {
        let source = sources.of(at);
        let start = source.position(source.bytes(at).start, ColumnUnit::CodePoint);
        Self { file: source.path(), line: start.line, column: start.column }
    }
}
