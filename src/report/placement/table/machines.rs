//! How full machines are, what hangs on them, and the way back.

use super::{Cell, Table};
use crate::report::placement::{Failure, Item, LabReport, NewPlace, PowerUp, Usage};
use crate::rules::words::{count, row};

pub(super) fn capacity<'a>(lab: &'a LabReport<'_>, most: usize) -> Table<'a> {
    let row = |(at, _, usage): (usize, &Item<'_>, &Usage)| {
        let silent = usage.memory.unstated.max(usage.cores.unstated).max(usage.disk.unstated);
        vec![
            Cell::System(at),
            Cell::Gauge(usage.memory),
            Cell::Gauge(usage.cores),
            Cell::Gauge(usage.disk),
            Cell::Number(silent),
        ]
    };
    Table {
        title: "Capacity",
        key: "capacity",
        lead: "What is promised to guests: what VMs have, and what is reserved for containers; limits \
               promise nothing. Guests that are stopped or come and go count for disk only, and those \
               that do not say what they take for nothing."
            .to_owned(),
        head: vec!["machine", "memory", "cores", "disk", "guests that do not say"],
        rows: lab.machines().take(most).map(row).collect(),
        count: lab.machines().count(),
        empty: "There is no machine.",
    }
}

pub(super) fn failures<'a>(lab: &'a LabReport<'_>, most: usize) -> Table<'a> {
    let row = |failure: &'a Failure| {
        let hurt = failure.hurt.as_deref();
        vec![
            Cell::System(failure.host),
            Cell::Systems(&failure.gone),
            hurt.map_or(Cell::text("too many to count"), Cell::Systems),
            Cell::Text(restart(lab, failure).into()),
            Cell::Text(outcome(failure).into()),
        ]
    };
    Table {
        title: "When a host fails",
        key: "failures",
        lead: String::new(),
        head: vec!["host", "gone", "cannot work, or not fully", "starts elsewhere", "then"],
        rows: lab.failures.iter().take(most).map(row).collect(),
        count: lab.failures.len(),
        empty: "There is no host.",
    }
}

pub(super) fn recovery<'a>(lab: &'a LabReport<'_>, most: usize) -> Table<'a> {
    let recovery = &lab.recovery;
    let steps = (1..).zip(&recovery.steps);
    let starts =
        steps.flat_map(|(number, step)| step.systems.iter().map(move |it| (number, step, it)));
    let started = starts.map(|(number, step, start)| {
        vec![
            Cell::Number(number),
            Cell::System(start.system),
            Cell::Layer(step.layer),
            Cell::Systems(&start.after),
            Cell::Text(row(&notes(start)).into()),
        ]
    });
    let off = recovery.off.iter().map(|&off| {
        let layer = Cell::Layer(lab.system(off).layer);
        vec![Cell::text(""), Cell::System(off), layer, Cell::text(""), Cell::text("stays off")]
    });
    let lead = match recovery.circles.len() {
        0 => String::new(),
        circles => format!(
            "{} of systems that wait for each other: none of them can be the first.",
            count(circles, "circle")
        ),
    };
    Table {
        title: "After a power cut",
        key: "recovery",
        lead,
        head: vec!["step", "system", "layer", "after", "note"],
        rows: started.chain(off).take(most).collect(),
        count: recovery.steps.iter().map(|step| step.systems.len()).sum::<usize>()
            + recovery.off.len(),
        empty: "There is nothing to start.",
    }
}

/// What there is to know of the start of a system.
pub(in crate::report::placement) fn notes(start: &PowerUp) -> Vec<String> {
    let by_hand = start.by_hand.then(|| "by hand".to_owned());
    let circle = start.circle.map(|circle| format!("in circle {}", circle + 1));
    by_hand.into_iter().chain(circle).collect()
}

/// What is left once a host is gone, in words.
fn outcome(failure: &Failure) -> String {
    let rest = match failure.survived {
        Some(true) => "nothing is missing then",
        Some(false) => "something is missing",
        None => "unknown",
    };
    match failure.without_majority.as_slice() {
        [] => rest.to_owned(),
        [one] => format!("{one} has no majority left, so nothing starts again there"),
        many => format!("{} have no majority left, so nothing starts again there", row(many)),
    }
}

/// What becomes of what restarts, in words.
fn restart(lab: &LabReport<'_>, failure: &Failure) -> String {
    /// How many guests are told with their new host.
    const TOLD: usize = 4;
    let count = failure.restarts.len();
    let name = |at: usize| lab.system(at).name;
    let place = |place: &NewPlace| format!("{} on {}", name(place.guest), name(place.host));
    let mut places: Vec<String> = failure.places.iter().take(TOLD).map(place).collect();
    if failure.places.len() > TOLD {
        places.push(format!("{} more", failure.places.len() - TOLD));
    }
    let where_to = if places.is_empty() { String::new() } else { format!(": {}", row(&places)) };
    match failure.room {
        _ if count == 0 => "nothing".to_owned(),
        Some(true) => format!("{count}, there is room{where_to}"),
        Some(false) => format!("{count}, but there is no room for all{where_to}"),
        None => format!("{count}, if there is room{where_to}"),
    }
}
