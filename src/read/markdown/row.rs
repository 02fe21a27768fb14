//! A row of a table: what it is called, what it is, and what it runs on.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use super::cell::TableCell;
use super::column::{Column, ColumnHead};
use super::cores::is_model;
use super::kind::RowKind;
use super::layout::Layout;
use super::table::MarkdownTable;
use crate::source::{Span, Spanned};

/// A row that becomes an entry.
#[derive(Debug)]
pub(super) struct TableRow {
    /// The whole row.
    pub(super) at: Span,
    pub(super) name: Spanned<String>,
    pub(super) kind: RowKind,
    /// What it runs on.
    pub(super) on: Vec<Spanned<String>>,
    /// The number of the table that it stands in.
    pub(super) table: usize,
    /// What else is known, with the header it stands under.
    pub(super) cells: Vec<(ColumnHead, String, TableCell)>,
    /// What has no place in the model.
    pub(super) remarks: Vec<Spanned<String>>,
}

/// The names that tables give to their rows, in small letters.
pub(super) fn names(tables: &[MarkdownTable], layouts: &[Option<Layout>]) -> HashSet<String> {
    let of_table = |(table, layout): (&MarkdownTable, &Option<Layout>)| {
        let name = layout.as_ref()?.name;
        Some(table.rows.iter().map(|row| name_of(&row[name]).0.to_lowercase()).collect::<Vec<_>>())
    };
    tables.iter().zip(layouts).filter_map(of_table).flatten().collect()
}

/// A name, and what stands in brackets behind it.
pub(super) fn name_of(cell: &TableCell) -> (&str, &str) {
    let written = cell.bare();
    written.split_once(" (").unwrap_or((written, ""))
}

/// What a row says, or why it is no machine.
pub(super) fn read(
    (number, table): (usize, &MarkdownTable),
    layout: &Layout,
    row: &[TableCell],
    known: &HashSet<String>,
) -> Result<TableRow, &'static str> {
    let (name, beside) = name_of(&row[layout.name]);
    if row[layout.name].is_empty() || name.is_empty() {
        return Err("a row without a name");
    }
    if !is_usable(name) {
        return Err("a row whose name cannot be used");
    }
    let typed = layout.cell(row, Column::RowKind);
    let stated = typed.and_then(|cell| RowKind::of_cell(&cell.text));
    let kind = kind_of(table, layout, row, stated);
    if kind == RowKind::Appliance || layout.cell(row, Column::Address).is_some_and(is_range) {
        return Err("a row that is no computer");
    }
    let name = row[layout.name].spanned(name.to_owned());
    let (on, cells, remarks) = (Vec::new(), Vec::new(), Vec::new());
    let mut read = TableRow { at: place_of(row), name, kind, on, table: number, cells, remarks };
    let remark =
        |at: usize, text: &str| row[at].spanned(format!("{}: {text}", table.header[at].text));
    if !beside.is_empty() {
        read.remarks.push(remark(layout.name, row[layout.name].bare()));
    }
    for (at, (head, cell)) in layout.heads.iter().zip(row).enumerate() {
        let header = &table.header[at].text;
        if at == layout.name {
            let docs = ColumnHead { column: Column::Docs, unit: None };
            let link = |link: &String| TableCell {
                links: vec![link.clone()],
                at: cell.at,
                ..TableCell::default()
            };
            let links = cell.links.iter().filter(|link| !link.is_empty());
            read.cells.extend(links.map(|it| (docs, header.clone(), link(it))));
        } else if cell.is_empty() {
            // Nothing is said.
        } else if Some(at) == layout.on {
            match places(cell.bare(), known) {
                Some(places) if !kind.is_host() => {
                    read.on = places.into_iter().map(|place| cell.spanned(place)).collect();
                }
                _ => read.remarks.push(remark(at, &cell.text)),
            }
        } else if head.column == Column::RowKind {
            let plain = stated.is_some() && !cell.text.contains(' ');
            if !plain {
                read.remarks.push(remark(at, &cell.text));
            }
        } else {
            read.cells.push((*head, header.clone(), cell.clone()));
        }
    }
    Ok(read)
}

/// What a row is: what it says itself, or its columns, or a heading, or what it is made of.
fn kind_of(
    table: &MarkdownTable,
    layout: &Layout,
    row: &[TableCell],
    stated: Option<RowKind>,
) -> RowKind {
    let heading = || table.headings.iter().find_map(|heading| RowKind::of_heading(heading));
    let kind = match stated.unwrap_or(layout.kind) {
        RowKind::Unknown if stated.is_none() && layout.on.is_none() && !layout.of_apps => {
            heading().unwrap_or_default()
        }
        RowKind::Unknown => heading().filter(|kind| !kind.is_host()).unwrap_or_default(),
        // A heading may say what runs the containers.
        RowKind::Container(None) => {
            let finer = heading().filter(|kind| kind.section() == "containers");
            finer.unwrap_or(RowKind::Container(None))
        }
        kind => kind,
    };
    let says = |column: Column| layout.cell(row, column).filter(|cell| !cell.is_empty());
    let is_guest = says(Column::Vmid).is_some() || layout.on.is_some_and(|on| !row[on].is_empty());
    let hypervisor = says(Column::Os).and_then(|os| RowKind::of_system(&os.text));
    let is_bought = says(Column::Cpu).is_some_and(|cpu| is_model(&cpu.text));
    match (kind, hypervisor) {
        _ if is_guest => kind,
        (RowKind::Unknown | RowKind::Host(None), Some(host)) => host,
        (RowKind::Unknown, None) if is_bought => RowKind::Host(None),
        _ => kind,
    }
}

/// Where a row is written.
pub(super) fn place_of(row: &[TableCell]) -> Span {
    let first = row.first().map_or(Span::default(), |cell| cell.at);
    row.last().map_or(first, |last| first.to(last.at))
}

/// True if an entry may be called that.
pub(super) fn is_usable(name: &str) -> bool {
    !name.is_empty() && name != "<<" && !name.starts_with("x-") && !name.starts_with("external:")
}

/// True of `10.0.0.100-200`.
fn is_range(address: &TableCell) -> bool {
    let Some((first, last)) = address.text.split_once(['-', '–']) else { return false };
    let is_end = |text: &str| text.bytes().all(|byte| byte == b'.' || byte.is_ascii_digit());
    first.trim().parse::<Ipv4Addr>().is_ok() && is_end(last.trim())
}

/// The names of what a row runs on; none if it is a sentence.
fn places(text: &str, known: &HashSet<String>) -> Option<Vec<String>> {
    if known.contains(&text.to_lowercase()) && is_usable(text) {
        return Some(vec![text.to_owned()]);
    }
    let nowhere = [
        "physical",
        "bare metal",
        "bare-metal",
        "standalone",
        "self",
        "itself",
        "none",
        "local",
        "any",
        "all",
    ];
    let parts =
        text.split([',', '/', '&', ';']).map(|part| part.split(" (").next().unwrap_or(part).trim());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let named = |part: &&str| {
        is_usable(part)
            && part.split(' ').count() <= 3
            && !nowhere.contains(&part.to_lowercase().as_str())
    };
    (!parts.is_empty() && parts.iter().all(named))
        .then(|| parts.iter().map(|part| (*part).to_owned()).collect())
}
