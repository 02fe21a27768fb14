//! The tables of a report. Every format for people prints these, so that all say the same.

use std::borrow::Cow;
use std::slice;

use super::{Answer, Gauge, Item, LabReport, Layer, Parent, PlaceContent};
use crate::finding::Level;
use crate::rules::words::{count, row};

mod coverage;
mod ends;
mod judgement;
mod machines;
mod security;

pub(super) use machines::notes;

/// A table with its title.
#[derive(Debug, Clone)]
pub struct Table<'a> {
    /// What it is about.
    pub title: &'static str,
    /// A name for links: lower-case ASCII letters and `-`.
    pub key: &'static str,
    /// What there is to know before one reads it.
    pub lead: String,
    /// The heads of its columns.
    pub head: Vec<&'static str>,
    /// Its rows, each with as many cells as there are heads; of a long table, perhaps the first.
    pub rows: Vec<Vec<Cell<'a>>>,
    /// How many rows it has in all.
    pub count: usize,
    /// What it says if there is no row.
    pub empty: &'static str,
}

/// A cell of a table.
#[derive(Debug, Clone)]
pub enum Cell<'a> {
    /// Text, in which names stand in backticks or as they are.
    Text(Cow<'a, str>),
    /// Something that is written just so: a rule, a digest.
    Code(Cow<'a, str>),
    /// A number.
    Number(usize),
    /// The system that the row is about, by its number.
    System(usize),
    /// Systems, by their numbers; none is shown as nothing.
    Systems(&'a [usize]),
    /// How much of something is taken.
    Gauge(Gauge),
    /// An answer, and what it rests on.
    Answer(Answer, &'a str),
    /// How much a finding matters.
    Level(Level),
    /// The layer of a system.
    Layer(Layer),
}

/// The table that goes with the map: every host and workload, in the order of the map. It has at most so
/// many rows.
pub fn systems<'a>(lab: &'a LabReport<'_>, most: usize) -> Table<'a> {
    let row = |at: usize| {
        let item = lab.system(at);
        let what = match &item.status {
            Some(status) => Cow::Owned(format!("{}, {status}", item.noun)),
            None => Cow::Borrowed(item.noun),
        };
        vec![
            Cell::System(at),
            Cell::Text(what),
            on(item),
            Cell::Layer(item.layer),
            Cell::text(item.does()),
            Cell::Text(found(lab, item).into()),
        ]
    };
    let places = lab.map.iter().filter_map(|place| match place.what {
        PlaceContent::System(at) => Some(row(at)),
        PlaceContent::Ground(_) => None,
    });
    Table {
        title: "Where everything runs",
        key: "map",
        lead: String::new(),
        head: vec!["system", "what", "runs on", "layer", "does", "found"],
        rows: places.take(most).collect(),
        count: lab.systems.len(),
        empty: "The inventory names no host and no workload.",
    }
}

/// All other tables, in the order they are read. None has more rows than that, whatever there is to tell.
pub fn tables<'a>(lab: &'a LabReport<'_>, most: usize) -> Vec<Table<'a>> {
    vec![
        coverage::layers(lab),
        judgement::decisions(lab, most),
        coverage::readiness(lab, most),
        coverage::shares(lab),
        machines::capacity(lab, most),
        machines::failures(lab, most),
        machines::recovery(lab, most),
        ends::calendar(lab, most),
        security::segments(lab),
        security::marks(lab, most),
        judgement::findings(lab, most),
        judgement::allowances(lab),
        judgement::inputs(lab),
        judgement::rules(lab),
    ]
}

/// What was found about a system, in few words.
pub fn found(lab: &LabReport<'_>, item: &Item<'_>) -> String {
    let of = |level| item.findings.iter().filter(|at| lab.findings[**at].level == level).count();
    let parts =
        [(of(Level::Error), "error"), (of(Level::Warning), "warning"), (of(Level::Info), "info")];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    row(&parts.map(|(number, noun)| count(number, noun)).collect::<Vec<_>>())
}

fn on<'a>(item: &'a Item<'_>) -> Cell<'a> {
    match &item.on {
        Parent::Nothing => Cell::text(""),
        Parent::System(below) => Cell::Systems(slice::from_ref(below)),
        Parent::Cluster(name) => Cell::Text(format!("{name} (cluster)").into()),
        Parent::Outside => Cell::text("outside the lab"),
        Parent::Unknown(name) => Cell::Text(format!("{name} (unknown)").into()),
    }
}

impl<'a> Cell<'a> {
    /// Text as it stands.
    pub fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
