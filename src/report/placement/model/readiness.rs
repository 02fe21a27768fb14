//! How each host and workload is looked after: yes, no or unknown, and never a blank.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::item::Item;
use super::{Scope, numbered};
use crate::insight::{Answer, Aspect, Layer, is_overdue, last_restore, own_answer, own_jobs};
use crate::lab::{Backup, Job, List, System, Text};
use crate::source::Spanned;

/// How every host and workload is looked after.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Readiness<'a> {
    /// Every host and workload, in the order of the text.
    pub rows: Vec<SystemReadiness<'a>>,
    /// How many of each layer are looked after, from the bottom up.
    pub layers: Vec<Share>,
}

/// How one system is looked after.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SystemReadiness<'a> {
    /// The system, by its number.
    pub system: usize,
    /// The answers: backup, restore tested, monitored, logged, documented, owned.
    pub cells: [AspectAnswer<'a>; 6],
}

/// An answer, and what it rests on.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AspectAnswer<'a> {
    /// Whether it is so.
    pub answer: Answer,
    /// What it rests on; perhaps nothing.
    pub note: Cow<'a, str>,
}

/// How many systems of a layer are looked after.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Share {
    /// The layer.
    pub layer: Layer,
    /// How many systems it has.
    pub systems: usize,
    /// Of how many the answer is yes: backup, restore tested, monitored, logged, documented, owned.
    pub yes: [usize; 6],
}

impl Readiness<'_> {
    /// Of how many systems the answer to a question is this.
    pub fn count(&self, aspect: Aspect, answer: Answer) -> usize {
        let at = aspect as usize;
        self.rows.iter().filter(|row| row.cells[at].answer == answer).count()
    }
}

pub(super) fn of<'a>(scope: Scope<'a, '_>, items: &[Item<'a>]) -> Readiness<'a> {
    let ask = |(system, it): (usize, System<'a>)| SystemReadiness {
        system,
        cells: Aspect::ALL.map(|aspect| reply(scope, it, aspect)),
    };
    let rows: Vec<SystemReadiness<'a>> = numbered(scope.lab).map(ask).collect();
    let mut layers: BTreeMap<Layer, Share> = BTreeMap::new();
    for row in &rows {
        let layer = items[row.system].layer;
        let share = layers.entry(layer).or_insert(Share { layer, systems: 0, yes: [0; 6] });
        share.systems += 1;
        for (yes, reply) in share.yes.iter_mut().zip(&row.cells) {
            *yes += usize::from(reply.answer == Answer::Yes);
        }
    }
    Readiness { rows, layers: layers.into_values().collect() }
}

/// The answer to a question, given by the system itself or by one below it.
fn reply<'a>(scope: Scope<'a, '_>, system: System<'a>, aspect: Aspect) -> AspectAnswer<'a> {
    let Some(teller) = scope.checked.insight.coverage().said_by(system, aspect) else {
        return AspectAnswer { answer: Answer::Unknown, note: "".into() };
    };
    let mut answer = own_answer(teller, aspect);
    let mut note = note(teller, aspect);
    let days = scope.policy.thresholds.restore_test_days;
    let is_overdue = |tested| is_overdue(tested, scope.policy.as_of, days);
    if aspect == Aspect::RestoreTested && last_restore(teller).is_some_and(is_overdue) {
        answer = Answer::No;
        note = format!("last on {note}").into();
    }
    // Who answers for a machine is known by name.
    if teller != system && answer != Answer::Unknown && aspect != Aspect::Owned {
        note = ["with ", teller.name()].concat().into();
    }
    AspectAnswer { answer, note }
}

/// What the own answer of a system rests on.
fn note(system: System<'_>, aspect: Aspect) -> Cow<'_, str> {
    let operation = &system.entry().operation;
    let backup = operation.backup.as_ref().map(|backup| &backup.value);
    match (aspect, backup) {
        (Aspect::Backup, Some(Backup::None(reason))) => {
            reason.as_ref().map_or("on purpose", |reason| reason.as_str()).into()
        }
        (Aspect::Backup, _) => jobs(own_jobs(system)),
        (Aspect::RestoreTested, Some(Backup::None(_))) => "no backup".into(),
        (Aspect::RestoreTested, _) => {
            last_restore(system).map_or("".into(), |tested| tested.to_string().into())
        }
        (Aspect::Monitored, _) => system.monitored_by().map_or("".into(), named),
        (Aspect::Logged, _) => named(&operation.logs_to),
        (Aspect::Documented, _) => {
            operation.docs.as_ref().map_or("".into(), |docs| without_user(docs))
        }
        (Aspect::Owned, _) => system.owner().map_or("", |owner| owner.as_str()).into(),
    }
}

/// Where jobs write to, and how often they run.
fn jobs(jobs: &[Job]) -> Cow<'_, str> {
    let targets = row(jobs.iter().flat_map(|job| &job.to));
    let mut schedules: Vec<&str> =
        jobs.iter().filter_map(|job| Some(job.schedule.as_ref()?.as_str())).collect();
    schedules.dedup();
    if schedules.is_empty() {
        return targets;
    }
    format!("{targets}, {}", schedules.join(", ")).into()
}

/// What a list of names says.
fn named(names: &List<Spanned<Text>>) -> Cow<'_, str> {
    if names.is_stated() && names.is_empty() { "nothing".into() } else { row(names) }
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
