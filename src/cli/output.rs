//! Where output goes: standard output, or a file that is written whole or not at all.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::error::CliError;
use super::guard::Guard;
use super::pending::Pending;
use crate::report::Syntax;

/// So many links are followed in one path.
const LINKS: usize = 40;

/// Writes to a file, or to standard output if none is named.
pub(super) fn write(
    path: Option<&Path>,
    syntax: Syntax,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    let written = match path {
        Some(path) if is_stream(path) => {
            let file = fs::OpenOptions::new().write(true).open(path);
            file.and_then(|file| to_stream(file, syntax, content))
        }
        Some(path) => to_file(path, true, content),
        None => to_stream(io::stdout().lock(), syntax, content),
    };
    match written {
        // Whoever closes a pipe has seen enough, and that changes nothing of how the run ends.
        Err(error) if path.is_none() && error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(CliError::Unwritable { path: path.map(Path::to_owned), error }),
        Ok(()) => Ok(()),
    }
}

/// Writes a file that is not there yet.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), CliError> {
    if is_stream(path) {
        return write(Some(path), Syntax::Text, |out| out.write_all(text.as_bytes()));
    }
    is_free(path)?;
    let written = to_file(path, false, |out| out.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => CliError::Exists { path: path.to_owned() },
        _ => CliError::Unwritable { path: Some(path.to_owned()), error },
    })
}

/// Whether writing to a path takes nothing away.
pub(super) fn is_free(path: &Path) -> Result<(), CliError> {
    let is_there = fs::symlink_metadata(path).is_ok() && !is_stream(path);
    if is_there { Err(CliError::Exists { path: path.to_owned() }) } else { Ok(()) }
}

/// True for a device or a pipe: it cannot be replaced, and holds nothing that could be lost.
fn is_stream(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|existing| !existing.is_file() && !existing.is_dir())
}

/// Where a path leads to, whether or not there is a file yet; equal for two paths to one file. None is
/// standard output.
pub(super) fn place(path: Option<&Path>) -> PathBuf {
    let mut path = path.unwrap_or(Path::new("/dev/stdout")).to_owned();
    for _ in 0..LINKS {
        if let Ok(path) = path.canonicalize() {
            return path;
        }
        let (Ok(folder), Some(name)) = (folder_of(&path).canonicalize(), path.file_name()) else {
            return path;
        };
        let whole = folder.join(name);
        match fs::read_link(&whole) {
            Ok(to) => path = folder.join(to),
            Err(_) => return whole,
        }
    }
    path
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Appends to a file that may hold no more than so many bytes. The content is told how much room there is.
pub(super) fn append(
    path: &Path,
    most: usize,
    content: impl FnOnce(usize, &mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    let appended = || {
        let mut file = fs::OpenOptions::new().append(true).create(true).open(path)?;
        let taken = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
        let mut bytes = Vec::new();
        content(most.saturating_sub(taken), &mut bytes)?;
        file.write_all(&bytes)
    };
    appended().map_err(|error| CliError::Unwritable { path: Some(path.to_owned()), error })
}

fn to_stream(
    stream: impl Write,
    syntax: Syntax,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::new(Guard::new(stream, syntax));
    content(&mut out)?;
    out.flush()
}

/// Writes a file, over the one that is there or only if there is none.
fn to_file(
    path: &Path,
    replaces: bool,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    // Through a link, the file it leads to is replaced.
    let target = place(Some(path));
    if target.is_dir() {
        // The system says why not.
        fs::OpenOptions::new().write(true).open(&target)?;
    }
    let folder = folder_of(&target);
    fs::metadata(folder)?;
    let mut file = Pending::new(folder)?;
    let mut out = BufWriter::new(file.file());
    content(&mut out)?;
    out.flush()?;
    drop(out);
    if replaces { file.replace(&target) } else { file.create(&target) }
}
