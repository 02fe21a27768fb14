//! Which lines of a file stand below a secret key, or go on with its value.
//!
//! That is read from the lines and not from the tree: what is shown is often what could not be parsed.

use std::collections::HashSet;

use super::inline::{Place, is_flag, without_properties};
use super::key::{Sort, sort};

/// Sections in which every key is the name of an entry.
const SECTIONS: &[&str] = &[
    "hosts",
    "vms",
    "containers",
    "natives",
    "workloads",
    "clusters",
    "networks",
    "storage",
    "backups",
];

/// What is known of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Context {
    /// Whether all of it is secret.
    pub(super) hidden: bool,
    /// Whether it goes on inside brackets.
    in_brackets: bool,
    /// The column of the names of entries.
    names: Option<usize>,
}

impl Context {
    /// Where a line in this context stands.
    pub(super) fn place(self, line: &str) -> Place {
        let said = line.trim_start_matches(' ');
        let names = self.names == Some(line.len() - said.len()) && !said.starts_with('-');
        Place { in_brackets: self.in_brackets, names }
    }
}

/// Anchors of which the content is used as a secret.
pub(super) enum Anchors {
    /// Those of these names.
    Named(HashSet<String>),
    /// Any of them may be.
    Any,
}

impl Default for Anchors {
    fn default() -> Self {
        Self::Named(HashSet::new())
    }
}

/// A file on its way through, line by line.
#[derive(Default)]
pub(super) struct Scan {
    /// The secret key that is open.
    block: Option<Block>,
    /// The same in a row of comments.
    comment: Option<Block>,
    brackets: Option<Brackets>,
    /// Whether the entries of a section come in, and their column once there is one.
    in_section: bool,
    names: Option<usize>,
    /// Whether the line before ended with an option that takes a secret.
    after_flag: bool,
    anchors: Anchors,
}

/// What stands below a secret key.
#[derive(Clone, Copy)]
struct Block {
    column: usize,
    /// Whether its value is still to come.
    waits: bool,
}

/// Brackets that are open at the end of a line.
struct Brackets {
    /// The column of what they belong to; none at the top of a document.
    column: Option<usize>,
    /// For each, whether what is inside is secret.
    open: Vec<bool>,
    quote: Option<u8>,
    /// Whether the value that comes next, or goes on, is secret.
    secret: bool,
}

impl Scan {
    /// Goes on to the next line.
    pub(super) fn next(&mut self, line: &str) -> Context {
        let said = line.trim_start();
        let column = line.len() - said.len();
        if said.is_empty() {
            return self.context(false, false);
        }
        if said.starts_with('#') {
            return self.comment(line, said);
        }
        self.comment = None;
        let after_flag = std::mem::replace(&mut self.after_flag, ends_with_flag(said));
        let anchored = self.has_secret_anchor(said);
        let ended = self.brackets.as_ref().is_some_and(|it| it.ended(column, said));
        if ended {
            self.brackets = None;
        }
        if let Some(brackets) = &mut self.brackets {
            let hidden = brackets.is_secret() || anchored || after_flag;
            brackets.secret |= anchored;
            if brackets.read(line) {
                self.brackets = None;
            }
            return self.context(hidden, true);
        }
        if let Some(block) = &mut self.block
            && block.holds(column, said)
        {
            block.waits = false;
            return self.context(true, false);
        }
        self.enter_section(column, said);
        let names = self.names == Some(column) && !said.starts_with('-');
        let parts = Parts::of(column, said);
        let is_name = names && (parts.value.is_empty() || parts.value.starts_with('{'));
        let secret = anchored || (!is_name && parts.hides());
        self.block = secret.then(|| parts.block());
        if parts.value.starts_with(['{', '[']) {
            let column = (column > 0 || parts.key.is_some()).then_some(column);
            let mut brackets = Brackets { column, open: Vec::new(), quote: None, secret };
            if !brackets.read(parts.value) {
                self.brackets = Some(brackets);
            }
        }
        self.context(anchored || after_flag, false)
    }

    /// A new start, with what is known of anchors.
    pub(super) fn with(anchors: Anchors) -> Self {
        Self { anchors, ..Self::default() }
    }

    fn context(&self, hidden: bool, in_brackets: bool) -> Context {
        Context { hidden, in_brackets, names: self.names }
    }

    /// A line that is switched off may hold a secret all the same. It ends nothing.
    fn comment(&mut self, line: &str, said: &str) -> Context {
        let column = line.len() - said.len();
        if self.block.is_some_and(|block| column > block.column) {
            return self.context(true, false);
        }
        let inner = said.trim_start_matches('#');
        let said = inner.trim_start();
        let column = line.len() - said.len();
        let hidden = self.comment.is_some_and(|block| block.holds(column, said));
        if !hidden {
            let parts = Parts::of(column, said);
            self.comment = parts.hides().then(|| parts.block());
        }
        self.context(hidden, false)
    }

    fn enter_section(&mut self, column: usize, said: &str) {
        let item = said.starts_with('-');
        if column == 0 && !item {
            let key = said.split(':').next().unwrap_or_default();
            (self.in_section, self.names) = (SECTIONS.contains(&key), None);
        } else if self.in_section && self.names.is_none() {
            self.names = Some(column);
        }
    }

    /// True if a line holds an anchor of which the content is used as a secret.
    fn has_secret_anchor(&self, said: &str) -> bool {
        match &self.anchors {
            Anchors::Any => said.contains('&'),
            Anchors::Named(names) if names.is_empty() => false,
            Anchors::Named(names) => names_behind(said, '&').any(|name| names.contains(name)),
        }
    }
}

impl Context {
    /// The anchors that a line in this context uses as secrets.
    pub(super) fn used(self, line: &str) -> impl Iterator<Item = &str> {
        let parts = Parts::of(0, line.trim_start());
        let secret = self.hidden || parts.key.is_some_and(|key| sort(key) != Sort::Plain);
        // What an entry takes over at its very start is judged by its own keys.
        let taken_over = !secret && !self.in_brackets && starts_with_merge(parts.value);
        // Inside brackets, it may be any of several keys.
        let secret = secret || self.in_brackets || parts.value.starts_with(['{', '[']);
        names_behind(line, '*').skip(usize::from(taken_over)).filter(move |_| secret)
    }
}

/// True for `{<<: *anchor`.
fn starts_with_merge(value: &str) -> bool {
    let inside = value.strip_prefix('{').map(str::trim_start);
    let merged = inside.and_then(|inside| inside.strip_prefix("<<:")).map(str::trim_start);
    merged.is_some_and(|merged| merged.starts_with('*'))
}

/// The names behind a sign: of anchors behind `&`, of aliases behind `*`.
fn names_behind(line: &str, sign: char) -> impl Iterator<Item = &str> {
    let ends = |letter: char| letter.is_whitespace() || ",[]{}".contains(letter);
    let names = line.split(sign).skip(1);
    names.map(move |rest| &rest[..rest.find(ends).unwrap_or(rest.len())])
}

impl Block {
    fn holds(self, column: usize, said: &str) -> bool {
        column > self.column
            || (column == self.column && said.starts_with(['-', ':']))
            || (self.waits && split_key(said).is_none())
    }
}

impl Brackets {
    /// True if a line does not go on inside them: they were never closed.
    fn ended(&self, column: usize, said: &str) -> bool {
        self.column.is_some_and(|own| column <= own) && !said.starts_with(['}', ']'])
    }

    fn is_secret(&self) -> bool {
        self.secret || self.open.last() == Some(&true)
    }

    /// Reads on. True if all of them are closed.
    fn read(&mut self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let (mut at, mut token) = (0, 0);
        // Whether nothing was said since the last comma, colon or bracket.
        let mut fresh = true;
        while at < bytes.len() {
            let byte = bytes[at];
            let was_fresh = fresh;
            fresh &= byte == b' ';
            match (self.quote, byte) {
                (Some(b'"'), b'\\') => at += 1,
                (Some(quote), _) if byte == quote => self.quote = None,
                (None, b'"' | b'\'') if was_fresh => self.quote = Some(byte),
                (None, b'{' | b'[') => {
                    self.open.push(self.is_secret());
                    (self.secret, token, fresh) = (false, at + 1, true);
                }
                (None, b'}' | b']') => {
                    self.open.pop();
                    (self.secret, token, fresh) = (false, at + 1, true);
                    if self.open.is_empty() {
                        return true;
                    }
                }
                (None, b',') => (self.secret, token, fresh) = (false, at + 1, true),
                (None, b':') if text.is_char_boundary(at) => {
                    self.secret |= sort(&text[token..at]) != Sort::Plain;
                    (token, fresh) = (at + 1, true);
                }
                (None, b'#') if at > 0 && bytes[at - 1] == b' ' => break,
                // What else there is belongs to a key, a value or a quote.
                _ => {}
            }
            at += 1;
        }
        false
    }
}

/// The parts of a line of a block: `- key: &anchor value`.
struct Parts<'t> {
    /// The column behind the dashes.
    column: usize,
    key: Option<&'t str>,
    value: &'t str,
}

impl<'t> Parts<'t> {
    fn of(column: usize, said: &'t str) -> Self {
        let mut item = said;
        while let Some(rest) = item.strip_prefix("- ").or_else(|| item.strip_prefix("? ")) {
            item = rest.trim_start();
        }
        // The key of a block stands in the column of its question mark.
        let column = column + if said.starts_with('?') { 0 } else { said.len() - item.len() };
        let explicit = said.starts_with('?').then_some((item, ""));
        let (key, value) = match split_key(item).or(explicit) {
            Some((key, value)) => (Some(key), value.trim_start()),
            None => (None, item),
        };
        Self { column, key, value: without_properties(value) }
    }
}

impl Parts<'_> {
    /// True if what stands below the key, or goes on with its value, is secret.
    fn hides(&self) -> bool {
        self.key.is_some_and(|key| sort(key) != Sort::Plain)
    }

    /// What stands below the key, if that is secret.
    fn block(&self) -> Block {
        Block { column: self.column, waits: self.value.is_empty() }
    }
}

/// A key and what follows it on its line.
fn split_key(item: &str) -> Option<(&str, &str)> {
    if item.starts_with(['{', '[']) {
        return None;
    }
    let quote = item.chars().next().filter(|letter| matches!(letter, '"' | '\''));
    let from = quote.and_then(|quote| item[1..].find(quote)).map_or(0, |end| end + 1);
    let colon = item[from..].find(": ").or_else(|| item[from..].find(':'))? + from;
    Some((&item[..colon], &item[colon + 1..]))
}

/// True for `- --password`, of which the value is the next item.
fn ends_with_flag(said: &str) -> bool {
    let said = said.trim_end_matches(['"', '\'', ',', ' ']);
    said.rsplit([' ', '"', '\'', '[']).next().is_some_and(is_flag)
}
