//! Collections in style, on one line or over several.

use granit_parser::StructureStyle;

use super::super::tree::Notation;
use super::Token;
use super::scanner::Scanner;

/// How deep brackets may nest before they are left to the parser.
const DEPTH: usize = 8;

/// A value in brackets on its way through.
pub(super) struct FlowScanner<'a, 's> {
    scanner: Scanner<'s>,
    /// The column of the block it stands in.
    column: usize,
    /// How many brackets are open.
    depth: usize,
    tokens: &'a mut Vec<Token>,
}

impl<'a, 's> FlowScanner<'a, 's> {
    pub(super) fn new(scanner: Scanner<'s>, column: usize, tokens: &'a mut Vec<Token>) -> Self {
        Self { scanner, column, depth: 0, tokens }
    }

    /// Adds the collection that the bracket at `start` opens, and answers where it ends.
    pub(super) fn collection(&mut self, start: usize) -> Option<usize> {
        if self.depth == DEPTH {
            return None;
        }
        self.depth += 1;
        let is_list = self.scanner.byte(start) == Some(b'[');
        let (notation, close) =
            if is_list { (Notation::Sequence, b']') } else { (Notation::Mapping, b'}') };
        self.tokens.push(Token::Open { notation, style: StructureStyle::Flow, start });
        let mut at = self.skip(start + 1)?;
        while self.scanner.byte(at)? != close {
            if !is_list {
                at = self.key(at)?;
            }
            at = self.item(at)?;
            at = self.skip(at)?;
            match self.scanner.byte(at)? {
                b',' => at = self.skip(at + 1)?,
                byte if byte == close => {}
                _ => return None,
            }
        }
        self.depth -= 1;
        self.tokens.push(Token::CloseBrackets { end: at + 1 });
        Some(at + 1)
    }

    /// Adds a key, and answers where its value starts.
    fn key(&mut self, start: usize) -> Option<usize> {
        let (notation, colon) = self.scanner.key_name(start)?;
        let glued = !self.scanner.is_blank_or_break(colon + 1);
        // As in JSON, a value may follow the colon of a quoted key at once.
        if self.scanner.byte(colon) != Some(b':') || (glued && notation != Notation::Quoted) {
            return None;
        }
        self.tokens.push(Token::Scalar { notation, start, end: colon });
        self.skip(colon + 1)
    }

    /// Adds a value, and answers where it ends.
    fn item(&mut self, at: usize) -> Option<usize> {
        let first = self.tokens.len();
        let (anchor, start) = self.scanner.anchor(at)?;
        let end = match self.scanner.byte(start)? {
            quote @ (b'\'' | b'"') => {
                let end = self.scanner.quoted(start, quote)?;
                self.tokens.push(Token::Scalar { notation: Notation::Quoted, start, end });
                end
            }
            b'[' | b'{' => self.collection(start)?,
            b'*' if anchor.is_none() => {
                let end = self.scanner.word_end(start + 1)?;
                let follows = matches!(self.scanner.byte(end), Some(b',' | b']' | b'}'));
                if !follows && !self.scanner.is_blank_or_break(end) {
                    return None;
                }
                self.tokens.push(Token::Alias { start, end });
                end
            }
            _ => {
                let (end, _) = self.scanner.flow_plain(start)?;
                self.tokens.push(Token::Scalar { notation: Notation::Plain, start, end });
                end
            }
        };
        if let Some(anchor) = anchor {
            self.tokens.insert(first + 1, anchor);
        }
        Some(end)
    }

    /// Skips blanks, comments and ends of lines. Each line has to begin behind the column of the block, or
    /// with the bracket that closes all.
    fn skip(&self, from: usize) -> Option<usize> {
        let mut at = self.scanner.skip_blanks(from);
        loop {
            match self.scanner.byte(at)? {
                b'\n' | b'\r' => {
                    let start = at + 1;
                    at = self.scanner.skip_blanks(start);
                    let closes =
                        self.depth == 1 && matches!(self.scanner.byte(at), Some(b']' | b'}'));
                    let is_blank = matches!(self.scanner.byte(at), Some(b'\n' | b'\r' | b'#'));
                    if at - start <= self.column && !closes && !is_blank {
                        return None;
                    }
                }
                b'#' if self.scanner.byte(at - 1) != Some(b' ') && !self.starts_line(at) => {
                    return None;
                }
                b'#' => at = self.scanner.comment_end(at)?,
                _ => return Some(at),
            }
        }
    }

    fn starts_line(&self, at: usize) -> bool {
        matches!(self.scanner.byte(at - 1), Some(b'\n' | b'\r'))
    }
}
