//! `labctl why`: a verdict that explains itself, and a table of all of them.

use std::borrow::Cow;
use std::io;

use comfy_table::{CellAlignment, Table};
use serde::Serialize;

use super::escape::visible;
use super::findings::json::{self, FindingRow};
use super::findings::terminal;
use super::verdict::{self, ReportedVerdict};
use super::{Base, View, pretty};
use crate::check::{Checked, Outcome};
use crate::finding::{Finding, Subject};
use crate::lab::{RunsOn, System, Workload};
use crate::secret::without;
use crate::source::{ColumnUnit, Position, Sources, Span};
use crate::verdict::{Brief, Evidence, Flip, Verdict};

/// Tells why a workload belongs where it does.
///
/// # Errors
///
/// When the output cannot be written.
pub fn tell(
    outcome: &Outcome,
    lab: &Checked,
    workload: Workload<'_>,
    view: &View,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let verdict = lab.verdicts().explain(workload);
    let name = visible(workload.name());
    writeln!(out, "{name}: {}", conclusion(&verdict))?;
    writeln!(out, "  {}\n", agreement(lab, &verdict))?;
    writeln!(out, "  {}\n", visible(&stack(workload)))?;
    for proof in &verdict.proofs {
        let at = place(&outcome.sources, proof.at);
        writeln!(out, "  {name} {}", visible(&proof.reason))?;
        writeln!(out, "    {}, {at}", proof.constraint.name)?;
        writeln!(out, "    {}: {}\n", proof.constraint.claims[0], proof.constraint.claims[0].text)?;
    }
    if verdict.evidence.iter().any(is_shown) {
        write!(out, "{}", matrix(&outcome.sources, &verdict, view))?;
    }
    let flips = lab.verdicts().flips(&verdict);
    if !flips.is_empty() {
        writeln!(out, "\n  what would change that")?;
        for flip in &flips {
            writeln!(out, "    {:26} {}", flip.write, leads_to(flip))?;
        }
    }
    if verdict.evidence.is_empty() && verdict.proofs.is_empty() {
        writeln!(out, "  to know more, write its `role:`, `lifetime:`, `image:` or `os:`")?;
    }
    let about = findings(lab, workload);
    if !about.is_empty() {
        writeln!(out)?;
        terminal::findings(outcome, lab, about.into_iter(), view, out)?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Why<'a> {
    version: u32,
    #[serde(flatten)]
    judged: ReportedVerdict<'a>,
    /// The workload, then what lies below it.
    stack: Vec<StackLayer<'a>>,
    changes: Vec<Alternative>,
    findings: Vec<FindingRow<'a>>,
}

#[derive(Serialize)]
struct StackLayer<'a> {
    name: Cow<'a, str>,
    kind: &'static str,
}

/// The same as one JSON object.
///
/// # Errors
///
/// When the output cannot be written.
pub fn tell_json(
    outcome: &Outcome,
    base: Base,
    lab: &Checked,
    workload: Workload<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let verdict = lab.verdicts().explain(workload);
    let about = findings(lab, workload);
    let why = Why {
        version: json::VERSION,
        stack: workload
            .stack()
            .map(|it| StackLayer { name: without(it.name()), kind: it.noun() })
            .collect(),
        changes: lab.verdicts().flips(&verdict).into_iter().map(Alternative::from).collect(),
        judged: verdict::one(&outcome.sources, &verdict),
        findings: json::rows(outcome, base, std::slice::from_ref(lab), |finding| {
            about.iter().any(|it| std::ptr::eq(*it, finding))
        }),
    };
    pretty::write(out, &why)?;
    writeln!(out)
}

/// A table of all workloads.
///
/// # Errors
///
/// When the output cannot be written.
pub fn table(outcome: &Outcome, view: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let mut table = plain(view.width);
    table.set_header(["workload", "declared", "verdict", "confidence", "score", "above all"]);
    for lab in &outcome.labs {
        for workload in lab.lab().workloads() {
            let verdict = lab.verdicts().explain(workload);
            let Brief { outcome, confidence, score } = verdict.brief;
            table.add_row([
                visible(workload.name()).into_owned(),
                verdict::declared(workload).unwrap_or("-").to_owned(),
                outcome.to_string(),
                confidence.to_string(),
                format!("{score:+.1}"),
                visible(&foremost(&verdict)).into_owned(),
            ]);
        }
    }
    right(&mut table, 4);
    write!(out, "{}", trimmed(&table, ""))
}

/// A table of all workloads as JSON.
///
/// # Errors
///
/// When the output cannot be written.
pub fn table_json(outcome: &Outcome, out: &mut dyn io::Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct All<'a> {
        version: u32,
        verdicts: Vec<ReportedVerdict<'a>>,
    }
    let verdicts = outcome.labs.iter().flat_map(|lab| verdict::all(&outcome.sources, lab));
    let all = All { version: json::VERSION, verdicts: verdicts.collect() };
    pretty::write(out, &all)?;
    writeln!(out)
}

fn conclusion(verdict: &Verdict<'_>) -> String {
    use crate::verdict::Conclusion as O;

    let Brief { outcome, confidence, score } = verdict.brief;
    if let Some(pin) = verdict.pin {
        let reason = pin.reason.as_ref().map_or("no reason is given", |reason| reason.as_str());
        return format!("{outcome}, as its owner decided: {}", visible(reason));
    }
    match outcome {
        O::Unknown => {
            "unknown, since nothing is said that speaks for a VM or a container".to_owned()
        }
        O::Contradiction => "neither: what it needs excludes both a VM and a container".to_owned(),
        O::Either if score == 0.0 => "either: nothing tips the scales".to_owned(),
        O::Either => {
            let side = if score > 0.0 { "a VM" } else { "a container" };
            format!("either, leaning towards {side} ({score:+.1})")
        }
        _ if !verdict.proofs.is_empty() => format!("{outcome}, certain"),
        O::Host => format!("{outcome}, confidence {confidence}"),
        _ => format!("{outcome}, confidence {confidence} ({score:+.1})"),
    }
}

/// How the verdict meets what is declared.
fn agreement(lab: &Checked, verdict: &Verdict<'_>) -> String {
    let workload = verdict.workload;
    let Some(suits) = lab.insight.suits(workload) else {
        return "nobody has decided yet: this is what labctl recommends".to_owned();
    };
    let noun = workload.noun();
    if !suits {
        return format!("it is declared as a {noun}");
    }
    if workload.is_system_container() && !verdict.brief.outcome.allows_container() {
        return format!("it is declared as a {noun}, which stands between the two");
    }
    format!("it is declared as a {noun}, which fits")
}

/// From the workload down to the metal.
fn stack(workload: Workload<'_>) -> String {
    let shown = |system: System<'_>| format!("{} ({})", system.name(), system.noun());
    let mut layers: Vec<String> = workload.stack().map(shown).collect();
    match workload.bottom().runs_on() {
        RunsOn::Cluster(_) => {
            let cluster = workload.bottom().on_cluster();
            layers.extend(cluster.map(|cluster| format!("{} (cluster)", cluster.name.value)));
        }
        _ if workload.host().is_none() => layers.push("nothing that is known".to_owned()),
        _ => {}
    }
    layers.join(" on ")
}

fn matrix(sources: &Sources, verdict: &Verdict<'_>, view: &View) -> String {
    let mut table = plain(view.width.saturating_sub(2));
    table.set_header(["signal", "seen", "points", "quality", "read in", "since"]);
    for line in verdict.evidence.iter().filter(|line| is_shown(line)) {
        table.add_row([
            line.signal.name.to_owned(),
            visible(&line.value.to_string()).into_owned(),
            format!("{:+.1}", line.weight()),
            line.quality.name().to_owned(),
            read_at(sources, line),
            line.claim.text.to_owned(),
        ]);
    }
    let total = format!("{:+.1}", verdict.brief.score);
    table.add_row(["", "together", &total, "", "", ""]);
    right(&mut table, 2);
    trimmed(&table, "  ")
}

/// True unless it weighs nothing and settles nothing: that is left to JSON.
fn is_shown(line: &Evidence<'_>) -> bool {
    line.points != 0.0 || line.settles()
}

fn read_at(sources: &Sources, line: &Evidence<'_>) -> String {
    let at = match sources.len() {
        1 => format!("line {}", position(sources, line.at).line),
        _ => place(sources, line.at),
    };
    match line.product {
        Some(product) => format!("{at}, known of {}", product.short_title()),
        None => at,
    }
}

fn leads_to(flip: &Flip) -> String {
    match flip.score {
        Some(score) => format!("{}, {} ({score:+.1})", flip.outcome, flip.confidence),
        None => format!("{}, {}", flip.outcome, flip.confidence),
    }
}

/// What weighs most.
fn foremost(verdict: &Verdict<'_>) -> String {
    if let Some(pin) = verdict.pin {
        return pin.reason.as_ref().map_or("pinned".to_owned(), |reason| reason.to_string());
    }
    if let Some(proof) = verdict.proofs.first() {
        return proof.reason.to_string();
    }
    let line = |line: &Evidence<'_>| format!("{}: {}", line.signal.name, line.value);
    verdict.evidence.first().map_or(String::new(), line)
}

/// A change that would lead to another verdict.
#[derive(Serialize)]
struct Alternative {
    write: &'static str,
    verdict: &'static str,
    confidence: String,
    score: Option<f64>,
}

impl From<Flip> for Alternative {
    fn from(flip: Flip) -> Self {
        Self {
            write: flip.write,
            verdict: flip.outcome.name(),
            confidence: flip.confidence.to_string(),
            score: flip.score.map(verdict::tenths),
        }
    }
}

/// The findings about a workload that nothing excuses.
fn findings<'a>(lab: &'a Checked, workload: Workload<'_>) -> Vec<&'a Finding> {
    let subject = Subject::from(workload);
    let about = |finding: &&Finding| finding.subjects.contains(&subject) && finding.counts();
    lab.findings.iter().filter(about).collect()
}

fn place(sources: &Sources, at: Span) -> String {
    let Position { line, column } = position(sources, at);
    format!("{}:{line}:{column}", visible(sources.of(at).path()))
}

fn position(sources: &Sources, at: Span) -> Position {
    let source = sources.of(at);
    source.position(source.bytes(at).start, ColumnUnit::CodePoint)
}

fn plain(width: usize) -> Table {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_content_arrangement(comfy_table::ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table
}

/// Sets a column of numbers to the right.
fn right(table: &mut Table, column: usize) {
    if let Some(column) = table.column_mut(column) {
        column.set_cell_alignment(CellAlignment::Right);
    }
}

fn trimmed(table: &Table, indent: &str) -> String {
    // Every cell has a blank on either side, the first one too.
    let line =
        |line: &str| format!("{indent}{}\n", line.strip_prefix(' ').unwrap_or(line).trim_end());
    table.to_string().lines().map(line).collect()
}
