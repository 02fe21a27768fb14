//! How good the verdicts are, against workloads that people have labelled.
//!
//! `cargo bench --bench verdicts -- LABELLED.csv...` takes tables with the columns `name`, `label` (`vm`,
//! `container` or `contested`) and any of `title`, `category`, `os`, `ram_mb`, `needs`, `lifetime`. Each row
//! becomes a workload of which nobody has said whether it is a VM or a container. Without a table, the one
//! beside this file is taken. Verdicts that settle nothing (`either`, `unknown`) count as wrong.

#![allow(clippy::print_stdout, reason = "a measurement is printed")]

use std::path::PathBuf;
use std::{env, fs};

#[path = "labelled.rs"]
mod labelled;

use labelled::{Judged, Row, judged};

fn main() {
    let files: Vec<PathBuf> =
        env::args().skip(1).filter(|word| !word.starts_with('-')).map(PathBuf::from).collect();
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/labelled.csv");
    let files = if files.is_empty() { vec![PathBuf::from(own)] } else { files };
    for file in files {
        let text = fs::read_to_string(&file).expect("the table can be read");
        let rows = labelled::rows(&text);
        println!("{}: {} workloads", file.display(), rows.len());
        for (what, software, names) in [
            ("everything", true, true),
            ("without knowledge of software", false, true),
            ("with names and sentences hidden", true, false),
        ] {
            tell(what, &rows, &judged(&rows, software, names));
        }
        if env::var_os("SHOW").is_some() {
            show(&rows);
        }
    }
}

fn tell(what: &str, rows: &[Row], judged: &[Judged]) {
    let pairs = || rows.iter().zip(judged).filter(|(row, _)| row.label != "contested");
    let total = pairs().count();
    if total > 0 {
        let right = pairs().filter(|(row, judged)| row.label == judged.verdict).count();
        let settled = pairs().filter(|(_, judged)| judged.is_settled()).count();
        let (vm, container) = (Class::of("vm", pairs()), Class::of("container", pairs()));
        println!(
            "  {what:32} accuracy {:.3}  macro-F1 {:.3}  coverage {:.3}  VM recall {:.3} precision {:.3}",
            ratio(right, total),
            f64::midpoint(vm.f1(), container.f1()),
            ratio(settled, total),
            vm.recall(),
            vm.precision(),
        );
        let sure = |judged: &Judged| matches!(judged.confidence.as_str(), "high" | "certain");
        let certain = pairs().filter(|(_, judged)| judged.is_settled() && sure(judged)).count();
        let certainly_right =
            pairs().filter(|(row, judged)| sure(judged) && row.label == judged.verdict).count();
        println!("  {:32} high or certain {certain}, of them right {certainly_right}", "");
    }
    let contested = || rows.iter().zip(judged).filter(|(row, _)| row.label == "contested");
    let open =
        contested().filter(|(_, judged)| judged.verdict == "either" || judged.confidence == "low");
    let count = contested().count();
    if count > 0 {
        println!("  {what:32} contested {count}, left open {:.3}", ratio(open.count(), count));
    }
}

fn show(rows: &[Row]) {
    for (row, judged) in rows.iter().zip(judged(rows, true, true)) {
        let wrong = if row.label == judged.verdict { " " } else { "!" };
        println!(
            "{wrong} {:32} {:10} {:10} {:8} {:+.1}",
            row.name, row.label, judged.verdict, judged.confidence, judged.score
        );
    }
}

impl Judged {
    fn is_settled(&self) -> bool {
        matches!(self.verdict, "vm" | "container")
    }
}

/// How often one of the two labels was given and hit.
struct Class {
    hit: usize,
    given: usize,
    labelled: usize,
}

impl Class {
    fn of<'a>(label: &str, pairs: impl Iterator<Item = (&'a Row, &'a Judged)>) -> Self {
        let mut class = Self { hit: 0, given: 0, labelled: 0 };
        for (row, judged) in pairs {
            let (is, given) = (row.label == label, judged.verdict == label);
            class.hit += usize::from(is && given);
            class.given += usize::from(given);
            class.labelled += usize::from(is);
        }
        class
    }

    fn precision(&self) -> f64 {
        ratio(self.hit, self.given)
    }

    fn recall(&self) -> f64 {
        ratio(self.hit, self.labelled)
    }

    fn f1(&self) -> f64 {
        ratio(2 * self.hit, self.given + self.labelled)
    }
}

#[allow(clippy::cast_precision_loss, reason = "tables are short")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
