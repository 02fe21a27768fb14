//! Allowances in comments: `# labctl: allow(rule) reason until=2027-06-30`, on or above what they excuse.

use crate::finding::Subject;
use crate::lab::{Allowance, Cover, Date, Draft, Field, Slip, Text};
use crate::source::{Source, Span, Spanned};
use crate::yaml::Comment;

/// Reads the allowances that stand in a file's comments.
pub(super) fn read<'s>(
    source: &'s Source,
    comments: impl Iterator<Item = Comment<'s>>,
    draft: &mut Draft,
) {
    let mut said = comments
        .filter_map(|comment| Some((comment, comment.text.strip_prefix("labctl:")?)))
        .peekable();
    // Most files have none, and then nothing has to be put in order.
    if said.peek().is_none() {
        return;
    }
    let mut things = draft.list_things();
    things.retain(|(whole, _)| source.whole().contains(*whole));
    for (comment, said) in said {
        match parse(source, said) {
            Ok(said) => {
                let cover = cover(source, comment.span, &things);
                for rule in said.rules {
                    let (reason, until, cover) =
                        (said.reason.clone(), said.until.clone(), cover.clone());
                    draft.allowances.push(Allowance {
                        at: comment.span,
                        rule,
                        reason,
                        until,
                        cover,
                    });
                }
            }
            Err((at, message)) => {
                draft.mistake(Slip::InvalidField, at, message).help =
                    Some("write `# labctl: allow(rule-name) the reason`, perhaps with `until=2027-06-30`".to_owned());
            }
        }
    }
}

/// What a comment says, before it is known of what.
struct Said {
    rules: Vec<Spanned<Text>>,
    reason: Field<Text>,
    until: Field<Date>,
}

fn parse(source: &Source, said: &str) -> Result<Said, (Span, &'static str)> {
    // All parts are slices of the file, so their place follows from their address.
    let place = |part: &str| {
        let start = part.as_ptr().addr() - source.text().as_ptr().addr();
        source.span(start..start + part.len())
    };
    let at = place(said.trim());
    let list = said.trim_start().strip_prefix("allow").map(str::trim_start);
    let Some(list) = list.and_then(|list| list.strip_prefix('(')) else {
        return Err((at, "this comment should say `allow(...)`"));
    };
    let Some((names, rest)) = list.split_once(')') else {
        return Err((at, "the bracket after `allow` is never closed"));
    };
    let rules: Vec<_> = names
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| Spanned { value: name.into(), span: place(name) })
        .collect();
    if rules.is_empty() {
        return Err((at, "this allowance names no rule"));
    }
    let rest = rest.trim();
    let (reason, until) = match rest.rfind("until=") {
        None => (rest, None),
        Some(found) => {
            let date = rest[found + "until=".len()..].trim();
            let value: Date = date.parse().map_err(|_| (place(date), "this is not a date"))?;
            (rest[..found].trim_end(), Some(Spanned { value, span: place(date) }))
        }
    };
    let reason =
        (!reason.is_empty()).then(|| Spanned { value: reason.into(), span: place(reason) });
    Ok(Said { rules, reason, until })
}

/// What a comment stands on or above.
///
/// Behind a value it covers the entry of that line. On a line of its own it covers the entry it is
/// indented into, or else the one that follows; above or behind a section's key, the whole section.
fn cover(source: &Source, comment: Span, things: &[(Span, Subject)]) -> Cover {
    let text = source.text();
    let at = source.bytes(comment).start;
    let line = text[..at].rfind('\n').map_or(0, |last| last + 1);
    let after = things.partition_point(|(whole, _)| whole.start() <= comment.start());
    let before = after.checked_sub(1).map(|index| things[index]);
    if text[line..at].trim().is_empty() {
        let inside = before.filter(|(whole, _)| indented_into(source, *whole, at, at - line));
        if let Some((_, subject)) = inside {
            return Cover::Thing(subject);
        }
        // What follows, if nothing but comments and blanks stands between.
        let next =
            things.get(after).filter(|(whole, _)| leads_to(&text[at..source.bytes(*whole).start]));
        return match next {
            Some((_, subject)) => Cover::Thing(*subject),
            None => next_section(source, at),
        };
    }
    match before {
        Some((whole, subject)) if source.bytes(whole).end > line => Cover::Thing(subject),
        _ => section(source, line),
    }
}

/// True if a comment on a line of its own belongs to the entry above it.
fn indented_into(source: &Source, whole: Span, at: usize, column: usize) -> bool {
    let text = source.text();
    let bytes = source.bytes(whole);
    if at < bytes.end {
        return true;
    }
    let line = text[..bytes.start].rfind('\n').map_or(0, |last| last + 1);
    // An entry of a list starts behind its dash, one of a map at its key.
    let dash = text[line..bytes.start].trim_end().ends_with('-');
    let edge = bytes.start - line - usize::from(dash);
    column > edge && leads_to(&text[bytes.end..at])
}

/// True if nothing but blanks, comments, dashes and closing brackets stands in a piece of text.
fn leads_to(between: &str) -> bool {
    let mut lines = between.lines();
    let rest_of_first = lines.next().unwrap_or_default().trim_start();
    (rest_of_first.is_empty() || rest_of_first.starts_with(['#', '}', ']', '\'', '"', ',']))
        && lines.all(|line| {
            matches!(line.trim_start().chars().next(), None | Some('#')) || line.trim() == "-"
        })
}

/// The section whose key is the next thing said, or the lab, if that is `lab:` or the file's first key.
fn next_section(source: &Source, at: usize) -> Cover {
    let text = source.text();
    let mut start = at;
    for line in text[at..].split_inclusive('\n') {
        if !matches!(line.trim_start().chars().next(), None | Some('#')) {
            return section(source, start);
        }
        start += line.len();
    }
    Cover::Lab
}

/// The section whose key starts a line.
fn section(source: &Source, line: usize) -> Cover {
    let text = source.text();
    if text[line..].starts_with("lab:") || text[line..].starts_with("---") {
        return Cover::Lab;
    }
    let mut end = line;
    for (index, next) in text[line..].split_inclusive('\n').enumerate() {
        let starts = !next.starts_with([' ', '\t', '#', '\n', '\r', '-']);
        if index > 0 && starts {
            break;
        }
        end += next.len();
    }
    Cover::Section(source.span(line..end))
}
