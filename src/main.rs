//! The `labctl` command: run, and end with the right code.

use std::panic;
use std::process::ExitCode;

use labctl::cli;

fn main() -> ExitCode {
    // The message is told below; a trace would tell the user nothing.
    panic::set_hook(Box::new(|_| ()));
    let ended = panic::catch_unwind(cli::run).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied());
        cli::bug(said.unwrap_or("no message"))
    });
    ended.into()
}
