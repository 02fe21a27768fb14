//! `labctl plan`: read, judge, and say what has to move.

use super::args::PlanArgs;
use super::error::CliError;
use super::outputs::{self, Output};
use super::session::{Request, Session};
use super::terminal::{Screen, say};
use super::{Exit, output};
use crate::check::{Checked, Outcome};
use crate::finding::SystemId;
use crate::near::nearest;
use crate::plan::{Plan, PlanRequest, Status, Survival, lose, plan};
use crate::report::plan::{FORMATS, PlanFormat, PlanReport};

pub(super) fn run(args: &PlanArgs, screen: &Screen) -> Result<Exit, CliError> {
    let whole = args.output.as_deref();
    let usual = || match whole {
        None => Ok(&FORMATS[0]),
        Some(path) if path.extension().is_none() => Ok(&FORMATS[0]),
        Some(path) => outputs::by_ending(FORMATS, path)
            .ok_or_else(|| CliError::UnknownEnding { path: path.to_owned() }),
    };
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
    let in_file = outputs::in_file(&screen.view);
    let written = outputs.iter().map(|Output { format, file }| {
        file.map_or(Ok(()), |file| session.may_replace(file))?;
        let view = if file.is_some() { &in_file } else { &screen.view };
        output::write(*file, format.syntax, |out| (format.write)(&report, view, out))
    });
    outputs::settle(written, screen)?;
    if !session.outcome.is_whole() {
        say("part of the inventory could not be read: `labctl check` shows what is wrong with it");
    }
    let is_impossible = report.plans.iter().any(|(_, plan)| plan.status == Status::Infeasible);
    drop(report);
    Ok(session.end(if is_impossible { Exit::Findings } else { Exit::Clean }))
}

/// The plan of every lab that was read.
fn plans<'s>(
    args: &PlanArgs,
    session: &'s Session<'_>,
) -> Result<Vec<(&'s Checked, Plan)>, CliError> {
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

/// Some lab has a system of this name, and it is what it should be.
fn known(outcome: &Outcome, sort: &'static str, name: &str) -> Result<(), CliError> {
    let systems = || outcome.labs.iter().flat_map(|lab| lab.lab().systems());
    let fits = |system: &crate::lab::System<'_>| (sort == "host") == system.as_host().is_some();
    let mut all = systems().filter(fits);
    if all.any(|system| system.name() == name) {
        return Ok(());
    }
    let near = nearest(name, systems().filter(fits).map(|system| system.name()));
    Err(CliError::UnknownSystem { sort, name: name.to_owned(), near: near.map(str::to_owned) })
}
