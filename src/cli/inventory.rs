//! `labctl inventory`: what was read, as one inventory or with the origin of each value.

use super::args::InventoryArgs;
use super::error::CliError;
use super::session::load_files;
use super::shell::json_text;
use super::terminal::Screen;
use super::{Exit, output};
use crate::lab::Lab;
use crate::load::Loaded;
use crate::read;
use crate::report::Syntax;
use crate::write;

pub(super) fn run(args: &InventoryArgs, screen: &Screen) -> Result<Exit, CliError> {
    let is_json = args.format == "json";
    // Programs get an answer in any case: that nothing is there is one, too.
    let (loaded, missing) = load_files(&args.paths, &args.reading, screen)?;
    let labs = read::read(&loaded.sources, &loaded.files);
    if is_json {
        let origins = write::origins(&labs, &loaded.sources);
        output::write(None, Syntax::Json, |out| out.write_all(json_text(&origins).as_bytes()))?;
    } else if loaded.sources.is_empty()
        && let Some(missing) = missing
    {
        return Err(missing);
    } else {
        let text = labs.iter().map(write::found).collect::<Vec<_>>().join("---\n");
        output::write(None, Syntax::Text, |out| out.write_all(text.as_bytes()))?;
    }
    Ok(exit(&labs, &loaded))
}

/// As for every command: what could not be read, then that there is nothing.
pub(super) fn exit(labs: &[Lab], loaded: &Loaded) -> Exit {
    if loaded.files.incomplete || !labs.iter().all(Lab::is_whole) {
        return Exit::Unreadable;
    }
    let is_empty = labs.iter().all(|lab| lab.systems().len() == 0);
    if is_empty { Exit::Nothing } else { Exit::Clean }
}
