//! Where output goes: standard output, or a file that is written whole or not at all.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::trouble::Trouble;

/// Writes to a file, or to standard output if none is named.
pub(super) fn write(
    path: Option<&Path>,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Trouble> {
    match path {
        Some(path) => to_file(path, content)
            .map_err(|error| Trouble::Unwritable { path: Some(path.to_owned()), error }),
        None => to_stdout(content).map_err(|error| Trouble::Unwritable { path: None, error }),
    }
}

/// Where a path leads to, whether or not there is a file yet; equal for two paths to one file.
pub(super) fn place(path: &Path) -> PathBuf {
    let beside = || Some(folder_of(path).canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(beside).unwrap_or_else(|| path.to_owned())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Appends to a file that may hold no more than so many bytes. The content is told how much room there is.
pub(super) fn append(
    path: &Path,
    most: usize,
    content: impl FnOnce(usize, &mut dyn Write) -> io::Result<()>,
) -> Result<(), Trouble> {
    let appended = || {
        let mut file = fs::OpenOptions::new().append(true).create(true).open(path)?;
        let taken = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
        let mut bytes = Vec::new();
        content(most.saturating_sub(taken), &mut bytes)?;
        file.write_all(&bytes)
    };
    appended().map_err(|error| Trouble::Unwritable { path: Some(path.to_owned()), error })
}

fn to_stdout(content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    content(&mut out)?;
    out.flush()
}

fn to_file(path: &Path, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // A device or a pipe cannot be replaced; what is written to it is written at once.
    if fs::metadata(path).is_ok_and(|existing| !existing.is_file()) {
        let mut out = BufWriter::new(fs::OpenOptions::new().write(true).open(path)?);
        content(&mut out)?;
        return out.flush();
    }
    // Through a link, the file it leads to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = folder_of(&target);
    fs::metadata(folder)?;
    // The error would name a file that nobody asked for.
    let plain = |error: io::Error| io::Error::from(error.kind());
    let mut file =
        tempfile::Builder::new().prefix(".labctl-").tempfile_in(folder).map_err(plain)?;
    let mut out = BufWriter::new(file.as_file_mut());
    content(&mut out)?;
    out.flush()?;
    drop(out);
    keep_permissions(&target, file.as_file())?;
    file.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

/// A new file is readable as usual, one that is replaced as before.
fn keep_permissions(target: &Path, file: &fs::File) -> io::Result<()> {
    if let Ok(before) = fs::metadata(target) {
        return file.set_permissions(before.permissions());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    Ok(())
}
