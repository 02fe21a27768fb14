//! The outputs of a run: each a format and the place it goes to.

use std::io;
use std::path::Path;

use super::args::RequestedOutput;
use super::error::CliError;
use super::output;
use super::session::Session;
use super::terminal::Screen;
use crate::report::{Format, View};

/// A format, and where it goes: to a file, or to standard output.
pub(super) struct Output<'a, F: 'static> {
    pub(super) format: &'static F,
    pub(super) file: Option<&'a Path>,
}

/// Every output that is wanted; the usual one if none is.
pub(super) fn of<'a, F>(
    wanted: &'a [RequestedOutput<F>],
    whole: Option<&'a Path>,
    usual: impl FnOnce() -> Result<&'static F, CliError>,
) -> Result<Vec<Output<'a, F>>, CliError> {
    if wanted.is_empty() {
        return Ok(vec![Output { format: usual()?, file: whole }]);
    }
    let output = |it: &'a RequestedOutput<F>| Output {
        format: it.format,
        file: it.file.as_deref().or(whole),
    };
    Ok(wanted.iter().map(output).collect())
}

/// The format that a file of this name is usually in, if one is.
pub(super) fn by_ending<W>(
    formats: &'static [Format<W>],
    path: &Path,
) -> Option<&'static Format<W>> {
    let ending = path.extension()?.to_str()?;
    formats.iter().find(|format| format.endings.iter().any(|it| ending.eq_ignore_ascii_case(it)))
}

/// The format that a file of this name is to be in; without an ending, the first of all.
pub(super) fn for_file<W>(
    formats: &'static [Format<W>],
    path: &Path,
) -> Result<&'static Format<W>, CliError> {
    if path.extension().is_none() {
        return Ok(&formats[0]);
    }
    by_ending(formats, path).ok_or_else(|| CliError::UnknownEnding { path: path.to_owned() })
}

/// Writes every output; what is there already is not replaced by what half an inventory says.
pub(super) fn write<W>(
    outputs: &[Output<'_, Format<W>>],
    session: &Session<'_>,
    content: impl Fn(&W, &View<'_>, &mut dyn io::Write) -> io::Result<()>,
) -> Result<(), CliError> {
    let screen = session.screen;
    let in_file = in_file(&screen.view);
    let written = outputs.iter().map(|Output { format, file }| {
        file.map_or(Ok(()), |file| session.may_replace(file))?;
        let view = if file.is_some() { &in_file } else { &screen.view };
        output::write(*file, format.syntax, |out| content(&format.write, view, out))
    });
    settle(written, screen)
}

/// Returns the first error, and prints the others. One output that cannot be written leaves the
/// others whole.
pub(super) fn settle(
    written: impl IntoIterator<Item = Result<(), CliError>>,
    screen: &Screen,
) -> Result<(), CliError> {
    let mut failures = written.into_iter().filter_map(Result::err);
    let first = failures.next();
    failures.for_each(|failure| screen.print_error(&failure));
    first.map_or(Ok(()), Err)
}

/// How a file is written: the same on every screen.
pub(super) fn in_file<'v>(view: &View<'v>) -> View<'v> {
    View { colour: false, links: false, width: 100, ..*view }
}
