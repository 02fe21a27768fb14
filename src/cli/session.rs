//! What every command that judges does first: load, check, and say what could not be read.

use std::collections::HashSet;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use super::Exit;
use super::args::{JudgingArgs, ReadingArgs};
use super::error::CliError;
use super::output::{self, place};
use super::terminal::{Screen, say};
use crate::baseline::Baseline;
use crate::check::{Outcome, check};
use crate::load::{self, Boundary, FileSystem, Loaded, RealFileSystem};
use crate::policy::{Allowances, Settings};
use crate::report::{Base, View};

/// What a command asks for.
pub(super) struct Request<'a> {
    pub(super) paths: &'a [PathBuf],
    pub(super) reading: &'a ReadingArgs,
    pub(super) judging: &'a JudgingArgs,
    pub(super) baseline: Option<&'a Path>,
    /// Where it is going to write; none is standard output.
    pub(super) writes: Vec<Option<&'a Path>>,
}

/// Inventories that were loaded and checked.
pub(super) struct Session<'s> {
    pub(super) outcome: Outcome,
    pub(super) settings: Settings,
    pub(super) screen: &'s Screen,
    /// True if a folder that was named holds nothing.
    lacks_some: bool,
    /// The top of the repository, and the way from there to this folder.
    top: (String, String),
}

impl<'s> Session<'s> {
    /// Loads and checks what is asked for.
    ///
    /// # Errors
    ///
    /// When there is nothing to check, and when something would be written that must not be.
    pub(super) fn open(request: &Request<'_>, screen: &'s Screen) -> Result<Self, CliError> {
        let most = request.reading.bytes();
        let baseline = request.baseline.map(|path| baseline(path, most)).transpose()?;
        if request.paths.iter().any(|path| path == Path::new("-")) {
            tell_terminal(screen);
        }
        let mut loaded = load::load(&RealFileSystem, request.paths, most);
        tell_loaded(&loaded, screen);
        let named = request.paths.iter().map(AsRef::as_ref).chain(request.baseline);
        let named = named.map(|path| place(Some(path)));
        let read = loaded.canonical.iter().cloned().chain(named).collect();
        admit(&read, &request.writes)?;
        let errors = loaded.errors.drain(..).map(CliError::from);
        let (mut empty, mut unread): (Vec<_>, Vec<_>) =
            errors.partition(|failure| failure.exit() == Exit::Nothing);
        let lacks_some = !empty.is_empty();
        let last = loaded.sources.is_empty().then(|| unread.pop().or_else(|| empty.pop()));
        unread.iter().chain(&empty).for_each(|failure| screen.print_error(failure));
        if let Some(Some(failure)) = last {
            return Err(failure);
        }
        let settings = Settings { baseline, ..settings(request.judging) };
        let outcome = check(loaded.sources, &loaded.files, &settings);
        Ok(Self { outcome, settings, screen, lacks_some, top: top() })
    }

    /// Where paths start that other programs are told.
    pub(super) fn base(&self) -> Base<'_> {
        Base { top: &self.top.0, here: &self.top.1 }
    }

    /// How the outcome is looked at on the screen.
    pub(super) fn view(&self) -> View<'_> {
        View { base: self.base(), ..self.screen.view }
    }

    /// True if there was nothing to judge.
    pub(super) fn is_empty(&self) -> bool {
        let sum = self.outcome.summary();
        sum.hosts + sum.workloads() == 0
    }

    /// Refuses to replace what is there by what half an inventory says.
    pub(super) fn may_replace(&self, path: &Path) -> Result<(), CliError> {
        if self.outcome.is_whole() || output::is_free(path).is_ok() {
            return Ok(());
        }
        Err(CliError::HalfRead { path: path.to_owned() })
    }

    /// Says where the rest is told of what could not be read.
    pub(super) fn tell_if_half_read(&self) {
        if !self.outcome.is_whole() {
            say(
                "part of the inventory could not be read: `labctl check` shows what is wrong with it",
            );
        }
    }

    /// How the run ends, after the command ended in its own way.
    pub(super) fn end(self, done: Exit) -> Exit {
        let exit = match done {
            _ if !self.outcome.is_whole() => Exit::Unreadable,
            Exit::Clean if self.lacks_some || self.is_empty() => Exit::Nothing,
            done => done,
        };
        // The process ends here; taking a large lab apart first would only take time.
        std::mem::forget(self);
        exit
    }
}

/// Says what is worth a word of what was loaded.
fn tell_loaded(loaded: &Loaded, screen: &Screen) {
    for (path, why) in &loaded.passed_over {
        screen.detail(&format!("`{}` is not read: {why}", path.display()));
    }
    if loaded.is_searched && !loaded.files.units.is_empty() {
        let count = loaded.files.units.len();
        let files = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
        screen.note(&format!("no inventory is here; read {files} of other tools instead"));
    }
}

/// Loads files for a command that does not judge. Also what is missing, if there is nothing at all.
///
/// # Errors
///
/// When nothing could be read that should have been.
pub(super) fn load_files(
    paths: &[PathBuf],
    reading: &ReadingArgs,
    screen: &Screen,
) -> Result<(Loaded, Option<CliError>), CliError> {
    if paths.iter().any(|path| path == Path::new("-")) {
        tell_terminal(screen);
    }
    let mut loaded = load::load(&RealFileSystem, paths, reading.bytes());
    let errors = loaded.errors.drain(..).map(CliError::from);
    let (mut empty, mut unread): (Vec<_>, Vec<_>) =
        errors.partition(|failure| failure.exit() == Exit::Nothing);
    if loaded.sources.is_empty()
        && let Some(failure) = unread.pop()
    {
        unread.iter().for_each(|failure| screen.print_error(failure));
        return Err(failure);
    }
    unread.iter().for_each(|failure| screen.print_error(failure));
    Ok((loaded, empty.pop()))
}

/// The text of one file that is named, or of standard input.
pub(super) fn text_of(
    path: &Path,
    reading: &ReadingArgs,
    screen: &Screen,
) -> Result<String, CliError> {
    if path == Path::new("-") {
        tell_terminal(screen);
    }
    Ok(load::text_of(&RealFileSystem, path, reading.bytes())?)
}

fn tell_terminal(screen: &Screen) {
    if io::stdin().is_terminal() {
        screen.note("reading from the terminal; end it with Ctrl-D");
    }
}

fn baseline(path: &Path, most: u64) -> Result<Baseline, CliError> {
    let text = load::text_of(&RealFileSystem, path, most)?;
    let broken = |error| CliError::NoBaseline { path: path.to_owned(), error };
    Baseline::from_json(&text).map_err(broken)
}

/// What the command line says about judging.
fn settings(judging: &JudgingArgs) -> Settings {
    let usual = Settings::default();
    Settings {
        profile: judging.profile,
        allowances: if judging.no_allow { Allowances::Ignored } else { Allowances::Count },
        as_of: judging.as_of.unwrap_or(usual.as_of),
        software: !judging.no_software,
        names: !judging.no_names,
        ..usual
    }
}

/// Refuses to write twice to one place, over what is read or should have been, and through a link that
/// leads out of the repository. The places that are read are those of [`place`].
pub(super) fn admit(read: &HashSet<PathBuf>, writes: &[Option<&Path>]) -> Result<(), CliError> {
    let mut boundary = Boundary::new(&RealFileSystem);
    let mut places = HashSet::new();
    for path in writes {
        let place = place(*path);
        if read.contains(&place) {
            return Err(CliError::Overwrites { path: path.map(Path::to_owned) });
        }
        if let Some(path) = path {
            boundary.named(path, &place)?;
        }
        // What takes everything and keeps nothing takes it twice, too.
        if place != Path::new("/dev/null") && !places.insert(place) {
            return Err(CliError::SameOutput { path: path.map(Path::to_owned) });
        }
    }
    Ok(())
}

/// The top of the repository as an absolute path, and the way from there to this folder. Outside of a
/// repository, this folder is the top.
fn top() -> (String, String) {
    let Ok(here) = RealFileSystem.canonical(Path::new(".")) else { return Default::default() };
    let top = load::top(&RealFileSystem, &here).unwrap_or(&here);
    let way = here.strip_prefix(top).unwrap_or(Path::new(""));
    (top.to_string_lossy().into_owned(), way.to_string_lossy().into_owned())
}
