//! What a comment stands on or above. Comments come in the order of the text, and what one of them had to
//! look for is remembered for the next, so that the text is gone through once and not for each.

use crate::lab::Cover;
use crate::source::{Source, Span};

/// The surroundings of the comments of a file.
pub(super) struct Surroundings<'s> {
    source: &'s Source,
    /// Every entry with its place, in the order of the text, and what covers it.
    things: Vec<(Span, Cover)>,
    /// The column of the entry above the comment, once it was asked for.
    edge: Option<(Span, usize)>,
    /// Up to here the lines before a comment have been looked at.
    looked: usize,
    /// The last of these that is not quiet.
    said: Option<usize>,
    /// The next line that is not quiet.
    loud: Lookahead,
    /// The next line that is neither blank nor a comment.
    next: Lookahead,
    /// The next line that starts a section.
    section: Lookahead,
}

impl<'s> Surroundings<'s> {
    /// Looks at a file in which these entries stand.
    pub(super) fn new(source: &'s Source, things: Vec<(Span, Cover)>) -> Self {
        let ahead = Lookahead::default();
        Self {
            source,
            things,
            edge: None,
            looked: 0,
            said: None,
            loud: ahead,
            next: ahead,
            section: ahead,
        }
    }

    /// What a comment covers.
    ///
    /// Behind a value it covers the entry of that line. On a line of its own it covers the entry it is
    /// indented into, or else the one that follows; above or behind a section's key, the whole section.
    pub(super) fn cover(&mut self, comment: Span) -> Cover {
        let text = self.source.text();
        let at = self.source.bytes(comment).start;
        let line = line_of(text, at);
        let after = self.things.partition_point(|(whole, _)| whole.start() <= comment.start());
        let before = after.checked_sub(1).map(|index| self.things[index].clone());
        if !text[line..at].trim().is_empty() {
            return match before {
                Some((whole, cover)) if self.source.bytes(whole).end > line => cover,
                _ => self.section(line),
            };
        }
        let inside = before.filter(|(whole, _)| self.is_inside(*whole, at, line));
        if let Some((_, cover)) = inside {
            return cover;
        }
        // What follows, if nothing but comments and blanks stands between.
        match self.things.get(after).cloned().filter(|(whole, _)| self.leads_to(at, *whole)) {
            Some((_, cover)) => cover,
            None => self.next_section(at),
        }
    }

    /// True if a comment on a line of its own belongs to the entry above it.
    fn is_inside(&mut self, whole: Span, at: usize, line: usize) -> bool {
        let text = self.source.text();
        let end = self.source.bytes(whole).end;
        if at < end {
            return true;
        }
        let edge = match self.edge {
            Some((known, edge)) if known == whole => edge,
            _ => self.find_edge(whole),
        };
        if at - line <= edge {
            return false;
        }
        while self.looked < line {
            let next = next_line(text, self.looked);
            if !is_quiet(&text[self.looked..next]) {
                self.said = Some(self.looked);
            }
            self.looked = next;
        }
        // Behind the entry only blanks, comments, dashes and closing brackets stand.
        let rest = text[end..].trim_start_matches([' ', '\t', '\r']);
        let ends = rest.is_empty() || rest.starts_with(['\n', '#', '}', ']', '\'', '"', ',']);
        ends && self.said.is_none_or(|said| said <= end)
    }

    /// The column that everything inside an entry is behind.
    fn find_edge(&mut self, whole: Span) -> usize {
        let text = self.source.text();
        let start = self.source.bytes(whole).start;
        let line = line_of(text, start);
        // An entry of a list starts behind its dash, one of a map at its key.
        let dash = text[line..start].trim_end().ends_with('-');
        let edge = start - line - usize::from(dash);
        self.edge = Some((whole, edge));
        edge
    }

    /// True if only quiet lines stand between a comment and an entry.
    fn leads_to(&mut self, at: usize, whole: Span) -> bool {
        let text = self.source.text();
        let loud = self.loud.from(at, || find_line(text, next_line(text, at), |it| !is_quiet(it)));
        let start = self.source.bytes(whole).start;
        start <= loud || is_quiet(&text[loud..start])
    }

    /// The section whose key is the next thing said, or the lab, if that is `lab:` or the file's first key.
    fn next_section(&mut self, at: usize) -> Cover {
        let text = self.source.text();
        let says = |line: &str| !matches!(line.trim_start().chars().next(), None | Some('#'));
        let next = self.next.from(at, || find_line(text, next_line(text, at), says));
        if next == text.len() { Cover::Lab } else { self.section(next) }
    }

    /// The section whose key starts a line.
    fn section(&mut self, line: usize) -> Cover {
        let text = self.source.text();
        if text[line..].starts_with("lab:") || text[line..].starts_with("---") {
            return Cover::Lab;
        }
        let starts = |line: &str| !line.starts_with([' ', '\t', '#', '\n', '\r', '-']);
        let end = self.section.from(line, || find_line(text, next_line(text, line), starts));
        Cover::Section(self.source.span(line..end))
    }
}

/// A place ahead that a whole stretch of text leads to.
#[derive(Clone, Copy, Default)]
struct Lookahead {
    from: usize,
    until: usize,
}

impl Lookahead {
    /// The place ahead of another one, which is looked for only behind the last place found.
    fn from(&mut self, at: usize, find: impl FnOnce() -> usize) -> usize {
        if !(self.from..self.until).contains(&at) {
            *self = Self { from: at, until: find() };
        }
        self.until
    }
}

/// True for a line on which nothing but a comment or a lone dash stands.
fn is_quiet(line: &str) -> bool {
    matches!(line.trim_start().chars().next(), None | Some('#')) || line.trim() == "-"
}

/// The start of the first line from a place on that is of a kind; the end, if none is.
fn find_line(text: &str, from: usize, is: impl Fn(&str) -> bool) -> usize {
    let mut start = from;
    while start < text.len() {
        let next = next_line(text, start);
        if is(&text[start..next]) {
            break;
        }
        start = next;
    }
    start
}

/// The start of the line that a place is on.
fn line_of(text: &str, at: usize) -> usize {
    memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |last| last + 1)
}

/// The start of the next line, or the end.
fn next_line(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |found| at + found + 1)
}
