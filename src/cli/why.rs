//! `labctl why`: one workload, its stack, its verdict, and the evidence line by line.

use std::path::{Path, PathBuf};

use super::args::WhyArgs;
use super::check::settings;
use super::terminal::Screen;
use super::trouble::Trouble;
use super::{Exit, discover, files, output};
use crate::check::{Checked, Outcome, check};
use crate::lab::System;
use crate::near::nearest;
use crate::report::{Base, why};

pub(super) fn run(args: &WhyArgs, screen: &Screen) -> Result<Exit, Trouble> {
    let (name, paths) = named(args);
    let input = files::read(&paths, screen);
    input.troubles.iter().for_each(|trouble| screen.tell(trouble));
    let worst = input.troubles.iter().map(Trouble::exit).min();
    if input.sources.is_empty() {
        return Ok(worst.unwrap_or(Exit::Nothing));
    }
    let outcome = check(input.sources, &input.files, &settings(&args.judging));
    let json = args.format == "json";
    let written = match name {
        None if json => output::write(None, |out| why::table_json(&outcome, out)),
        None => output::write(None, |out| why::table(&outcome, &screen.view, out)),
        Some(name) => one(&outcome, name, json, screen),
    };
    let exit = if outcome.is_whole() { worst.unwrap_or(Exit::Clean) } else { Exit::Unreadable };
    written.map(|()| exit)
}

fn one(outcome: &Outcome, name: &str, json: bool, screen: &Screen) -> Result<(), Trouble> {
    let (lab, system) = find(outcome, name)?;
    let Some(workload) = system.as_workload() else {
        return Err(Trouble::NoWorkload { name: name.to_owned() });
    };
    output::write(None, |out| {
        if json {
            let top = discover::top();
            why::tell_json(outcome, Base { top: &top.0, here: &top.1 }, lab, workload, out)
        } else {
            why::tell(outcome, lab, workload, &screen.view, out)
        }
    })
}

/// The system of a name, in whichever lab has it.
fn find<'a>(outcome: &'a Outcome, name: &str) -> Result<(&'a Checked, System<'a>), Trouble> {
    let mut found = outcome.labs.iter().filter_map(|lab| Some((lab, lab.lab().system(name)?)));
    found.next().ok_or_else(|| {
        let systems = outcome.labs.iter().flat_map(|lab| lab.lab().systems());
        let near = nearest(name, systems.map(|system| system.name()));
        Trouble::UnknownWorkload { name: name.to_owned(), near: near.map(str::to_owned) }
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
