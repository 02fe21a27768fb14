//! `labctl report`: read, judge, and write the placement report.

use std::io;
use std::path::Path;

use super::args::{ReportArgs, Wanted};
use super::check::settings;
use super::outputs::Output;
use super::terminal::{Screen, say};
use super::trouble::Trouble;
use super::{Exit, files, output, outputs};
use crate::check::{Outcome, check};
use crate::report::placement::{FORMATS, Format, Report};

/// The part of a file that holds a report lies between these lines.
const BEGIN: &str = "<!-- labctl report -->";
const END: &str = "<!-- labctl report end -->";

pub(super) fn run(args: &ReportArgs, screen: &Screen) -> Result<Exit, Trouble> {
    let outputs = wanted(args)?;
    let input = files::read(&args.paths, screen);
    input.troubles.iter().for_each(|trouble| screen.tell(trouble));
    let written = outputs.iter().filter_map(|output| output.file);
    let read: Vec<&Path> = args.paths.iter().map(AsRef::as_ref).collect();
    outputs::spare(&input, &read, written.chain(args.inject.as_deref()))?;
    let worst = input.troubles.iter().map(Trouble::exit).min();
    if input.sources.is_empty() {
        return Ok(worst.unwrap_or(Exit::Nothing));
    }
    let settings = settings(&args.judging);
    let outcome = check(input.sources, &input.files, &settings);
    let report = Report::of(&outcome, &settings);
    let done = match (&args.check, &args.inject) {
        (Some(path), _) => compare(path, &args.format, &report, screen),
        (_, Some(path)) => inject(path, &args.format, &report, screen).map(|()| Exit::Clean),
        (None, None) => write(&outputs, &report, screen).map(|()| Exit::Clean),
    };
    // The process ends here; taking a large lab apart first would only take time.
    std::mem::forget(report);
    if !outcome.is_whole() {
        say("part of the inventory could not be read: `labctl check` shows what is wrong with it");
    }
    let exit = exit(&outcome, worst, done?);
    std::mem::forget(outcome);
    Ok(exit)
}

/// Every output that is wanted; what checks or changes a file has none besides.
fn wanted(args: &ReportArgs) -> Result<Vec<Output<'_, Format>>, Trouble> {
    if args.check.is_some() || args.inject.is_some() {
        return Ok(Vec::new());
    }
    let whole = args.output.as_deref();
    outputs::of(&args.format, whole, || whole.map_or(Ok(&FORMATS[0]), by_ending))
}

/// Writes every output.
fn write(
    outputs: &[Output<'_, Format>],
    report: &Report<'_>,
    screen: &Screen,
) -> Result<(), Trouble> {
    let in_file = outputs::in_file(&screen.view);
    let written = outputs.iter().map(|Output { format, file }| {
        let view = if file.is_some() { &in_file } else { &screen.view };
        output::write(*file, |out| (format.write)(report, view, out))
    });
    outputs::settle(written, screen)
}

/// Writes the report between the markers of a file.
fn inject(
    path: &Path,
    wanted: &[Wanted<Format>],
    report: &Report<'_>,
    screen: &Screen,
) -> Result<(), Trouble> {
    let format = embedded(wanted)?;
    let before = files::text_of(path)?;
    let Some(parts) = parts(&before, path)? else {
        return Err(Trouble::NoMarkers { path: path.to_owned() });
    };
    let after = with_report(&parts, &text(format, report, screen));
    if after == before {
        return Ok(());
    }
    output::write(Some(path), |out| out.write_all(after.as_bytes()))
}

/// Says whether a file is what would be written; of a file with markers, the part between them.
fn compare(
    path: &Path,
    wanted: &[Wanted<Format>],
    report: &Report<'_>,
    screen: &Screen,
) -> Result<Exit, Trouble> {
    let before = files::text_of(path)?;
    let parts = parts(&before, path)?;
    let format = match wanted {
        _ if parts.is_some() => embedded(wanted)?,
        [] => by_ending(path)?,
        [Wanted { format, file: None }] => format,
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

/// The file with a report between its markers.
fn with_report((head, tail): &(&str, &str), report: &str) -> String {
    let crlf = head.ends_with("\r\n");
    let line = if crlf { "\r\n" } else { "\n" };
    // The file has a title of its own, and the report becomes a section of it.
    let deeper =
        |text: &str| format!("{}{text}{line}", if text.starts_with('#') { "#" } else { "" });
    let report: String = report.trim_end().lines().map(deeper).collect();
    format!("{head}{line}{report}{line}{tail}")
}

/// What stands before the report, the marker included, and what stands behind it, from its marker on; nothing
/// if the file has no place for one. A marker is a line of its own, and stands there once; one that is shown
/// as code is none.
fn parts<'f>(file: &'f str, path: &Path) -> Result<Option<(&'f str, &'f str)>, Trouble> {
    let mut places = [None, None];
    let (mut at, mut fence) = (0, "");
    for (above, line) in file.split_inclusive('\n').enumerate() {
        let is_code = !fence.is_empty();
        fence = fence_after(fence, line.trim());
        let marker = [BEGIN, END].iter().position(|marker| line.trim() == *marker && !is_code);
        if let Some(marker) = marker
            && let Some((_, first)) = places[marker].replace((at..at + line.len(), above + 1))
        {
            let (path, marker) = (path.to_owned(), line.trim().to_owned());
            return Err(Trouble::MarkerTwice { path, marker, lines: [first, above + 1] });
        }
        at += line.len();
    }
    let [Some((begin, _)), Some((end, _))] = places else { return Ok(None) };
    Ok((begin.end <= end.start).then(|| (&file[..begin.end], &file[end.start..])))
}

/// The fence of the code that the next line is in; nothing if it is in none.
fn fence_after<'f>(fence: &'f str, line: &'f str) -> &'f str {
    let letter = line.chars().next().filter(|letter| matches!(letter, '`' | '~'));
    let length = letter.map_or(0, |letter| line.len() - line.trim_start_matches(letter).len());
    let (run, info) = line.split_at(length);
    match fence {
        "" if length >= 3 && !info.contains('`') => run,
        "" => "",
        _ if run.starts_with(fence) && info.is_empty() => "",
        _ => fence,
    }
}

/// A format that can stand inside a Markdown file.
fn embedded(wanted: &[Wanted<Format>]) -> Result<&'static Format, Trouble> {
    let markdown = || FORMATS.iter().find(|format| format.name == "markdown");
    match wanted {
        [] => Ok(markdown().expect("it is in the table")),
        [Wanted { format, file: None }] if format.name == "markdown" => Ok(format),
        _ => Err(Trouble::WrongFormat {
            what: "only Markdown can stand between the markers of a file".to_owned(),
        }),
    }
}

fn several(flag: &str) -> Trouble {
    Trouble::WrongFormat { what: format!("{flag} takes one format, and no file after it") }
}

/// The format that a file of this name is usually in; without an ending, that of a terminal.
fn by_ending(path: &Path) -> Result<&'static Format, Trouble> {
    if path.extension().is_none() {
        return Ok(&FORMATS[0]);
    }
    outputs::by_ending(FORMATS, path)
        .ok_or_else(|| Trouble::UnknownEnding { path: path.to_owned() })
}

fn text(format: &Format, report: &Report<'_>, screen: &Screen) -> String {
    let mut bytes = Vec::new();
    let written: io::Result<()> =
        (format.write)(report, &outputs::in_file(&screen.view), &mut bytes);
    written.expect("a vector takes all");
    String::from_utf8(bytes).expect("formats write text")
}

/// A report is no judgement: what it finds does not fail the run.
fn exit(outcome: &Outcome, worst: Option<Exit>, done: Exit) -> Exit {
    if !outcome.is_whole() {
        return Exit::Unreadable;
    }
    let sum = outcome.summary();
    match worst {
        Some(Exit::Unreadable) => Exit::Unreadable,
        _ if done != Exit::Clean => done,
        Some(worst) => worst,
        None if sum.hosts + sum.workloads() == 0 => Exit::Nothing,
        None => Exit::Clean,
    }
}
