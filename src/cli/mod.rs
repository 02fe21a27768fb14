//! The command line: arguments, files, output. The only part that prints or touches a file.

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

mod args;
mod check;
mod discover;
mod explain;
mod files;
mod init;
mod output;
mod outputs;
mod report;
mod rules;
mod shell;
mod terminal;
mod trouble;
mod usage;
mod why;

use args::{Cli, Command};
pub use trouble::Trouble;

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

/// Does what the arguments say.
///
/// # Errors
///
/// When the output cannot be written, or the command cannot be carried out at all. What is wrong with
/// single inputs is told on the way and does not end the run.
pub fn run() -> Result<Exit, Trouble> {
    let matches = usage::command().try_get_matches();
    let cli = match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return usage::end(&error),
    };
    let screen = terminal::Screen::of(&cli.look);
    match cli.command {
        Command::Check(args) => check::run(&args, &screen),
        Command::Why(args) => why::run(&args, &screen),
        Command::Report(args) => report::run(&args, &screen),
        Command::Explain(args) => explain::run(&args, &screen),
        Command::Rules(args) => rules::run(&args, &screen),
        Command::Init(args) => init::run(&args, &screen),
        Command::Completions { shell } => shell::completions(shell),
        Command::Man => shell::man(),
        Command::Schema { of } => shell::schema(of),
    }
}

/// Tells the user what stood in the way, on standard error.
pub fn tell(trouble: &Trouble) {
    terminal::tell(trouble, terminal::colour_errors());
}
