//! Which parts of a piece of a file are secret.
//!
//! That is read from the lines and not from the tree: what is shown is often what could not be parsed. Where
//! the text is broken, every way to read it counts, and what is secret in one of them is secret.

use std::ops::Range;

use super::key::Class;
use super::line::{
    SECTIONS, class_as_written, close_quote, comment_start, ends_key, ends_name, is_open,
    is_plain_word, is_word_of_language, names_behind, split_key, without_properties,
};
use super::text::{self, Author, is_hash, is_option};

/// A line that begins with a tab stands below whatever is open.
const DEEPEST: usize = usize::MAX;

/// A piece of a file on its way through, line by line.
pub(super) struct LineReader<'t> {
    text: &'t str,
    /// The anchors of which the content is used as a secret, sorted.
    anchors: &'t [&'t str],
    /// The column of the names of entries, which may be called after a secret and are none.
    names: Option<usize>,
    /// The keys that are open, each deeper than the one before.
    blocks: Vec<Block>,
    /// The same in a row of comments.
    comment: Option<Block>,
    /// The brackets that are open, and the column of what they belong to.
    brackets: Vec<Bracket>,
    column: usize,
    /// The quote that ends a secret value, or one inside brackets.
    quote: Option<Quote>,
    /// Whether a key in text form goes on.
    in_pem: bool,
    /// Whether the value before was an option that takes a secret.
    after_option: bool,
    found: Vec<Range<usize>>,
}

/// A key, and what stands below it.
#[derive(Debug, Clone, Copy)]
struct Block {
    column: usize,
    hides: bool,
    /// Whether its value is still to come.
    waits: bool,
    is_environment: bool,
}

/// What stands between two brackets.
#[derive(Debug, Clone, Copy)]
struct Bracket {
    /// Whether all of it is secret.
    hides: bool,
    is_mapping: bool,
    /// Whether its keys are names of entries.
    has_names: bool,
    /// Whether the value that comes next, or goes on, is secret.
    value: Masking,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Masking {
    No,
    Yes,
    /// Unless it is a word of the language.
    UnlessWord,
}

#[derive(Debug, Clone, Copy)]
struct Quote {
    mark: u8,
    hides: bool,
}

/// The secrets of a piece of a text, in the order of the text.
pub(super) fn secrets<'t>(
    text: &'t str,
    piece: Range<usize>,
    names: Option<usize>,
    anchors: &'t [&'t str],
) -> Vec<Range<usize>> {
    let mut reader = LineReader {
        text,
        anchors,
        names,
        blocks: Vec::new(),
        comment: None,
        brackets: Vec::new(),
        column: 0,
        quote: None,
        in_pem: false,
        after_option: false,
        found: Vec::new(),
    };
    let mut start = piece.start;
    while start < piece.end {
        let rest = &text.as_bytes()[start..piece.end];
        let end = memchr::memchr2(b'\n', b'\r', rest).map_or(piece.end, |length| start + length);
        reader.line(start..end);
        start = end + 1;
    }
    reader.found.sort_by_key(|range| range.start);
    reader.found
}

impl<'t> LineReader<'t> {
    fn line(&mut self, line: Range<usize>) {
        let said = self.text[line.clone()].trim_start();
        if said.is_empty() {
            return;
        }
        let at = line.end - said.len();
        let indent = &self.text[line.start..at];
        let column = if indent.contains('\t') { DEEPEST } else { indent.len() };
        if self.goes_on(at, said) {
            return;
        }
        if !self.brackets.is_empty() {
            let ends = column <= self.column && !said.starts_with(['}', ']']);
            if !ends || self.hides_in_brackets() {
                if self.has_secret_anchor(said) {
                    self.hide(at..line.end);
                    self.set_value(Masking::Yes);
                }
                return self.read_brackets(at, line.end);
            }
            // They were never closed.
            self.brackets.clear();
        }
        if said.starts_with('#') {
            return self.comment(column, at, said);
        }
        self.comment = None;
        let (inherits, waits) = self.leave_blocks(column, said);
        let inherits = inherits || self.has_secret_anchor(said);
        self.item(column, at, said, inherits, waits);
    }

    /// True for a line that goes on with a quoted value or a key in text form.
    fn goes_on(&mut self, at: usize, said: &str) -> bool {
        let end = at + said.len();
        if self.in_pem || said.contains("-----BEGIN ") {
            self.in_pem = !said.contains("-----END ");
            let start = said.find("-----BEGIN ").filter(|_| !said.starts_with('-'));
            self.hide(at + start.unwrap_or_default()..end);
            return true;
        }
        let Some(Quote { mark, hides: true }) = self.quote.filter(|_| self.brackets.is_empty())
        else {
            return false;
        };
        self.hide(at..end);
        let opens =
            split_key(said).and_then(|(_, value)| without_properties(value)).is_some_and(is_open);
        if said.bytes().filter(|byte| *byte == mark).count() % 2 == 1 && !opens {
            self.quote = None;
        }
        true
    }

    /// Leaves the keys that a line does not stand below. Says whether the line is secret by what it stands below,
    /// and whether it may be the value that an environment waits for.
    fn leave_blocks(&mut self, column: usize, said: &str) -> (bool, bool) {
        let mut left: Option<Block> = None;
        while let Some(block) = self.blocks.pop_if(|block| block.column > column) {
            left = Some(block).filter(|block| block.hides).or(left);
        }
        let same = self.blocks.pop_if(|block| block.column == column);
        let is_below = self.blocks.last().is_some_and(|block| block.hides);
        let was_waiting = left.is_some_and(|block| block.waits && block.is_environment);
        let Some(same) = same else {
            // A line between two columns that are known is broken, and may belong to what it seems to leave.
            let is_broken = left.is_some() && !self.blocks.is_empty();
            if is_broken {
                let column = column.saturating_sub(1);
                self.blocks.push(Block {
                    column,
                    hides: true,
                    waits: false,
                    is_environment: false,
                });
            }
            return (is_below || is_broken, was_waiting);
        };
        let goes_on = said.starts_with(['-', ':']) || (same.waits && split_key(said).is_none());
        if same.hides && goes_on {
            self.blocks.push(same);
            return (true, false);
        }
        (is_below, was_waiting || same.waits && same.is_environment)
    }

    /// Reads a line outside of brackets: an item, a key and its value, or both.
    fn item(&mut self, column: usize, at: usize, said: &'t str, inherits: bool, waits: bool) {
        let end = at + said.len();
        let mut item = said;
        while let Some(rest) = item.strip_prefix("- ").or_else(|| item.strip_prefix("? ")) {
            self.open_block(column.saturating_add(said.len() - item.len()), inherits, false, false);
            item = rest.trim_start();
        }
        // The key of a block stands in the column of its question mark.
        let is_explicit = said.starts_with('?');
        let shift = if is_explicit { 0 } else { said.len() - item.len() };
        let explicit = is_explicit.then_some((item, ""));
        let (key, value) =
            split_key(item).or(explicit).map_or((None, item), |(key, value)| (Some(key), value));
        let value = value.trim_start();
        let bare = without_properties(value);
        let is_name = self.names == Some(column)
            && !said.starts_with('-')
            && bare.is_some_and(|bare| bare.is_empty() || bare.starts_with('{'));
        let class = key.filter(|_| !is_name).map_or(Class::Plain, class_as_written);
        let is_own = key.zip(bare).is_some_and(|(key, bare)| is_word_of_language(key, bare));
        let hides = inherits || waits || (class != Class::Plain && !is_own);
        if inherits {
            self.hide(end - item.len()..end);
        } else if hides || std::mem::take(&mut self.after_option) {
            self.hide(end - value.len()..end);
        }
        if key.is_some() {
            // Where an environment has nothing below it, what stands beside it may be meant.
            let is_environment = class == Class::Environment || waits;
            let hides = hides || is_environment;
            self.open_block(
                column.saturating_add(shift),
                hides,
                waits || bare == Some(""),
                is_environment,
            );
        }
        // Behind a property without end, anything may open.
        let content = bare.unwrap_or(value);
        if bare.is_none() || content.starts_with(['{', '[']) && !is_hash(content) {
            self.column = column;
            let has_names = column == 0 && key.is_some_and(|key| SECTIONS.contains(&key));
            self.open_brackets(end - content.len(), end, hides, has_names);
        } else if hides {
            let opens = is_open(content);
            self.quote = opens.then(|| Quote { mark: content.as_bytes()[0], hides: true });
        } else {
            self.key_itself(key.unwrap_or_default(), end - item.len());
            self.scalar(end - value.len(), end);
        }
    }

    fn open_block(&mut self, column: usize, hides: bool, waits: bool, is_environment: bool) {
        self.blocks.push(Block { column, hides, waits, is_environment });
    }

    /// Looks for secrets inside a value, and for a comment behind it.
    fn scalar(&mut self, start: usize, end: usize) {
        let text = &self.text[start..end];
        let comment = comment_start(text);
        text::find(&text[..comment], start, Author::Value, &mut self.found);
        text::find(&text[comment..], start + comment, Author::Sentence, &mut self.found);
        let value = text[..comment].trim_end_matches(['"', '\'', ' ']);
        self.after_option = value.rsplit([' ', '"', '\'']).next().is_some_and(is_option);
    }

    /// A line that is switched off may hold a secret all the same. It ends nothing.
    fn comment(&mut self, column: usize, at: usize, said: &'t str) {
        let end = at + said.len();
        let above = self.blocks.iter().rev().find(|block| block.column < column);
        if above.is_some_and(|block| block.hides) {
            return self.hide(at..end);
        }
        let inner = said.trim_start_matches('#').trim_start();
        let column = column.saturating_add(said.len() - inner.len());
        let holds = |block: Block| {
            column > block.column
                || (column == block.column && inner.starts_with('-'))
                || (block.waits && split_key(inner).is_none())
        };
        if self.comment.is_some_and(holds) {
            return self.hide(end - inner.len()..end);
        }
        self.comment = None;
        if let Some((key, value)) = split_key(inner.trim_start_matches("- ")) {
            let value = value.trim();
            let class = class_as_written(key);
            // People write sentences behind a colon.
            let is_sentence = class == Class::Secret && value.contains(' ');
            if class != Class::Plain
                && !key.contains(' ')
                && !is_sentence
                && !is_word_of_language(key, value)
            {
                self.hide(end - value.len()..end);
                let waits = value.is_empty();
                self.comment = Some(Block { column, hides: true, waits, is_environment: false });
            }
        }
        text::find(inner, end - inner.len(), Author::Sentence, &mut self.found);
    }

    fn open_brackets(&mut self, from: usize, end: usize, hides: bool, has_names: bool) {
        self.quote = None;
        let value = if hides { Masking::Yes } else { Masking::No };
        self.brackets.push(Bracket { hides, is_mapping: true, has_names, value });
        self.read_brackets(from, end);
        // The outermost is only there to hold what comes first.
        if self.brackets.len() == 1 {
            self.brackets.clear();
        }
    }

    fn hides_in_brackets(&self) -> bool {
        self.brackets.iter().any(|bracket| bracket.hides || bracket.value == Masking::Yes)
    }

    fn set_value(&mut self, value: Masking) {
        if let Some(bracket) = self.brackets.last_mut() {
            bracket.value = value;
        }
    }

    /// Reads on inside brackets, to the end of the line.
    fn read_brackets(&mut self, from: usize, end: usize) {
        let bytes = self.text.as_bytes();
        // Where the token begins that is being read, and whether nothing of it has been said yet.
        let (mut at, mut token, mut is_fresh) = (from, from, true);
        while at < end && !self.brackets.is_empty() {
            if let Some(quote) = self.quote {
                let (closed, next) = close_quote(&bytes[..end], at, quote.mark);
                self.quote = Some(quote).filter(|_| !closed);
                (at, is_fresh) = (next, false);
                continue;
            }
            let was_fresh = std::mem::replace(&mut is_fresh, true);
            match bytes[at] {
                mark @ (b'"' | b'\'') if was_fresh => {
                    self.quote = Some(Quote { mark, hides: false });
                }
                mark @ (b'{' | b'[') if was_fresh && !is_hash(&self.text[at..end]) => {
                    self.nest(mark == b'{');
                    token = at + 1;
                }
                b'}' | b']' => {
                    self.token(token..at);
                    self.brackets.pop();
                    token = at + 1;
                    if self.brackets.len() == 1 {
                        // What stands behind the last one belongs to nothing.
                        self.brackets.clear();
                        return text::find(
                            &self.text[token..end],
                            token,
                            Author::Sentence,
                            &mut self.found,
                        );
                    }
                }
                b',' => {
                    self.token(token..at);
                    token = at + 1;
                    if self.brackets.last().is_some_and(|bracket| !bracket.is_mapping) {
                        self.set_value(Masking::No);
                    }
                }
                b':' if ends_key(&self.text[token..end], at - token) => {
                    self.key(token..at, end);
                    token = at + 1;
                }
                b'#' if at > from && bytes[at - 1] == b' ' => {
                    self.token(token..at);
                    return text::find(&self.text[at..end], at, Author::Sentence, &mut self.found);
                }
                b'&' | b'!' if was_fresh => {
                    at += self.text[at..end].find(ends_name).unwrap_or(end - at);
                    continue;
                }
                byte => is_fresh = was_fresh && byte == b' ',
            }
            at += 1;
        }
        self.token(token.min(end)..end);
    }

    /// Goes one bracket deeper.
    fn nest(&mut self, is_mapping: bool) {
        let outer = *self.brackets.last().expect("one is open");
        let hides = outer.hides || outer.value != Masking::No;
        let has_names = self.brackets.len() == 1 && outer.has_names;
        self.brackets.push(Bracket { hides, is_mapping, has_names, value: Masking::No });
    }

    /// Takes in a key inside brackets.
    fn key(&mut self, key: Range<usize>, end: usize) {
        let value = self.text[key.end + 1..end].trim_start();
        let (start, key) = (key.start, &self.text[key]);
        self.key_itself(key, start);
        let key = key.trim();
        let is_name = self.brackets.last().is_some_and(|it| it.has_names) && value.starts_with('{');
        self.set_value(match class_as_written(key) {
            Class::Plain => Masking::No,
            _ if is_name => Masking::No,
            Class::Environment if matches!(key, "env" | "environment") => Masking::UnlessWord,
            _ if is_word_of_language(key, value) => Masking::No,
            _ => Masking::Yes,
        });
    }

    /// Takes in a value inside brackets.
    fn token(&mut self, token: Range<usize>) {
        let text = &self.text[token.clone()];
        let (start, said) = (token.end - text.trim_start().len(), text.trim());
        let Some(bracket) = self.brackets.last() else { return };
        let hides = match bracket.value {
            Masking::Yes => true,
            Masking::UnlessWord => !is_plain_word(said),
            Masking::No => bracket.hides,
        };
        if said.is_empty() {
        } else if hides || std::mem::take(&mut self.after_option) {
            self.hide(start..start + said.len());
        } else {
            self.scalar(start, start + said.len());
        }
    }

    /// Looks for secrets in a key, where a broken line may have put them.
    fn key_itself(&mut self, key: &str, at: usize) {
        match key.find('=') {
            Some(equals) => self.hide(at + equals + 1..at + key.len()),
            None => text::find(key, at, Author::Value, &mut self.found),
        }
    }

    fn hide(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.found.push(range);
        }
    }

    /// True if a line holds an anchor of which the content is used as a secret.
    fn has_secret_anchor(&self, said: &str) -> bool {
        !self.anchors.is_empty()
            && names_behind(said, b'&').any(|(_, name)| self.anchors.binary_search(&name).is_ok())
    }
}
