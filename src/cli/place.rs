//! `labctl place`: where something new could go.

use super::args::PlaceArgs;
use super::error::CliError;
use super::session::{Request, Session};
use super::terminal::Screen;
use super::{Exit, output};
use crate::plan::{Candidate, place};
use crate::report::{Syntax, plan};

pub(super) fn run(args: &PlaceArgs, screen: &Screen) -> Result<Exit, CliError> {
    let session = Session::open(
        &Request {
            paths: &args.paths,
            reading: &args.reading,
            judging: &args.judging,
            baseline: None,
            writes: vec![None],
        },
        screen,
    )?;
    let outcome = &session.outcome;
    let of_name = outcome.labs.iter().find(|lab| lab.lab().system(&args.name).is_some());
    let Some(checked) = of_name.or(outcome.labs.first()) else {
        return Ok(session.end(Exit::Nothing));
    };
    match checked.lab().system(&args.name) {
        Some(system) if system.as_host().is_some() => {
            return Err(CliError::NoWorkload { name: args.name.clone() });
        }
        None if args.like.is_none() => {
            return Err(CliError::unknown_system("workload", &args.name, checked.lab().systems()));
        }
        _ => {}
    }
    let mut advice = place(checked, &args.name, args.like.as_deref(), &session.settings);
    if let Some(machine) = &args.on {
        let Some(machine) = checked.lab().system(machine) else {
            return Err(CliError::unknown_system("workload", machine, checked.lab().systems()));
        };
        advice.candidates.retain(|it| it.machine == machine.into());
    }
    match args.format.as_str() {
        "json" => output::write(None, Syntax::Json, |out| plan::place::json(checked, &advice, out)),
        _ => output::write(None, Syntax::Text, |out| plan::place::terminal(checked, &advice, out)),
    }?;
    let is_possible = advice.candidates.iter().any(Candidate::is_possible);
    Ok(session.end(if is_possible { Exit::Clean } else { Exit::Findings }))
}
