//! Tables of machines in Markdown, as people keep them in a README.

mod cell;
mod column;
mod combined;
mod cores;
mod fill;
mod kind;
mod layout;
mod ports;
mod row;
mod rows;
mod size;
mod table;

use std::collections::HashSet;

use super::{Header, Reader, Reading, Remark};
use crate::finding::{Subject, SystemId};
use crate::lab::{Engine, Entry, Hypervisor, List, Rank, Vocabulary};
use crate::secret::is_secret_name;
use crate::source::Spanned;
use fill::{Filled, Taken};
use kind::RowKind;
use row::TableRow;

/// The row of this reader.
pub const READER: Reader = Reader {
    name: "markdown",
    about: "tables of machines in Markdown, such as a README has",
    page: include_str!("markdown.md"),
    // Any README has tables: they are read where somebody asks for it.
    files: &[],
    usual: &[],
    rank: Rank::Markdown,
    accepts: |_| false,
    together: |_| None,
    header: |_| Header::default(),
    read,
};

fn read(reading: &mut Reading<'_>) {
    let tables: Vec<_> = table::tables(reading.source).into_iter().map(combined::apart).collect();
    let rows = rows::rows(&tables);
    let mut taken = Taken::default();
    for row in &rows.machines {
        let id = SystemId::new(reading.draft.entries.len());
        let (entry, remarks) = entry(row, &mut taken);
        reading.draft.name(id.into(), &entry.name);
        reading.draft.entries.push(entry);
        let of = Subject::System(id);
        reading.remarks.extend(remarks.into_iter().map(|text| Remark { of, text }));
    }
    let rest = rows.remarks.into_iter();
    reading.remarks.extend(rest.map(|text| Remark { of: Subject::Lab, text }));
}

/// The entry that a row becomes, and what of it has no place there.
fn entry(row: &TableRow, taken: &mut Taken) -> (Entry, Vec<Spanned<String>>) {
    let name = Spanned { value: row.name.value.as_str().into(), span: row.name.span };
    let mut entry = Entry::new(name, row.at);
    entry.kind = row.kind.entry();
    match row.kind {
        RowKind::Host(Some(product)) => {
            let hypervisor = Hypervisor { product: Some(product.into()), ..Hypervisor::default() };
            entry.machine.hypervisor = Spanned { value: hypervisor, span: row.name.span }.into();
        }
        RowKind::Container(Some(engine)) => {
            let engine =
                Engine::from_word(engine).map(|value| Spanned { value, span: row.name.span });
            entry.nature.engine = engine.into();
        }
        _ => {}
    }
    if let Some(first) = row.on.first() {
        let on = row.on.iter().map(|on| Spanned { value: on.value.as_str().into(), span: on.span });
        entry.runs_on = List::stated(on, first.span);
    }
    let mut remarks = row.remarks.clone();
    let mut said = HashSet::new();
    for (head, header, cell) in &row.cells {
        // Two tables may say the same.
        if !said.insert((header, &cell.text, &cell.links)) {
            continue;
        }
        let left = match taken.fill(&mut entry, *head, cell, row) {
            // A password need not be in one more file.
            None if is_secret_name(header) => "****".to_owned(),
            None | Some(Filled::Part) => cell.told(),
            Some(Filled::Text) => told(&cell.links),
            Some(Filled::Link) => told(&cell.links[1..]),
        };
        if !left.is_empty() {
            remarks.push(cell.spanned(format!("{header}: {left}")));
        }
    }
    (entry, remarks)
}

/// Links that no field has.
fn told(links: &[String]) -> String {
    links.iter().map(|link| format!("<{link}>")).collect::<Vec<_>>().join(" ")
}
