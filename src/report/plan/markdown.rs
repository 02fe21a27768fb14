//! Markdown: the plan as a table, for a pull request or a wiki.

use std::io;

use super::{PlanFormat, PlanReport, View, mermaid, name, words};
use crate::check::Checked;
use crate::plan::PlacementPlan;
use crate::report::prose::prose;
use crate::source::Sources;

pub(super) const FORMAT: PlanFormat = PlanFormat {
    name: "markdown",
    endings: &["md", "markdown"],
    about: "the plan as a table with its diagram, for a pull request",
    page: include_str!("markdown.md"),
    syntax: crate::report::Syntax::Text,
    write,
};

fn write(report: &PlanReport<'_>, _: &View, out: &mut dyn io::Write) -> io::Result<()> {
    for (checked, plan) in &report.plans {
        lab(&report.outcome.sources, checked, plan, out)?;
    }
    Ok(())
}

fn lab(
    sources: &Sources,
    checked: &Checked,
    plan: &PlacementPlan,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let title =
        checked.lab().name().map_or("Plan".to_owned(), |it| format!("Plan of {}", it.value));
    writeln!(out, "## {}\n\n{}.\n", prose(&title), prose(&words::outcome(checked, plan)))?;
    if !plan.moves.is_empty() {
        writeln!(
            out,
            "| step | guest | from | to | how | because of |\n|---:|---|---|---|---|---|"
        )?;
        for it in &plan.moves {
            let [guest, from, to] =
                [it.guest, it.from, it.to].map(|system| prose(name(checked, system)));
            let (step, way, why) = (it.step, words::way(it.way), words::because(it));
            writeln!(out, "| {step} | {guest} | {from} | {to} | {way} | {why} |")?;
        }
        writeln!(out, "\n```mermaid\n{}```\n", mermaid::diagram(checked, plan))?;
    }
    if !plan.conflict.is_empty() {
        writeln!(out, "These limits cannot hold together:\n")?;
        for part in &plan.conflict {
            let text = words::limit(checked, &part.limit.kind);
            let place = words::place(sources, part.limit.at);
            writeln!(out, "- `{}`: {} ({})", part.limit.kind.name(), prose(&text), prose(&place))?;
        }
        writeln!(out)?;
    }
    for cost in words::costs(checked, plan) {
        writeln!(out, "Note: {}.\n", prose(&cost))?;
    }
    Ok(())
}
