//! Lines that say something: how far each is indented, and how it begins.

use super::scanner::Scanner;

/// A line that says something: neither blank nor a comment.
#[derive(Debug, Clone, Copy)]
pub(super) struct EntryLine {
    pub(super) start: usize,
    /// Where its content starts, behind the blanks.
    pub(super) content: usize,
    pub(super) beginning: LineStart,
}

/// How a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineStart {
    /// With `-` and a blank.
    Dash,
    /// With `---` or `...`, which part documents.
    Marker,
    /// With a tab or a byte order mark, or it is a comment that the parser may not like: it goes with the entry
    /// above.
    Unclear,
    /// With anything else.
    Text,
}

impl EntryLine {
    /// How far it is indented.
    pub(super) fn column(self) -> usize {
        self.content - self.start
    }
}

impl Scanner<'_> {
    /// The next line that says something, from the start of a line or the end of one on.
    pub(super) fn line_from(&self, from: usize) -> Option<EntryLine> {
        let mut start = from;
        loop {
            let mut content = self.skip_blanks(start);
            let mut byte = self.byte(content)?;
            let tab = byte == b'\t';
            if tab {
                content += self.bytes[content..]
                    .iter()
                    .take_while(|byte| **byte == b'\t' || **byte == b' ')
                    .count();
                byte = self.byte(content)?;
            }
            match byte {
                b'\n' | b'\r' => start = content + 1,
                b'#' => match self.comment_end(content) {
                    Some(end) => start = end + 1,
                    None => {
                        return Some(EntryLine { start, content, beginning: LineStart::Unclear });
                    }
                },
                _ if tab => {
                    let content = self.skip_blanks(start);
                    return Some(EntryLine { start, content, beginning: LineStart::Unclear });
                }
                first => {
                    let beginning = self.beginning(first, start, content);
                    return Some(EntryLine { start, content, beginning });
                }
            }
        }
    }

    fn beginning(&self, first: u8, start: usize, content: usize) -> LineStart {
        if first == b'-' && self.is_blank_or_break(content + 1) {
            return LineStart::Dash;
        }
        if self.bytes[content..].starts_with("\u{feff}".as_bytes()) {
            return LineStart::Unclear;
        }
        let is_marker = start == content
            && (self.bytes[content..].starts_with(b"---")
                || self.bytes[content..].starts_with(b"..."))
            && self.is_blank_or_break(content + 3);
        if is_marker { LineStart::Marker } else { LineStart::Text }
    }

    /// The next line that says something behind the end of a line.
    pub(super) fn line_after(&self, end: usize) -> Option<EntryLine> {
        self.line_from(end + 1)
    }

    /// True if a document may start with this line.
    pub(super) fn is_root(&self, line: EntryLine) -> bool {
        let is_first_key = line.beginning == LineStart::Text && line.column() == 0;
        is_first_key && self.key(line.content).is_some()
    }

    /// The line behind `---`, if nothing else stands on that.
    pub(super) fn behind_marker(&self, line: EntryLine) -> Option<EntryLine> {
        let is_start = line.beginning == LineStart::Marker && self.byte(line.start) == Some(b'-');
        let end = is_start.then(|| self.trailing(line.start + 3)).flatten()?;
        self.line_after(end)
    }

    /// True for a line such as `%YAML 1.2`.
    pub(super) fn is_directive(&self, line: EntryLine) -> bool {
        line.column() == 0 && self.byte(line.start) == Some(b'%')
    }

    /// The end of a key or an item with all that belongs to it for the parser.
    pub(super) fn end_of_entry(&self, line: EntryLine) -> usize {
        let mut next = self.line_after(self.find_break(line.content));
        while let Some(below) = next {
            let first = self.byte(below.content);
            let same = below.column() == line.column();
            let inside = match below.beginning {
                LineStart::Unclear => true,
                LineStart::Marker => false,
                LineStart::Dash => {
                    below.column() > line.column() || (same && line.beginning != LineStart::Dash)
                }
                // The value of an explicit key (`? key`) stands behind a colon of its own.
                LineStart::Text => {
                    let value = same && first == Some(b':') && line.beginning != LineStart::Dash;
                    below.column() > line.column() || value || matches!(first, Some(b']' | b'}'))
                }
            };
            if !inside {
                return below.start;
            }
            next = self.line_after(self.find_break(below.content));
        }
        self.bytes.len()
    }
}
