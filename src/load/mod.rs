//! Which files a run reads: those that are named, or the usual ones; what they include; their policies.
//!
//! Whoever sends a change decides what the files are. So a walk ends, a read is bounded, and a link never
//! leads out of the repository.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use crate::lab::{Mistake, MistakeKind, Text};
use crate::read::{self, Files};
use crate::source::{Source, Sources, Spanned};

mod boundary;
mod discover;
mod disk;
mod error;
mod include;
mod memory;
mod overlay;
mod passed_over;
#[cfg(test)]
mod tests;
mod units;
mod walk;

pub use disk::{FileKind, FileSystem, RealFileSystem};
pub use error::LoadError;
pub use memory::MemoryFileSystem;
pub use overlay::Overlay;
pub use passed_over::PassedOver;

pub(crate) use boundary::{Boundary, top};
use include::{NoMatch, Walks};

/// So many bytes are read in one run, unless more is asked for.
pub const MAX_BYTES: u64 = 64 << 20;

/// What standard input is called.
const STDIN: &str = "<stdin>";

/// What was loaded, and what could not be.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The files.
    pub sources: Sources,
    /// What they have to do with each other.
    pub files: Files,
    /// What could not be loaded.
    pub errors: Vec<LoadError>,
    /// Files of a folder that are not read, and why.
    pub passed_over: Vec<(PathBuf, PassedOver)>,
    /// How many files and folders git ignores, so that they are not read.
    pub ignored_by_git: usize,
    /// True if there is no inventory, and the folder was searched for files in other formats instead.
    pub is_searched: bool,
    /// The canonical path of each file.
    pub canonical: HashSet<PathBuf>,
}

/// Loads the named files and folders, `-` for standard input, or the usual inventory if none is named,
/// at most so many bytes together.
pub fn load(disk: &dyn FileSystem, named: &[PathBuf], most: u64) -> Loaded {
    let mut loader = Loader::new(disk, most);
    if named.is_empty() {
        loader.usual();
    }
    for path in named {
        if path == Path::new("-") {
            loader.standard_input();
        } else if discover::is_folder(disk, path) {
            loader.folder(path);
        } else {
            loader.file(path);
        }
    }
    loader.settle_units();
    loader.policies();
    loader.finish()
}

/// The text of one file that was named, or of standard input for `-`, of at most so many bytes.
///
/// # Errors
///
/// When it cannot be read, is too large or is not text, and when it is a link out of the repository.
pub fn text_of(disk: &dyn FileSystem, path: &Path, most: u64) -> Result<String, LoadError> {
    let mut loader = Loader::new(disk, most);
    if path == Path::new("-") {
        return loader.text(Path::new(STDIN), disk.standard_input(most));
    }
    loader.read(path, None).map(|file| file.text)
}

/// A file that was read, and is not yet part of the run.
struct FileText {
    path: PathBuf,
    /// None for standard input.
    canonical: Option<PathBuf>,
    text: String,
}

/// What a folder holds.
#[derive(Default)]
struct FolderContents {
    /// True if there is an inventory, or what should be one.
    is_any: bool,
    /// The files with a usual name that hold a policy alone.
    policies: Vec<FileText>,
}

/// A run of loading.
struct Loader<'d> {
    disk: &'d dyn FileSystem,
    loaded: Loaded,
    boundary: Boundary<'d>,
    walks: Walks<'d>,
    /// The path of each file, as it is named.
    paths: Vec<PathBuf>,
    /// The number of each file, by canonical path.
    numbers: HashMap<PathBuf, usize>,
    most: u64,
    /// How many bytes may still be read.
    left: u64,
    /// Files that were found in a folder, by number.
    found: HashSet<usize>,
    /// The canonical folders that files may come from because others ask for them.
    tops: BTreeSet<PathBuf>,
}

impl<'d> Loader<'d> {
    fn new(disk: &'d dyn FileSystem, most: u64) -> Self {
        Self {
            disk,
            loaded: Loaded::default(),
            boundary: Boundary::new(disk),
            walks: Walks::new(disk),
            paths: Vec::new(),
            numbers: HashMap::new(),
            most,
            left: most,
            found: HashSet::new(),
            tops: BTreeSet::new(),
        }
    }

    /// The inventory that is meant when none is named: in this folder, or the nearest one above it up to the
    /// top of the repository. A file that holds a policy alone stands for the inventories beside it.
    fn usual(&mut self) {
        let folders = discover::upwards(self.disk, Path::new(""));
        let mut policy = None;
        for folder in &folders {
            let mut is_policed = false;
            for path in discover::usual(self.disk, folder) {
                match self.read(&path, Some(folder)) {
                    Ok(file) if !tells(&file.text, is_only_policy) => {
                        let says = |source: &Source| read::header(source).sources.is_some();
                        let is_of_others = tells(&file.text, says);
                        self.root(file);
                        if is_of_others {
                            self.reach(folder);
                            self.search(folder);
                        }
                        return;
                    }
                    Ok(file) => policy = policy.or(Some(file)),
                    Err(error) => return self.loaded.errors.push(error),
                }
                is_policed = true;
            }
            let beside = is_policed.then(|| self.inventories(folder));
            if let Some(Ok(FolderContents { is_any: true, .. })) = beside {
                return;
            }
        }
        let is_policed = policy.is_some();
        policy.into_iter().for_each(|policy| self.root(policy));
        self.reach(Path::new(""));
        self.search(Path::new(""));
        self.loaded.is_searched = true;
        if self.loaded.files.units.is_empty() && !is_policed {
            let names = discover::names();
            self.loaded.errors.push(LoadError::NoInventory { names, looked: folders });
        }
    }

    fn standard_input(&mut self) {
        let path = PathBuf::from(STDIN);
        // Named twice, it is still one file.
        if self.paths.contains(&path) {
            return;
        }
        let bytes = self.disk.standard_input(self.left);
        match self.text(&path, bytes) {
            Ok(text) => self.root(FileText { path, canonical: None, text }),
            Err(error) => self.loaded.errors.push(error),
        }
    }

    fn folder(&mut self, folder: &Path) {
        let path = folder.to_owned();
        self.reach(folder);
        let inventories = self.inventories(folder);
        let before = self.loaded.files.units.len();
        self.search(folder);
        let knows_some = self.loaded.files.units.len() > before;
        match inventories {
            Ok(FolderContents { is_any: false, policies }) if policies.is_empty() && knows_some => {
            }
            Ok(FolderContents { is_any: false, policies }) if policies.is_empty() => {
                let names = discover::names();
                self.loaded.errors.push(LoadError::EmptyFolder { path, names });
            }
            Ok(FolderContents { is_any, policies }) => {
                // That of the folder is looked for from each of its files.
                let alone =
                    policies.into_iter().filter(|it| !is_any || !discover::is_policy(&it.path));
                alone.for_each(|file| self.root(file));
            }
            Err(error) => self.loaded.errors.push(LoadError::Unreadable { path, error }),
        }
    }

    /// Reads the inventories of a folder: those of the usual names, or else every YAML file that is one.
    fn inventories(&mut self, folder: &Path) -> io::Result<FolderContents> {
        let members = discover::members(self.disk, folder)?;
        let mut found = FolderContents::default();
        for path in members.usual {
            match self.read(&path, Some(folder)) {
                Ok(file) if tells(&file.text, is_only_policy) => {
                    found.policies.push(file);
                    continue;
                }
                Ok(file) => self.root(file),
                Err(error) => self.loaded.errors.push(error),
            }
            found.is_any = true;
        }
        if found.is_any {
            return Ok(found);
        }
        for path in members.others {
            match self.read(&path, Some(folder)) {
                // Other tools keep their YAML in the same folder.
                Ok(file) if !tells(&file.text, read::is_inventory) => {
                    self.loaded.passed_over.push((file.path, PassedOver::Unknown));
                    continue;
                }
                Ok(file) => self.root(file),
                Err(error) => self.loaded.errors.push(error),
            }
            found.is_any = true;
        }
        Ok(found)
    }

    fn file(&mut self, path: &Path) {
        self.reach(discover::folder_of(path));
        match self.read(path, None) {
            Ok(file) => self.root(file),
            Err(error) => self.loaded.errors.push(error),
        }
    }

    /// Takes a file that nothing includes, and what it includes; one that is named twice is still one file.
    fn root(&mut self, file: FileText) {
        let is_known = file.canonical.as_ref().is_some_and(|it| self.numbers.contains_key(it));
        if !is_known
            && let Some(file) = self.add(file)
            && !self.take_named(file)
        {
            self.follow_includes(file);
        }
    }

    fn add(&mut self, FileText { path, canonical, text }: FileText) -> Option<usize> {
        if let Err(error) = self.loaded.sources.add(path.to_string_lossy().into_owned(), text) {
            self.loaded.errors.push(error.into());
            return None;
        }
        let number = self.paths.len();
        self.numbers.extend(canonical.map(|canonical| (canonical, number)));
        self.paths.push(path);
        Some(number)
    }

    /// Reads what a file includes, and what that includes in turn.
    fn follow_includes(&mut self, file: usize) {
        let mut waiting = vec![file];
        while let Some(by) = waiting.pop() {
            let Some(source) = self.loaded.sources.iter().nth(by) else { continue };
            let patterns = read::header(source).includes;
            let folder = discover::folder_of(&self.paths[by]).to_owned();
            for pattern in patterns {
                let paths = self.walks.files(&folder, &pattern).unwrap_or_else(|reason| {
                    self.loaded.files.mistakes.push(mistake(&pattern, reason));
                    BTreeSet::new()
                });
                for path in paths {
                    let canonical = self.disk.canonical(&path);
                    if canonical.is_ok_and(|canonical| self.numbers.contains_key(&canonical)) {
                        continue;
                    }
                    match self.read(&path, Some(&folder)).map(|file| self.add(file)) {
                        Ok(Some(included)) => {
                            self.loaded.files.included.push((included, by));
                            waiting.push(included);
                        }
                        Ok(None) => {}
                        Err(error) => self.loaded.errors.push(error),
                    }
                }
            }
        }
    }

    /// Adds the policy file that holds for each file that nothing includes.
    fn policies(&mut self) {
        let included = self.loaded.files.included.iter().map(|(included, _)| *included);
        let included: HashSet<usize> = included.collect();
        let mut policies: HashMap<PathBuf, Option<usize>> = HashMap::new();
        let (neighbours, found) = (&self.loaded.files.neighbours, &self.found);
        let is_root = |file: &usize| {
            !included.contains(file) && !neighbours.contains(file) && !found.contains(file)
        };
        let roots: Vec<usize> = (0..self.paths.len()).filter(is_root).collect();
        for root in roots {
            let folder = discover::folder_of(&self.paths[root]).to_owned();
            let known = policies.get(&folder).copied();
            let policy = known.unwrap_or_else(|| self.policy_for(&folder));
            policies.insert(folder, policy);
            self.loaded.files.policies.extend(policy.map(|policy| (policy, root)));
        }
    }

    /// The policy file for the files of a folder, unless it is among the inventories: these are read with
    /// their policy.
    fn policy_for(&mut self, folder: &Path) -> Option<usize> {
        let path = discover::policy_for(self.disk, folder)?;
        let canonical = self.disk.canonical(&path).ok();
        if let Some(&known) = canonical.and_then(|canonical| self.numbers.get(&canonical)) {
            let is_policy = |(policy, _): &(usize, usize)| *policy == known;
            return self.loaded.files.policies.iter().any(is_policy).then_some(known);
        }
        match self.read(&path, Some(discover::folder_of(&path))) {
            Ok(file) => self.add(file),
            Err(error) => {
                self.loaded.errors.push(error);
                None
            }
        }
    }

    /// Lets files come from a folder, or from the repository that it is in, if others ask for them.
    fn reach(&mut self, folder: &Path) {
        if let Ok(folder) = self.disk.canonical(discover::real(folder)) {
            let top = top(self.disk, &folder).unwrap_or(&folder).to_owned();
            self.tops.insert(top);
        }
    }

    /// The text of a file, which is named, or found in a folder.
    fn read(&mut self, path: &Path, found_in: Option<&Path>) -> Result<FileText, LoadError> {
        self.read_at_most(path, found_in, self.left)
    }

    /// The same, of so many bytes at most.
    fn read_at_most(
        &mut self,
        path: &Path,
        found_in: Option<&Path>,
        most: u64,
    ) -> Result<FileText, LoadError> {
        let unreadable = |error| LoadError::Unreadable { path: path.to_owned(), error };
        let canonical = self.disk.canonical(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                LoadError::Missing { path: path.to_owned(), leads_to: self.disk.link(path).ok() }
            }
            _ => unreadable(error),
        })?;
        match found_in {
            Some(folder) => self.boundary.found(path, &canonical, folder),
            None => self.boundary.named(path, &canonical),
        }?;
        // A pipe without a writer would be waited for, and a device may never end.
        let kind = self.disk.kind(&canonical).map_err(unreadable)?;
        if kind != FileKind::File {
            let what = if kind == FileKind::Folder { "folder" } else { "pipe or device" };
            return Err(LoadError::NotAFile { path: path.to_owned(), what });
        }
        let bytes = self.disk.read(&canonical, most);
        let text = self.text(path, bytes)?;
        Ok(FileText { path: path.to_owned(), canonical: Some(canonical), text })
    }

    fn text(&mut self, path: &Path, bytes: io::Result<Vec<u8>>) -> Result<String, LoadError> {
        let path = || path.to_owned();
        let bytes = bytes.map_err(|error| match error.kind() {
            io::ErrorKind::FileTooLarge => LoadError::TooLong { path: path(), most: self.most },
            _ => LoadError::Unreadable { path: path(), error },
        })?;
        self.left -= bytes.len() as u64;
        String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            let line = memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1;
            LoadError::NotText { path: path(), line, byte: bytes[at] }
        })
    }

    fn finish(mut self) -> Loaded {
        let unread = self.loaded.errors.iter().any(|error| !error.is_nothing());
        self.loaded.files.incomplete = unread || !self.loaded.files.mistakes.is_empty();
        // What is no inventory may well be in another format.
        let read: HashSet<&PathBuf> = self.paths.iter().collect();
        let mut told = HashSet::new();
        self.loaded
            .passed_over
            .retain(|(path, _)| !read.contains(path) && told.insert(path.clone()));
        self.loaded.canonical = self.numbers.into_keys().collect();
        self.loaded
    }
}

fn is_only_policy(source: &Source) -> bool {
    read::header(source).is_only_policy
}

/// Asks about a text that is not yet among the files of the run.
fn tells(text: &str, question: fn(&Source) -> bool) -> bool {
    let mut sources = Sources::default();
    sources.add(String::new(), text.to_owned()).is_ok_and(question)
}

fn mistake(pattern: &Spanned<Text>, reason: NoMatch) -> Mistake {
    let (what, help) = match reason {
        NoMatch::NotAPattern => ("is not a pattern", "write it like `hosts/*.yaml`"),
        NoMatch::LeadsOut => {
            ("leaves the folder of its file", "includes stay below the file that includes them")
        }
        NoMatch::TooMany => {
            ("looks at too many files", "name the folders that it is about, as in `hosts/*.yaml`")
        }
        NoMatch::Nothing => {
            ("matches no file", "it is looked for in the folder of the file that includes it")
        }
    };
    let message = format!("the include `{pattern}` {what}");
    let help = Some(help.to_owned());
    Mistake { help, ..Mistake::new(MistakeKind::InvalidField, pattern.span, message) }
}
