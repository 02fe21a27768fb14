//! The command line: arguments, files, output. The only part that prints or touches a file.

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

mod args;
mod check;
mod error;
mod explain;
mod files;
mod guard;
mod init;
mod inventory;
mod markers;
mod output;
mod outputs;
mod pending;
mod plan;
mod report;
mod rules;
mod session;
mod shell;
mod terminal;
mod usage;
mod why;

use args::{Cli, Command};

/// How a run ended, as the shell sees it. The same for every command and format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing is wrong.
    Clean = 0,
    /// There are findings at or above the level that fails.
    Findings = 1,
    /// The command line is wrong, or an input could not be read or parsed.
    Unreadable = 2,
    /// There was nothing to check.
    Nothing = 3,
    /// labctl itself is at fault.
    Bug = 70,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The command line as clap knows it: for parsing, completions and the man page.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Does what the arguments say, and tells what stands in the way.
pub fn run() -> Exit {
    let matches = usage::command().try_get_matches();
    let cli = match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return usage::end(error),
    };
    let screen = terminal::Screen::of(&cli.look);
    let ended = match cli.command {
        Command::Check(args) => check::run(&args, &screen),
        Command::Why(args) => why::run(&args, &screen),
        Command::Report(args) => report::run(&args, &screen),
        Command::Plan(args) => plan::run(&args, &screen),
        Command::Inventory(args) => inventory::run(&args, &screen),
        Command::Files(args) => files::run(&args, &screen),
        Command::Explain(args) => explain::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Init(args) => init::run(&args, &screen),
        Command::Completions { shell } => shell::completions(shell),
        Command::Man => shell::man(),
        Command::Schema { of } => shell::schema(of),
    };
    ended.unwrap_or_else(|failure| screen.end(&failure))
}

/// Says that labctl itself is at fault.
pub fn bug(message: &str) -> Exit {
    terminal::put(&format!(
        "error: labctl has a bug: {message}\nhelp: please report it, with the command and, if you can, the inventory\n"
    ));
    Exit::Bug
}
