//! `labctl report`: read, judge, and write the placement report.

use std::path::Path;

use super::args::{ReportArgs, RequestedOutput};
use super::error::CliError;
use super::markers::{parts, with_report};
use super::outputs::{self, Output};
use super::session::{Request, Session, text_of};
use super::terminal::{Screen, say};
use super::{Exit, output};
use crate::report::placement::{FORMATS, PlacementFormat, Report};

pub(super) fn run(args: &ReportArgs, screen: &Screen) -> Result<Exit, CliError> {
    let outputs = wanted(args)?;
    let writes = outputs.iter().map(|output| output.file);
    let session = Session::open(
        &Request {
            paths: &args.paths,
            reading: &args.reading,
            judging: &args.judging,
            baseline: None,
            writes: writes.chain(args.inject.as_deref().map(Some)).collect(),
        },
        screen,
    )?;
    let report = Report::of(&session.outcome, &session.settings);
    let done = match (&args.check, &args.inject) {
        (Some(path), _) => compare(path, args, &report, screen),
        (_, Some(path)) => inject(path, args, &report, &session).map(|()| Exit::Clean),
        (None, None) => {
            outputs::write(&outputs, &session, |write, view, out| write(&report, view, out))
                .map(|()| Exit::Clean)
        }
    };
    // The process ends here; taking a large lab apart first would only take time.
    std::mem::forget(report);
    session.tell_if_half_read();
    Ok(session.end(done?))
}

/// Every output that is wanted; what checks or changes a file has none besides.
fn wanted(args: &ReportArgs) -> Result<Vec<Output<'_, PlacementFormat>>, CliError> {
    if args.check.is_some() || args.inject.is_some() {
        return Ok(Vec::new());
    }
    let whole = args.output.as_deref();
    outputs::of(&args.format, whole, || {
        whole.map_or(Ok(&FORMATS[0]), |path| outputs::for_file(FORMATS, path))
    })
}

/// Writes the report between the markers of a file.
fn inject(
    path: &Path,
    args: &ReportArgs,
    report: &Report<'_>,
    session: &Session<'_>,
) -> Result<(), CliError> {
    session.may_replace(path)?;
    let format = embedded(&args.format)?;
    let before = text_of(path, &args.reading, session.screen)?;
    let Some(parts) = parts(&before, path)? else {
        return Err(CliError::NoMarkers { path: path.to_owned() });
    };
    let after = with_report(&parts, &text(format, report, session.screen));
    if after == before {
        return Ok(());
    }
    output::write(Some(path), format.syntax, |out| out.write_all(after.as_bytes()))
}

/// Says whether a file is what would be written; of a file with markers, the part between them.
fn compare(
    path: &Path,
    args: &ReportArgs,
    report: &Report<'_>,
    screen: &Screen,
) -> Result<Exit, CliError> {
    let before = text_of(path, &args.reading, screen)?;
    let parts = parts(&before, path)?;
    let format = match &args.format[..] {
        _ if parts.is_some() => embedded(&args.format)?,
        [] => outputs::for_file(FORMATS, path)?,
        [RequestedOutput { format, file: None }] => format,
        _ => return Err(several("--check")),
    };
    let text = text(format, report, screen);
    let after = match &parts {
        Some(parts) => with_report(parts, &text),
        None => text,
    };
    // A checkout may have brought other line breaks.
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (lines(&before), lines(&after));
    if before == after {
        return Ok(Exit::Clean);
    }
    let same = before.iter().zip(&after).take_while(|(old, new)| old == new).count();
    let mend = if parts.is_some() { "--inject" } else { "--output" };
    say(&format!(
        "`{}` is stale from line {} on; write it again with `labctl report {mend} {}`",
        path.display(),
        same + 1,
        path.display()
    ));
    Ok(Exit::Findings)
}

/// A format that can stand inside a Markdown file.
fn embedded(
    wanted: &[RequestedOutput<PlacementFormat>],
) -> Result<&'static PlacementFormat, CliError> {
    let markdown = || FORMATS.iter().find(|format| format.name == "markdown");
    match wanted {
        [] => Ok(markdown().expect("it is in the table")),
        [RequestedOutput { format, file: None }] if format.name == "markdown" => Ok(format),
        _ => Err(CliError::WrongFormat {
            what: "only Markdown can stand between the markers of a file".to_owned(),
        }),
    }
}

fn several(flag: &str) -> CliError {
    CliError::WrongFormat { what: format!("{flag} takes one format, and no file after it") }
}

fn text(format: &PlacementFormat, report: &Report<'_>, screen: &Screen) -> String {
    let mut bytes = Vec::new();
    let written = (format.write)(report, &outputs::in_file(&screen.view), &mut bytes);
    written.expect("a vector takes all");
    String::from_utf8(bytes).expect("formats write text")
}
