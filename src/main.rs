//! The `labctl` command: run, and end with the right code.

use std::io::Write;
use std::panic;
use std::process::ExitCode;

use anyhow::anyhow;
use labctl::cli::{self, Exit, Trouble};

fn main() -> ExitCode {
    // The message stands in the error below; a trace would tell the user nothing.
    panic::set_hook(Box::new(|_| ()));
    run().unwrap_or_else(|error| end(&error)).into()
}

fn run() -> anyhow::Result<Exit> {
    let ended = panic::catch_unwind(cli::run).map_err(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
        anyhow!("labctl has a bug: {said}")
    })?;
    Ok(ended?)
}

/// Says why the run ended before its time, and how it ends.
fn end(error: &anyhow::Error) -> Exit {
    match error.downcast_ref::<Trouble>() {
        Some(trouble) if trouble.is_broken_pipe() => Exit::Clean,
        Some(trouble) => {
            cli::tell(trouble);
            trouble.exit()
        }
        None => {
            let text = format!(
                "error: {error}\nhelp: please report it, with the command and, if you can, the inventory\n"
            );
            // Nobody can be told that standard error cannot be written.
            let _ = std::io::stderr().write_all(text.as_bytes());
            Exit::Bug
        }
    }
}
