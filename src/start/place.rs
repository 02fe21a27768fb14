//! The rows of all tables, each a machine in its place.

use std::collections::{HashMap, HashSet};

use super::cell::Cell;
use super::column::{Column, Head, heads};
use super::machine::{Kind, Machine};
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
    for table in tables {
        lab.read(table);
    }
    lab.place_under_headings(tables);
    lab.join_namesakes();
    lab.add_missing_hosts();
    lab.settle();
    lab
}

/// Where a table names its rows, and says what they run on.
struct Layout {
    heads: Vec<Head>,
    name: usize,
    on: Option<usize>,
    kind: Kind,
}

impl Layout {
    /// None if a table is not about machines.
    fn of(header: &[Cell]) -> Option<Self> {
        let heads = heads(header);
        let at = |is: fn(Column) -> bool| heads.iter().position(|head| is(head.column));
        let (name, host) = (at(|it| it == Column::Name), at(|it| it == Column::Host));
        let (vm, app) = (at(|it| it == Column::Vm), at(|it| matches!(it, Column::App(_))));
        let app_kind = app.map_or(Kind::Unknown, |app| match heads[app].column {
            Column::App(kind) => kind,
            _ => Kind::Unknown,
        });
        let (name, on, kind) = match (name, app, vm, host) {
            (Some(name), _, vm, host) => (name, vm.or(host), Kind::Unknown),
            (None, Some(app), vm, host) => (app, vm.or(host), app_kind),
            (None, None, Some(vm), host) => (vm, host, Kind::Vm),
            (None, None, None, Some(host)) => (host, None, Kind::Host(None)),
            (None, None, None, None) => return None,
        };
        let about = |column: Column| {
            matches!(
                column,
                Column::Kind
                    | Column::Os
                    | Column::Cpu
                    | Column::Memory
                    | Column::Disk
                    | Column::Address
            ) || matches!(
                column,
                Column::Vmid | Column::Image | Column::Mac | Column::Status | Column::Role
            )
        };
        let networks = ["subnet", "cidr", "gateway", "dhcp range", "port", "ports"];
        let of_networks = header
            .iter()
            .any(|cell| networks.contains(&cell.text.to_lowercase().as_str()))
            && !heads.iter().any(|head| {
                matches!(head.column, Column::Kind | Column::Os | Column::Memory | Column::Image)
            });
        let tells = on.is_some() || heads.iter().any(|head| about(head.column));
        (tells && !of_networks).then_some(Self { heads, name, on, kind })
    }
}

impl Lab {
    fn read(&mut self, table: &Table) {
        let Some(layout) = Layout::of(&table.header) else {
            self.aside.push(format!("the table in line {}: {}", table.line, joined(&table.header)));
            self.aside.extend(table.rows.iter().map(|row| joined(row)));
            return;
        };
        self.tables += 1;
        for row in &table.rows {
            match machine(table, &layout, row) {
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
            let table = tables.iter().find(|table| table.line == line)?;
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

/// Marks where a row comes from until it is placed.
const LINE: &str = "\n";

fn machine(table: &Table, layout: &Layout, row: &[Cell]) -> Result<Machine, &'static str> {
    let written = row[layout.name].bare();
    let (name, beside) = written.split_once(" (").unwrap_or((written, ""));
    if row[layout.name].is_empty() || name.is_empty() {
        return Err("a row without a name");
    }
    if !is_usable(name) {
        return Err("a row whose name cannot be used");
    }
    let mut machine = Machine { name: name.to_owned(), ..Machine::default() };
    if !beside.is_empty() {
        machine.aside.push(format!("{}: {written}", table.header[layout.name].text));
    }
    let typed = layout.heads.iter().position(|head| head.column == Column::Kind);
    let stated = typed.and_then(|at| Kind::of_cell(&row[at].text));
    let heading = || table.headings.iter().find_map(|heading| Kind::of_heading(heading));
    machine.kind = stated.unwrap_or(layout.kind);
    if machine.kind == Kind::Unknown && stated.is_none() && layout.on.is_none() {
        machine.kind = heading().unwrap_or_default();
    } else if machine.kind == Kind::Unknown {
        machine.kind = heading().filter(|kind| !kind.is_host()).unwrap_or_default();
    }
    if machine.kind == Kind::Appliance {
        return Err("a row that is no computer");
    }
    for (at, (head, cell)) in layout.heads.iter().zip(row).enumerate() {
        let header = &table.header[at].text;
        if cell.is_empty() && at != layout.name {
            continue;
        }
        if at == layout.name {
            let docs = Head { column: Column::Docs, unit: None };
            let links = cell.links.iter().filter(|link| !link.is_empty());
            machine.cells.extend(links.map(|link| {
                (docs, header.clone(), Cell { text: String::new(), links: vec![link.clone()] })
            }));
        } else if Some(at) == layout.on {
            match places(cell.bare()) {
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

/// True if an entry may be called that.
fn is_usable(name: &str) -> bool {
    !name.is_empty() && name != "<<" && !name.starts_with("x-") && !name.starts_with("external:")
}

/// The names of what a row runs on; none if it is a sentence.
fn places(text: &str) -> Option<Vec<String>> {
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
                Some(_) => self.aside.push(format!("a second row called {}", machine.name)),
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
        for place in places {
            let known = self
                .machines
                .iter_mut()
                .find(|machine| machine.name.to_lowercase() == place.to_lowercase());
            match known {
                Some(machine) => {
                    let is_guest = !machine.on.is_empty()
                        || machine.cells.iter().any(|(head, ..)| head.column == Column::Vmid);
                    if machine.kind == Kind::Unknown && !is_guest {
                        machine.kind = Kind::Host(None);
                    }
                }
                None => self.machines.push(Machine {
                    name: place,
                    kind: Kind::Host(None),
                    ..Machine::default()
                }),
            }
        }
    }

    /// Nothing runs on itself, by whatever way.
    fn settle(&mut self) {
        let at: HashMap<String, usize> = self
            .machines
            .iter()
            .enumerate()
            .map(|(at, machine)| (machine.name.to_lowercase(), at))
            .collect();
        for start in 0..self.machines.len() {
            let mut seen = HashSet::from([start]);
            let mut now = start;
            while let Some(below) =
                self.machines[now].on.first().and_then(|on| at.get(&on.to_lowercase()))
            {
                now = *below;
                if !seen.insert(now) {
                    break;
                }
            }
            let loops =
                self.machines[now].on.first().and_then(|on| at.get(&on.to_lowercase())).is_some();
            if self.machines[start].kind.is_host() || (loops && now == start) {
                let machine = &mut self.machines[start];
                let on = std::mem::take(&mut machine.on);
                if !on.is_empty() {
                    machine.aside.push(format!("runs on {}", on.join(", ")));
                }
            }
        }
    }
}

fn may_be_one(first: &Machine, second: &Machine) -> bool {
    let known = |kind: Kind| kind != Kind::Unknown;
    let kinds =
        !known(first.kind) || !known(second.kind) || first.kind.section() == second.kind.section();
    let lower = |on: &[String]| on.iter().map(|on| on.to_lowercase()).collect::<Vec<_>>();
    kinds && (first.on.is_empty() || second.on.is_empty() || lower(&first.on) == lower(&second.on))
}

impl Machine {
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
