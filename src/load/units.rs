//! Files in other formats than labctl's own: which of them are read together, what they need, and which of them are
//! deployed.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::{FileText, Loader, PassedOver, discover};
use crate::lab::Text;
use crate::read::{self, FileUse, NeighbourRequest, NotRead, Reader, SourceRules, Unit};

/// A file that was found, or that another one asked for, has at most so many bytes.
pub(super) const SIZE: u64 = 4 << 20;

/// So often a unit is read again because it got what it asked for.
const ROUNDS: usize = 32;

/// So many files are read in one run because others ask for them.
const ASKED: usize = 20_000;

/// What folders are called that hold what is not deployed; a plural is as good.
const PARKED: [&str; 16] = [
    "archive",
    "archived",
    "old",
    "disabled",
    "deprecated",
    "unused",
    "not-used",
    "backup",
    "tmp",
    "temp",
    "test",
    "example",
    "template",
    "sample",
    "obsolete",
    "attic",
];

/// The words at the end of such names, as in `apps-not-used`. Some of those above end the names of products.
const PARKED_ENDS: [&str; 9] = [
    "archive",
    "archived",
    "old",
    "disabled",
    "deprecated",
    "unused",
    "not-used",
    "testing",
    "obsolete",
];

/// The folder of a path, below the one that is searched, whose name says that nothing in it is deployed.
fn parked_folder<'p>(path: &'p str, searched: &Path) -> Option<&'p str> {
    let below = path.strip_prefix(searched.to_str()?).unwrap_or(path);
    let (folders, _) = below.rsplit_once('/')?;
    folders.split('/').find(|folder| {
        let name = folder.trim_start_matches(['_', '.']).to_lowercase().replace(['_', ' '], "-");
        let singular = name.strip_suffix('s').unwrap_or(&name);
        let is_named = |name: &str| PARKED.contains(&name);
        let ends = |word: &str| name.strip_suffix(word).is_some_and(|rest| rest.ends_with('-'));
        is_named(&name) || is_named(singular) || PARKED_ENDS.iter().any(|word| ends(word))
    })
}

impl Loader<'_> {
    /// Takes the files of a folder that a reader knows, to the bottom.
    pub(super) fn search(&mut self, folder: &Path) {
        let mut found = super::walk::walk(self.disk, folder, &mut self.boundary);
        self.loaded.ignored_by_git += found.ignored;
        let links = found.links.drain(..).map(|path| (path, PassedOver::LeadsOut));
        self.loaded.passed_over.extend(links);
        let rules = SourceRules::of(&self.loaded.sources);
        let mut units: BTreeMap<(PathBuf, &str, String), Unit> = BTreeMap::new();
        for path in std::mem::take(&mut found.files) {
            let rule = rules.of_file(&path.to_string_lossy());
            if rule.as_ref().is_some_and(|rule| rule.is_ignored) {
                self.loaded.passed_over.push((path, PassedOver::Ignored));
                continue;
            }
            let most = SIZE.min(self.left);
            let Ok(file) = self.read_at_most(&path, Some(folder), most) else {
                self.loaded.passed_over.push((path, PassedOver::Unreadable));
                continue;
            };
            let Some((number, unit)) = self.add_foreign(file) else { continue };
            self.found.insert(number);
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let together = (unit.reader.together)(name).unwrap_or(name).to_owned();
            let key = match &rule {
                Some(rule) if rule.is_one_project => {
                    (PathBuf::new(), unit.reader.name, rule.rule.to_string())
                }
                _ => (discover::folder_of(&path).to_owned(), unit.reader.name, together),
            };
            // What the owner names is deployed, wherever it stands.
            let parked = parked_folder(&path.to_string_lossy(), folder)
                .filter(|_| rule.is_none())
                .map(|folder| Text::from(format!("it is in a folder called `{folder}`")));
            match units.get_mut(&key) {
                // The one that its tool reads unasked is the main one.
                Some(known) if known.reader.usual.contains(&name) => known.files.insert(0, number),
                Some(known) => known.files.push(number),
                None => _ = units.insert(key, Unit { parked, ..unit }),
            }
        }
        self.loaded.files.units.extend(units.into_values());
    }

    /// Takes a file that is named, if it is in another format than labctl's own: with others of its folder that are
    /// named, where its tool reads them together.
    pub(super) fn take_named(&mut self, number: usize) -> bool {
        let source = self.loaded.sources.iter().nth(number);
        let Some(unit) = source.and_then(|source| Unit::alone(number, source)) else {
            return false;
        };
        let together = self.together(&unit, number);
        let known = self.loaded.files.units.iter().position(|known| {
            known.reader.name == unit.reader.name
                && together.is_some()
                && known.files.first().is_some_and(|first| self.together(known, *first) == together)
        });
        match known {
            Some(known) => self.loaded.files.units[known].files.push(number),
            None => self.loaded.files.units.push(unit),
        }
        true
    }

    /// The folder of a file, and what it has in common there with those that are read with it.
    fn together(&self, unit: &Unit, number: usize) -> Option<(PathBuf, String)> {
        let path = self.paths.get(number)?;
        let common = (unit.reader.together)(path.file_name()?.to_str()?)?;
        Some((discover::folder_of(path).to_owned(), common.to_owned()))
    }

    /// Adds a file if a reader other than that of labctl's own language knows it.
    fn add_foreign(&mut self, file: FileText) -> Option<(usize, Unit)> {
        if file.canonical.as_ref().is_some_and(|it| self.numbers.contains_key(it)) {
            return None;
        }
        let canonical = file.canonical.clone();
        let number = self.add(file)?;
        let source = self.loaded.sources.iter().nth(number)?;
        let unit = if read::recognises(source) { Unit::alone(number, source) } else { None };
        if unit.is_none() {
            self.loaded.sources.pop();
            let path = self.paths.pop().map(|path| (path, PassedOver::Unknown));
            self.loaded.passed_over.extend(path);
            canonical.map(|canonical| self.numbers.remove(&canonical));
        }
        unit.map(|unit| (number, unit))
    }

    /// Loads what readers ask for, and leaves as units what is read by itself.
    pub(super) fn settle_units(&mut self) {
        let mut units = std::mem::take(&mut self.loaded.files.units);
        let mut uses: Vec<Vec<(usize, FileUse)>> = Vec::new();
        for unit in &units {
            uses.push(self.follow_requests(unit));
        }
        let main: HashMap<usize, usize> = units
            .iter()
            .enumerate()
            .flat_map(|(at, it)| it.files.iter().map(move |file| (*file, at)))
            .collect();
        // Who uses the files of each unit, and how.
        let mut used = vec![Vec::new(); units.len()];
        for (by, file, usage) in uses
            .iter()
            .enumerate()
            .flat_map(|(by, it)| it.iter().map(move |(file, usage)| (by, file, usage)))
        {
            if let Some(at) = main.get(file).filter(|at| **at != by) {
                used[*at].push((by, *usage));
            }
        }
        // Of two that include each other, the first is read.
        let mut is_part = vec![false; units.len()];
        for at in (0..units.len()).rev() {
            let mut others = used[at].iter().filter(|(by, _)| !is_part[*by]);
            is_part[at] = others.any(|(_, usage)| *usage == FileUse::Part);
        }
        let paths: Vec<String> =
            self.loaded.sources.iter().map(|source| source.path().to_owned()).collect();
        let rules = SourceRules::of(&self.loaded.sources);
        let indexes = IncludeIndex::all(&units, &uses, &is_part, &paths);
        for at in (0..units.len()).filter(|at| !is_part[*at]) {
            let unit = &mut units[at];
            let Some(own) = unit.files.first().map(|file| paths[*file].as_str()) else { continue };
            let is_usual = unit.files.iter().any(|file| is_usual(unit.reader, &paths[*file]));
            let is_extended = used[at].iter().any(|(_, usage)| *usage == FileUse::Definition);
            if unit.parked.is_some()
                || rules.of_file(own).is_some_and(|rule| rule.is_exact)
                || indexes.iter().any(|index| index.unit == at)
            {
                continue;
            }
            if !is_usual && is_extended {
                unit.parked = Some("it is only extended".into());
            } else if let Some(index) =
                indexes.iter().find(|it| it.passes_over(own, unit.reader, is_usual))
            {
                unit.parked = Some(format!("`{}` does not include it", index.path).into());
            }
        }
        let mut keep = is_part.iter().map(|is_part| !is_part);
        units.retain(|_| keep.next().unwrap_or(true));
        let read: Vec<usize> = units.iter().flat_map(|unit| unit.files.clone()).collect();
        let asked = uses.into_iter().flatten().map(|(file, _)| file);
        self.loaded.files.neighbours.extend(asked.filter(|file| !read.contains(file)));
        self.loaded.files.neighbours.extend(main.into_keys().filter(|file| !read.contains(file)));
        self.loaded.files.units = units;
    }

    /// Loads all that a unit asks for, and answers with the files it got.
    fn follow_requests(&mut self, unit: &Unit) -> Vec<(usize, FileUse)> {
        for _ in 0..ROUNDS {
            let (sources, answers) = (&self.loaded.sources, &self.loaded.files.answers);
            let asked = read::requests(unit, sources, answers);
            let mut is_more = false;
            for NeighbourRequest { path, .. } in &asked {
                if !self.loaded.files.answers.contains_key(path) {
                    let answer = self.answer(path);
                    is_more |= answer.is_ok();
                    self.loaded.files.answers.insert(path.clone(), answer);
                }
            }
            if !is_more {
                let answers = &self.loaded.files.answers;
                let got = |it: &NeighbourRequest| Some((answers.get(&it.path)?.ok()?, it.usage));
                return asked.iter().filter_map(got).collect();
            }
        }
        Vec::new()
    }

    fn answer(&mut self, path: &str) -> Result<usize, NotRead> {
        let path = Path::new(path);
        let canonical = self.disk.canonical(path).map_err(|_| NotRead::Missing)?;
        if let Some(known) = self.numbers.get(&canonical) {
            return Ok(*known);
        }
        if self.loaded.files.answers.len() > ASKED {
            return Err(NotRead::TooMany);
        }
        if !self.is_within(&canonical) {
            return Err(NotRead::LeadsOut);
        }
        let most = SIZE.min(self.left);
        let file = self.read_at_most(path, None, most).map_err(|error| NotRead::from(&error))?;
        self.add(file).ok_or(NotRead::TooMany)
    }

    /// True for what lies in the repository, or in the folders that are read.
    fn is_within(&mut self, canonical: &Path) -> bool {
        self.tops.iter().any(|top| canonical.starts_with(top))
    }
}

/// True for a file that its own tool reads without being told its name.
fn is_usual(reader: &Reader, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    reader.usual.contains(&name)
}

/// The folder of a path as it is written; empty for that of a bare name.
fn folder_in(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A file that includes others from folders below its own.
struct IncludeIndex<'p> {
    unit: usize,
    reader: &'static Reader,
    path: &'p str,
    /// The folders of what it includes.
    folders: Vec<&'p str>,
}

impl<'p> IncludeIndex<'p> {
    fn all(
        units: &[Unit],
        uses: &[Vec<(usize, FileUse)>],
        is_part: &[bool],
        paths: &'p [String],
    ) -> Vec<Self> {
        let index = |unit: usize| {
            let path = paths[*units[unit].files.first()?].as_str();
            let parts = uses[unit].iter().filter(|(_, usage)| *usage == FileUse::Part);
            let folders: Vec<&str> = parts
                .map(|(file, _)| folder_in(&paths[*file]))
                .filter(|folder| *folder != folder_in(path))
                .collect();
            let is_any = !folders.is_empty() && !is_part[unit];
            is_any.then_some(Self { unit, reader: units[unit].reader, path, folders })
        };
        (0..units.len()).filter_map(index).collect()
    }

    /// True if it includes files like the one of a path, and not that one. What its own tool reads unasked has to be
    /// beside one that is included, or in a folder beside its folder.
    fn passes_over(&self, path: &str, reader: &Reader, is_usual: bool) -> bool {
        let (own, folder) = (folder_in(self.path), folder_in(path));
        let below =
            folder.strip_prefix(own).filter(|below| own.is_empty() || below.starts_with('/'));
        let is_below = below.is_some_and(|below| !below.is_empty());
        let is_alike = |part: &&str| *part == folder || folder_in(part) == folder_in(folder);
        let passes = if is_usual {
            is_below && self.folders.iter().any(is_alike)
        } else {
            is_below || self.folders.contains(&folder)
        };
        self.reader.name == reader.name && passes
    }
}

impl From<&super::LoadError> for NotRead {
    fn from(error: &super::LoadError) -> Self {
        use super::LoadError::{
            EmptyFolder, LeadsOut, Missing, NoInventory, NotAFile, NotText, TooLarge, TooLong,
            Unreadable,
        };
        match error {
            Missing { .. } => Self::Missing,
            LeadsOut { .. } => Self::LeadsOut,
            NotAFile { .. } => Self::NotAFile,
            NotText { .. } => Self::NotText,
            Unreadable { .. } => Self::Unreadable,
            TooLong { .. } | TooLarge(_) | NoInventory { .. } | EmptyFolder { .. } => Self::TooMany,
        }
    }
}
