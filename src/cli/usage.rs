//! What clap has to say before a command runs: help, the version, and what is wrong with the arguments.

use std::env;
use std::ffi::OsStr;

use clap::error::{ContextKind, ContextValue};
use clap::{Arg, ValueEnum};

use super::args::{OutputArgs, SHORT_HELP, When};
use super::terminal::Screen;
use super::{Exit, output, terminal};
use crate::report::Syntax;

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
pub(super) fn end(mut said: clap::Error) -> Exit {
    hide_variable(&mut said);
    let text = said.render();
    let look = OutputArgs { color: wanted(), quiet: false, verbose: false, ascii: false };
    let screen = Screen::of(&look);
    let shown = |colour: bool| if colour { text.ansi().to_string() } else { text.to_string() };
    if said.use_stderr() {
        terminal::put(&shown(screen.colour_errors));
        return Exit::Unreadable;
    }
    let text = shown(screen.view.colour);
    let written = output::write(None, Syntax::Text, |out| out.write_all(text.as_bytes()));
    written.map_or_else(|trouble| screen.end(&trouble), |()| Exit::Clean)
}

/// Names the variable that a wrong value came from, and not the value: it may be a secret.
fn hide_variable(said: &mut clap::Error) {
    let Some(ContextValue::String(value)) = said.get(ContextKind::InvalidValue).cloned() else {
        return;
    };
    let is_typed = env::args_os().any(|arg| arg.to_string_lossy().ends_with(&value));
    let command = super::command();
    let subcommands = command.get_subcommands().flat_map(clap::Command::get_arguments);
    let variables = command.get_arguments().chain(subcommands).filter_map(Arg::get_env);
    let holds = |name: &&OsStr| env::var_os(name).is_some_and(|it| it.to_string_lossy() == *value);
    let mut variables = variables.filter(holds).filter(|_| !is_typed);
    if let Some(variable) = variables.next() {
        let told = format!("the value of {}", variable.to_string_lossy());
        said.insert(ContextKind::InvalidValue, ContextValue::String(told));
        said.remove(ContextKind::SuggestedValue);
    }
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
