//! The part of a file system that loading asks for, and the real one.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// What stands at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A plain file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, wherever it leads.
    Link,
    /// A pipe, a socket or a device.
    Other,
}

/// A file system, as far as loading asks for one. Relative paths start where the user is.
pub trait FileSystem {
    /// What stands at a path; a link is not followed.
    ///
    /// # Errors
    ///
    /// What the system says, as for all of these.
    fn kind(&self, path: &Path) -> io::Result<FileKind>;

    /// The names in a folder, in any order, and what each is; links are not followed.
    ///
    /// # Errors
    ///
    /// What the system says.
    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, FileKind)>>;

    /// The absolute path of what is there, without any link.
    ///
    /// # Errors
    ///
    /// What the system says, and that nothing is there.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf>;

    /// Where a link leads, as it is written in it.
    ///
    /// # Errors
    ///
    /// What the system says, and that it is no link.
    fn link(&self, path: &Path) -> io::Result<PathBuf>;

    /// The bytes of a file.
    ///
    /// # Errors
    ///
    /// What the system says, and [`io::ErrorKind::FileTooLarge`] for more than `most` bytes.
    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>>;

    /// All that comes on standard input.
    ///
    /// # Errors
    ///
    /// As for a file.
    fn standard_input(&self, most: u64) -> io::Result<Vec<u8>>;
}

/// The file system of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealFileSystem;

impl FileSystem for RealFileSystem {
    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        fs::symlink_metadata(path).map(|metadata| kind(metadata.file_type()))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, FileKind)>> {
        let entry = |entry: io::Result<fs::DirEntry>| {
            let entry = entry?;
            Ok((entry.file_name(), kind(entry.file_type()?)))
        };
        fs::read_dir(folder)?.map(entry).collect()
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }

    fn link(&self, path: &Path) -> io::Result<PathBuf> {
        fs::read_link(path)
    }

    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        if size > most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        // The size of what the system makes up as it is read is told as 0.
        read(file, most, usize::try_from(size).unwrap_or_default())
    }

    fn standard_input(&self, most: u64) -> io::Result<Vec<u8>> {
        read(io::stdin().lock(), most, 0)
    }
}

fn kind(kind: fs::FileType) -> FileKind {
    match kind {
        kind if kind.is_file() => FileKind::File,
        kind if kind.is_dir() => FileKind::Folder,
        kind if kind.is_symlink() => FileKind::Link,
        _ => FileKind::Other,
    }
}

fn read(from: impl Read, most: u64, expected: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(expected);
    let length = from.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if length as u64 > most { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}
