//! Secrets in what is shown: lines of source as they stand, and messages that quote them.
//!
//! labctl needs no secret and no value of an environment, so it shows none. What could be one is starred
//! out; that now and then something harmless is too, costs nothing.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::source::{Source, Span};

mod inline;
mod key;
mod scan;

use scan::{Anchors, Context, Scan};

/// A text without secrets.
pub(crate) fn without(text: &str) -> Cow<'_, str> {
    inline::message(text)
}

/// What is hidden in each file.
#[derive(Default)]
pub(crate) struct Secrets<'s>(HashMap<Span, Hidden<'s>>);

impl<'s> Secrets<'s> {
    pub(crate) fn of(&mut self, source: &'s Source) -> &mut Hidden<'s> {
        self.0.entry(source.whole()).or_insert_with(|| Hidden::of(source.text()))
    }
}

/// What is hidden in a file, as far as anybody asked.
pub(crate) struct Hidden<'s> {
    text: &'s str,
    scan: Scan,
    /// How many lines have been looked at, and where the next one starts.
    lines: usize,
    next: usize,
    /// What is known of the lines, each with the number of the first of which it is.
    known: Vec<(usize, Context)>,
}

impl<'s> Hidden<'s> {
    fn of(text: &'s str) -> Self {
        // What is used as a secret may be written elsewhere, under another key.
        let anchors = if text.contains('&') && text.contains('*') {
            anchors(text)
        } else {
            Anchors::default()
        };
        Self::start(text, Scan::with(anchors))
    }

    fn start(text: &'s str, scan: Scan) -> Self {
        Self { text, scan, lines: 0, next: 0, known: Vec::new() }
    }

    /// Looks at one more line.
    fn step(&mut self) -> Option<(&'s str, Context)> {
        let rest = self.text.get(self.next..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = rest[..end].trim_end_matches('\r');
        self.next += end + 1;
        self.lines += 1;
        let context = self.scan.next(line);
        if self.known.last().is_none_or(|(_, last)| *last != context) {
            self.known.push((self.lines, context));
        }
        Some((line, context))
    }

    /// A line, or the beginning of one, as it may be shown: byte for byte as long as before.
    pub(crate) fn line(&mut self, number: usize, line: &str) -> String {
        while self.lines < number && self.step().is_some() {}
        let after = self.known.partition_point(|(first, _)| *first <= number);
        let context = self.known[..after].last().map(|(_, context)| *context).unwrap_or_default();
        if !context.hidden {
            return inline::line(line, context.place(line)).into_owned();
        }
        let said = line.trim_start_matches([' ', '-']);
        format!("{}{}", &line[..line.len() - said.len()], "*".repeat(said.len()))
    }
}

/// So often a file is searched for anchors that are used as secrets.
const SEARCHES: usize = 4;

/// The anchors of a file that are used as secrets. One may stand inside another.
fn anchors(text: &str) -> Anchors {
    let mut names = HashSet::new();
    for _ in 0..SEARCHES {
        let known = names.len();
        let mut search = Hidden::start(text, Scan::with(Anchors::Named(names.clone())));
        while let Some((line, context)) = search.step() {
            if line.contains('*') {
                names.extend(context.used(line).map(str::to_owned));
            }
        }
        if names.len() == known {
            return Anchors::Named(names);
        }
    }
    Anchors::Any
}
