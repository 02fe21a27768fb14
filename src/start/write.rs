//! The inventory as text: sections of machines, and comments for what has no place in them.

use std::collections::HashSet;

use super::cell::{Cell, one_line};
use super::column::is_of_passwords;
use super::machine::{Kind, Machine};
use super::place::Lab;
use super::value::{Taken, list, scalar};
use super::{MODELINE, Started};

const SECTIONS: [&str; 5] = ["hosts", "vms", "containers", "natives", "workloads"];

pub(super) fn write(lab: &Lab) -> Started {
    let mut writer = Writer::default();
    // Of two that claim one address, the first in the text keeps it, whatever section it goes to.
    let entries: Vec<(&str, String)> = lab
        .machines
        .iter()
        .map(|machine| (machine.kind.section(), writer.machine(machine)))
        .collect();
    let mut text = format!(
        "{MODELINE}# Made from Markdown tables by `labctl init`. What has no field here stands in comments, as `not placed`.\n"
    );
    for section in SECTIONS {
        let mut entries = entries.iter().filter(|(of, _)| *of == section).peekable();
        if entries.peek().is_some() {
            text.push_str(&format!("\n{section}:\n"));
        }
        text.extend(entries.map(|(_, entry)| entry.as_str()));
    }
    if !lab.aside.is_empty() {
        text.push('\n');
    }
    text.extend(lab.aside.iter().map(|aside| writer.aside("", aside)));
    Started { text, tables: lab.tables, machines: lab.machines.len(), aside: writer.asides }
}

#[derive(Default)]
struct Writer {
    taken: Taken,
    asides: usize,
}

impl Writer {
    /// An entry with the comments that belong to it.
    fn machine(&mut self, machine: &Machine) -> String {
        let mut fields: Vec<(&str, String)> = Vec::new();
        let mut asides = machine.aside.clone();
        match machine.kind {
            Kind::Host(Some(hypervisor)) => fields.push(("hypervisor", hypervisor.to_owned())),
            Kind::Container(Some(engine)) => fields.push(("engine", engine.to_owned())),
            _ => {}
        }
        if !machine.on.is_empty() {
            let on: Vec<String> = machine.on.iter().map(|on| scalar(on)).collect();
            fields.push(("runs_on", list(&on)));
        }
        let mut said = HashSet::new();
        for (head, header, cell) in &machine.cells {
            // Two tables may say the same.
            if !said.insert((header, &cell.text, &cell.links)) {
                continue;
            }
            let value = self.taken.value(*head, cell, machine);
            let known = |field: &str| fields.iter().any(|(name, _)| *name == field);
            let placed = value.filter(|value| !known(value.field));
            let whole = placed.as_ref().is_some_and(|value| value.whole);
            if !whole {
                // A password need not be in one more file.
                let told = if is_of_passwords(header) { "****".to_owned() } else { cell.told() };
                asides.push(format!("{header}: {told}"));
            } else if let Some(unsaid) =
                unsaid(cell, placed.as_ref().map(|value| value.yaml.as_str()))
            {
                asides.push(format!("{header}: {unsaid}"));
            }
            fields.extend(placed.map(|value| (value.field, value.yaml)));
        }
        let empty = if fields.is_empty() { " {}" } else { "" };
        let mut text = format!("  {}:{empty}\n", scalar(&machine.name));
        for (field, value) in fields {
            text.push_str(&format!("    {field}: {value}\n"));
        }
        text.extend(asides.iter().map(|aside| self.aside("    ", aside)));
        text
    }

    /// A comment. Its first words keep it from saying anything to labctl or an editor.
    fn aside(&mut self, indent: &str, text: &str) -> String {
        self.asides += 1;
        format!("{indent}# not placed: {}\n", one_line(text))
    }
}

/// The links of a cell that its value does not have.
fn unsaid(cell: &Cell, yaml: Option<&str>) -> Option<String> {
    let said = |link: &String| {
        yaml.is_some_and(|yaml| yaml.contains(link.as_str()) || yaml == scalar(link))
    };
    let links: Vec<String> =
        cell.links.iter().filter(|link| !said(link)).map(|link| format!("<{link}>")).collect();
    (!links.is_empty()).then(|| links.join(" "))
}
