//! The quick way: the plain subset of YAML that nearly all of an inventory is written in, without the parser.
//!
//! It reads entry by entry: a key with its value, or an item of a list. Each is either taken whole, as
//! [`Token`]s that make the tree which the parser would make, or declined whole and left to the parser; it
//! never says that something is wrong. A document is a block mapping whose first key is in the subset:
//!
//! ```text
//! document = [ "---" end ] mapping(0)
//! mapping(c) = { at column c: pair(c) }
//! list(c)  = { at column c: "- " ( pair(c + 2 or more) mapping | value(c) ) }
//! pair(c)  = key ":" ( blanks [ anchor blanks ] value(c) | [ blanks anchor ] end [ below(c) ] )
//! below(c) = mapping(more than c) | list(c or more)
//! value(c) = ( plain | quoted | alias | flow(c) ) end           the next line stands at column c or less
//! key      = name | quoted                                      of at most 200 bytes
//! name     = letters, digits and _ . / @ + - <                  the first a letter, a digit, _ . or /; or "<<"
//! plain    = one line of printable characters, without ": " and " #"
//! quoted   = one line in '' or "" without escapes
//! alias    = "*" word
//! anchor   = "&" word
//! word     = letters, digits, _ and -
//! flow(c)  = "[" [ item { "," item } [ "," ] ] "]" | "{" [ entry { "," entry } [ "," ] ] "}"
//! item     = [ anchor blanks ] ( plain without , [ ] { } | quoted | flow ) | alias
//! entry    = key ":" blanks item | quoted ":" item
//! end      = blanks [ "#" comment ] and the end of a line or of the text
//! ```
//!
//! Inside brackets, lines may end wherever blanks may stand, as long as each line begins behind column c or
//! with the last bracket. Left to the parser, with what is indented below: tabs before content, escapes, tags,
//! block scalars, text over several lines, `? ` keys, empty items, lists of lists.

use granit_parser::StructureStyle;

use super::recover::OpenBlock;
use super::tree::Notation;
use lines::{EntryLine, LineStart};
use scanner::Scanner;

mod flow;
mod lines;
mod scanner;

/// A piece of the tree, by its place in the text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Token {
    /// A scalar that reads as it is written, or a value that is not written.
    Scalar { notation: Notation, start: usize, end: usize },
    /// The start of a sequence or a mapping.
    Open { notation: Notation, style: StructureStyle, start: usize },
    /// The end of the innermost collection, which stands in brackets.
    CloseBrackets { end: usize },
    /// The end of the innermost collection, which is a block.
    CloseBlock,
    /// An alias, with its `*`.
    Alias { start: usize, end: usize },
    /// The name of the anchor of what was added or opened last.
    Anchor { start: usize, end: usize },
    /// The start of a document.
    Document,
}

/// What advancing came to.
pub(super) enum Advance {
    /// An entry was taken, or a block closed: the tokens say it.
    Taken,
    /// This entry is for the parser, into what is open.
    Declined { from: usize, until: usize },
    /// The line goes on with nothing that is open.
    Stray { at: usize },
    /// From here on, the rest is for the parser, as a document of its own.
    Unsuited { from: usize },
    /// There is nothing more.
    End,
}

/// A text on its way through, entry by entry.
pub(super) struct QuickReader<'s> {
    scanner: Scanner<'s>,
    /// The next line that says something.
    next: Option<EntryLine>,
    /// The blocks that are open, outermost first.
    blocks: Vec<OpenBlock>,
    /// What the last advance took.
    tokens: Vec<Token>,
}

impl<'s> QuickReader<'s> {
    /// Reads a text, unless it holds a NUL, which is the end of it for the parser.
    pub(super) fn new(text: &'s str) -> Option<Self> {
        if memchr::memchr(0, text.as_bytes()).is_some() {
            return None;
        }
        let scanner = Scanner::new(text);
        let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let next = scanner.line_from(mark);
        Some(Self { scanner, next, blocks: Vec::new(), tokens: Vec::new() })
    }

    /// Goes on behind what the parser has read, which ends with a line.
    pub(super) fn resume(&mut self, at: usize) {
        self.next = self.scanner.line_from(at);
    }

    /// Goes on behind a fault, with what is open now.
    pub(super) fn restart(&mut self, at: usize, open: Vec<OpenBlock>) {
        self.blocks = open;
        self.resume(at);
    }

    /// What the last advance took.
    pub(super) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Takes or declines one entry, or closes one block.
    pub(super) fn advance(&mut self) -> Advance {
        self.tokens.clear();
        let Some(block) = self.blocks.last().copied() else { return self.begin() };
        let Some(line) = self.next else { return self.close() };
        let (column, is_item) = (line.column(), line.beginning == LineStart::Dash);
        if line.beginning == LineStart::Marker || column < block.column {
            return self.close();
        }
        // A key in the column of a list that is not indented ends the list.
        if block.list && column == block.column && !is_item {
            return self.close();
        }
        if column > block.column || block.list != is_item || self.scanner.is_directive(line) {
            return Advance::Stray { at: line.content };
        }
        let depth = self.blocks.len();
        let taken = if is_item { self.item(line) } else { self.pair(line.start, line.content) };
        if taken.is_some() {
            return Advance::Taken;
        }
        self.tokens.clear();
        self.blocks.truncate(depth);
        Advance::Declined { from: line.start, until: self.scanner.end_of_entry(line) }
    }

    fn close(&mut self) -> Advance {
        self.blocks.pop();
        self.tokens.push(Token::CloseBlock);
        Advance::Taken
    }

    /// Begins a document.
    fn begin(&mut self) -> Advance {
        let Some(line) = self.next else { return Advance::End };
        if self.scanner.is_root(line) {
            self.open(Notation::Mapping, line.content, 0);
            return Advance::Taken;
        }
        let root = self.scanner.behind_marker(line).filter(|root| self.scanner.is_root(*root));
        if root.is_none() {
            return Advance::Unsuited { from: line.start };
        }
        self.next = root;
        self.tokens.push(Token::Document);
        Advance::Taken
    }

    fn open(&mut self, notation: Notation, start: usize, column: usize) {
        self.tokens.push(Token::Open { notation, style: StructureStyle::Block, start });
        self.blocks.push(OpenBlock { column, list: notation == Notation::Sequence });
    }

    /// Takes `key: value` or `key:`. As everywhere, nothing counts as taken unless all of it is.
    fn pair(&mut self, line_start: usize, start: usize) -> Option<()> {
        let column = start - line_start;
        let (key, colon) = self.scanner.key(start)?;
        self.tokens.push(key);
        let (anchor, at) = self.scanner.anchor(self.scanner.skip_blanks(colon + 1))?;
        if self.scanner.ends_line(at) {
            self.below(column, colon, anchor, at)
        } else {
            self.value(column, anchor, at)
        }
    }

    /// Takes what stands below `key:`, or that nothing does. The first entry of a block is left for later.
    fn below(
        &mut self,
        column: usize,
        colon: usize,
        anchor: Option<Token>,
        at: usize,
    ) -> Option<()> {
        let next = self.scanner.line_after(self.scanner.line_end(at)?);
        if next.is_some_and(|next| next.beginning == LineStart::Unclear) {
            return None;
        }
        self.next = next;
        let is_below = |next: &EntryLine| match next.beginning {
            LineStart::Dash => next.column() >= column,
            LineStart::Text => next.column() > column,
            LineStart::Marker | LineStart::Unclear => false,
        };
        let Some(next) = next.filter(is_below) else {
            let notation = Notation::Empty;
            self.tokens.push(Token::Scalar { notation, start: colon, end: colon });
            return anchor.is_none().then_some(());
        };
        if next.beginning == LineStart::Dash {
            let item = self.scanner.skip_blanks(next.content + 1);
            if self.scanner.ends_line(item) {
                return None;
            }
            // A list that is not indented starts at its first item, not at its dash.
            let start = if next.column() == column { item } else { next.content };
            self.open(Notation::Sequence, start, next.column());
        } else {
            self.scanner.key(next.content)?;
            self.open(Notation::Mapping, next.content, next.column());
        }
        self.tokens.extend(anchor);
        Some(())
    }

    /// Takes a value that begins on the line of its key or dash.
    fn value(&mut self, column: usize, anchor: Option<Token>, at: usize) -> Option<()> {
        let first = self.tokens.len();
        let end = self.scanner.value(at, column, &mut self.tokens)?;
        if let Some(anchor) = anchor {
            if matches!(self.tokens[first], Token::Alias { .. }) {
                return None;
            }
            self.tokens.insert(first + 1, anchor);
        }
        self.next = self.scanner.line_after(end);
        // Nothing below may go on with the value.
        let is_apart =
            |next: EntryLine| next.beginning != LineStart::Unclear && next.column() <= column;
        self.next.is_none_or(is_apart).then_some(())
    }

    /// Takes `- value`, or `- key: value` with the mapping still open.
    fn item(&mut self, line: EntryLine) -> Option<()> {
        let start = self.scanner.skip_blanks(line.content + 1);
        let (anchor, at) = self.scanner.anchor(start)?;
        if self.scanner.ends_line(at) {
            return None;
        }
        if anchor.is_some() || self.scanner.key(start).is_none() {
            return self.value(line.column(), anchor, at);
        }
        let column = start - line.start;
        self.open(Notation::Mapping, start, column);
        let depth = self.blocks.len();
        self.pair(line.start, start)?;
        // What follows goes on with the mapping, or with something further out.
        let fits = |next: EntryLine| {
            let same = next.column() == column && next.beginning != LineStart::Dash;
            same || next.column() <= line.column()
        };
        (self.blocks.len() > depth || self.next.is_none_or(fits)).then_some(())
    }
}
