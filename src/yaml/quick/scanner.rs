//! Keys, values and comments of the subset: where each ends, if it is one.

use super::super::tree::Notation;
use super::Token;
use super::flow::FlowScanner;

/// Keys longer than this are left to the parser, which has a limit for them.
const KEY: usize = 200;

/// A text that is looked at from any byte on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scanner<'s> {
    pub(super) text: &'s str,
    pub(super) bytes: &'s [u8],
}

/// The characters of a name.
const NAME: [bool; 256] = table(b"_./@+-<");

/// The characters of plain text that never mean anything else.
const TEXT: [bool; 256] = table(b"!\"$%&'()*+,-./;<=>?@[\\]^_`{|}~");

/// The same inside brackets.
const FLOW_TEXT: [bool; 256] = table(b"!\"$%&'()*+-./;<=>?@\\^_`|~");

/// Letters and digits, and some others.
const fn table(others: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        table[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < others.len() {
        table[others[at] as usize] = true;
        at += 1;
    }
    table
}

impl<'s> Scanner<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self { text, bytes: text.as_bytes() }
    }

    #[inline]
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    #[inline]
    pub(super) fn skip_blanks(&self, mut at: usize) -> usize {
        while self.byte(at) == Some(b' ') {
            at += 1;
        }
        at
    }

    pub(super) fn is_blank_or_break(&self, at: usize) -> bool {
        matches!(self.byte(at), None | Some(b' ' | b'\t' | b'\n' | b'\r'))
    }

    /// The end of the line that `at` stands in.
    pub(super) fn find_break(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        at + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
    }

    /// True at the end of a line, and where a comment starts behind blanks.
    pub(super) fn ends_line(&self, at: usize) -> bool {
        matches!(self.byte(at), None | Some(b'\n' | b'\r' | b'#'))
    }

    /// The end of a line, with at most a comment before it.
    #[inline]
    pub(super) fn line_end(&self, at: usize) -> Option<usize> {
        match self.byte(at) {
            None | Some(b'\n' | b'\r') => Some(at),
            Some(b'#') => self.comment_end(at),
            Some(_) => None,
        }
    }

    /// The same behind something that blanks have to part from a comment.
    #[inline]
    pub(super) fn trailing(&self, at: usize) -> Option<usize> {
        let end = self.skip_blanks(at);
        let glued = end == at && self.byte(end) == Some(b'#');
        if glued { None } else { self.line_end(end) }
    }

    /// The end of a comment, unless it holds something that is not printable.
    pub(super) fn comment_end(&self, at: usize) -> Option<usize> {
        let end = self.find_break(at);
        let plain = |byte: u8| matches!(byte, b'\t' | b' '..=b'~');
        let all_plain = self.bytes[at..end].iter().fold(true, |all, byte| all & plain(*byte));
        let is_text = |c: char| matches!(c, '\t' | ' '..='~') || is_printable(c);
        (all_plain || self.text[at..end].chars().all(is_text)).then_some(end)
    }

    /// A key and its colon, which a blank or the end of the line follows.
    #[inline]
    pub(super) fn key(&self, start: usize) -> Option<(Token, usize)> {
        let (notation, colon) = self.key_name(start)?;
        let follows = matches!(self.byte(colon + 1), None | Some(b' ' | b'\n' | b'\r'));
        let is_key = self.byte(colon) == Some(b':') && follows;
        is_key.then_some((Token::Scalar { notation, start, end: colon }, colon))
    }

    /// A name or a quoted text that may be a key, and where it ends.
    #[inline]
    pub(super) fn key_name(&self, start: usize) -> Option<(Notation, usize)> {
        let first = self.byte(start)?;
        let (notation, end) = match first {
            b'"' | b'\'' => (Notation::Quoted, self.quoted(start, first)?),
            b'_' | b'/' | b'.' => (Notation::Plain, self.name_end(start)),
            _ if first.is_ascii_alphanumeric() => (Notation::Plain, self.name_end(start)),
            b'<' if self.bytes[start..].starts_with(b"<<:") => (Notation::Plain, start + 2),
            _ => return None,
        };
        (end - start <= KEY).then_some((notation, end))
    }

    #[inline]
    fn name_end(&self, at: usize) -> usize {
        let rest = &self.bytes[at..];
        at + rest.iter().position(|byte| !NAME[usize::from(*byte)]).unwrap_or(rest.len())
    }

    /// The anchor here, if there is one, and what follows it. None if the subset has no such anchor.
    #[inline]
    pub(super) fn anchor(&self, at: usize) -> Option<(Option<Token>, usize)> {
        if self.byte(at) != Some(b'&') {
            return Some((None, at));
        }
        let end = self.word_end(at + 1)?;
        let behind = self.skip_blanks(end);
        let is_apart = behind > end || matches!(self.byte(end), None | Some(b'\n' | b'\r'));
        is_apart.then_some((Some(Token::Anchor { start: at + 1, end }), behind))
    }

    /// The end of the name of an anchor.
    pub(super) fn word_end(&self, start: usize) -> Option<usize> {
        let is_word = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let length = self.bytes[start..].iter().take_while(is_word).count();
        (length > 0).then_some(start + length)
    }

    /// Adds a value of the block at `column`, and answers where its last line ends.
    #[inline]
    pub(super) fn value(
        &self,
        start: usize,
        column: usize,
        tokens: &mut Vec<Token>,
    ) -> Option<usize> {
        let end = match self.byte(start)? {
            quote @ (b'\'' | b'"') => {
                let end = self.quoted(start, quote)?;
                tokens.push(Token::Scalar { notation: Notation::Quoted, start, end });
                end
            }
            b'[' | b'{' => FlowScanner::new(*self, column, tokens).collection(start)?,
            b'*' => {
                let end = self.word_end(start + 1)?;
                tokens.push(Token::Alias { start, end });
                end
            }
            _ => {
                let (end, stop) = self.plain(start, &TEXT)?;
                tokens.push(Token::Scalar { notation: Notation::Plain, start, end });
                return self.line_end(stop);
            }
        };
        self.trailing(end)
    }

    /// The end of plain text inside style, and where it stopped.
    #[inline]
    pub(super) fn flow_plain(&self, start: usize) -> Option<(usize, usize)> {
        self.plain(start, &FLOW_TEXT)
    }

    /// The end of plain text, and where it stopped: at the end of the line, a comment or a bracket.
    #[inline]
    fn plain(&self, start: usize, text: &[bool; 256]) -> Option<(usize, usize)> {
        if !self.starts_plain(start) {
            return None;
        }
        let (mut at, mut end) = (start, start);
        loop {
            let rest = &self.bytes[at..];
            let run = rest.iter().position(|byte| !text[usize::from(*byte)]).unwrap_or(rest.len());
            at += run;
            if run > 0 {
                end = at;
            }
            let Some(byte) = self.byte(at) else { break };
            match byte {
                b' ' => at += 1,
                b'\n' | b'\r' | b',' | b'[' | b']' | b'{' | b'}' => break,
                b'#' if at > end => break,
                b':' if self.is_blank_or_break(at + 1) => return None,
                b':' if !text[usize::from(b',')] && self.is_flow_indicator(at + 1) => return None,
                b'#' | b':' => {
                    at += 1;
                    end = at;
                }
                0x80.. => {
                    let character = self.text[at..].chars().next().filter(|c| is_printable(*c))?;
                    at += character.len_utf8();
                    end = at;
                }
                _ => return None,
            }
        }
        Some((end, at))
    }

    fn is_flow_indicator(&self, at: usize) -> bool {
        matches!(self.byte(at), Some(b',' | b'[' | b']' | b'{' | b'}'))
    }

    /// True for what surely starts plain text.
    #[inline]
    fn starts_plain(&self, at: usize) -> bool {
        match self.byte(at) {
            Some(b'/' | b'.' | b'_' | b'~' | b'$' | b'+' | b'(' | 0x80..) => true,
            Some(b'-') => self.byte(at + 1).is_some_and(|byte| byte.is_ascii_alphanumeric()),
            first => first.is_some_and(|byte| byte.is_ascii_alphanumeric()),
        }
    }

    /// The end of a quoted scalar on one line, without escapes.
    #[inline]
    pub(super) fn quoted(&self, start: usize, quote: u8) -> Option<usize> {
        let has_escapes = quote == b'"';
        let mut at = start + 1;
        loop {
            match self.byte(at)? {
                byte if byte == quote => break,
                b'\\' if has_escapes => return None,
                b' '..=b'~' => at += 1,
                0x80.. => {
                    let character = self.text[at..].chars().next().filter(|c| is_printable(*c))?;
                    at += character.len_utf8();
                }
                _ => return None,
            }
        }
        // `''` inside single quotes stands for a quote.
        (self.byte(at + 1) != Some(quote)).then_some(at + 1)
    }
}

/// True for characters beyond ASCII that are text to the parser, whatever stands beside them.
fn is_printable(character: char) -> bool {
    matches!(character, '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
        && character != '\u{feff}'
}
