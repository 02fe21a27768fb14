//! How a lab looks, in a sentence and a few numbers.

use std::fmt;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::Scope;
use super::decision::Decisions;
use super::item::{Item, Shape};
use super::readiness::Readiness;
use crate::finding::Level;
use crate::insight::{Answer, Aspect, Failure};
use crate::rules::words::{count, row};

/// How a lab looks.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LabSummary {
    /// In a sentence.
    pub sentence: String,
    /// In numbers.
    pub figures: Vec<Figure>,
    /// How many errors, warnings and infos are not allowed.
    pub findings: [usize; 3],
    /// How many findings are.
    pub allowed: usize,
    /// How many workloads there are.
    pub workloads: usize,
    /// How many hosts there are.
    pub hosts: usize,
}

/// A number that says much.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Figure {
    /// What it counts.
    pub name: &'static str,
    /// How much that is.
    #[schemars(with = "String")]
    pub value: FigureValue,
    /// What else there is to say.
    pub note: String,
    /// Whether that is good.
    pub mood: Mood,
}

/// How many there are, perhaps of how many. JSON has it in words, as in "24 of 64".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FigureValue {
    /// How many.
    pub count: usize,
    /// Of how many.
    pub of: Option<usize>,
}

impl fmt::Display for FigureValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.of {
            Some(all) => f.pad(&format!("{} of {all}", self.count)),
            None => self.count.fmt(f),
        }
    }
}

impl Serialize for FigureValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Whether a number is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mood {
    /// All is well.
    Good,
    /// Something is missing.
    Fair,
    /// Something is wrong.
    Bad,
    /// It is only a number.
    Plain,
}

pub(super) fn of(
    scope: Scope<'_, '_>,
    items: &[Item<'_>],
    decisions: Decisions<'_>,
    readiness: &Readiness<'_>,
    failures: &[Failure],
) -> LabSummary {
    let (mut findings, mut allowed) = ([0; 3], 0);
    for finding in &scope.checked.findings {
        match (finding.allowed, finding.level) {
            (Some(_), _) => allowed += 1,
            (None, Level::Error) => findings[0] += 1,
            (None, Level::Warning) => findings[1] += 1,
            (None, Level::Info) => findings[2] += 1,
        }
    }
    let hosts = items.iter().filter(|item| item.shape == Shape::Host).count();
    let mut figures = vec![plain("hosts", hosts)];
    figures.extend(shapes(items));
    figures.extend(in_vms(items));
    figures.push(fitting(decisions));
    figures.push(found(findings, allowed));
    for aspect in [Aspect::Backup, Aspect::Monitored, Aspect::Documented, Aspect::Owned] {
        figures.push(ready(readiness, aspect));
    }
    figures.extend(survived(failures));
    let (workloads, sentence) = (items.len() - hosts, sentence(scope, findings, items.len()));
    LabSummary { sentence, figures, findings, allowed, workloads, hosts }
}

fn sentence(scope: Scope<'_, '_>, [errors, warnings, infos]: [usize; 3], systems: usize) -> String {
    if !scope.lab.is_whole() {
        return "part of the inventory could not be read, so this is not the whole lab".to_owned();
    }
    let parts: Vec<String> = [(errors, "error"), (warnings, "warning")]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, noun)| count(number, noun))
        .collect();
    match (parts.is_empty(), infos) {
        _ if systems == 0 => "the inventory names no host and no workload".to_owned(),
        (false, _) => format!("{} to mend", row(&parts)),
        (true, 0) => "nothing to mend".to_owned(),
        (true, _) => format!("nothing to mend, {} worth knowing", count(infos, "thing")),
    }
}

fn plain(name: &'static str, number: usize) -> Figure {
    Figure {
        name,
        value: FigureValue { count: number, of: None },
        note: String::new(),
        mood: Mood::Plain,
    }
}

/// How many workloads there are of each shape that is there; VMs and containers always.
fn shapes(items: &[Item<'_>]) -> impl Iterator<Item = Figure> {
    let shapes: [(&'static str, &'static [Shape]); 4] = [
        ("VMs", &[Shape::Vm]),
        ("containers", &[Shape::SystemContainer, Shape::Container]),
        ("native services", &[Shape::Native]),
        ("undecided", &[Shape::Undecided]),
    ];
    let figures = shapes.into_iter().enumerate().filter_map(|(at, (name, shapes))| {
        let number = items.iter().filter(|item| shapes.contains(&item.shape)).count();
        (at < 2 || number > 0).then(|| plain(name, number))
    });
    figures.collect::<Vec<_>>().into_iter()
}

/// How many application containers run inside a VM, as the concept wants it.
fn in_vms(items: &[Item<'_>]) -> Option<Figure> {
    let containers = items.iter().filter(|item| item.shape == Shape::Container);
    let (inside, all) = (containers.clone().filter(|it| it.in_vm).count(), containers.count());
    (all > 0).then(|| share("containers in VMs", inside, all, String::new()))
}

fn fitting(decisions: Decisions<'_>) -> Figure {
    let declared: Vec<bool> = decisions.fits().flatten().collect();
    let (fit, all) = (declared.iter().filter(|fits| **fits).count(), declared.len());
    let undecided = decisions.len() - all;
    let note = if undecided > 0 { format!("{undecided} undeclared") } else { String::new() };
    share("where they belong", fit, all, note)
}

fn found([errors, warnings, infos]: [usize; 3], allowed: usize) -> Figure {
    let mood = match (errors, warnings) {
        (0, 0) => Mood::Good,
        (0, _) => Mood::Fair,
        _ => Mood::Bad,
    };
    let parts = [(errors, "error"), (warnings, "warning"), (infos, "info")];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    let mut parts: Vec<String> = parts.map(|(number, noun)| count(number, noun)).collect();
    if allowed > 0 {
        parts.push(format!("{allowed} allowed"));
    }
    let value = FigureValue { count: errors + warnings + infos, of: None };
    Figure { name: "findings", value, note: row(&parts), mood }
}

fn ready(readiness: &Readiness<'_>, aspect: Aspect) -> Figure {
    let [yes, unknown] = [Answer::Yes, Answer::Unknown].map(|it| readiness.count(aspect, it));
    let note = if unknown > 0 { format!("{unknown} unknown") } else { String::new() };
    share(aspect.name(), yes, readiness.rows.len(), note)
}

fn survived(failures: &[Failure]) -> Option<Figure> {
    let count = |survived| failures.iter().filter(|it| it.survived == survived).count();
    let (yes, unknown, all) = (count(Some(true)), count(None), failures.len());
    let note = if unknown > 0 { format!("{unknown} unknown") } else { String::new() };
    (all > 0).then(|| share("hosts that may fail", yes, all, note))
}

fn share(name: &'static str, some: usize, all: usize, note: String) -> Figure {
    let mood = match all {
        0 => Mood::Plain,
        _ if some == all => Mood::Good,
        _ => Mood::Fair,
    };
    Figure { name, value: FigureValue { count: some, of: Some(all) }, note, mood }
}
