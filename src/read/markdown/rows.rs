//! The rows of all tables: which of them are one machine, and what each of them runs on.

use std::collections::{HashMap, HashSet};

use super::cell::TableCell;
use super::column::Column;
use super::kind::RowKind;
use super::layout::Layout;
use super::row::{self, TableRow, is_usable, place_of};
use super::table::MarkdownTable;
use crate::source::Spanned;

/// What tables say of a lab.
#[derive(Default)]
pub(super) struct Rows {
    /// A row for each machine.
    pub(super) machines: Vec<TableRow>,
    /// Rows and tables that are no machines.
    pub(super) remarks: Vec<Spanned<String>>,
}

/// Everything that tables say of machines.
pub(super) fn rows(tables: &[MarkdownTable]) -> Rows {
    let mut rows = Rows::default();
    let layouts: Vec<Option<Layout>> =
        tables.iter().map(|table| Layout::of(&table.header)).collect();
    let known = row::names(tables, &layouts);
    for (table, layout) in tables.iter().enumerate().zip(&layouts) {
        match layout {
            Some(layout) => rows.read(table, layout, &known),
            None => rows.put_aside(table.1),
        }
    }
    rows.place_under_headings(tables);
    rows.join_namesakes();
    rows.add_missing_hosts();
    rows.settle();
    rows
}

impl Rows {
    /// Keeps a table that is not about machines.
    fn put_aside(&mut self, table: &MarkdownTable) {
        let header = format!("the table in line {}: {}", table.line, joined(&table.header));
        self.remarks.push(Spanned { value: header, span: table.at });
        let row = |row: &Vec<TableCell>| Spanned { value: joined(row), span: place_of(row) };
        self.remarks.extend(table.rows.iter().map(row));
    }

    fn read(&mut self, table: (usize, &MarkdownTable), layout: &Layout, known: &HashSet<String>) {
        let line = table.1.line;
        for row in &table.1.rows {
            match row::read(table, layout, row, known) {
                Ok(machine) => self.machines.push(machine),
                Err(_) if row.iter().all(TableCell::is_empty) => {}
                Err(why) => {
                    let value = format!("{why}, in the table in line {line}: {}", joined(row));
                    self.remarks.push(Spanned { value, span: place_of(row) });
                }
            }
        }
    }

    /// People write one table per host: its heading says where the rows run.
    fn place_under_headings(&mut self, tables: &[MarkdownTable]) {
        let hosts: HashSet<String> = self
            .machines
            .iter()
            .flat_map(|machine| {
                machine.on.iter().chain(machine.kind.is_host().then_some(&machine.name))
            })
            .map(|name| name.to_lowercase())
            .collect();
        let names: HashSet<String> =
            self.machines.iter().map(|machine| machine.name.to_lowercase()).collect();
        let heading = |table: &MarkdownTable| -> Option<String> {
            let named = |heading: &String| {
                let mut words =
                    heading.split([' ', ':', '(', ')', ',']).filter(|word| !word.is_empty());
                let known = words.clone().find(|word| hosts.contains(&word.to_lowercase()));
                // `Containers on apps` may stand on a VM too.
                let on = words.clone().skip_while(|word| !matches!(*word, "on" | "auf" | "in"));
                let on = on.skip(1).find(|on| names.contains(&on.to_lowercase()));
                let known = known.or(on);
                // `Node: pve1` names a host that no table has.
                let first = words.next()?.to_lowercase();
                let second = words.next().filter(|_| words.next().is_none());
                let introduced = heading.contains(':')
                    && matches!(first.as_str(), "host" | "node" | "server" | "proxmox");
                known.or_else(|| second.filter(|_| introduced)).map(str::to_owned)
            };
            table.headings.iter().find_map(named)
        };
        for machine in &mut self.machines {
            let table = &tables[machine.table];
            if machine.on.is_empty()
                && !machine.kind.is_host()
                && let Some(host) = heading(table)
                && !host.eq_ignore_ascii_case(&machine.name)
                && is_usable(&host)
            {
                machine.on.push(Spanned { value: host, span: table.at });
            }
        }
    }
}

/// A row as it is written.
fn joined(row: &[TableCell]) -> String {
    let cells: Vec<String> = row.iter().map(TableCell::told).collect();
    cells.join(" | ")
}

impl Rows {
    /// Two rows of one name are one machine, or stand on different hosts.
    fn join_namesakes(&mut self) {
        let mut joined: Vec<TableRow> = Vec::new();
        let mut at: HashMap<String, usize> = HashMap::new();
        for mut machine in std::mem::take(&mut self.machines) {
            let same = at.get(&machine.name.to_lowercase()).copied();
            if let Some(first) = same.map(|same| &joined[same])
                && !may_be_one(first, &machine)
            {
                let place = machine.on.first().map_or(machine.kind.section(), |on| on.as_str());
                machine.name.value = format!("{}@{place}", machine.name.value);
            }
            match at.get(&machine.name.to_lowercase()) {
                Some(&first) if may_be_one(&joined[first], &machine) => joined[first].join(machine),
                Some(_) => self.remarks.push(told(&machine)),
                None => {
                    at.insert(machine.name.to_lowercase(), joined.len());
                    joined.push(machine);
                }
            }
        }
        self.machines = joined;
    }

    /// What others run on is there, and a host unless something else is known of it.
    fn add_missing_hosts(&mut self) {
        let mut places: Vec<Spanned<String>> =
            self.machines.iter().flat_map(|machine| machine.on.iter().cloned()).collect();
        let mut seen = HashSet::new();
        places.retain(|place| seen.insert(place.to_lowercase()));
        let at = self.by_name();
        for place in places {
            if let Some(&at) = at.get(&place.to_lowercase()) {
                let machine = &mut self.machines[at];
                let is_guest = !machine.on.is_empty()
                    || machine.cells.iter().any(|(head, ..)| head.column == Column::Vmid);
                if machine.kind == RowKind::Unknown && !is_guest {
                    machine.kind = RowKind::Host(None);
                }
            } else {
                self.machines.push(TableRow::of_host(place));
            }
        }
    }

    /// The places of the machines, by their names in small letters.
    fn by_name(&self) -> HashMap<String, usize> {
        let named = (0..).zip(&self.machines);
        named.map(|(at, machine)| (machine.name.to_lowercase(), at)).collect()
    }

    /// Hosts run on nothing, and nothing runs on itself, by whatever way.
    fn settle(&mut self) {
        for machine in self.machines.iter_mut().filter(|machine| machine.kind.is_host()) {
            machine.stand_alone();
        }
        let at = self.by_name();
        let below = |machine: &TableRow| at.get(&machine.on.first()?.to_lowercase()).copied();
        let below: Vec<Option<usize>> = self.machines.iter().map(below).collect();
        // Each is followed down once; whoever meets his own trail has found a circle.
        let mut trails = vec![None; below.len()];
        for start in 0..below.len() {
            let mut next = Some(start);
            while let Some(now) = next.filter(|now| trails[*now].is_none()) {
                trails[now] = Some(start);
                next = below[now];
            }
            let Some(met) = next.filter(|met| trails[*met] == Some(start)) else { continue };
            let circle = std::iter::successors(below[met], |now| below[*now]);
            let first = circle.take_while(|now| *now != met).fold(met, usize::min);
            self.machines[first].stand_alone();
        }
    }
}

/// All that a row says of a machine whose name another one has.
fn told(machine: &TableRow) -> Spanned<String> {
    let cells = machine.cells.iter().map(|(_, header, cell)| format!("{header}: {}", cell.told()));
    let said: Vec<String> =
        cells.chain(machine.remarks.iter().map(|it| it.value.clone())).collect();
    let (name, section) = (&machine.name, machine.kind.section());
    let value = format!("a second row called {name}, one of the {section}: {}", said.join(" | "));
    Spanned { value, span: name.span }
}

fn may_be_one(first: &TableRow, second: &TableRow) -> bool {
    let known = |kind: RowKind| kind != RowKind::Unknown;
    let kinds =
        !known(first.kind) || !known(second.kind) || first.kind.section() == second.kind.section();
    let lower = |on: &[Spanned<String>]| on.iter().map(|on| on.to_lowercase()).collect::<Vec<_>>();
    kinds && (first.on.is_empty() || second.on.is_empty() || lower(&first.on) == lower(&second.on))
}

impl TableRow {
    /// A host of which only the name is known, from what runs there.
    fn of_host(name: Spanned<String>) -> Self {
        let (on, cells, remarks) = (Vec::new(), Vec::new(), Vec::new());
        Self { at: name.span, name, kind: RowKind::Host(None), on, table: 0, cells, remarks }
    }

    /// Takes away what it runs on, and keeps that as a comment.
    fn stand_alone(&mut self) {
        let on = std::mem::take(&mut self.on);
        let Some(first) = on.first() else { return };
        let names: Vec<&str> = on.iter().map(|on| on.as_str()).collect();
        self.remarks
            .push(Spanned { value: format!("runs on {}", names.join(", ")), span: first.span });
    }

    fn join(&mut self, other: Self) {
        if self.kind == RowKind::Unknown {
            self.kind = other.kind;
        }
        if self.on.is_empty() {
            self.on = other.on;
        }
        self.cells.extend(other.cells);
        self.remarks.extend(other.remarks);
    }
}
