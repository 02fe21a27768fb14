//! `labctl report`: read, judge, and write the placement report.

use std::io;
use std::path::Path;

use super::args::{ReportArgs, Wanted};
use super::check::settings;
use super::terminal::{Screen, say};
use super::trouble::Trouble;
use super::{Exit, files, output};
use crate::check::{Outcome, check};
use crate::report::View;
use crate::report::placement::{FORMATS, Format, Report};

/// The part of a file that holds a report lies between these lines.
const BEGIN: &str = "<!-- labctl report -->";
const END: &str = "<!-- labctl report end -->";

pub(super) fn run(args: &ReportArgs, screen: &Screen) -> Result<Exit, Trouble> {
    let outputs = outputs(args)?;
    let input = files::read(&args.paths, screen);
    input.troubles.iter().for_each(|trouble| screen.tell(trouble));
    let written = outputs.iter().filter_map(|output| output.file).chain(args.inject.as_deref());
    for path in written {
        let named = || args.paths.iter().any(|other| output::place(other) == output::place(path));
        if input.knows(path) || named() {
            return Err(Trouble::Overwrites { path: path.to_owned() });
        }
    }
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
    let exit = exit(&outcome, worst, done?);
    // The process ends here; taking a large lab apart first would only take time.
    std::mem::forget(outcome);
    Ok(exit)
}

/// A format, and where it goes: to a file, or to standard output.
struct Output<'a> {
    format: &'static Format,
    file: Option<&'a Path>,
}

/// Every output that is wanted, no two of them to the same place.
fn outputs(args: &ReportArgs) -> Result<Vec<Output<'_>>, Trouble> {
    if args.check.is_some() || args.inject.is_some() {
        return Ok(Vec::new());
    }
    let whole = args.output.as_deref();
    let mut outputs: Vec<Output> = Vec::new();
    for Wanted { format, file } in &args.format {
        let output = Output { format, file: file.as_deref().or(whole) };
        let place = output.file.map(output::place);
        if outputs.iter().any(|other| other.file.map(output::place) == place) {
            return Err(Trouble::SameOutput { path: output.file.map(Path::to_owned) });
        }
        outputs.push(output);
    }
    if outputs.is_empty() {
        let format = whole.map_or(&FORMATS[0], by_ending);
        outputs.push(Output { format, file: whole });
    }
    Ok(outputs)
}

/// Writes every output. One that cannot be written leaves the others whole.
fn write(outputs: &[Output<'_>], report: &Report<'_>, screen: &Screen) -> Result<(), Trouble> {
    let in_file = in_file(screen);
    let mut failed = Ok(());
    for Output { format, file } in outputs {
        let view = if file.is_some() { &in_file } else { &screen.view };
        if let Err(trouble) = output::write(*file, |out| (format.write)(report, view, out)) {
            if failed.is_ok() {
                failed = Err(trouble);
            } else {
                screen.tell(&trouble);
            }
        }
    }
    failed
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
    let Some(after) = with_report(&before, &text(format, report, screen)) else {
        return Err(Trouble::NoMarkers { path: path.to_owned() });
    };
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
    let is_part = parts(&before).is_some();
    let format = match wanted {
        _ if is_part => embedded(wanted)?,
        [] => by_ending(path),
        [Wanted { format, file: None }] => format,
        _ => return Err(several("--check")),
    };
    let text = text(format, report, screen);
    let after = if is_part { with_report(&before, &text).unwrap_or(text) } else { text };
    // A checkout may have brought other line breaks.
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (lines(&before), lines(&after));
    if before == after {
        return Ok(Exit::Clean);
    }
    let same = before.iter().zip(&after).take_while(|(old, new)| old == new).count();
    let mend = if is_part { "--inject" } else { "--output" };
    say(&format!(
        "`{}` is stale from line {} on; write it again with `labctl report {mend} {}`",
        path.display(),
        same + 1,
        path.display()
    ));
    Ok(Exit::Findings)
}

/// The file with a report between its markers; nothing if it has no place for one.
fn with_report(file: &str, report: &str) -> Option<String> {
    let (head, _, tail) = parts(file)?;
    let crlf = head.ends_with("\r\n");
    let line = if crlf { "\r\n" } else { "\n" };
    // The file has a title of its own, and the report becomes a section of it.
    let deeper =
        |text: &str| format!("{}{text}{line}", if text.starts_with('#') { "#" } else { "" });
    let report: String = report.trim_end().lines().map(deeper).collect();
    Some(format!("{head}{line}{report}{line}{tail}"))
}

/// What stands before the report, the marker included, the report, and what stands behind it, from its
/// marker on. A marker is a line of its own, and stands there once.
fn parts(file: &str) -> Option<(&str, &str, &str)> {
    let mut places = [None, None];
    let mut at = 0;
    for line in file.split_inclusive('\n') {
        let marker = [BEGIN, END].iter().position(|marker| line.trim() == *marker);
        if let Some(marker) = marker
            && places[marker].replace(at..at + line.len()).is_some()
        {
            return None;
        }
        at += line.len();
    }
    let [Some(begin), Some(end)] = places else { return None };
    (begin.end <= end.start)
        .then(|| (&file[..begin.end], &file[begin.end..end.start], &file[end.start..]))
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

/// The format that a file of this name is usually in.
fn by_ending(path: &Path) -> &'static Format {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let name = match ending.to_ascii_lowercase().as_str() {
        "md" | "markdown" => "markdown",
        "html" | "htm" => "html",
        "svg" => "svg",
        "mmd" | "mermaid" => "mermaid",
        "json" => "json",
        _ => "terminal",
    };
    FORMATS.iter().find(|format| format.name == name).unwrap_or(&FORMATS[0])
}

fn text(format: &Format, report: &Report<'_>, screen: &Screen) -> String {
    let mut bytes = Vec::new();
    let written: io::Result<()> = (format.write)(report, &in_file(screen), &mut bytes);
    written.expect("a vector takes all");
    String::from_utf8(bytes).expect("formats write text")
}

/// How a file is written: the same on every screen.
fn in_file(screen: &Screen) -> View<'_> {
    View { colour: false, links: false, width: 100, ..screen.view }
}

/// A report is no judgement: what it finds does not fail the run.
fn exit(outcome: &Outcome, worst: Option<Exit>, done: Exit) -> Exit {
    if outcome.labs.iter().any(|lab| !lab.lab.is_whole()) {
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
