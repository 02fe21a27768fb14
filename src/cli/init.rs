//! `labctl init`: writes a first inventory, and never over one that is there.

use std::path::{Path, PathBuf};

use super::args::{InitArgs, ReadingArgs};
use super::error::CliError;
use super::output::place;
use super::session::{admit, text_of};
use super::terminal::Screen;
use super::{Exit, output, shell};
use crate::load::{self, LoadError, RealFileSystem};
use crate::read::{self, MARKDOWN, read_as};
use crate::report::Syntax;
use crate::source::Sources;
use crate::write::{self, SCHEMA_FILE};

/// The file that is written when none is named: the second of those that `labctl check` looks for, as
/// the first may hold a policy alone.
const USUAL: &str = "inventory.yaml";

/// The file that is written where the files of other tools say what there is.
const ADOPTED: &str = "labctl.yaml";

pub(super) fn run(args: &InitArgs, screen: &Screen) -> Result<Exit, CliError> {
    if args.from.is_none()
        && !args.schema
        && let Some((folder, text)) = adoption(args)
    {
        return adopt(&folder, &text, args, screen);
    }
    let (text, told) = match &args.from {
        Some(from) => tables(from, &args.reading, screen).map(|(text, told)| (text, Some(told)))?,
        None => (write::starter(), None),
    };
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
    if let Some(told) = told {
        screen.note(&told);
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

/// What to begin with in a folder whose files say already what runs where: the folder, and the text.
fn adoption(args: &InitArgs) -> Option<(PathBuf, String)> {
    let folder = match args.path.as_deref() {
        None => PathBuf::from("."),
        Some(path) if path.is_dir() => path.to_owned(),
        Some(_) => return None,
    };
    let loaded = load::load(&RealFileSystem, std::slice::from_ref(&folder), args.reading.bytes());
    let files = &loaded.files;
    let of_others: usize = files.units.iter().map(|unit| unit.files.len()).sum();
    let own = loaded.sources.len().saturating_sub(of_others + files.neighbours.len());
    if files.units.is_empty() || own > 0 {
        return None;
    }
    let labs = read::read(&loaded.sources, &loaded.files);
    Some((folder, write::adoption(&labs, &loaded.sources)))
}

fn adopt(folder: &Path, text: &str, args: &InitArgs, screen: &Screen) -> Result<Exit, CliError> {
    let path = folder.join(ADOPTED);
    if !args.force {
        output::is_free(&path)?;
    }
    put(Some(&path), text, args.force)?;
    let shown = path.strip_prefix(".").unwrap_or(&path).display();
    screen.note(&format!(
        "wrote `{shown}`, with what the files here do not say; next: `labctl check`"
    ));
    Ok(Exit::Clean)
}

/// The machines in the tables of a Markdown file: an inventory, and how much is in it.
fn tables(
    from: &Path,
    reading: &ReadingArgs,
    screen: &Screen,
) -> Result<(String, String), CliError> {
    let mut sources = Sources::default();
    let text = text_of(from, reading, screen)?;
    sources.add(from.to_string_lossy().into_owned(), text).map_err(LoadError::from)?;
    let (draft, remarks) = read_as(&MARKDOWN, &sources);
    let (lab, text) = write::first(draft, &remarks);
    let count = |number: usize, noun: &str| {
        format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
    };
    let (machines, comments) = (lab.systems().len(), remarks.len());
    if machines == 0 {
        return Err(CliError::NoTable { path: from.to_owned() });
    }
    let (machines, comments) = (count(machines, "machine"), count(comments, "comment"));
    Ok((text, format!("read {machines}; what has no field stands in {comments}")))
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

fn put(path: Option<&Path>, text: &str, force: bool) -> Result<(), CliError> {
    match path {
        Some(path) if !force => output::write_new(path, text),
        _ => output::write(path, Syntax::Text, |out| out.write_all(text.as_bytes())),
    }
}
