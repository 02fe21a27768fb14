//! Columns that say several things at once, such as `CPU/RAM` and `Specs`: a column for each thing.

use super::cell::TableCell;
use super::column::{Column, ColumnHead};
use super::cores::{counted, is_model, is_processor};
use super::size::size;
use super::table::MarkdownTable;
use crate::lab::SizeKind;

/// Headers over whatever a machine is made of.
const SPECS: [&str; 14] = [
    "specs",
    "spec",
    "specifications",
    "resources",
    "resource",
    "hardware",
    "config",
    "configuration",
    "sizing",
    "ressourcen",
    "ausstattung",
    "hardware specs",
    "vm specs",
    "cpu ram disk",
];

/// Of a size that may be anything, so much may be memory: 256 GiB.
const MOST: u64 = 1 << 38;

/// What one column says together with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spec {
    Cpu,
    Memory,
    Disk,
}

/// The table with a column of its own for each thing that a combined column says. A cell that cannot be taken
/// apart, or not wholly, stays in the combined column, so that nothing is lost.
pub(super) fn apart(mut table: MarkdownTable) -> MarkdownTable {
    for at in (0..table.header.len()).rev() {
        let header = table.header[at].clone();
        let named = named(&header);
        let is_specs = SPECS.contains(&header.text.to_lowercase().as_str());
        if named.is_none() && !is_specs {
            continue;
        }
        let heads: Vec<(Spec, TableCell)> = named.clone().unwrap_or_else(|| {
            let own = |(part, name): (Spec, &str)| (part, TableCell::of(name, header.at));
            [(Spec::Cpu, "CPU"), (Spec::Memory, "RAM"), (Spec::Disk, "Disk")].map(own).to_vec()
        });
        table.header.splice(at..at, heads.iter().map(|(_, head)| head.clone()));
        for row in &mut table.rows {
            let (found, whole) = match &named {
                Some(named) => (by_place(&row[at], named), true),
                None => by_look(&row[at]),
            };
            let said = |part: &Spec| found.iter().find(|(of, _)| of == part);
            let cells: Vec<TableCell> = heads
                .iter()
                .map(|(part, _)| said(part).map_or_else(TableCell::default, |it| it.1.clone()))
                .collect();
            if whole && !found.is_empty() && row[at].links.is_empty() {
                row[at] = TableCell::default();
            }
            row.splice(at..at, cells);
        }
    }
    table
}

/// The things that a header such as `CPU / RAM (GB)` names, each with the part that does.
fn named(header: &TableCell) -> Option<Vec<(Spec, TableCell)>> {
    let parts = header.text.split(['/', '&', '+', ',']).map(|part| {
        let cell = TableCell::of(part, header.at);
        let part = match ColumnHead::of(&cell).column {
            Column::Cpu => Spec::Cpu,
            Column::Memory => Spec::Memory,
            Column::Disk => Spec::Disk,
            _ => return None,
        };
        Some((part, cell))
    });
    let parts: Vec<(Spec, TableCell)> = parts.collect::<Option<_>>()?;
    let once =
        |(at, part): (usize, &(Spec, TableCell))| parts[..at].iter().all(|(of, _)| *of != part.0);
    (parts.len() > 1 && parts.iter().enumerate().all(once)).then_some(parts)
}

/// The parts of a cell in the order of its header; none if they are more or fewer, or one is no such thing.
fn by_place(cell: &TableCell, named: &[(Spec, TableCell)]) -> Vec<(Spec, TableCell)> {
    let fits = |text: &str, (part, header): &(Spec, TableCell)| {
        let unit = ColumnHead::of(header).unit;
        let fits = match part {
            Spec::Cpu => counted(&text.to_lowercase()).is_some() || is_model(text),
            Spec::Memory => is_size(text, unit, SizeKind::Memory),
            Spec::Disk => text.split('+').all(|text| is_size(text, unit, SizeKind::Disk)),
        };
        fits.then(|| (*part, TableCell::of(text, cell.at)))
    };
    let read = |between: &str| -> Option<Vec<(Spec, TableCell)>> {
        let parts: Vec<&str> = cell.text.split(between).map(str::trim).collect();
        (parts.len() == named.len())
            .then(|| parts.into_iter().zip(named).map(|(text, of)| fits(text, of)).collect())?
    };
    // `4C/8T / 16GB` has a cut within a part.
    [" / ", "/", ",", ";", "|", "+", "&", "·", "•"].into_iter().find_map(read).unwrap_or_default()
}

/// The parts of a cell by what they look like, and whether they are all of it.
fn by_look(cell: &TableCell) -> (Vec<(Spec, TableCell)>, bool) {
    let text = cell.text.as_str();
    let plain = |text: &str| TableCell::of(text, cell.at);
    let between: &[char] = if text.contains([',', ';', '|', '·', '•']) {
        &[',', ';', '|', '·', '•']
    } else {
        &['/', '+']
    };
    let parts: Vec<&str> =
        text.split(between).map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut found: Vec<(Spec, TableCell)> = Vec::new();
    let mut bare: Vec<&str> = Vec::new();
    let mut whole = true;
    for (at, text) in parts.iter().enumerate() {
        match look(text, at == 0) {
            Some(part) if found.iter().all(|(of, _)| *of != part) => {
                found.push((part, plain(text)));
            }
            None if is_size(text, None, SizeKind::Memory) => bare.push(text),
            _ => whole = false,
        }
    }
    let has = |part: Spec| found.iter().any(|(of, _)| *of == part);
    // After the cores comes the memory, and the disk is larger.
    let [missing_memory, missing_disk] = [Spec::Memory, Spec::Disk].map(|part| !has(part));
    match bare.as_slice() {
        [] => {}
        [memory] if has(Spec::Cpu) && missing_memory && bytes(memory) <= Some(MOST) => {
            found.push((Spec::Memory, plain(memory)));
        }
        [disk] if has(Spec::Memory) && missing_disk => found.push((Spec::Disk, plain(disk))),
        [memory, disk]
            if has(Spec::Cpu) && missing_memory && missing_disk && bytes(memory) < bytes(disk) =>
        {
            found.push((Spec::Memory, plain(memory)));
            found.push((Spec::Disk, plain(disk)));
        }
        _ => whole = false,
    }
    (found, whole)
}

/// What a part of a cell says by itself; of a bare size, nothing.
fn look(text: &str, is_first: bool) -> Option<Spec> {
    const MEMORY: [&str; 8] =
        ["ram", "memory", "mem", "ddr3", "ddr4", "ddr5", "ecc", "arbeitsspeicher"];
    const DISK: [&str; 10] =
        ["disk", "ssd", "nvme", "hdd", "storage", "emmc", "sd", "rootfs", "root", "platte"];
    let lower = text.to_lowercase();
    let ends = |words: &[&str]| {
        lower.rsplit(' ').next().is_some_and(|last| words.contains(&last)) && is_number(&lower)
    };
    if number_alone(&lower) {
        None
    } else if counted(&lower).is_some() {
        Some(Spec::Cpu)
    } else if ends(&MEMORY) {
        Some(Spec::Memory)
    } else if ends(&DISK) {
        Some(Spec::Disk)
    } else {
        (is_first && is_processor(text)).then_some(Spec::Cpu)
    }
}

fn number_alone(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_number(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_digit())
}

/// True of a size with a unit, or with that of its header.
fn is_size(text: &str, unit: Option<&str>, of: SizeKind) -> bool {
    let has_unit = unit.is_some() || !number_alone(text.trim());
    has_unit && size(text, unit, of).is_some()
}

fn bytes(text: &str) -> Option<u64> {
    size(text, None, SizeKind::Disk).map(|size| size.bytes.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    /// What a cell below a header becomes, in the order of the columns, and what stays in the combined one.
    fn read(header: &str, text: &str) -> String {
        let cell = |text: &str| vec![TableCell::of(text, Span::default())];
        let table = MarkdownTable {
            at: Span::default(),
            line: 1,
            headings: Vec::new(),
            header: cell(header),
            rows: vec![cell(text)],
        };
        let row: Vec<String> = apart(table).rows.remove(0).into_iter().map(|it| it.text).collect();
        row.join("|")
    }

    #[test]
    fn parts_stand_in_the_order_of_the_header() {
        assert_eq!(read("CPU/RAM", "4c/8GB"), "4c|8GB|");
        assert_eq!(read("CPU / RAM", "2 vCPU, 4 GB"), "2 vCPU|4 GB|");
        assert_eq!(read("vCPU/RAM/Disk", "2/4GB/80GB"), "2|4GB|80GB|");
        assert_eq!(read("CPU & RAM (GB)", "2 / 4"), "2|4|");
        assert_eq!(read("CPU/RAM", "4C/8T / 16GB"), "4C/8T|16GB|");
        assert_eq!(read("RAM / Disk", "128GB / 2TB"), "128GB|2TB|");
        // Whether these are cores, what 8 means, and what is missing, nobody can tell.
        assert_eq!(read("CPU/RAM", "4/8"), "||4/8");
        assert_eq!(read("CPU/RAM", "8GB"), "||8GB");
        assert_eq!(read("CPU/RAM", "many/8GB"), "||many/8GB");
        assert_eq!(read("CPU/RAM", "4/8GB/20GB"), "||4/8GB/20GB");
        // These say one thing each.
        assert_eq!(read("Cores/Threads", "8/16"), "8/16");
        assert_eq!(read("Name/RAM", "x/8GB"), "x/8GB");
    }

    #[test]
    fn parts_are_known_by_their_look() {
        assert_eq!(read("Specs", "4 vCPU, 8 GB RAM, 60 GB disk"), "4 vCPU|8 GB RAM|60 GB disk|");
        assert_eq!(read("Resources", "1C/1GB/8GB"), "1C|1GB|8GB|");
        assert_eq!(read("Specs", "2 vCPU, 4GB"), "2 vCPU|4GB||");
        assert_eq!(read("Hardware", "i7-8559U, 32GB RAM, 1TB NVMe"), "i7-8559U|32GB RAM|1TB NVMe|");
        assert_eq!(read("Specs", "16 GB RAM, 500 GB SSD"), "|16 GB RAM|500 GB SSD|");
        // What is left over keeps the whole.
        assert_eq!(
            read("Specs", "4 cores, 8GB RAM, GTX 1060"),
            "4 cores|8GB RAM||4 cores, 8GB RAM, GTX 1060"
        );
        assert_eq!(read("Specs", "8GB/32GB"), "|||8GB/32GB");
        assert_eq!(read("Specs", "4 cores, 500GB"), "4 cores|||4 cores, 500GB");
        assert_eq!(read("Specs", "2C, 32GB, 8GB"), "2C|||2C, 32GB, 8GB");
        assert_eq!(read("Specs", "Dell R720, 32GB"), "|||Dell R720, 32GB");
    }
}
