//! Files of variables, such as `.env`. A value is looked at only when a text that the model takes names it.

use rustc_hash::FxHashMap;

use super::variables::name_length;
use crate::lab::Text;
use crate::source::{Source, Span};

/// Where each variable of a file stands. No value is kept.
#[derive(Debug, Clone)]
pub(super) struct EnvFile<'a> {
    source: &'a Source,
    /// The first byte of each name and of its value; the last definition counts.
    variables: FxHashMap<&'a str, (usize, usize)>,
}

impl<'a> EnvFile<'a> {
    /// Finds the variables of a file: lines of `NAME=value`, perhaps behind `export`. Quoted values may go on for
    /// several lines.
    pub(super) fn read(source: &'a Source) -> Self {
        let text = source.text();
        let mut variables = FxHashMap::default();
        let mut at = 0;
        while at < text.len() {
            let end =
                memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |it| at + it);
            let mut next = end + 1;
            if let Some((name, value)) = definition(text, at, end) {
                variables.insert(&text[name..name + name_length(&text[name..])], (name, value));
                next = value_end(text, value).max(next);
            }
            at = next;
        }
        Self { source, variables }
    }

    /// The value of a variable, whether it is meant literally, and where its name is written.
    pub(super) fn get(&self, name: &str) -> Option<(Text, bool, Span)> {
        let &(start, value) = self.variables.get(name)?;
        let at = self.source.span(start..start + name.len());
        let text = &self.source.text()[value..];
        if let Some(quoted) = text.strip_prefix('\'') {
            let end = quoted.find('\'').unwrap_or(quoted.len());
            return Some((quoted[..end].into(), true, at));
        }
        if let Some(quoted) = text.strip_prefix('"') {
            return Some((without_escapes(&quoted[..closing_quote(quoted)]), false, at));
        }
        let line = text.lines().next().unwrap_or_default();
        let comment = line.match_indices('#').map(|(at, _)| at);
        let mut comment = comment.filter(|&at| at == 0 || line[..at].ends_with([' ', '\t']));
        let line = comment.next().map_or(line, |at| &line[..at]);
        Some((line.trim().into(), false, at))
    }
}

/// Where the name and the value of a line start, if it defines a variable.
fn definition(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let skip = |at: usize| at + (text[at..end].len() - text[at..end].trim_start().len());
    let mut name = skip(start);
    if let Some(rest) = text[name..end].strip_prefix("export")
        && rest.starts_with([' ', '\t'])
    {
        name = skip(name + "export".len());
    }
    let behind = skip(name + name_length(&text[name..end]));
    let is_definition = behind > name && text[behind..end].starts_with(['=', ':']);
    is_definition.then(|| (name, skip(behind + 1)))
}

/// Where a value ends that starts with a quote; its start otherwise.
fn value_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    match rest.chars().next() {
        Some('\'') => rest[1..].find('\'').map_or(start, |end| start + end + 2),
        Some('"') => {
            let end = closing_quote(&rest[1..]);
            if end < rest.len() - 1 { start + end + 2 } else { start }
        }
        _ => start,
    }
}

/// Where a text in double quotes ends.
fn closing_quote(text: &str) -> usize {
    let mut is_escaped = false;
    let found = text.bytes().position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    found.unwrap_or(text.len())
}

fn without_escapes(text: &str) -> Text {
    if !text.contains('\\') {
        return text.into();
    }
    let mut out = Text::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n') => out.push('\n'),
                Some('t') => out.push('\t'),
                Some(other) => out.push(other),
                None => out.push('\\'),
            },
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::EnvFile;
    use crate::source::Sources;

    #[test]
    fn values_are_read_as_compose_reads_them() {
        let text = "# a comment\nA=1\n  export B = two # not this\nC='three # four'\nD=\"five \\\"six\\\"\nseven=8\"\nE=#\nF=a#b\nG: yaml\nA=9\nnot a definition\n=x\nH=";
        let mut sources = Sources::default();
        let file = EnvFile::read(sources.add(".env".to_owned(), text.to_owned()).expect("small"));
        let value = |name: &str| file.get(name).map(|(value, ..)| value.to_string());
        let cases = [
            ("A", Some("9")),
            ("B", Some("two")),
            ("C", Some("three # four")),
            ("D", Some("five \"six\"\nseven=8")),
            ("seven", None),
            ("E", Some("")),
            ("F", Some("a#b")),
            ("G", Some("yaml")),
            ("H", Some("")),
            ("not", None),
        ];
        for (name, expected) in cases {
            assert_eq!(value(name).as_deref(), expected, "{name}");
        }
    }
}
