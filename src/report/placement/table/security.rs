//! Networks, and who may do more than others.

use super::{Cell, Table};
use crate::report::placement::{LabReport, Notable, Segment};

pub(super) fn segments<'a>(lab: &'a LabReport<'_>) -> Table<'a> {
    let row = |segment: &Segment<'a>| {
        vec![
            Cell::text(segment.name),
            Cell::Text(segment.vlan.clone().unwrap_or_default().into()),
            Cell::Text(segment.subnets.join(", ").into()),
            Cell::text(segment.zone.unwrap_or_default()),
            Cell::text(segment.purpose.unwrap_or_default()),
            Cell::Number(segment.members),
        ]
    };
    Table {
        title: "Networks",
        key: "networks",
        lead: String::new(),
        head: vec!["network", "VLAN", "subnets", "zone", "purpose", "members"],
        rows: lab.security.segments.iter().map(row).collect(),
        count: lab.security.segments.len(),
        empty: "The inventory names no network.",
    }
}

pub(super) fn marks<'a>(lab: &'a LabReport<'_>, most: usize) -> Table<'a> {
    let row =
        |mark: &Notable| vec![Cell::System(mark.system), Cell::Text(mark.says.join("; ").into())];
    Table {
        title: "Who may do more than others",
        key: "security",
        lead: String::new(),
        head: vec!["system", "what stands out"],
        rows: lab.security.marks.iter().take(most).map(row).collect(),
        count: lab.security.marks.len(),
        empty: "Nobody stands out.",
    }
}
