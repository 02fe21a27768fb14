//! What goes to a log must not steer it: no text of an inventory becomes a command of the job that shows it.
//!
//! The log of a job takes `##[...]` (and `##vso[...]`, `##teamcity[...]`) for a command anywhere in a line,
//! and `::` at its start, blanks aside. One character of each is written out here, so that it stays readable.

use std::io::{self, Write};
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::report::Syntax;

/// So many bytes at a time are searched for what every command has in it.
const PIECE: usize = 1024;

/// What every command that may stand anywhere has in it.
static TAG: LazyLock<Finder> = LazyLock::new(|| Finder::new("##"));

/// What every command at the start of a line has in it.
static LINE: LazyLock<Finder> = LazyLock::new(|| Finder::new("::"));

/// A stream with a guard before it.
pub(super) struct Guard<W> {
    out: W,
    syntax: Syntax,
    start: Start,
    tag: Tag,
}

/// How far the start of a line was read.
#[derive(Clone, Copy)]
enum Start {
    /// Nothing but what may be a blank.
    Blank,
    /// A colon behind that.
    Colon,
    /// Something else.
    Past,
}

/// How far the start of a command was read that may stand anywhere.
#[derive(Clone, Copy)]
enum Tag {
    None,
    /// `#`.
    One,
    /// `##`, and perhaps the first letters of a name.
    Two,
}

impl<W: Write> Guard<W> {
    pub(super) fn new(out: W, syntax: Syntax) -> Self {
        Self { out, syntax, start: Start::Blank, tag: Tag::None }
    }

    /// How many bytes of a piece need not be looked at one by one: all before its last line, where no command
    /// can be in it.
    fn harmless(&self, piece: &[u8]) -> usize {
        let is_inside = !matches!((self.start, self.tag), (Start::Blank | Start::Past, Tag::None));
        if is_inside || TAG.find(piece).is_some() || LINE.find(piece).is_some() {
            return 0;
        }
        let line = memchr::memrchr2(b'\n', b'\r', piece);
        line.unwrap_or(if matches!(self.start, Start::Past) { piece.len() - 1 } else { 0 })
    }

    /// True if a command would start with this byte.
    fn starts_command(&mut self, byte: u8) -> bool {
        let is_tag = matches!((self.tag, byte), (Tag::Two, b'['));
        self.tag = match (self.tag, byte) {
            (Tag::None, b'#') => Tag::One,
            (Tag::One, b'#') => Tag::Two,
            (Tag::Two, b'#' | b'.' | b'_' | b'-' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z') => {
                Tag::Two
            }
            _ => Tag::None,
        };
        let is_line = matches!((self.start, byte), (Start::Colon, b':'));
        self.start = match (self.start, byte) {
            // There are blanks of several bytes; to take more for blank does no harm.
            (_, b'\n' | b'\r') | (Start::Blank, b' ' | b'\t' | 0x0b | 0x0c | 0x80..) => {
                Start::Blank
            }
            (Start::Blank, b':') => Start::Colon,
            _ => Start::Past,
        };
        is_tag || is_line && self.syntax != Syntax::Commands
    }

    /// The byte, written as its format reads it back.
    fn spelt_out(&self, byte: u8) -> String {
        match self.syntax {
            Syntax::Json => format!("\\u{byte:04x}"),
            Syntax::Xml => format!("&#{byte};"),
            Syntax::Text | Syntax::Commands => format!("\\u{{{byte:x}}}"),
        }
    }
}

impl<W: Write> Write for Guard<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = 0;
        for start in (0..bytes.len()).step_by(PIECE) {
            let piece = &bytes[start..bytes.len().min(start + PIECE)];
            for at in start + self.harmless(piece)..start + piece.len() {
                let byte = bytes[at];
                if self.starts_command(byte) {
                    self.out.write_all(&bytes[written..at])?;
                    let text = self.spelt_out(byte);
                    self.out.write_all(text.as_bytes())?;
                    written = at + 1;
                }
            }
        }
        self.out.write_all(&bytes[written..])?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of a text that comes in pieces of any size.
    fn guarded(text: &str, syntax: Syntax) -> String {
        let all = |size: usize| {
            let mut guard = Guard::new(Vec::new(), syntax);
            text.as_bytes().chunks(size).for_each(|piece| {
                guard.write_all(piece).expect("a vector takes all");
            });
            String::from_utf8(guard.out).expect("it stays text")
        };
        let whole = all(text.len().max(1));
        (1..text.len()).for_each(|size| assert_eq!(all(size), whole));
        whole
    }

    #[test]
    fn no_line_starts_a_command() {
        let text = |text: &str| guarded(text, Syntax::Text);
        assert_eq!(
            text("::error::a\n \u{a0}::b\r\t::c"),
            ":\\u{3a}error::a\n \u{a0}:\\u{3a}b\r\t:\\u{3a}c"
        );
        assert_eq!(text("a::b\n:c::d\nfe80::1"), "a::b\n:c::d\nfe80::1");
        assert_eq!(text(":::"), ":\\u{3a}:");
    }

    #[test]
    fn nothing_in_a_line_starts_a_command() {
        let text = |text: &str| guarded(text, Syntax::Text);
        assert_eq!(text("a ##[b] ###[c] ##vso[d]"), "a ##\\u{5b}b] ###\\u{5b}c] ##vso\\u{5b}d]");
        assert_eq!(text("## a [b](c)\n# [d] #[e]"), "## a [b](c)\n# [d] #[e]");
    }

    #[test]
    fn no_command_hides_between_pieces() {
        let filler = ["x", "\n", " ", "x\n "].map(|text| text.repeat(2 * PIECE));
        let texts = ["::a", "##[b]", "#", "x ##vso[c]", "\n \t::d\nx::e"];
        for (filler, text) in filler.iter().flat_map(|filler| texts.map(|text| (filler, text))) {
            for cut in PIECE - 12..PIECE + 2 {
                let whole = format!("{}{text}{filler}{text}", &filler[..cut]);
                let byte_by_byte = {
                    let mut guard = Guard::new(Vec::new(), Syntax::Text);
                    whole.as_bytes().chunks(1).for_each(|byte| {
                        guard.write_all(byte).expect("a vector takes all");
                    });
                    guard.out
                };
                let mut guard = Guard::new(Vec::new(), Syntax::Text);
                guard.write_all(whole.as_bytes()).expect("a vector takes all");
                assert_eq!(guard.out, byte_by_byte);
            }
        }
    }

    #[test]
    fn what_is_spelt_out_can_be_read_back() {
        let json = serde_json::json!({"a": "##[b]", "c": ["::d"]});
        let told = guarded(&serde_json::to_string_pretty(&json).expect("it is JSON"), Syntax::Json);
        assert!(!told.contains("##["));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&told).expect("JSON still"), json);
        assert_eq!(guarded("<a>\n::b ##[c]</a>", Syntax::Xml), "<a>\n:&#58;b ##&#91;c]</a>");
    }

    #[test]
    fn a_format_of_commands_may_start_lines() {
        let text = "::error file=a::b\n";
        assert_eq!(guarded(text, Syntax::Commands), text);
        assert_eq!(guarded("##[b]", Syntax::Commands), "##\\u{5b}b]");
    }
}
