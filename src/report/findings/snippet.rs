//! The lines of source that a finding shows, and nothing else of the file.
//!
//! The renderer looks at all the text it is given, so it is given only the lines around the marks. A
//! finding in a large file then costs no more than one in a small file.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Snippet};

use crate::finding::Finding;
use crate::near::{is_unseen, shapes};
use crate::report::escape::{short, visible};
use crate::secret::Secrets;
use crate::source::{ColumnUnit, Source, Sources, Span};

/// Marks further apart than this many lines are shown in pieces.
const APART: usize = 60;

/// So many places are marked beside a finding's own; a reader has lost the thread long before.
pub(super) const LABELS: usize = 30;

/// More of a line than this many bytes behind a mark is never seen.
const WIDEST: usize = 2_000;

/// A mark in a file.
struct Underline<'a> {
    span: Span,
    text: &'a str,
    kind: AnnotationKind,
}

/// The pieces of source that a finding marks, that of its own place first.
pub(super) fn snippets<'a>(
    sources: &'a Sources,
    finding: &'a Finding,
    secrets: &mut Secrets<'a>,
) -> Vec<Snippet<'a, Annotation<'a>>> {
    let own = Underline { span: finding.at, text: "", kind: AnnotationKind::Primary };
    let labels = finding.labels.iter().take(LABELS).map(|label| Underline {
        span: label.at,
        text: &label.text,
        kind: AnnotationKind::Context,
    });
    let mut pieces: Vec<(&Source, Vec<Underline>)> = Vec::new();
    for mark in std::iter::once(own).chain(labels) {
        let source = sources.of(mark.span);
        let line = first_line(source, mark.span);
        let near = pieces.iter_mut().find(|(other, marks)| {
            std::ptr::eq(*other, source)
                && marks.iter().any(|known| first_line(source, known.span).abs_diff(line) <= APART)
        });
        match near {
            Some((_, marks)) => marks.push(mark),
            None => pieces.push((source, vec![mark])),
        }
    }
    pieces.into_iter().map(|(source, marks)| snippet(source, &marks, secrets)).collect()
}

fn first_line(source: &Source, span: Span) -> usize {
    source.position(source.bytes(span).start, ColumnUnit::Byte).line
}

fn snippet<'a>(
    source: &'a Source,
    marks: &[Underline<'a>],
    secrets: &mut Secrets<'a>,
) -> Snippet<'a, Annotation<'a>> {
    let lines: Vec<usize> = marks.iter().map(|mark| first_line(source, mark.span)).collect();
    let first = lines.iter().copied().min().unwrap_or(1);
    let last = lines.iter().copied().max().unwrap_or(1);
    let mut text = String::new();
    let mut starts = Vec::with_capacity(last - first + 1);
    let mut ends = Vec::with_capacity(last - first + 1);
    for number in first..=last {
        let on_line = marks.iter().zip(&lines).filter(|(_, line)| **line == number);
        let marked = on_line.map(|(mark, _)| source.bytes(mark.span).start).max();
        let shown = shown(source, number, marked);
        starts.push(text.len());
        ends.push(shown.end);
        text.push_str(&seen(&secrets.starred(source, shown)));
        text.push('\n');
    }
    let annotations = marks.iter().zip(&lines).map(|(mark, &line)| {
        let shown = source.line(line).start..ends[line - first];
        let bytes = source.bytes(mark.span);
        // A mark over several lines is cut at the end of its first.
        let end = bytes.end.min(shown.end).max(bytes.start.min(shown.end));
        let base = starts[line - first];
        let span = base + (bytes.start.min(shown.end) - shown.start)..base + (end - shown.start);
        let annotation = mark.kind.span(span);
        if mark.text.is_empty() { annotation } else { annotation.label(short(mark.text)) }
    });
    let annotations: Vec<_> = annotations.collect();
    Snippet::source(text)
        .line_start(first)
        .path(visible(source.path()))
        .fold(true)
        .annotations(annotations)
}

/// A line with a mark for each character that nobody would see, of as many bytes.
fn seen(line: &str) -> Cow<'_, str> {
    if line.is_ascii() {
        return Cow::Borrowed(line);
    }
    let (mut seen, mut before) = (String::with_capacity(line.len()), ' ');
    for letter in line.chars() {
        let is_shown = letter.is_ascii() || !is_unseen(letter) || shapes(before, letter);
        match letter.len_utf8() {
            _ if is_shown => seen.push(letter),
            2 => seen.push('·'),
            3 => seen.push('\u{fffd}'),
            _ => seen.push_str("\u{fffd}?"),
        }
        before = letter;
    }
    Cow::Owned(seen)
}

/// What is shown of a line: enough behind the last mark on it to fill any screen.
fn shown(source: &Source, number: usize, marked: Option<usize>) -> Range<usize> {
    let line = source.line(number);
    let mut end = (marked.unwrap_or(line.start) + WIDEST).clamp(line.start, line.end);
    while !source.text().is_char_boundary(end) {
        end += 1;
    }
    line.start..end
}
