//! The outputs of a run: each a format and the place it goes to.

use std::path::Path;

use super::args::Wanted;
use super::files::Input;
use super::output::place;
use super::terminal::Screen;
use super::trouble::Trouble;
use crate::report::{Format, View};

/// A format, and where it goes: to a file, or to standard output.
pub(super) struct Output<'a, F: 'static> {
    pub(super) format: &'static F,
    pub(super) file: Option<&'a Path>,
}

impl<F> Output<'_, F> {
    /// True if it goes to a place, by whatever path; none is standard output.
    pub(super) fn goes_to(&self, file: Option<&Path>) -> bool {
        self.file.map(place) == file.map(place)
    }
}

/// Every output that is wanted, no two of them to the same place; the usual one if none is.
pub(super) fn of<'a, F>(
    wanted: &'a [Wanted<F>],
    whole: Option<&'a Path>,
    usual: impl FnOnce() -> Result<&'static F, Trouble>,
) -> Result<Vec<Output<'a, F>>, Trouble> {
    let mut outputs: Vec<Output<F>> = Vec::new();
    for Wanted { format, file } in wanted {
        let file = file.as_deref().or(whole);
        if outputs.iter().any(|other| other.goes_to(file)) {
            return Err(Trouble::SameOutput { path: file.map(Path::to_owned) });
        }
        outputs.push(Output { format, file });
    }
    if outputs.is_empty() {
        outputs.push(Output { format: usual()?, file: whole });
    }
    Ok(outputs)
}

/// The format that a file of this name is usually in, if one is.
pub(super) fn by_ending<W>(
    formats: &'static [Format<W>],
    path: &Path,
) -> Option<&'static Format<W>> {
    let ending = path.extension()?.to_str()?;
    formats.iter().find(|format| format.endings.iter().any(|it| ending.eq_ignore_ascii_case(it)))
}

/// Refuses to write over what is read, or what should have been and could not be.
pub(super) fn spare<'f>(
    input: &Input,
    named: &[&Path],
    files: impl IntoIterator<Item = &'f Path>,
) -> Result<(), Trouble> {
    let is_named = |file: &Path| named.iter().any(|path| place(path) == place(file));
    match files.into_iter().find(|file| input.knows(file) || is_named(file)) {
        Some(path) => Err(Trouble::Overwrites { path: path.to_owned() }),
        None => Ok(()),
    }
}

/// Gives back the first trouble, and tells the others. One output that cannot be written leaves the
/// others whole. A reader who has seen enough ends the run, but takes nothing from other outputs.
pub(super) fn settle(
    written: impl IntoIterator<Item = Result<(), Trouble>>,
    screen: &Screen,
) -> Result<(), Trouble> {
    let (mut first, mut closed, mut is_read) = (None, None, false);
    for written in written {
        match written {
            Ok(()) => is_read = true,
            Err(trouble) if trouble.is_broken_pipe() => closed = Some(trouble),
            Err(trouble) if first.is_none() => first = Some(trouble),
            Err(trouble) => screen.tell(&trouble),
        }
    }
    first.or(closed.filter(|_| !is_read)).map_or(Ok(()), Err)
}

/// How a file is written: the same on every screen.
pub(super) fn in_file<'v>(view: &View<'v>) -> View<'v> {
    View { colour: false, links: false, width: 100, ..*view }
}
