//! A file system in memory: what loading does, tried without a disk.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::boundary::lexical;
use super::disk::{FileKind, FileSystem};

/// Where the user is.
const HERE: &str = "/lab";

/// So many links are followed in one path.
const LINKS: usize = 40;

/// Files, folders and links, by absolute path. The user is in `/lab`.
#[derive(Debug, Clone, Default)]
pub struct MemoryFileSystem {
    nodes: BTreeMap<PathBuf, FileNode>,
    input: Vec<u8>,
}

#[derive(Debug, Clone)]
enum FileNode {
    File(Vec<u8>),
    Folder,
    Link(PathBuf),
    Other,
}

impl MemoryFileSystem {
    /// An empty folder `/lab`.
    pub fn new() -> Self {
        Self::default().node(".", FileNode::Folder)
    }

    /// The same with a file.
    #[must_use]
    pub fn file(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.node(path, FileNode::File(bytes.as_ref().to_owned()))
    }

    /// The same with a folder.
    #[must_use]
    pub fn folder(self, path: &str) -> Self {
        self.node(path, FileNode::Folder)
    }

    /// The same with a link.
    #[must_use]
    pub fn symlink(self, path: &str, to: &str) -> Self {
        self.node(path, FileNode::Link(PathBuf::from(to)))
    }

    /// The same with a pipe.
    #[must_use]
    pub fn pipe(self, path: &str) -> Self {
        self.node(path, FileNode::Other)
    }

    /// The same with something on standard input.
    #[must_use]
    pub fn input(self, bytes: impl AsRef<[u8]>) -> Self {
        Self { input: bytes.as_ref().to_owned(), ..self }
    }

    fn node(mut self, path: &str, node: FileNode) -> Self {
        let path = lexical(Path::new(HERE), Path::new(path));
        for folder in path.ancestors().skip(1) {
            self.nodes.entry(folder.to_owned()).or_insert(FileNode::Folder);
        }
        self.nodes.insert(path, node);
        self
    }

    /// The path without the links on the way; the last part may be one.
    fn resolve(&self, path: &Path, links: usize) -> io::Result<PathBuf> {
        let mut resolved = PathBuf::new();
        let path = Path::new(HERE).join(path);
        for part in path.components() {
            if !resolved.as_os_str().is_empty() {
                resolved = self.follow(resolved, links)?;
            }
            match part {
                Component::ParentDir => _ = resolved.pop(),
                Component::CurDir => {}
                part => resolved.push(part),
            }
        }
        Ok(resolved)
    }

    fn follow(&self, path: PathBuf, links: usize) -> io::Result<PathBuf> {
        match self.nodes.get(&path) {
            Some(FileNode::Link(_)) if links == 0 => Err(io::Error::other("too many links")),
            Some(FileNode::Link(to)) => {
                let to = path.parent().unwrap_or(Path::new("/")).join(to);
                self.follow(self.resolve(&to, links - 1)?, links - 1)
            }
            Some(_) => Ok(path),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn at(&self, path: &Path) -> io::Result<(PathBuf, &FileNode)> {
        let path = self.resolve(path, LINKS)?;
        let node = self.nodes.get(&path).ok_or(io::ErrorKind::NotFound)?;
        Ok((path, node))
    }
}

impl FileSystem for MemoryFileSystem {
    fn kind(&self, path: &Path) -> io::Result<FileKind> {
        self.at(path).map(|(_, node)| node.kind())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<(OsString, FileKind)>> {
        let folder = self.canonical(folder)?;
        let inside = self.nodes.iter().filter(|(path, _)| path.parent() == Some(&folder));
        let named = inside.filter_map(|(path, node)| Some((path.file_name()?.into(), node.kind())));
        Ok(named.collect())
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        self.follow(self.resolve(path, LINKS)?, LINKS)
    }

    fn link(&self, path: &Path) -> io::Result<PathBuf> {
        match self.at(path)? {
            (_, FileNode::Link(to)) => Ok(to.clone()),
            _ => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    fn read(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        match self.nodes.get(&self.canonical(path)?) {
            Some(FileNode::File(bytes)) => bounded(bytes, most),
            _ => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    fn standard_input(&self, most: u64) -> io::Result<Vec<u8>> {
        bounded(&self.input, most)
    }
}

impl FileNode {
    fn kind(&self) -> FileKind {
        match self {
            Self::File(_) => FileKind::File,
            Self::Folder => FileKind::Folder,
            Self::Link(_) => FileKind::Link,
            Self::Other => FileKind::Other,
        }
    }
}

fn bounded(bytes: &[u8], most: u64) -> io::Result<Vec<u8>> {
    let fits = bytes.len() as u64 <= most;
    if fits { Ok(bytes.to_owned()) } else { Err(io::ErrorKind::FileTooLarge.into()) }
}
