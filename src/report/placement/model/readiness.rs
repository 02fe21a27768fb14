//! How each host and workload is looked after: yes, no or unknown, and never a blank.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::item::{Item, On};
use super::{Scope, numbered};
use crate::insight::Layer;
use crate::lab::{Backup, Date, Job, Lab, List, System, Text};
use crate::source::Spanned;

/// How every host and workload is looked after.
#[derive(Debug, Clone, Serialize)]
pub struct Readiness<'a> {
    /// Every host and workload, in the order of the text.
    pub rows: Vec<Ready<'a>>,
    /// How many of each layer are looked after, from the bottom up.
    pub layers: Vec<Share>,
}

/// How one system is looked after.
#[derive(Debug, Clone, Serialize)]
pub struct Ready<'a> {
    /// The system, by its number.
    pub system: usize,
    /// One answer for each of [`Aspect::ALL`], in that order.
    pub cells: [Cell<'a>; 6],
}

/// An answer, and what it rests on.
#[derive(Debug, Clone, Serialize)]
pub struct Cell<'a> {
    /// Whether it is so.
    pub answer: Answer,
    /// What it rests on; perhaps nothing.
    pub note: Cow<'a, str>,
}

/// Whether something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It is.
    Yes,
    /// It is not, and the inventory says so.
    No,
    /// Nobody said.
    Unknown,
}

/// What is asked of each system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// Is there a backup of it?
    Backup,
    /// Was it restored, not too long ago?
    RestoreTested,
    /// Does something watch it?
    Monitored,
    /// Do its logs go somewhere?
    Logged,
    /// Is it documented?
    Documented,
    /// Does somebody answer for it?
    Owned,
}

/// How many systems of a layer are looked after.
#[derive(Debug, Clone, Serialize)]
pub struct Share {
    /// The layer.
    pub layer: Layer,
    /// How many systems it has.
    pub systems: usize,
    /// Of how many the answer is yes, for each of [`Aspect::ALL`].
    pub yes: [usize; 6],
}

impl Aspect {
    /// Every question, in the order they are asked.
    pub const ALL: [Self; 6] = [
        Self::Backup,
        Self::RestoreTested,
        Self::Monitored,
        Self::Logged,
        Self::Documented,
        Self::Owned,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Backup => "backup",
            Self::RestoreTested => "restore tested",
            Self::Monitored => "monitored",
            Self::Logged => "logged",
            Self::Documented => "documented",
            Self::Owned => "owned",
        }
    }
}

impl Answer {
    /// Its word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

impl Readiness<'_> {
    /// Of how many systems the answer to a question is this.
    pub fn count(&self, aspect: Aspect, answer: Answer) -> usize {
        let at = aspect as usize;
        self.rows.iter().filter(|row| row.cells[at].answer == answer).count()
    }
}

pub(super) fn of<'a>(scope: Scope<'a, '_>, items: &[Item<'a>]) -> Readiness<'a> {
    let ask = |(at, system)| Ready { system: at, cells: cells(scope, system, &items[at]) };
    let mut rows: Vec<Ready<'a>> = numbered(scope.lab).map(ask).collect();
    take_over(scope.lab, items, &mut rows);
    let mut layers: BTreeMap<Layer, Share> = BTreeMap::new();
    for row in &rows {
        let layer = items[row.system].layer;
        let share = layers.entry(layer).or_insert(Share { layer, systems: 0, yes: [0; 6] });
        share.systems += 1;
        for (yes, cell) in share.yes.iter_mut().zip(&row.cells) {
            *yes += usize::from(cell.answer == Answer::Yes);
        }
    }
    Readiness { rows, layers: layers.into_values().collect() }
}

fn cells<'a>(scope: Scope<'a, '_>, system: System<'a>, item: &Item<'a>) -> [Cell<'a>; 6] {
    let care = &system.entry().operation;
    let backup = care.backup.as_ref().map(|backup| &backup.value);
    let owner = item.owner.map_or(Cell::UNKNOWN, Cell::yes);
    let docs = care.docs.as_ref().map_or(Cell::UNKNOWN, |docs| Cell::yes(without_user(docs)));
    [
        backed_up(backup),
        restored(backup, scope.policy.as_of, scope.policy.thresholds.restore_test_days),
        system.monitored_by().map_or(Cell::UNKNOWN, named),
        named(&care.logs_to),
        docs,
        owner,
    ]
}

/// What is said of a machine goes for what runs on it, at whatever depth, until something else is said there:
/// a backup takes guests along, and who watches or describes a machine knows them. The rules see it so too.
fn take_over(lab: &Lab, items: &[Item<'_>], rows: &mut [Ready<'_>]) {
    let mut taken = vec![[false; 6]; rows.len()];
    for at in lab.from_the_ground().map(System::id) {
        let On::System(below) = items[at].on else { continue };
        let mut said = rows[at].cells.each_ref().map(|cell| cell.answer != Answer::Unknown);
        // Who has a backup of its own is not restored with another.
        said[Aspect::RestoreTested as usize] = said[Aspect::Backup as usize];
        for (aspect, _) in said.into_iter().enumerate().filter(|(_, said)| !said) {
            let Cell { answer, note } = &rows[below].cells[aspect];
            let (answer, note) = match answer {
                Answer::Unknown => continue,
                _ if taken[below][aspect] => (*answer, note.clone()),
                _ => (*answer, Cow::Owned(["with ", items[below].name].concat())),
            };
            rows[at].cells[aspect] = Cell { answer, note };
            taken[at][aspect] = true;
        }
    }
}

fn backed_up(backup: Option<&Backup>) -> Cell<'_> {
    match backup {
        None => Cell::UNKNOWN,
        Some(Backup::None(reason)) => {
            Cell::no(reason.as_ref().map_or("on purpose", |reason| reason.as_str()))
        }
        Some(Backup::Jobs(jobs)) => Cell::yes(row(jobs.iter().flat_map(|job| &job.to))),
    }
}

fn restored(backup: Option<&Backup>, as_of: Date, days: u32) -> Cell<'static> {
    let Some(Backup::Jobs(jobs)) = backup else {
        // What is not backed up cannot be restored.
        return backup.map_or(Cell::UNKNOWN, |_| Cell::no("no backup"));
    };
    let newest = jobs.iter().filter_map(|job: &Job| Some(job.restore_tested.as_ref()?.value)).max();
    let Some(newest) = newest else { return Cell::UNKNOWN };
    let oldest = as_of.saturating_sub(jiff::Span::new().days(i64::from(days).min(1_000_000)));
    if newest < oldest {
        return Cell { answer: Answer::No, note: format!("last on {newest}").into() };
    }
    Cell::yes(newest.to_string())
}

/// What a list of names says: an empty one says no.
fn named(names: &List<Spanned<Text>>) -> Cell<'_> {
    match (names.is_stated(), names.is_empty()) {
        (false, _) => Cell::UNKNOWN,
        (true, true) => Cell::no("nothing"),
        (true, false) => Cell::yes(row(names)),
    }
}

fn row<'a>(names: impl IntoIterator<Item = &'a Spanned<Text>>) -> Cow<'a, str> {
    let mut names = names.into_iter().map(|name| name.as_str()).peekable();
    let first = names.next().unwrap_or_default();
    if names.peek().is_none() {
        return first.into();
    }
    names.fold(first.to_owned(), |row, name| row + ", " + name).into()
}

/// An address without the user and password that may stand in it.
fn without_user(address: &str) -> Cow<'_, str> {
    let Some((scheme, rest)) = address.split_once("://") else { return address.into() };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match host.rfind('@') {
        Some(at) => format!("{scheme}://{}", &rest[at + 1..]).into(),
        None => address.into(),
    }
}

impl<'a> Cell<'a> {
    const UNKNOWN: Self = Self { answer: Answer::Unknown, note: Cow::Borrowed("") };

    fn yes(note: impl Into<Cow<'a, str>>) -> Self {
        Self { answer: Answer::Yes, note: note.into() }
    }

    fn no(note: &'a str) -> Self {
        Self { answer: Answer::No, note: note.into() }
    }
}
