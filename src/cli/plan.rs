//! `labctl plan`: read, judge, and say what has to move.

use std::path::Path;

use super::args::PlanArgs;
use super::error::CliError;
use super::outputs::{self, Output};
use super::session::{Request, Session};
use super::terminal::{Screen, say};
use super::{Exit, output};
use crate::check::{Checked, Outcome};
use crate::finding::{Fix, Safety, SystemId};
use crate::lab::System;
use crate::plan::{PlacementPlan, PlanRequest, PlanStatus, Survival, edits, lose, plan};
use crate::report::plan::{FORMATS, PlanFormat, PlanReport};
use crate::report::{Syntax, visible};
use crate::source::ColumnUnit;

pub(super) fn run(args: &PlanArgs, screen: &Screen) -> Result<Exit, CliError> {
    let whole = args.output.as_deref();
    let usual = || whole.map_or(Ok(&FORMATS[0]), |path| outputs::for_file(FORMATS, path));
    let outputs: Vec<Output<'_, PlanFormat>> = outputs::of(&args.format, whole, usual)?;
    let session = Session::open(
        &Request {
            paths: &args.paths,
            reading: &args.reading,
            judging: &args.judging,
            baseline: None,
            writes: outputs.iter().map(|output| output.file).collect(),
        },
        screen,
    )?;
    let report = PlanReport { outcome: &session.outcome, plans: plans(args, &session)? };
    outputs::write(&outputs, &session, |write, view, out| write(&report, view, out))?;
    session.tell_if_half_read();
    if args.write {
        write_places(&report, &session)?;
    }
    let is_impossible = report.plans.iter().any(|(_, plan)| plan.status == PlanStatus::Infeasible);
    drop(report);
    Ok(session.end(if is_impossible { Exit::Findings } else { Exit::Clean }))
}

/// The plan of every lab that was read.
fn plans<'s>(
    args: &PlanArgs,
    session: &'s Session<'_>,
) -> Result<Vec<(&'s Checked, PlacementPlan)>, CliError> {
    let outcome = &session.outcome;
    for (sort, names) in [("host", &args.drain), ("host", &args.lose), ("guest", &args.keep)] {
        for name in names {
            known(outcome, sort, name)?;
        }
    }
    let plans = outcome.labs.iter().map(|checked| {
        let of = |names: &[String]| -> Vec<SystemId> {
            names.iter().filter_map(|name| Some(checked.lab().system(name)?.into())).collect()
        };
        if !args.lose.is_empty() {
            return (checked, lose(checked, &of(&args.lose)));
        }
        let request = PlanRequest {
            drain: of(&args.drain),
            keep: of(&args.keep),
            survive: if args.survive { Survival::EachHost } else { Survival::Any },
        };
        (checked, plan(checked, &request, &session.settings))
    });
    Ok(plans.collect())
}

/// Writes the new places into the files that the guests are written in.
fn write_places(report: &PlanReport<'_>, session: &Session<'_>) -> Result<(), CliError> {
    let sources = &session.outcome.sources;
    let mut all = Vec::new();
    for (checked, plan) in &report.plans {
        let (edits, left) = edits(sources, checked, plan);
        all.extend(edits);
        for guest in left {
            let guest = checked.lab().system_at(guest.index());
            let place = guest.runs_on_span();
            let source = sources.of(place);
            let line = source.position(source.bytes(place).start, ColumnUnit::CodePoint).line;
            let name = visible(guest.name());
            say(&format!(
                "the host of `{name}` is to be changed by hand: {}:{line}",
                visible(source.path())
            ));
        }
    }
    let fix = Fix { title: "move guests".to_owned(), edits: all, safety: Safety::Unsafe };
    for source in sources {
        let text = fix.applied_to(source).expect("each guest names its host somewhere else");
        if text == source.text() {
            continue;
        }
        let path = Path::new(source.path());
        session.may_replace(path)?;
        if path == Path::new("-") || !path.is_file() {
            return Err(CliError::NoFile { name: source.path().to_owned() });
        }
        output::write(Some(path), Syntax::Text, |out| out.write_all(text.as_bytes()))?;
        session.screen.note(&format!("wrote `{}`; next: `labctl check {0}`", path.display()));
    }
    Ok(())
}

/// Some lab has a system of this name, and it is what it should be.
fn known(outcome: &Outcome, sort: &'static str, name: &str) -> Result<(), CliError> {
    let systems = || outcome.labs.iter().flat_map(|lab| lab.lab().systems());
    let fits = |system: &System<'_>| (sort == "host") == system.as_host().is_some();
    let mut all = systems().filter(fits);
    if all.any(|system| system.name() == name) {
        return Ok(());
    }
    Err(CliError::unknown_system(sort, name, systems().filter(fits)))
}
