//! `labctl why`: one workload, its stack, its verdict, and the evidence line by line.

use std::path::{Path, PathBuf};

use super::args::WhyArgs;
use super::error::CliError;
use super::session::{Request, Session};
use super::terminal::Screen;
use super::{Exit, output};
use crate::check::{Checked, Outcome};
use crate::lab::System;
use crate::near::nearest;
use crate::report::{Syntax, why};

pub(super) fn run(args: &WhyArgs, screen: &Screen) -> Result<Exit, CliError> {
    let (name, paths) = named(args);
    let session = Session::open(
        &Request {
            paths: &paths,
            reading: &args.reading,
            judging: &args.judging,
            baseline: None,
            writes: vec![None],
        },
        screen,
    )?;
    let outcome = &session.outcome;
    let is_empty = outcome.summary().workloads() == 0;
    match (name, args.format == "json") {
        (None, true) => output::write(None, Syntax::Json, |out| why::table_json(outcome, out)),
        (None, false) => {
            output::write(None, Syntax::Text, |out| why::table(outcome, &screen.view, out))
        }
        (Some(name), json) => one(&session, name, json),
    }?;
    Ok(session.end(if is_empty { Exit::Nothing } else { Exit::Clean }))
}

fn one(session: &Session<'_>, name: &str, json: bool) -> Result<(), CliError> {
    let outcome = &session.outcome;
    let (lab, system) = find(outcome, name)?;
    let Some(workload) = system.as_workload() else {
        return Err(CliError::NoWorkload { name: name.to_owned() });
    };
    if json {
        output::write(None, Syntax::Json, |out| {
            why::tell_json(outcome, session.base(), lab, workload, out)
        })
    } else {
        output::write(None, Syntax::Text, |out| {
            why::tell(outcome, lab, workload, &session.screen.view, out)
        })
    }
}

/// The system of a name, in whichever lab has it.
fn find<'a>(outcome: &'a Outcome, name: &str) -> Result<(&'a Checked, System<'a>), CliError> {
    let mut found = outcome.labs.iter().filter_map(|lab| Some((lab, lab.lab().system(name)?)));
    if let Some(found) = found.next() {
        return Ok(found);
    }
    // What its file calls it may be the name of several.
    let called = |lab: &'a Checked| {
        let systems = lab.lab().systems_called(name).into_iter();
        systems.map(move |system| (lab, system))
    };
    let called: Vec<_> = outcome.labs.iter().flat_map(called).collect();
    match called[..] {
        [one] => return Ok(one),
        [] => {}
        _ => {
            let names = called.iter().map(|(_, system)| system.name().to_owned()).collect();
            return Err(CliError::Ambiguous { name: name.to_owned(), names });
        }
    }
    Err({
        let systems = outcome.labs.iter().flat_map(|lab| lab.lab().systems());
        let near = nearest(name, systems.map(|system| system.name()));
        CliError::UnknownWorkload { name: name.to_owned(), near: near.map(str::to_owned) }
    })
}

/// The name that is asked for, and the paths. With `--all`, every argument is a path.
fn named(args: &WhyArgs) -> (Option<&str>, Vec<PathBuf>) {
    match (&args.name, args.all) {
        (Some(name), true) => {
            let first = Path::new(name).to_owned();
            (None, std::iter::once(first).chain(args.paths.iter().cloned()).collect())
        }
        (name, _) => (name.as_deref(), args.paths.clone()),
    }
}
