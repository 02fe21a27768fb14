//! The files around the one that is read: a reader asks for them by path, and what is not yet there is loaded
//! before the file is read again. So reading itself touches no file.

use rustc_hash::FxHashMap;

use crate::source::{Source, Sources};

/// What a reader needs another file for. It decides whether that file is read by itself, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileUse {
    /// It holds values alone, such as `.env`.
    Values,
    /// Something in it is taken over; what else it says does not count here.
    Definition,
    /// All that it says belongs to what is read: an included file, an override.
    Part,
}

/// Why a file that was asked for cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotRead {
    /// There is no such file.
    Missing,
    /// It lies outside the folders that may be read.
    LeadsOut,
    /// It is a folder, a pipe or a device.
    NotAFile,
    /// It is not text.
    NotText,
    /// It is too large, or one of too many.
    TooMany,
    /// The system does not let anybody read it.
    Unreadable,
}

/// What became of the files that readers asked for, by path as [`beside`] writes it. Files are meant by their
/// number in the sources.
pub type Answers = FxHashMap<String, Result<usize, NotRead>>;

/// A file that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeighbourRequest {
    /// Its path, as [`beside`] writes it.
    pub path: String,
    /// What it is needed for.
    pub usage: FileUse,
}

/// What a reader can ask for.
pub struct Neighbours<'a> {
    sources: &'a Sources,
    answers: &'a Answers,
    /// All that was asked for, in order; what the answers lack is still to be loaded.
    pub asked: Vec<NeighbourRequest>,
}

impl<'a> Neighbours<'a> {
    /// The files of a run.
    pub fn new(sources: &'a Sources, answers: &'a Answers) -> Self {
        Self { sources, answers, asked: Vec::new() }
    }

    /// The file of a path that is written in `from`; relative ones start at the folder of that.
    ///
    /// # Errors
    ///
    /// Why it cannot be had. One that is still to be loaded is missing, and the file is read again once it is there.
    pub fn ask(
        &mut self,
        from: &Source,
        path: &str,
        usage: FileUse,
    ) -> Result<&'a Source, NotRead> {
        let path = beside(from.path(), path).ok_or(NotRead::LeadsOut)?;
        let answer = self.answers.get(&path).copied().unwrap_or(Err(NotRead::Missing));
        if !self.asked.iter().any(|asked| asked.usage == usage && asked.path == path) {
            self.asked.push(NeighbourRequest { path, usage });
        }
        self.sources.iter().nth(answer?).ok_or(NotRead::Missing)
    }

    /// The files of the run in a folder below that of `from`, in order.
    pub fn in_folder(&self, from: &Source, folder: &str) -> Vec<&'a Source> {
        let Some(folder) = beside(from.path(), folder) else { return Vec::new() };
        let inside = |source: &&Source| {
            let path = beside("", source.path()).unwrap_or_default();
            path.rsplit_once('/').is_some_and(|(of, _)| of == folder)
        };
        let mut files: Vec<_> = self.sources.iter().filter(inside).collect();
        files.sort_by_key(|file| file.path());
        files
    }
}

/// The answers where all files are in memory.
pub fn answers_among(sources: &Sources) -> Answers {
    let path = |source: &Source| beside("", source.path());
    sources.iter().enumerate().filter_map(|(at, source)| Some((path(source)?, Ok(at)))).collect()
}

/// A path that is written in a file, with `.` and `..` taken as they are written; none for an absolute one, which
/// says nothing of the files that are at hand.
pub fn beside(file: &str, path: &str) -> Option<String> {
    if path.starts_with(['/', '~']) && !file.is_empty() {
        return None;
    }
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let root = if path.starts_with('/') || file.starts_with('/') { "/" } else { "" };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    Some(format!("{root}{}", parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn paths_are_taken_from_the_folder_of_their_file() {
        let cases = [
            ("compose.yaml", ".env", Some(".env")),
            ("./a/compose.yaml", "../b/x.yml", Some("b/x.yml")),
            ("a/compose.yaml", "../../x.yml", Some("../x.yml")),
            ("/srv/a/c.yml", "./d.yml", Some("/srv/a/d.yml")),
            ("a/c.yml", "/etc/passwd", None),
            ("a/c.yml", "~/x", None),
        ];
        for (file, path, expected) in cases {
            assert_eq!(beside(file, path).as_deref(), expected, "{path} in {file}");
        }
    }
}
