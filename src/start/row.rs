//! A row of a table as a machine: what it is called, what it is, and what it runs on.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use super::cell::Cell;
use super::column::{Column, Head};
use super::cores::is_model;
use super::layout::Layout;
use super::machine::{Kind, Machine};
use super::table::Table;

/// Marks where a row comes from until it is placed.
pub(super) const LINE: &str = "\n";

/// The names that tables give to their rows, in small letters.
pub(super) fn names(tables: &[Table], layouts: &[Option<Layout>]) -> HashSet<String> {
    let of_table = |(table, layout): (&Table, &Option<Layout>)| {
        let name = layout.as_ref()?.name;
        Some(table.rows.iter().map(|row| name_of(&row[name]).0.to_lowercase()).collect::<Vec<_>>())
    };
    tables.iter().zip(layouts).filter_map(of_table).flatten().collect()
}

/// A name, and what stands in brackets behind it.
pub(super) fn name_of(cell: &Cell) -> (&str, &str) {
    let written = cell.bare();
    written.split_once(" (").unwrap_or((written, ""))
}

/// The machine that a row is, or why it is none.
pub(super) fn machine(
    table: &Table,
    layout: &Layout,
    row: &[Cell],
    known: &HashSet<String>,
) -> Result<Machine, &'static str> {
    let (name, beside) = name_of(&row[layout.name]);
    if row[layout.name].is_empty() || name.is_empty() {
        return Err("a row without a name");
    }
    if !is_usable(name) {
        return Err("a row whose name cannot be used");
    }
    let typed = layout.cell(row, Column::Kind);
    let stated = typed.and_then(|cell| Kind::of_cell(&cell.text));
    let kind = kind_of(table, layout, row, stated);
    if kind == Kind::Appliance || layout.cell(row, Column::Address).is_some_and(is_range) {
        return Err("a row that is no computer");
    }
    let mut machine = Machine { name: name.to_owned(), kind, ..Machine::default() };
    if !beside.is_empty() {
        let written = row[layout.name].bare();
        machine.aside.push(format!("{}: {written}", table.header[layout.name].text));
    }
    for (at, (head, cell)) in layout.heads.iter().zip(row).enumerate() {
        let header = &table.header[at].text;
        if at == layout.name {
            let docs = Head { column: Column::Docs, unit: None };
            let link = |link: &String| Cell { text: String::new(), links: vec![link.clone()] };
            let links = cell.links.iter().filter(|link| !link.is_empty());
            machine.cells.extend(links.map(|it| (docs, header.clone(), link(it))));
        } else if cell.is_empty() {
            // Nothing is said.
        } else if Some(at) == layout.on {
            match places(cell.bare(), known) {
                Some(places) if !machine.kind.is_host() => machine.on = places,
                _ => machine.aside.push(format!("{header}: {}", cell.text)),
            }
        } else if head.column == Column::Kind {
            let plain = stated.is_some() && !cell.text.contains(' ');
            if !plain {
                machine.aside.push(format!("{header}: {}", cell.text));
            }
        } else {
            machine.cells.push((*head, header.clone(), cell.clone()));
        }
    }
    let line = Cell { text: table.line.to_string(), links: Vec::new() };
    machine.cells.push((Head { column: Column::Other, unit: None }, LINE.to_owned(), line));
    Ok(machine)
}

/// What a row is: what it says itself, or its columns, or a heading, or what it is made of.
fn kind_of(table: &Table, layout: &Layout, row: &[Cell], stated: Option<Kind>) -> Kind {
    let heading = || table.headings.iter().find_map(|heading| Kind::of_heading(heading));
    let kind = match stated.unwrap_or(layout.kind) {
        Kind::Unknown if stated.is_none() && layout.on.is_none() && !layout.of_apps => {
            heading().unwrap_or_default()
        }
        Kind::Unknown => heading().filter(|kind| !kind.is_host()).unwrap_or_default(),
        // A heading may say what runs the containers.
        Kind::Container(None) => {
            let finer = heading().filter(|kind| kind.section() == "containers");
            finer.unwrap_or(Kind::Container(None))
        }
        kind => kind,
    };
    let says = |column: Column| layout.cell(row, column).filter(|cell| !cell.is_empty());
    let is_guest = says(Column::Vmid).is_some() || layout.on.is_some_and(|on| !row[on].is_empty());
    let hypervisor = says(Column::Os).and_then(|os| Kind::of_system(&os.text));
    let is_bought = says(Column::Cpu).is_some_and(|cpu| is_model(&cpu.text));
    match (kind, hypervisor) {
        _ if is_guest => kind,
        (Kind::Unknown | Kind::Host(None), Some(host)) => host,
        (Kind::Unknown, None) if is_bought => Kind::Host(None),
        _ => kind,
    }
}

/// True if an entry may be called that.
pub(super) fn is_usable(name: &str) -> bool {
    !name.is_empty() && name != "<<" && !name.starts_with("x-") && !name.starts_with("external:")
}

/// True of `10.0.0.100-200`.
fn is_range(address: &Cell) -> bool {
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
