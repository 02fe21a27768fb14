//! `labctl check`: read, judge, print.

use std::env;
use std::path::Path;

use super::args::{CheckArgs, Judging, Wanted};
use super::terminal::Screen;
use super::trouble::Trouble;
use super::{Exit, discover, files, output};
use crate::check::{Outcome, check};
use crate::policy::{Allowances, Settings};
use crate::report::{Base, Beside, FORMATS, View};

pub(super) fn run(args: &CheckArgs, screen: &Screen) -> Result<Exit, Trouble> {
    let input = files::read(&args.paths, screen);
    input.troubles.iter().for_each(|trouble| screen.tell(trouble));
    let worst = input.troubles.iter().map(Trouble::exit).min();
    if input.sources.is_empty() {
        return Ok(worst.unwrap_or(Exit::Nothing));
    }
    let outcome = check(input.sources, &input.files, &settings(&args.judging));
    let written = write(args, &outcome, screen);
    let checked = exit(args, &outcome, screen);
    let exit = match worst {
        Some(Exit::Unreadable) => Exit::Unreadable,
        _ => checked,
    };
    // The process ends here; taking a large lab apart first would only take time.
    std::mem::forget(outcome);
    written.map(|()| exit)
}

/// What the command line says about judging.
pub(super) fn settings(judging: &Judging) -> Settings {
    let usual = Settings::default();
    Settings {
        profile: judging.profile,
        allowances: if judging.no_allow { Allowances::Ignored } else { Allowances::Count },
        as_of: judging.as_of.unwrap_or(usual.as_of),
        software: !judging.no_software,
        names: !judging.no_names,
    }
}

/// Writes every format that is wanted. One that cannot be written leaves the others whole.
fn write(args: &CheckArgs, outcome: &Outcome, screen: &Screen) -> Result<(), Trouble> {
    let usual = [Wanted { format: &FORMATS[0], file: None }];
    let wanted = if args.format.is_empty() { &usual[..] } else { &args.format };
    let top = discover::top();
    let base = Base { top: &top.0, here: &top.1 };
    let on_screen = View { least: args.min_level, base, ..screen.view };
    let in_file = View { colour: false, links: false, width: 100, ..on_screen };
    let mut failed = Ok(());
    let mut settle = |written| match (written, &failed) {
        (Ok(()), _) => {}
        (Err(trouble), Ok(())) => failed = Err(trouble),
        (Err(trouble), Err(_)) => screen.tell(&trouble),
    };
    for one in wanted {
        let file = one.file.as_deref().or(args.output.as_deref());
        let view = if file.is_some() { &in_file } else { &on_screen };
        settle(output::write(file, |out| (one.format.write)(outcome, view, out)));
        if let Some(beside) = one.format.beside {
            settle(write_beside(beside, outcome, &in_file));
        }
    }
    failed
}

/// Writes the second output of a format, if the environment names a file for it.
fn write_beside(beside: Beside, outcome: &Outcome, view: &View) -> Result<(), Trouble> {
    match env::var_os(beside.variable) {
        Some(path) if !path.is_empty() => {
            output::append(Path::new(&path), beside.most, |room, out| {
                (beside.write)(outcome, view, room, out)
            })
        }
        _ => Ok(()),
    }
}

fn exit(args: &CheckArgs, outcome: &Outcome, screen: &Screen) -> Exit {
    if outcome.labs.iter().any(|lab| !lab.lab.is_whole()) {
        return Exit::Unreadable;
    }
    let fails = |level| args.fail_on.0.is_some_and(|least| level >= least);
    if outcome.findings().any(|finding| fails(finding.level)) {
        return Exit::Findings;
    }
    let sum = outcome.summary();
    if sum.hosts + sum.workloads() == 0 {
        screen.note("nothing was checked: the inventory names no host and no workload");
        return Exit::Nothing;
    }
    Exit::Clean
}
