//! What clap has to say before a command runs: help, the version, and what is wrong with the arguments.

use std::env;
use std::io::{self, IsTerminal, Write};

use clap::{Arg, ValueEnum};

use super::args::{SHORT_HELP, When};
use super::trouble::Trouble;
use super::{Exit, output, terminal};

/// The command line for the arguments and the environment of this run.
pub(super) fn command() -> clap::Command {
    let says_nothing = env::args_os().len() < 2;
    let command = super::command().mut_args(without_empty_variable);
    let command = command.mut_subcommands(|command| command.mut_args(without_empty_variable));
    if says_nothing { command.help_template(SHORT_HELP) } else { command }
}

/// A variable that is set to nothing says nothing, as usual in the settings of a CI.
fn without_empty_variable(arg: Arg) -> Arg {
    let value = arg.get_env().and_then(env::var_os);
    if value.is_some_and(|value| value.is_empty()) { arg.env(None) } else { arg }
}

/// Prints what clap has to say. Help that was asked for is a result, everything else a mistake.
pub(super) fn end(said: &clap::Error) -> Result<Exit, Trouble> {
    let text = said.render();
    let shown = |is_terminal: bool| {
        let colour = terminal::colours(wanted(), is_terminal);
        if colour { text.ansi().to_string() } else { text.to_string() }
    };
    if said.use_stderr() {
        // Nobody can be told that standard error cannot be written.
        let _ = io::stderr().write_all(shown(io::stderr().is_terminal()).as_bytes());
        return Ok(Exit::Unreadable);
    }
    let text = shown(io::stdout().is_terminal());
    output::write(None, |out| out.write_all(text.as_bytes())).map(|()| Exit::Clean)
}

/// When to use colours, as far as the arguments can be understood.
fn wanted() -> When {
    let stated = env::args_os().zip(env::args_os().skip(1)).find_map(|(flag, value)| {
        let joined = value.to_str()?.strip_prefix("--color=").map(str::to_owned);
        joined.or_else(|| (flag == "--color").then(|| value.to_str().map(str::to_owned))?)
    });
    let stated = stated.or_else(|| env::var("LABCTL_COLOR").ok());
    stated.and_then(|word| When::from_str(&word, false).ok()).unwrap_or(When::Auto)
}
