//! The rows of all tables, each a machine in its place.

use std::collections::{HashMap, HashSet};

use super::cell::Cell;
use super::column::Column;
use super::layout::Layout;
use super::machine::{Kind, Machine};
use super::row::{self, LINE, is_usable};
use super::table::Table;

/// What tables say of a lab.
#[derive(Default)]
pub(super) struct Lab {
    pub(super) machines: Vec<Machine>,
    /// Rows and tables that are no machines.
    pub(super) aside: Vec<String>,
    /// Tables that were understood.
    pub(super) tables: usize,
}

/// Everything that tables say of machines.
pub(super) fn place(tables: &[Table]) -> Lab {
    let mut lab = Lab::default();
    let layouts: Vec<Option<Layout>> =
        tables.iter().map(|table| Layout::of(&table.header)).collect();
    let known = row::names(tables, &layouts);
    for (table, layout) in tables.iter().zip(&layouts) {
        match layout {
            Some(layout) => lab.read(table, layout, &known),
            None => lab.put_aside(table),
        }
    }
    lab.place_under_headings(tables);
    lab.join_namesakes();
    lab.add_missing_hosts();
    lab.settle();
    lab
}

impl Lab {
    /// Keeps a table that is not about machines.
    fn put_aside(&mut self, table: &Table) {
        self.aside.push(format!("the table in line {}: {}", table.line, joined(&table.header)));
        self.aside.extend(table.rows.iter().map(|row| joined(row)));
    }

    fn read(&mut self, table: &Table, layout: &Layout, known: &HashSet<String>) {
        self.tables += 1;
        for row in &table.rows {
            match row::machine(table, layout, row, known) {
                Ok(machine) => self.machines.push(machine),
                Err(why) => {
                    if row.iter().any(|cell| !cell.is_empty()) {
                        let row = joined(row);
                        self.aside
                            .push(format!("{why}, in the table in line {}: {row}", table.line));
                    }
                }
            }
        }
    }

    /// People write one table per host: its heading says where the rows run.
    fn place_under_headings(&mut self, tables: &[Table]) {
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
        let heading = |line: usize| -> Option<String> {
            // They stand in the order of their lines.
            let table = tables.binary_search_by_key(&line, |table| table.line).ok()?;
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
            tables[table].headings.iter().find_map(named)
        };
        for machine in &mut self.machines {
            let line = machine.cells.iter().find(|(_, header, _)| header == LINE);
            let line = line.and_then(|(_, _, cell)| cell.text.parse().ok());
            machine.cells.retain(|(_, header, _)| header != LINE);
            if machine.on.is_empty()
                && !machine.kind.is_host()
                && let Some(host) = line.and_then(heading)
                && !host.eq_ignore_ascii_case(&machine.name)
                && is_usable(&host)
            {
                machine.on.push(host);
            }
        }
    }
}

/// A row as it is written.
fn joined(row: &[Cell]) -> String {
    let cells: Vec<String> = row.iter().map(Cell::told).collect();
    cells.join(" | ")
}

impl Lab {
    /// Two rows of one name are one machine, or stand on different hosts.
    fn join_namesakes(&mut self) {
        let mut joined: Vec<Machine> = Vec::new();
        let mut at: HashMap<String, usize> = HashMap::new();
        for mut machine in std::mem::take(&mut self.machines) {
            let same = at.get(&machine.name.to_lowercase()).copied();
            if let Some(first) = same.map(|same| &joined[same])
                && !may_be_one(first, &machine)
            {
                let place = machine
                    .on
                    .first()
                    .cloned()
                    .unwrap_or_else(|| machine.kind.section().to_owned());
                machine.name = format!("{}@{place}", machine.name);
            }
            match at.get(&machine.name.to_lowercase()) {
                Some(&first) if may_be_one(&joined[first], &machine) => joined[first].join(machine),
                Some(_) => self.aside.push(told(&machine)),
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
        let mut places: Vec<String> =
            self.machines.iter().flat_map(|machine| machine.on.iter().cloned()).collect();
        let mut seen = HashSet::new();
        places.retain(|place| seen.insert(place.to_lowercase()));
        let at = self.by_name();
        for place in places {
            if let Some(&at) = at.get(&place.to_lowercase()) {
                let machine = &mut self.machines[at];
                let is_guest = !machine.on.is_empty()
                    || machine.cells.iter().any(|(head, ..)| head.column == Column::Vmid);
                if machine.kind == Kind::Unknown && !is_guest {
                    machine.kind = Kind::Host(None);
                }
            } else {
                let kind = Kind::Host(None);
                self.machines.push(Machine { name: place, kind, ..Machine::default() });
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
        let below = |machine: &Machine| at.get(&machine.on.first()?.to_lowercase()).copied();
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
fn told(machine: &Machine) -> String {
    let cells = machine.cells.iter().map(|(_, header, cell)| format!("{header}: {}", cell.told()));
    let said: Vec<String> = cells.chain(machine.aside.iter().cloned()).collect();
    let (name, section) = (&machine.name, machine.kind.section());
    format!("a second row called {name}, one of the {section}: {}", said.join(" | "))
}

fn may_be_one(first: &Machine, second: &Machine) -> bool {
    let known = |kind: Kind| kind != Kind::Unknown;
    let kinds =
        !known(first.kind) || !known(second.kind) || first.kind.section() == second.kind.section();
    let lower = |on: &[String]| on.iter().map(|on| on.to_lowercase()).collect::<Vec<_>>();
    kinds && (first.on.is_empty() || second.on.is_empty() || lower(&first.on) == lower(&second.on))
}

impl Machine {
    /// Takes away what it runs on, and keeps that as a comment.
    fn stand_alone(&mut self) {
        let on = std::mem::take(&mut self.on);
        if !on.is_empty() {
            self.aside.push(format!("runs on {}", on.join(", ")));
        }
    }

    fn join(&mut self, other: Self) {
        if self.kind == Kind::Unknown {
            self.kind = other.kind;
        }
        if self.on.is_empty() {
            self.on = other.on;
        }
        self.cells.extend(other.cells);
        self.aside.extend(other.aside);
    }
}
