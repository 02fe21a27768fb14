//! What each style of writing costs: a whole check of one content, written in many ways, against the plain way.
//!
//! `cargo bench --bench styles`. The rounds are interleaved, and of each style the best time counts.

use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

use labctl::check::check;
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::source::Sources;

const WORKLOADS: usize = 5_000;
const ROUNDS: usize = 7;

/// A way of writing the inventory.
struct Style {
    name: &'static str,
    write: fn() -> String,
}

const STYLES: &[Style] = &[
    Style { name: "plain", write: || lab(block) },
    Style { name: "four blanks deep", write: || lab(block).replace("  ", "    ") },
    Style { name: "CRLF", write: || lab(block).replace('\n', "\r\n") },
    Style { name: "byte order mark", write: || format!("\u{feff}{}", lab(block)) },
    Style { name: "`--- # lab` first", write: || format!("--- # lab\n{}", lab(block)) },
    Style { name: "a second document", write: || format!("{}---\nlab: other\n", lab(block)) },
    Style { name: "a tab in a comment", write: || format!("# a\ttab\n{}", lab(block)) },
    Style { name: "a lone CR in a comment", write: || format!("# a\r# b\n{}", lab(block)) },
    Style { name: "a tab in a value", write: || format!("lab: a\tb\n{}", lab(block)) },
    Style { name: "a comment at each entry", write: || lab(|e| format!("  # app\n{}", block(e))) },
    Style { name: "a comment on each line", write: || lab(|e| block(e).replace('\n', " # why\n")) },
    Style { name: "a blank line at each entry", write: || lab(|e| format!("\n{}", block(e))) },
    Style { name: "values in double quotes", write: || lab(|e| quoted_values(e, '"')) },
    Style { name: "values in single quotes", write: || lab(|e| quoted_values(e, '\'')) },
    Style { name: "keys in double quotes", write: || lab(|e| quoted_keys(e, '"')) },
    Style { name: "keys in single quotes", write: || lab(|e| quoted_keys(e, '\'')) },
    Style { name: "keys and values in quotes", write: || quoted_sections(lab(all_quoted)) },
    Style { name: "flow on one line", write: || lab(flow) },
    Style { name: "flow over lines", write: || lab(|e| lines_of_flow(e, "    }")) },
    Style { name: "flow closed at its key", write: || lab(|e| lines_of_flow(e, "  }")) },
    Style { name: "flow with quotes, as in JSON", write: || lab(json) },
    Style {
        name: "merge keys in a block",
        write: || merged(|e| format!("  {}:\n    <<: *base\n    runs_on: {}\n", e.name, e.host)),
    },
    Style {
        name: "`{<<: *a}` one-liners",
        write: || merged(|e| format!("  {}: {{<<: *base, runs_on: {}}}\n", e.name, e.host)),
    },
    Style {
        name: "`&a` at each entry",
        write: || lab(|e| block(e).replacen(":\n", &format!(": &{}\n", e.name), 1)),
    },
    Style {
        name: "`&a` at each flow",
        write: || lab(|e| flow(e).replacen(": {", &format!(": &{} {{", e.name), 1)),
    },
    Style {
        name: "`&a` at each value",
        write: || lab(|e| block(e).replace("role: ", &format!("role: &{} ", e.name))),
    },
    Style {
        name: "letters beyond ASCII",
        write: || lab(|e| block(e).replace("pages", "pâges für 你")),
    },
    Style {
        name: "an escape at each entry",
        write: || lab(|e| block(e).replace("serves pages", "\"serves\\tpages\"")),
    },
    Style {
        name: "a block scalar at each entry",
        write: || lab(|e| block(e).replace("serves pages", "|\n      serves pages")),
    },
    Style {
        name: "text over two lines",
        write: || lab(|e| block(e).replace("serves pages", "serves\n      pages")),
    },
    Style {
        name: "a tag at each entry",
        write: || lab(|e| block(e).replace("serves", "!!str serves")),
    },
];

/// One workload.
struct Entry {
    number: usize,
    name: String,
    host: String,
    fields: [(&'static str, String); 6],
}

fn entry(number: usize) -> Entry {
    let host = format!("vm{}", number % (WORKLOADS / 10));
    let fields = [
        ("runs_on", host.clone()),
        ("image", "nginx:1.27.1".to_owned()),
        ("role", "web".to_owned()),
        ("memory", "256MiB".to_owned()),
        ("purpose", "serves pages".to_owned()),
        ("state", "none".to_owned()),
    ];
    Entry { number, name: format!("app{number}"), host, fields }
}

fn lab(written: impl Fn(&Entry) -> String) -> String {
    let hosts = (0..WORKLOADS / 100).map(|host| {
        format!("  pve{host}:\n    hypervisor: proxmox\n    cpu: 64\n    memory: 1024GiB\n")
    });
    let vms = (0..WORKLOADS / 10).map(|vm| {
        format!(
            "  vm{vm}:\n    runs_on: pve{}\n    os: debian-13\n    cpu: 4\n    memory: 16GiB\n",
            vm / 10
        )
    });
    let apps = (0..WORKLOADS).map(|number| written(&entry(number)));
    let (hosts, vms, apps): (String, String, String) =
        (hosts.collect(), vms.collect(), apps.collect());
    format!("hosts:\n{hosts}vms:\n{vms}containers:\n{apps}")
}

fn block(entry: &Entry) -> String {
    fields(entry, |key, value| format!("    {key}: {value}\n"), &format!("  {}:\n", entry.name), "")
}

fn fields(
    entry: &Entry,
    each: impl Fn(&str, &str) -> String,
    before: &str,
    behind: &str,
) -> String {
    let fields: String = entry.fields.iter().map(|(key, value)| each(key, value)).collect();
    format!("{before}{fields}{behind}")
}

fn quoted_values(entry: &Entry, quote: char) -> String {
    let each = |key: &str, value: &str| format!("    {key}: {quote}{value}{quote}\n");
    fields(entry, each, &format!("  {}:\n", entry.name), "")
}

fn quoted_keys(entry: &Entry, quote: char) -> String {
    let each = |key: &str, value: &str| format!("    {quote}{key}{quote}: {value}\n");
    fields(entry, each, &format!("  {quote}{}{quote}:\n", entry.name), "")
}

fn all_quoted(entry: &Entry) -> String {
    let each = |key: &str, value: &str| format!("    \"{key}\": \"{value}\"\n");
    fields(entry, each, &format!("  \"{}\":\n", entry.name), "")
}

fn quoted_sections(lab: String) -> String {
    let sections = ["hosts", "vms", "containers"];
    sections
        .iter()
        .fold(lab, |lab, name| lab.replace(&format!("{name}:\n"), &format!("\"{name}\":\n")))
}

fn flow(entry: &Entry) -> String {
    let [(first, value), ..] = &entry.fields;
    let before = format!("  {}: {{{first}: {value}", entry.name);
    let each = |key: &str, value: &str| {
        if key == *first { String::new() } else { format!(", {key}: {value}") }
    };
    fields(entry, each, &before, "}\n")
}

fn lines_of_flow(entry: &Entry, close: &str) -> String {
    let each = |key: &str, value: &str| format!("    {key}: {value},\n");
    fields(entry, each, &format!("  {}: {{\n", entry.name), &format!("{close}\n"))
}

fn json(entry: &Entry) -> String {
    let each = |key: &str, value: &str| format!("    \"{key}\": \"{value}\",\n");
    fields(entry, each, &format!("  \"{}\": {{\n", entry.name), "    \"labels\": {}\n  }\n")
}

/// The lab with what all workloads share at the anchor of the first.
fn merged(written: impl Fn(&Entry) -> String) -> String {
    lab(|entry| match entry.number {
        0 => block(entry).replacen(":\n", ": &base\n", 1),
        _ => written(entry),
    })
}

fn main() {
    let texts: Vec<String> = STYLES.iter().map(|style| (style.write)()).collect();
    let mut best = vec![Duration::MAX; STYLES.len()];
    for _ in 0..ROUNDS {
        for (text, best) in texts.iter().zip(&mut best) {
            let mut sources = Sources::default();
            sources.add("lab.yaml".to_owned(), text.clone()).expect("under 4 GiB");
            let start = Instant::now();
            black_box(check(sources, &Files::default(), &Settings::default()));
            *best = (*best).min(start.elapsed());
        }
    }
    let mut out = std::io::stdout().lock();
    for (style, time) in STYLES.iter().zip(&best) {
        let times = time.as_secs_f64() / best[0].as_secs_f64();
        writeln!(out, "{:30} {times:5.2}", style.name).expect("the output takes all");
    }
}
