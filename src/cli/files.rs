//! Reading what the user names: files, folders, standard input, and the files these include.

use std::fs;
use std::io::{self, IsTerminal, Read};
use std::path::{Component, Path, PathBuf};

use super::terminal::Screen;
use super::trouble::Trouble;
use super::{Exit, discover};
use crate::lab::{Mistake, MistakeKind};
use crate::read::{self, Files};
use crate::source::{Source, Sources, Spanned};

/// What was read, and whether all of it could be.
#[derive(Default)]
pub(super) struct Input {
    pub(super) sources: Sources,
    pub(super) files: Files,
    pub(super) troubles: Vec<Trouble>,
    /// The path behind each source, for what it includes.
    paths: Vec<PathBuf>,
}

/// Reads the named paths, or the usual inventory if none is named.
pub(super) fn read(paths: &[PathBuf], screen: &Screen) -> Input {
    let mut input = Input::default();
    if paths.is_empty() {
        match discover::usual() {
            Ok(path) => input.root(&path),
            Err(trouble) => input.troubles.push(trouble),
        }
    }
    for path in paths {
        if path == Path::new("-") {
            input.stdin(screen);
        } else if path.is_dir() {
            input.folder(path, screen);
        } else {
            input.root(path);
        }
    }
    input.policies();
    let unread = input.troubles.iter().any(|trouble| trouble.exit() == Exit::Unreadable);
    input.files.incomplete = unread || !input.files.mistakes.is_empty();
    input
}

/// True if a file holds a policy and nothing that could be judged by it.
pub(super) fn is_only_policy(path: &Path) -> bool {
    load(path).is_ok_and(|text| tells(&text, read::is_only_policy))
}

impl Input {
    fn stdin(&mut self, screen: &Screen) {
        let path = PathBuf::from("<stdin>");
        // Named twice, it is still one file.
        if self.paths.contains(&path) {
            return;
        }
        match stdin(screen) {
            Ok(text) => {
                self.push(&path, text);
            }
            Err(trouble) => self.troubles.push(trouble),
        }
    }

    fn folder(&mut self, folder: &Path, screen: &Screen) {
        let (paths, named) = match discover::in_folder(folder) {
            Ok(found) => found,
            Err(trouble) => return self.troubles.push(trouble),
        };
        let mut holds_any = false;
        for path in paths {
            match load(&path) {
                // Other tools keep their YAML in the same folder.
                Ok(text) if !named && !tells(&text, read::recognises) => {
                    screen.detail(&format!("`{}` is no inventory", path.display()));
                    continue;
                }
                Ok(text) => self.add_root(&path, text),
                Err(trouble) => self.troubles.push(trouble),
            }
            holds_any = true;
        }
        if !holds_any {
            let (path, names) = (folder.to_owned(), discover::names());
            self.troubles.push(Trouble::EmptyFolder { path, names });
        }
    }

    fn root(&mut self, path: &Path) {
        match load(path) {
            Ok(text) => self.add_root(path, text),
            Err(trouble) => self.troubles.push(trouble),
        }
    }

    fn add_root(&mut self, path: &Path, text: String) {
        // A file named twice is still one file.
        if self.knows(path) {
            return;
        }
        if let Some(file) = self.push(path, text) {
            self.follow_includes(file);
        }
    }

    fn push(&mut self, path: &Path, text: String) -> Option<usize> {
        if let Err(error) = self.sources.add(path.to_string_lossy().into_owned(), text) {
            self.troubles.push(error.into());
            return None;
        }
        self.paths.push(path.to_owned());
        Some(self.paths.len() - 1)
    }

    /// True if a file is among those that were read.
    pub(super) fn knows(&self, path: &Path) -> bool {
        let full = path.canonicalize().ok();
        full.is_some() && self.paths.iter().any(|known| known.canonicalize().ok() == full)
    }

    /// Reads what a file includes, and what that includes in turn.
    fn follow_includes(&mut self, file: usize) {
        let mut waiting = vec![file];
        while let Some(by) = waiting.pop() {
            let Some(source) = self.sources.iter().nth(by) else { continue };
            for pattern in read::includes(source) {
                for path in self.matches(by, &pattern) {
                    if self.knows(&path) {
                        continue;
                    }
                    match load(&path) {
                        Ok(text) => {
                            if let Some(included) = self.push(&path, text) {
                                self.files.included.push((included, by));
                                waiting.push(included);
                            }
                        }
                        Err(trouble) => self.troubles.push(trouble),
                    }
                }
            }
        }
    }

    /// The files that an include names, in order. One that names none, or files elsewhere, is a mistake.
    fn matches(&mut self, by: usize, pattern: &Spanned<crate::lab::Text>) -> Vec<PathBuf> {
        let mut mistake = |message: String, help: &str| {
            let help = Some(help.to_owned());
            let mistake = Mistake::new(MistakeKind::InvalidField, pattern.span, message);
            self.files.mistakes.push(Mistake { help, ..mistake });
            Vec::new()
        };
        let folder = self.paths[by].parent().unwrap_or(Path::new(""));
        let leaves = || {
            let message = format!("the include `{pattern}` leaves the folder of its file");
            (message, "includes stay below the file that includes them")
        };
        let below = Path::new(pattern.as_str())
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !below {
            let (message, help) = leaves();
            return mistake(message, help);
        }
        let base = glob::Pattern::escape(&folder.to_string_lossy());
        let base = if base.is_empty() { String::new() } else { format!("{base}/") };
        let Ok(found) = glob::glob(&format!("{base}{pattern}")) else {
            return mistake(
                format!("the include `{pattern}` is not a pattern"),
                "write it like `hosts/*.yaml`",
            );
        };
        // A link may lead out of the folder. The folder of a bare file name is the one we are in.
        let top = if base.is_empty() { Path::new(".") } else { folder }.canonicalize().ok();
        let leads_out = |path: PathBuf| top.as_ref().is_none_or(|top| !path.starts_with(top));
        let outside = |path: &PathBuf| path.canonicalize().is_ok_and(leads_out);
        let found: Vec<PathBuf> = found.flatten().filter(|path| !path.is_dir()).collect();
        if found.iter().any(outside) {
            let (message, help) = leaves();
            return mistake(message, help);
        }
        if found.is_empty() {
            return mistake(
                format!("the include `{pattern}` matches no file"),
                "it is looked for in the folder of the file that includes it",
            );
        }
        found
    }

    /// Adds the policy file that holds for each file.
    fn policies(&mut self) {
        let roots: Vec<usize> = (0..self.paths.len())
            .filter(|file| !self.files.included.iter().any(|(included, _)| included == file))
            .collect();
        for root in roots {
            let Some(policy) = discover::policy_for(&self.paths[root]) else { continue };
            let full = policy.canonicalize().ok();
            let known = self.paths.iter().position(|known| known.canonicalize().ok() == full);
            let file = match known {
                // The inventory is the policy file itself, or its policy is read with it.
                Some(file) if !self.files.policies.iter().any(|(known, _)| *known == file) => {
                    continue;
                }
                Some(file) => Some(file),
                None => match load(&policy) {
                    Ok(text) => self.push(&policy, text),
                    Err(trouble) => {
                        self.troubles.push(trouble);
                        None
                    }
                },
            };
            self.files.policies.extend(file.map(|file| (file, root)));
        }
    }
}

/// The text on standard input.
pub(super) fn stdin(screen: &Screen) -> Result<String, Trouble> {
    if io::stdin().is_terminal() {
        screen.note("reading from the terminal; end it with Ctrl-D");
    }
    let path = PathBuf::from("<stdin>");
    let mut bytes = Vec::new();
    match io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => text(&path, bytes),
        Err(error) => Err(Trouble::Unreadable { path, error }),
    }
}

/// The text of a single file.
pub(super) fn text_of(path: &Path) -> Result<String, Trouble> {
    load(path)
}

fn load(path: &Path) -> Result<String, Trouble> {
    let unreadable = |error| Trouble::Unreadable { path: path.to_owned(), error };
    let kind = match fs::metadata(path) {
        Ok(metadata) => metadata.file_type(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let (path, leads_to) = (path.to_owned(), fs::read_link(path).ok());
            return Err(Trouble::Missing { path, leads_to });
        }
        Err(error) => return Err(unreadable(error)),
    };
    // A pipe without a writer would be waited for, and a device may never end.
    if !kind.is_file() {
        let what = if kind.is_dir() { "folder" } else { "pipe or device" };
        return Err(Trouble::NotAFile { path: path.to_owned(), what });
    }
    text(path, fs::read(path).map_err(unreadable)?)
}

fn text(path: &Path, bytes: Vec<u8>) -> Result<String, Trouble> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let line = memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1;
        Trouble::NotText { path: path.to_string_lossy().into_owned(), line, byte: bytes[at] }
    })
}

/// Asks about a text that is not among the files of the run, or not yet.
fn tells(text: &str, question: fn(&Source) -> bool) -> bool {
    let mut sources = Sources::default();
    sources.add(String::new(), text.to_owned()).is_ok_and(question)
}
