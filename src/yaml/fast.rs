//! The quick way through plain lines: `key: value`, `- item`, `{a: b}`, one after the other.
//!
//! Nine lines of ten in an inventory are of a few simple forms, which need no parser. What is not
//! plainly one of them is left to the parser, a key with its value at a time, so the result is the same
//! with or without this file; `tests/laws` holds it to that.

use super::build::Build;
use super::recover::Open;

/// How deep brackets may nest on one line.
const DEPTH: usize = 8;

/// Keys longer than this are left to the parser, which has a limit for them.
const KEY: usize = 200;

/// A text on its way through, line by line.
pub(super) struct Fast<'s> {
    text: &'s str,
    /// The next line that says something.
    next: Option<Line>,
    /// The blocks that are open, outermost first.
    blocks: Vec<Open>,
}

/// What a step came to.
pub(super) enum Step {
    /// Something was taken into the tree.
    Done,
    /// This stretch is for the parser, into what is open.
    Parse { from: usize, until: usize },
    /// The line goes on with nothing that is open.
    Stray { at: usize },
    /// From here on, the rest is for the parser, as a document of its own.
    Rest { from: usize },
    /// There is nothing more.
    End,
}

/// A line that says something: neither blank nor a comment.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    /// How far it is indented.
    column: usize,
    /// Its end, without the line break.
    end: usize,
    dash: bool,
}

impl<'s> Fast<'s> {
    /// The quick way through a text, unless it holds something that makes every line doubtful.
    pub(super) fn new(text: &'s str) -> Option<Self> {
        let bytes = text.as_bytes();
        // Tabs, other control characters but line breaks, and byte order marks are for the parser to judge.
        let control = |&byte: &u8| byte < b' ' && byte != b'\n' && byte != b'\r';
        let lone = |at| bytes.get(at + 1) != Some(&b'\n');
        let doubtful = bytes.iter().any(control) || text.contains('\u{feff}');
        if doubtful || memchr::memchr_iter(b'\r', bytes).any(lone) {
            return None;
        }
        let mut fast = Self { text, next: None, blocks: Vec::new() };
        fast.next = fast.line_from(0);
        let first = fast.next?;
        if &text[first.start..first.end] == "---" {
            fast.next = fast.line_from(first.end);
        }
        let first = fast.next?;
        (first.column == 0 && !first.dash && fast.key(first.start, first.end).is_some())
            .then_some(fast)
    }

    /// Goes on behind a stretch that the parser has read.
    pub(super) fn resume(&mut self, at: usize) {
        self.next = self.line_from(at);
    }

    /// Goes on behind a fault, with what is open now.
    pub(super) fn mend(&mut self, at: usize, open: &[Open]) {
        self.blocks = open.to_vec();
        self.resume(at);
    }

    /// Takes one line into the tree, or closes one block.
    pub(super) fn step(&mut self, build: &mut Build<'s>) -> Step {
        build.completed = false;
        let Some(line) = self.next else {
            if self.blocks.pop().is_some() {
                build.close();
                return Step::Done;
            }
            return Step::End;
        };
        if line.column == 0 && self.is_marker(line) {
            if self.blocks.pop().is_some() {
                build.close();
                return Step::Done;
            }
            return Step::Rest { from: line.start };
        }
        if line.column == 0 && self.text[line.start..].starts_with('%') {
            return Step::Stray { at: line.start };
        }
        let Some(&block) = self.blocks.last() else {
            if line.column > 0 || line.dash {
                return Step::Rest { from: line.start };
            }
            build.open_block(false, line.start);
            self.blocks.push(Open { column: 0, list: false });
            return Step::Done;
        };
        // A key in the column of a list that is not indented ends the list.
        if line.column < block.column || (block.list && line.column == block.column && !line.dash) {
            self.blocks.pop();
            build.close();
            return Step::Done;
        }
        if line.column > block.column || block.list != line.dash {
            return Step::Stray { at: line.start + line.column };
        }
        self.next = self.line_from(line.end);
        let taken = if line.dash { self.item(line, build) } else { self.pair(line, build) };
        if taken.is_some() {
            return Step::Done;
        }
        let until = self.end_of(line);
        self.next = self.line_from(until);
        Step::Parse { from: line.start, until }
    }

    /// Takes `key: value` or `key:`. Nothing is taken unless all of it is simple.
    fn pair(&mut self, line: Line, build: &mut Build<'s>) -> Option<()> {
        self.pair_at(line.start + line.column, line, build)
    }

    fn pair_at(&mut self, start: usize, line: Line, build: &mut Build<'s>) -> Option<()> {
        let colon = self.key(start, line.end)?;
        let column = start - line.start;
        let value = self.skip_blanks(colon + 1, line.end);
        if value == line.end || self.text.as_bytes()[value] == b'#' {
            return self.pair_without_value(start, colon, column, build);
        }
        self.nothing_goes_on(column)?;
        let value = self.value(value, line.end)?;
        build.plain(start, colon);
        self.put(value, build);
        Some(())
    }

    /// Takes `key:`, of which the value stands on the next lines, or is missing.
    fn pair_without_value(
        &mut self,
        start: usize,
        colon: usize,
        column: usize,
        build: &mut Build<'s>,
    ) -> Option<()> {
        let next =
            self.next.filter(|next| next.column > column || (next.column == column && next.dash));
        let Some(next) = next.filter(|next| !self.is_marker(*next)) else {
            build.plain(start, colon);
            build.empty(colon);
            return Some(());
        };
        let content = next.start + next.column;
        if next.dash {
            let item = self.skip_blanks(content + 1, next.end);
            // A list that is not indented is known by its first item, not by its dash.
            let known_by = if next.column == column { item } else { content };
            if item == next.end || self.text.as_bytes()[item] == b'#' {
                return None;
            }
            build.plain(start, colon);
            build.open_block(true, known_by);
        } else {
            self.key(content, next.end)?;
            build.plain(start, colon);
            build.open_block(false, content);
        }
        self.blocks.push(Open { column: next.column, list: next.dash });
        Some(())
    }

    /// Takes `- value` or `- key: value`.
    fn item(&mut self, line: Line, build: &mut Build<'s>) -> Option<()> {
        let dash = line.start + line.column;
        let content = self.skip_blanks(dash + 1, line.end);
        if content == line.end || self.text.as_bytes()[content] == b'#' {
            return None;
        }
        if let Some(colon) = self.key(content, line.end) {
            let column = content - line.start;
            let value = self.skip_blanks(colon + 1, line.end);
            if value == line.end || self.text.as_bytes()[value] == b'#' {
                return None;
            }
            // What follows goes on with the mapping, or with something further out.
            let fits =
                |next: &Line| next.column == column && !next.dash || next.column <= line.column;
            if !self.next.as_ref().is_none_or(fits) {
                return None;
            }
            let value = self.value(value, line.end)?;
            build.open_block(false, content);
            self.blocks.push(Open { column, list: false });
            build.plain(content, colon);
            self.put(value, build);
            return Some(());
        }
        self.nothing_goes_on(line.column)?;
        let value = self.value(content, line.end)?;
        self.put(value, build);
        Some(())
    }

    /// Nothing on the next line can belong to a value on this one.
    fn nothing_goes_on(&self, column: usize) -> Option<()> {
        self.next.as_ref().is_none_or(|next| next.column <= column).then_some(())
    }

    /// The colon behind a simple key, which a blank or the end of the line follows.
    fn key(&self, start: usize, end: usize) -> Option<usize> {
        let bytes = &self.text.as_bytes()[start..end];
        let first = *bytes.first()?;
        let merge = bytes.starts_with(b"<<:");
        if !(merge || first.is_ascii_alphanumeric() || matches!(first, b'_' | b'/' | b'.')) {
            return None;
        }
        let simple = |byte: &u8| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b'_' | b'.' | b'/' | b'@' | b'+' | b'-' | b'<')
        };
        let length = bytes.iter().take(KEY).take_while(|byte| simple(byte)).count();
        let rest = &bytes[length..];
        (rest.first() == Some(&b':') && matches!(rest.get(1), None | Some(b' ')))
            .then_some(start + length)
    }

    /// A value that stands on one line, with nothing but a comment behind it.
    fn value(&self, start: usize, end: usize) -> Option<Value> {
        let bytes = self.text.as_bytes();
        match bytes[start] {
            quote @ (b'\'' | b'"') => {
                let close = self.quoted(start, end, quote)?;
                self.ends(close, end)?;
                Some(Value::Quoted { start, end: close })
            }
            b'[' | b'{' => {
                let close = self.flow(start, end, DEPTH, None)?;
                self.ends(close, end)?;
                Some(Value::Flow { start, end: close })
            }
            b'*' => {
                let name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
                let length = bytes[start + 1..end].iter().take_while(|byte| name(byte)).count();
                let close = start + 1 + length;
                self.ends(close, end)?;
                (length > 0).then_some(Value::Alias { start, end: close })
            }
            first if starts_plain(first) => {
                let close = self.plain(start, end)?;
                Some(Value::Plain { start, end: close })
            }
            _ => None,
        }
    }

    /// The end of a plain scalar in block context.
    fn plain(&self, start: usize, end: usize) -> Option<usize> {
        let bytes = &self.text.as_bytes()[start..end];
        let mut last = 0;
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b' ' => {}
                b'#' if at > 0 && bytes[at - 1] == b' ' => return Some(start + last),
                b':' if matches!(bytes.get(at + 1), None | Some(b' ')) => return None,
                b'!'..=b'~' => last = at + 1,
                _ => return None,
            }
        }
        Some(start + last)
    }

    /// The end of a quoted scalar without escapes.
    fn quoted(&self, start: usize, end: usize, quote: u8) -> Option<usize> {
        let bytes = &self.text.as_bytes()[start + 1..end];
        let length = bytes.iter().take_while(|&&byte| byte != quote).count();
        let inner = &bytes[..length];
        let simple = inner
            .iter()
            .all(|&byte| matches!(byte, b' '..=b'~') && (quote == b'\'' || byte != b'\\'));
        // `''` inside single quotes stands for a quote.
        let doubled = bytes.get(length + 1) == Some(&quote);
        (length < bytes.len() && simple && !doubled).then_some(start + length + 2)
    }

    /// True if only blanks or a comment follow.
    fn ends(&self, at: usize, end: usize) -> Option<()> {
        let rest = &self.text.as_bytes()[at..end];
        let blanks = rest.iter().take_while(|&&byte| byte == b' ').count();
        match rest.get(blanks) {
            None => Some(()),
            Some(b'#') if blanks > 0 => Some(()),
            Some(_) => None,
        }
    }

    /// The end of a collection in brackets, if all of it is simple; taken into the tree, if one is given.
    fn flow(
        &self,
        start: usize,
        end: usize,
        depth: usize,
        mut build: Option<&mut Build<'s>>,
    ) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let list = bytes[start] == b'[';
        let close = if list { b']' } else { b'}' };
        if depth == 0 {
            return None;
        }
        if let Some(build) = build.as_deref_mut() {
            build.open_brackets(list, start);
        }
        let mut at = self.skip_blanks(start + 1, end);
        while at < end && bytes[at] != close {
            if !list {
                let colon = self.flow_key(at, end)?;
                if let Some(build) = build.as_deref_mut() {
                    build.plain(at, colon);
                }
                at = self.skip_blanks(colon + 1, end);
            }
            at = self.flow_value(at, end, depth, build.as_deref_mut())?;
            at = self.skip_blanks(at, end);
            match bytes.get(at).filter(|_| at < end) {
                Some(b',') => {
                    at = self.skip_blanks(at + 1, end);
                    // A comma before the bracket is fine in YAML, and rare.
                    if at >= end || bytes[at] == close || bytes[at] == b',' {
                        return None;
                    }
                }
                Some(byte) if *byte == close => {}
                _ => return None,
            }
        }
        if at >= end {
            return None;
        }
        if let Some(build) = build {
            build.close_brackets_at(at + 1);
        }
        Some(at + 1)
    }

    fn flow_value(
        &self,
        start: usize,
        end: usize,
        depth: usize,
        build: Option<&mut Build<'s>>,
    ) -> Option<usize> {
        let bytes = self.text.as_bytes();
        match *bytes.get(start).filter(|_| start < end)? {
            quote @ (b'\'' | b'"') => {
                let close = self.quoted(start, end, quote)?;
                if let Some(build) = build {
                    build.quoted(start, close);
                }
                Some(close)
            }
            b'[' | b'{' => self.flow(start, end, depth - 1, build),
            first if starts_plain(first) => {
                let close = self.flow_plain(start, end)?;
                if let Some(build) = build {
                    build.plain(start, close);
                }
                Some(close)
            }
            _ => None,
        }
    }

    /// The colon behind a simple key inside braces.
    fn flow_key(&self, start: usize, end: usize) -> Option<usize> {
        let colon = self.key(start, end)?;
        // `{a:}` and `{a: , b: c}` have an empty value, which is left to the parser.
        (self.text.as_bytes().get(colon + 1) == Some(&b' ') && colon + 1 < end).then_some(colon)
    }

    /// The end of a plain scalar inside brackets.
    fn flow_plain(&self, start: usize, end: usize) -> Option<usize> {
        let bytes = &self.text.as_bytes()[start..end];
        let mut last = 0;
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b' ' => {}
                b',' | b']' | b'}' => return Some(start + last),
                b'#' | b'[' | b'{' => return None,
                b':' if matches!(
                    bytes.get(at + 1),
                    None | Some(b' ' | b',' | b']' | b'}' | b'[' | b'{')
                ) =>
                {
                    return None;
                }
                b'!'..=b'~' => last = at + 1,
                _ => return None,
            }
        }
        None
    }

    fn put(&self, value: Value, build: &mut Build<'s>) {
        match value {
            Value::Plain { start, end } => build.plain(start, end),
            Value::Quoted { start, end } => build.quoted(start, end),
            Value::Alias { start, end } => {
                build.alias_named(&self.text[start + 1..end], start, end);
            }
            Value::Flow { start, end } => {
                self.flow(start, end, DEPTH, Some(build));
            }
        }
    }

    fn skip_blanks(&self, at: usize, end: usize) -> usize {
        let blanks =
            self.text.as_bytes()[at.min(end)..end].iter().take_while(|&&byte| byte == b' ').count();
        at.min(end) + blanks
    }

    /// True for `---` and `...`, which part documents.
    fn is_marker(&self, line: Line) -> bool {
        let said = &self.text.as_bytes()[line.start..line.end];
        line.column == 0
            && matches!(
                said,
                b"---" | b"..." | [b'-', b'-', b'-', b' ', ..] | [b'.', b'.', b'.', b' ', ..]
            )
    }

    /// The end of a key or item with all that is indented below it.
    fn end_of(&self, line: Line) -> usize {
        let mut next = self.next;
        while let Some(below) = next {
            let same = below.column == line.column;
            // The value of an explicit key (`? key`) stands behind a colon of its own.
            let value = !line.dash && self.text.as_bytes()[below.start + below.column] == b':';
            let inside =
                below.column > line.column || (same && ((below.dash && !line.dash) || value));
            if !inside || self.is_marker(below) {
                return below.start;
            }
            next = self.line_from(below.end);
        }
        self.text.len()
    }

    /// The next line that says something.
    fn line_from(&self, from: usize) -> Option<Line> {
        let bytes = self.text.as_bytes();
        let mut start = from;
        // Behind the end of a line stands its break.
        if start > 0 && bytes.get(start - 1) != Some(&b'\n') {
            start += memchr::memchr(b'\n', bytes.get(start..)?)? + 1;
        }
        loop {
            let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
            let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let mut end = start + length;
            if length > 0 && bytes[end - 1] == b'\r' {
                end -= 1;
            }
            let column = bytes[start..end].iter().take_while(|&&byte| byte == b' ').count();
            let said = &bytes[start + column..end];
            match said.first() {
                None | Some(b'#') => start += length + 1,
                Some(first) => {
                    let dash = *first == b'-' && matches!(said.get(1), None | Some(b' '));
                    return Some(Line { start, column, end, dash });
                }
            }
        }
    }
}

/// A value on one line, by its place.
#[derive(Clone, Copy)]
enum Value {
    Plain { start: usize, end: usize },
    Quoted { start: usize, end: usize },
    Alias { start: usize, end: usize },
    Flow { start: usize, end: usize },
}

/// True for characters that surely start plain text.
fn starts_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'_' | b'~' | b'$' | b'+' | b'(')
}
