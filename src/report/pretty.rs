//! JSON with two blanks a level, as `serde_json` writes it; but the start of a line is written at once, which
//! is most of what a long report is made of.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// How a line begins that is so deep: a comma, a line break, and two blanks a level.
const START: &str = ",\n                                ";
const COMMA: usize = 1;
const BREAK: usize = 2;
const LEVEL: usize = 2;
const DEEPEST: usize = (START.len() - BREAK) / LEVEL;

/// Writes a value.
pub(in crate::report) fn write(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    Ok(value.serialize(&mut Serializer::with_formatter(out, Pretty::default()))?)
}

/// The layout.
#[derive(Debug, Default)]
pub(in crate::report) struct Pretty {
    depth: usize,
    has_value: bool,
}

impl Pretty {
    /// Begins a line, by the start of one without its first bytes.
    fn line<W: ?Sized + Write>(&self, out: &mut W, without: usize) -> io::Result<()> {
        let level = self.depth.min(DEEPEST);
        out.write_all(&START.as_bytes()[without..BREAK + level * LEVEL])?;
        (level..self.depth).try_for_each(|_| out.write_all(&START.as_bytes()[BREAK..][..LEVEL]))
    }

    fn open<W: ?Sized + Write>(&mut self, out: &mut W, bracket: u8) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        out.write_all(&[bracket])
    }

    fn close<W: ?Sized + Write>(&mut self, out: &mut W, bracket: u8) -> io::Result<()> {
        self.depth -= 1;
        if self.has_value {
            self.line(out, COMMA)?;
        }
        out.write_all(&[bracket])
    }
}

impl Formatter for Pretty {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b'[')
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b']')
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, if first { COMMA } else { 0 })
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b'{')
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b'}')
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, if first { COMMA } else { 0 })
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_what_serde_json_writes() {
        let mut value = serde_json::json!([{}, [], {"a": [1, {"b": []}], "c": {"d": "e"}}, null]);
        for _ in 0..40 {
            let mut told = Vec::new();
            super::write(&mut told, &value).expect("a vector takes all");
            assert_eq!(told, serde_json::to_vec_pretty(&value).expect("it is JSON"));
            value = serde_json::json!([{"deeper": value}, 1]);
        }
    }
}
