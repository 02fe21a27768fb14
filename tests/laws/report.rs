//! A report shows every host and workload once wherever it claims to show all, and puts nothing before
//! what it waits for; names are data in every format.

use std::collections::{BTreeSet, HashMap};

use labctl::check::Outcome;
use labctl::policy::Settings;
use labctl::report::View;
use labctl::report::placement::table::{Cell, Table, systems, tables};
use labctl::report::placement::{FORMATS, LabReport, PlaceContent, Report};

use crate::labs::yaml;
use crate::{always, check, every};

/// Tables that list every host and workload.
const OF_ALL: &[&str] = &["map", "readiness", "recovery"];

/// Tables that list every workload.
const OF_WORKLOADS: &[&str] = &["decisions"];

#[test]
fn everything_is_shown_once() {
    always(every::texts(), |text| {
        let outcome = check(&text);
        let report = report(&outcome);
        let lab = &report.labs[0];
        let all: Vec<usize> = (0..lab.systems.len()).collect();
        assert_eq!(sorted(on_map(lab)), all, "the map of\n{text}");
        for table in std::iter::once(systems(lab, usize::MAX)).chain(tables(lab, usize::MAX)) {
            if OF_ALL.contains(&table.key) {
                assert_eq!(sorted(rows_of(&table)), all, "{} of\n{text}", table.title);
            }
            if OF_WORKLOADS.contains(&table.key) {
                let hosts = lab.failures.iter().map(|failure| failure.host);
                let rows = rows_of(&table).into_iter().chain(hosts);
                assert_eq!(sorted(rows.collect()), all, "{} of\n{text}", table.title);
            }
        }
        everything_is_written_once(&outcome, lab);
    });
}

/// The same, of what is written.
fn everything_is_written_once(outcome: &Outcome, lab: &LabReport<'_>) {
    let mermaid = written("mermaid", outcome);
    let (page, picture) = (written("html", outcome), written("svg", outcome));
    let markdown = written("markdown", outcome);
    let terminal = written("terminal", outcome);
    let tree = section(&terminal, "Where everything runs\n", "\nLayers");
    for item in &lab.systems {
        let (anchor, name) = (&item.anchor, item.name);
        assert_eq!(page.matches(&format!("<li id=\"w-{anchor}\"")).count(), 1, "{name} in\n{page}");
        assert_eq!(
            picture.matches(&format!("<g id=\"w-{anchor}\"")).count(),
            1,
            "{name} in\n{picture}"
        );
        let box_of_it = format!(" w_{}[\"", anchor.replace('-', "_"));
        assert_eq!(mermaid.matches(&box_of_it).count(), 1, "{box_of_it} in\n{mermaid}");
        assert_eq!(markdown.matches(&box_of_it).count(), 1, "{box_of_it} in\n{markdown}");
        let is_host = lab.failures.iter().any(|failure| lab.system(failure.host).name == name);
        let link = format!("[`{name}`](#w-{anchor})");
        for (title, place, times) in [
            ("## Where everything runs", format!("\n| <a name=\"w-{anchor}\"></a>"), 1),
            ("## VM or container", format!("\n| {link} |"), usize::from(!is_host)),
            ("## Readiness\n", format!("\n| {link} |"), 1),
            ("## After a power cut", format!(" | {link} | "), 1),
        ] {
            let part = section(&markdown, title, "\n## ");
            let found = part.lines().filter(|line| {
                // What a system waits for stands in a later column.
                let cells: Vec<&str> = line.split(" | ").collect();
                let head = cells[..cells.len().min(2)].join(" | ");
                format!("\n{head} | ").contains(place.trim_end())
            });
            assert_eq!(found.count(), times, "{name} in\n{part}");
        }
        let shown = tree.lines().filter(|line| {
            line.trim_start_matches([' ', '│', '├', '└', '─']).starts_with(&format!("{name}  "))
        });
        assert_eq!(shown.count(), 1, "{name} in\n{tree}");
    }
}

#[test]
fn nothing_starts_before_what_it_waits_for() {
    always(every::texts(), |text| {
        let outcome = check(&text);
        let report = report(&outcome);
        let lab = &report.labs[0];
        let starts: Vec<_> = lab.recovery.steps.iter().flat_map(|step| &step.systems).collect();
        let circle: HashMap<usize, Option<usize>> =
            starts.iter().map(|start| (start.system, start.circle)).collect();
        let mut started = BTreeSet::new();
        for start in starts {
            let system = outcome.labs[0].lab().system_at(start.system);
            // Of several machines it may run on, one is enough.
            let below = system.on().filter(|_| system.entry().runs_on.len() == 1);
            // What is off may carry what is said to run.
            let below = below.filter(|below| below.runs()).map(|below| below.id());
            for other in start.after.iter().copied().chain(below) {
                let together = start.circle.is_some() && circle[&other] == start.circle;
                let known = together || started.contains(&other);
                assert!(known, "{} before {other} in\n{text}", start.system);
            }
            started.insert(start.system);
        }
    });
}

#[test]
fn nothing_waits_for_anything_of_its_own_step() {
    always(every::texts(), |text| {
        let outcome = check(&text);
        for step in &report(&outcome).labs[0].recovery.steps {
            let together: BTreeSet<usize> = step.systems.iter().map(|it| it.system).collect();
            for start in &step.systems {
                let waits = start.after.iter().any(|other| together.contains(other));
                assert!(!waits, "{} in\n{text}", start.system);
            }
        }
    });
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    always(every::texts(), |text| {
        let outcome = check(&text);
        let text = written_in("terminal", &outcome, View { width: 60, ..View::default() });
        for line in text.lines() {
            assert!(line.chars().count() <= 60, "{line:?} in\n{text}");
        }
    });
}

/// What is too large for one diagram is drawn in several, and still once.
#[test]
fn no_diagram_is_too_large() {
    let mut text = "hosts: {big: {}, small: {}}\ncontainers:\n".to_owned();
    for number in 0..4000 {
        let place = if number % 2 == 0 { "big" } else { "vm" };
        text.push_str(&format!("  workload-{number}: {{runs_on: {place}}}\n"));
    }
    text.push_str("vms: {vm: {runs_on: big}}\n");
    let outcome = check(&text);
    let report = report(&outcome);
    for format in ["mermaid", "markdown"] {
        let text = written(format, &outcome);
        let diagrams: Vec<&str> = text.split("```mermaid\n").skip(1).collect();
        let diagrams = diagrams.iter().map(|rest| rest.split("\n```").next().unwrap_or_default());
        let mut shown = HashMap::new();
        for diagram in diagrams {
            assert!(diagram.len() < 50_000, "{} characters", diagram.len());
            for line in diagram.lines().filter(|line| line.contains("[\"")) {
                let id = line.trim().trim_start_matches("subgraph ").split('[').next();
                *shown.entry(id.unwrap_or_default().to_owned()).or_insert(0) += 1;
            }
        }
        let list = text.lines().filter(|line| line.trim_start().starts_with("- [`")).count();
        let count = shown.len() + list;
        assert_eq!(count, report.labs[0].systems.len(), "{format}");
        assert!(shown.values().all(|count| *count == 1), "{format}");
    }
}

/// A stack as high as the file is long, and a circle of everything.
#[test]
fn deep_and_round_labs_are_drawn() {
    let mut text = "hosts: {h: {}}\ncontainers:\n  c0: {runs_on: h}\n".to_owned();
    for number in 1..5000 {
        text.push_str(&format!("  c{number}: {{runs_on: c{}}}\n", number - 1));
    }
    text.push_str("  r0: {runs_on: r2999}\n");
    for number in 1..3000 {
        text.push_str(&format!("  r{number}: {{runs_on: r{}, depends_on: [c9]}}\n", number - 1));
    }
    let outcome = check(&text);
    let report = report(&outcome);
    assert_eq!(sorted(on_map(&report.labs[0])).len(), report.labs[0].systems.len());
    assert_eq!(report.labs[0].recovery.circles.len(), 1);
    FORMATS.iter().for_each(|format| assert!(!written(format.name, &outcome).is_empty()));
}

/// Names that would be markup, commands or invisible if they were not made safe.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a|b",
    "`code`",
    "[x](javascript:alert(1))",
    "![x](https://example.com/x.png)",
    "a\"]; click a \"javascript:alert(1)\"",
    "#quot;",
    "end",
    "%%{init: {}}%%",
    "<!-- labctl report end -->",
    "\u{202e}gpj.exe",
    "\u{1b}[31mred",
    "# title",
    "a\nb",
    "a\r\n\r\n# b",
    "$$x$$",
    "@everyone",
    "--- | ---",
];

#[test]
fn names_are_data_in_every_format() {
    for name in HOSTILE {
        let lab = serde_json::json!({
            "lab": name,
            "hosts": [{"name": "pve"}],
            "containers": [{"name": name, "runs_on": "pve", "purpose": name, "owner": name,
                "docs": name, "monitored_by": [name]}],
        });
        let text = yaml(&lab);
        let outcome = check(&text);
        for format in FORMATS {
            let shown = written(format.name, &outcome);
            if format.name == "json" {
                let told: serde_json::Value = serde_json::from_str(&shown).expect("it is JSON");
                assert_eq!(told["labs"][0]["systems"][1]["name"], *name);
                continue;
            }
            for steering in ['\u{1b}', '\u{202e}', '\r'] {
                assert!(!shown.contains(steering), "{name:?} in {}:\n{shown}", format.name);
            }
            if format.name != "terminal" {
                // A page has one script, its own; and what is a link in Markdown is text in a drawing.
                let is_drawn = ["html", "svg"].contains(&format.name);
                let shown = shown
                    .rsplit_once("<script>")
                    .filter(|_| format.name == "html")
                    .map_or(shown.as_str(), |(page, _)| page);
                for alive in ["<script", "<img", "<!--", "](javascript", "](https"] {
                    if is_drawn && alive.starts_with(']') {
                        continue;
                    }
                    assert!(!shown.contains(alive), "{name:?} in {}:\n{shown}", format.name);
                }
            }
        }
        let markdown = written("markdown", &outcome);
        let mut columns = None;
        for line in markdown.lines() {
            let cells = line.starts_with('|').then(|| line.matches('|').count());
            assert!(cells.is_none() || columns.is_none() || cells == columns, "{line}\n{markdown}");
            columns = cells;
        }
        let titles = markdown.lines().filter(|line| line.starts_with('#')).count();
        assert_eq!(titles, 16, "{name:?}:\n{markdown}");
        for line in written("mermaid", &outcome).lines().filter(|line| line.contains("[\"")) {
            let label = line.split_once("[\"").and_then(|(_, label)| label.strip_suffix("\"]"));
            let label = label.expect("it is a label");
            let plain =
                |c: char| c.is_alphanumeric() || " #;-._/,()+:".contains(c) || !c.is_ascii();
            assert!(label.chars().all(plain), "{name:?}: {label}");
        }
    }
}

fn report(outcome: &Outcome) -> Report<'_> {
    Report::of(outcome, &Settings::default())
}

fn written(format: &str, outcome: &Outcome) -> String {
    written_in(format, outcome, View { width: 100, ..View::default() })
}

fn written_in(format: &str, outcome: &Outcome, view: View) -> String {
    let format = FORMATS.iter().find(|known| known.name == format).expect("it is in the table");
    let mut bytes = Vec::new();
    (format.write)(&report(outcome), &view, &mut bytes).expect("a vector takes all");
    String::from_utf8(bytes).expect("it is text")
}

fn on_map(lab: &LabReport<'_>) -> Vec<usize> {
    let system = |what| match what {
        PlaceContent::System(at) => Some(at),
        PlaceContent::Ground(_) => None,
    };
    lab.map.iter().filter_map(|place| system(place.what)).collect()
}

/// The systems that the rows of a table are about.
fn rows_of(table: &Table<'_>) -> Vec<usize> {
    let system = |cell: &Cell<'_>| match cell {
        Cell::System(at) => Some(*at),
        _ => None,
    };
    table.rows.iter().flat_map(|row| row.iter().filter_map(system)).collect()
}

fn sorted(mut numbers: Vec<usize>) -> Vec<usize> {
    numbers.sort_unstable();
    numbers
}

fn section<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("no {from:?} in\n{text}"));
    rest.split_once(to).map_or(rest, |(part, _)| part)
}
