//! When what the lab runs gets its last updates.

use super::{Cell, Table};
use crate::report::placement::{Ending, LabReport};

pub(super) fn calendar<'a>(lab: &'a LabReport<'_>, most: usize) -> Table<'a> {
    let row = |ending: &'a Ending<'_>| {
        let who = if ending.clusters.is_empty() {
            Cell::Systems(&ending.systems)
        } else {
            Cell::Text(ending.clusters.join(", ").into())
        };
        vec![
            Cell::text(&ending.day),
            Cell::text(ending.state.name()),
            Cell::text(&ending.what),
            who,
        ]
    };
    Table {
        title: "Calendar of ends",
        key: "ends",
        lead: "The last day that each gets updates without extra pay, as far as it is known."
            .to_owned(),
        head: vec!["last day", "state", "what", "who runs it"],
        rows: lab.ends.iter().take(most).map(row).collect(),
        count: lab.ends.len(),
        empty: "Of nothing in the lab it is known when its updates end.",
    }
}
