//! `labctl init`: writes a first inventory, and never over one that is there.

use std::path::{Path, PathBuf};

use super::args::{InitArgs, Reading};
use super::output::place;
use super::session::{admit, text_of};
use super::terminal::Screen;
use super::trouble::Trouble;
use super::{Exit, output, shell};
use crate::report::Syntax;
use crate::start::{self, SCHEMA_FILE, Started};

/// The file that is written when none is named: the second of those that `labctl check` looks for, as
/// the first may hold a policy alone.
const USUAL: &str = "inventory.yaml";

pub(super) fn run(args: &InitArgs, screen: &Screen) -> Result<Exit, Trouble> {
    let started =
        args.from.as_deref().map(|from| tables(from, &args.reading, screen)).transpose()?;
    let text = started.as_ref().map_or_else(start::starter, |started| started.text.clone());
    let path = target(args.path.as_deref());
    let schema =
        path.as_deref().filter(|_| args.schema).map(|path| path.with_file_name(SCHEMA_FILE));
    let writes: Vec<_> = path.iter().chain(&schema).map(|path| Some(path.as_path())).collect();
    admit(&args.from.iter().map(|from| place(Some(from))).collect(), &writes)?;
    // Nothing is written if one of the two cannot be.
    for path in path.iter().chain(&schema).filter(|_| !args.force) {
        output::is_free(path)?;
    }
    if let Some(schema) = &schema {
        let text = shell::schema_text(super::args::SchemaOf::Inventory);
        put(Some(schema), &text, args.force)?;
    }
    put(path.as_deref(), &text, args.force)?;
    if let Some(started) = &started {
        screen.note(&told(started));
    }
    if let Some(path) = &path {
        screen.note(&format!("wrote `{}`; next: `labctl check {0}`", path.display()));
    }
    match &schema {
        Some(schema) => screen.note(&format!("wrote `{}`, for editors", schema.display())),
        None => screen.note(&format!(
            "its first line is for editors, which look for `{SCHEMA_FILE}` beside it: `labctl schema > {SCHEMA_FILE}`"
        )),
    }
    Ok(Exit::Clean)
}

/// The machines in the tables of a Markdown file.
fn tables(from: &Path, reading: &Reading, screen: &Screen) -> Result<Started, Trouble> {
    let text = text_of(from, reading, screen)?;
    let started = start::from_tables(&text);
    if started.machines == 0 {
        return Err(Trouble::NoTable { path: from.to_owned() });
    }
    Ok(started)
}

fn told(started: &Started) -> String {
    let count = |number: usize, noun: &str| {
        format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
    };
    let (tables, machines) = (count(started.tables, "table"), count(started.machines, "machine"));
    let aside = count(started.aside, "comment");
    format!("read {machines} from {tables}; what has no field stands in {aside}")
}

/// Where to write; none for standard output.
fn target(path: Option<&Path>) -> Option<PathBuf> {
    match path {
        None => Some(PathBuf::from(USUAL)),
        Some(path) if path == Path::new("-") => None,
        Some(path) if path.is_dir() => Some(path.join(USUAL)),
        Some(path) => Some(path.to_owned()),
    }
}

fn put(path: Option<&Path>, text: &str, force: bool) -> Result<(), Trouble> {
    match path {
        Some(path) if !force => output::write_new(path, text),
        _ => output::write(path, Syntax::Text, |out| out.write_all(text.as_bytes())),
    }
}
