//! Source files, and the spans that point into them.
//!
//! All sources of a run share one address space: each begins where the last one ended. A [`Span`](crate::source::Span) is
//! therefore two numbers, and still says which file it is in.

use std::fmt;
use std::num::NonZeroU32;
use std::ops::{Deref, Range};
use std::sync::OnceLock;

use serde::Serialize;

/// A half-open range of bytes in one of the [`Sources`].
///
/// No source has the address 0, so an end is never 0 and an `Option<Span>` is as small as a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: NonZeroU32,
}

impl Span {
    fn new(start: u32, end: u32) -> Self {
        Self { start, end: NonZeroU32::new(end).expect("no source has the address 0") }
    }

    /// The first byte.
    pub fn start(self) -> u32 {
        self.start
    }

    /// One past the last byte.
    pub fn end(self) -> u32 {
        self.end.get()
    }

    /// True if `other` lies wholly inside this span.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl Default for Span {
    /// A span that lies in no source.
    fn default() -> Self {
        Self { start: 0, end: NonZeroU32::MIN }
    }
}

/// A value, and the place where it is written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Display> fmt::Display for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T> From<&Spanned<T>> for Span {
    fn from(it: &Spanned<T>) -> Self {
        it.span
    }
}

/// What a column counts. Every output format has its own idea.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnUnit {
    /// Bytes of UTF-8.
    Byte,
    /// Unicode code points.
    CodePoint,
    /// UTF-16 code units.
    Utf16,
}

/// A place as people read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1 in the [`ColumnUnit`] that was asked for.
    pub column: usize,
}

/// A file as it was read.
#[derive(Debug)]
pub struct Source {
    path: String,
    text: String,
    base: u32,
    /// How many lines end before each stretch of so many bytes, and in all.
    breaks: OnceLock<Vec<usize>>,
}

/// Lines are counted in stretches of so many bytes: few places of a large file are ever asked for.
const STRETCH: usize = 1024;

impl Source {
    /// The path as the user gave it, or `<stdin>`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The span of a range of this file's bytes.
    pub fn span(&self, bytes: Range<usize>) -> Span {
        let place = |at: usize| self.base + u32::try_from(at).expect("a source is under 4 GiB");
        Span::new(place(bytes.start), place(bytes.end))
    }

    /// The span of the whole file.
    pub fn whole(&self) -> Span {
        self.span(0..self.text.len())
    }

    /// The range of this file's bytes that a span covers.
    pub fn bytes(&self, span: Span) -> Range<usize> {
        (span.start - self.base) as usize..(span.end() - self.base) as usize
    }

    /// The text that a span of this file covers.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[self.bytes(span)]
    }

    /// The line and column of a byte of this file.
    pub fn position(&self, byte: usize, unit: ColumnUnit) -> Position {
        let bytes = self.text.as_bytes();
        let stretch = byte / STRETCH;
        let line = self.breaks()[stretch] + count_breaks(&bytes[stretch * STRETCH..byte]) + 1;
        let start = memchr::memrchr(b'\n', &bytes[..byte]).map_or(0, |last| last + 1);
        let before = &self.text[start..byte];
        let column = match unit {
            ColumnUnit::Byte => before.len(),
            ColumnUnit::CodePoint => before.chars().count(),
            ColumnUnit::Utf16 => before.encode_utf16().count(),
        };
        Position { line, column: column + 1 }
    }

    /// The bytes of a line, counted from 1, without its line break.
    pub fn line(&self, number: usize) -> Range<usize> {
        let start = self.line_start(number);
        let rest = &self.text[start..];
        let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        start..start + rest[..end].trim_end_matches('\r').len()
    }

    /// How many lines the file has; at least one.
    pub fn lines(&self) -> usize {
        self.breaks().last().map_or(1, |all| all + 1)
    }

    fn line_start(&self, number: usize) -> usize {
        let breaks = self.breaks();
        let stretch = breaks.partition_point(|&before| before < number - 1).saturating_sub(1);
        let (from, behind) = (stretch * STRETCH, number - 1 - breaks[stretch]);
        let Some(last) = behind.checked_sub(1) else { return from };
        let mut found = memchr::memchr_iter(b'\n', &self.text.as_bytes()[from..]);
        from + found.nth(last).expect("the file has that many lines") + 1
    }

    fn breaks(&self) -> &[usize] {
        self.breaks.get_or_init(|| {
            let mut all = 0;
            let stretches = self.text.as_bytes().chunks(STRETCH).map(|stretch| {
                all += count_breaks(stretch);
                all
            });
            std::iter::once(0).chain(stretches).collect()
        })
    }
}

/// Where the lines start whose first byte is of a kind, as that of a top-level key is; none is a blank. Most of a
/// file is indented, so whole blocks are passed over at once.
pub(crate) fn line_starts(
    text: &str,
    is_first: impl Fn(u8) -> bool + Copy,
) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let blocks = (0..bytes.len()).step_by(BLOCK).filter(move |&block| may_start(&bytes[block..]));
    let inside = blocks.flat_map(move |block| {
        let ends = (block..bytes.len().min(block + BLOCK)).filter(move |&at| is_break(bytes[at]));
        ends.map(|end| end + 1)
    });
    std::iter::once(0)
        .chain(inside)
        .filter(move |at| bytes.get(*at).is_some_and(|first| is_first(*first)))
}

/// So many bytes are looked at together.
const BLOCK: usize = 64;

fn is_break(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}

/// True if some line may start in a block with anything but a blank.
fn may_start(rest: &[u8]) -> bool {
    let (Some(before), Some(first)) =
        (rest.first_chunk::<BLOCK>(), rest.get(1..).and_then(|rest| rest.first_chunk::<BLOCK>()))
    else {
        return true;
    };
    // Without a branch, this is done for many bytes by one instruction.
    let mut any = 0;
    for at in 0..BLOCK {
        let ends = u8::from(before[at] == b'\n') | u8::from(before[at] == b'\r');
        any |= ends & u8::from(first[at] > b' ');
    }
    any != 0
}

fn count_breaks(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

/// The files of a run.
#[derive(Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
}

/// The files of one run do not fit one address space.
#[derive(Debug, thiserror::Error)]
#[error("`{path}` does not fit: the files of one run may hold 4 GiB together")]
pub struct TooLarge {
    path: String,
}

impl Sources {
    /// Adds a file.
    ///
    /// # Errors
    ///
    /// When all files together would exceed 4 GiB.
    pub fn add(&mut self, path: String, text: String) -> Result<&Source, TooLarge> {
        let base = self.list.last().map_or(1, |last| last.whole().end() + 1);
        // One byte lies between two files, so that an empty span at an end belongs to one of them.
        if text.len() >= (u32::MAX - base) as usize {
            return Err(TooLarge { path });
        }
        self.list.push(Source { path, text, base, breaks: OnceLock::new() });
        Ok(self.list.last().expect("just pushed"))
    }

    /// Takes the last file out again; nothing may speak of it.
    pub(crate) fn pop(&mut self) {
        self.list.pop();
    }

    /// The file a span lies in.
    ///
    /// # Panics
    ///
    /// When there is no file at all, and so no span either.
    pub fn of(&self, span: Span) -> &Source {
        let after = self.list.partition_point(|source| source.base <= span.start);
        &self.list[after.saturating_sub(1)]
    }

    /// Every file, in the order they were added.
    pub fn iter(&self) -> std::slice::Iter<'_, Source> {
        self.list.iter()
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// True if there is no file.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl<'a> IntoIterator for &'a Sources {
    type Item = &'a Source;
    type IntoIter = std::slice::Iter<'a, Source>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use crate::source::line_starts;

    #[test]
    fn lines_are_found_wherever_a_block_ends() {
        for indent in 0..130 {
            let text = format!("a:\n{:indent$}b:\nc:\r\n\rd:\n\n  e:\nf", "");
            let lines = text.split_inclusive(['\n', '\r']).scan(0, |at, line| {
                let start = *at;
                *at += line.len();
                Some(start)
            });
            let is_first = |first: u8| first.is_ascii_alphabetic();
            let expected: Vec<usize> = lines.filter(|at| is_first(text.as_bytes()[*at])).collect();
            assert_eq!(line_starts(&text, is_first).collect::<Vec<_>>(), expected, "{text:?}");
        }
    }
}
