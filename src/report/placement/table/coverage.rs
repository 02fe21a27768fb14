//! Who looks after what, and how well.

use super::{Cell, Table};
use crate::report::placement::{Aspect, LabReport, LayerRow, Ready, Share};

pub(super) fn layers<'a>(lab: &'a LabReport<'_>) -> Table<'a> {
    let row = |layer: &LayerRow<'_>| {
        let owners = layer.owners.iter().map(|(owner, count)| format!("{owner} ({count})"));
        vec![
            Cell::Layer(layer.layer),
            Cell::Number(layer.systems),
            Cell::Text(owners.collect::<Vec<_>>().join(", ").into()),
            Cell::Number(layer.without_owner),
        ]
    };
    Table {
        title: "Layers and who answers for them",
        key: "layers",
        lead: String::new(),
        head: vec!["layer", "systems", "owners", "without"],
        rows: lab.layers.iter().map(row).collect(),
        count: lab.layers.len(),
        empty: "There are none.",
    }
}

pub(super) fn readiness<'a>(lab: &'a LabReport<'_>, most: usize) -> Table<'a> {
    let row = |ready: &'a Ready<'_>| {
        let cells = ready.cells.iter().map(|cell| Cell::Answer(cell.answer, &cell.note));
        std::iter::once(Cell::System(ready.system)).chain(cells).collect()
    };
    Table {
        title: "Readiness",
        key: "readiness",
        lead: "What nobody wrote down is unknown, which is not the same as no.".to_owned(),
        head: aspects("system"),
        rows: lab.readiness.rows.iter().take(most).map(row).collect(),
        count: lab.readiness.rows.len(),
        empty: "There is nothing to look after.",
    }
}

pub(super) fn shares<'a>(lab: &'a LabReport<'_>) -> Table<'a> {
    let row = |share: &Share| {
        let yes = share.yes.iter().map(|yes| format!("{}%", yes * 100 / share.systems.max(1)));
        std::iter::once(Cell::Layer(share.layer))
            .chain(yes.map(|yes| Cell::Text(yes.into())))
            .collect()
    };
    Table {
        title: "Readiness by layer",
        key: "readiness-by-layer",
        lead: String::new(),
        head: aspects("layer"),
        rows: lab.readiness.layers.iter().map(row).collect(),
        count: lab.readiness.layers.len(),
        empty: "There is nothing to look after.",
    }
}

fn aspects(first: &'static str) -> Vec<&'static str> {
    std::iter::once(first).chain(Aspect::ALL.map(Aspect::name)).collect()
}
