//! The place of a report in a Markdown file: between two lines that are comments.

use std::path::Path;

use super::error::CliError;

/// The report lies between these lines.
const BEGIN: &str = "<!-- labctl report -->";
const END: &str = "<!-- labctl report end -->";

/// The file with a report between its markers.
pub(super) fn with_report((head, tail): &(&str, &str), report: &str) -> String {
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
pub(super) fn parts<'f>(
    file: &'f str,
    path: &Path,
) -> Result<Option<(&'f str, &'f str)>, CliError> {
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
            return Err(CliError::MarkerTwice { path, marker, lines: [first, above + 1] });
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
