//! Variables: `${NAME}` and its forms, filled in from files such as `.env` and from defaults.
//!
//! Only what the model takes is ever filled in, and the environment of the process is left alone: the same files
//! give the same lab everywhere.

use std::cell::Cell;

use super::env_file::EnvFile;
use crate::lab::Text;
use crate::secret::is_secret_name;
use crate::source::Span;

/// Variables stand in the defaults of others; nobody nests them deeper than this.
const DEEPEST: usize = 16;

/// No text that the model takes is longer than this once it is filled in.
const LONGEST: usize = 64 << 10;

/// So many variables are filled in for one text, those in the values of others included.
const MOST: u32 = 1_000;

/// So many braces of one text may be without their end, before the rest of it is taken as it is.
const UNCLOSED: u32 = 20;

/// Where variables are defined, the first definition counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Variables<'a> {
    files: Vec<EnvFile<'a>>,
}

/// A text with its variables filled in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FilledText {
    /// A variable without a value is left standing, without its default or message.
    pub(super) text: Text,
    /// Where the first of them is defined, outside the text itself.
    pub(super) via: Option<Span>,
    /// Why it cannot be known, as a clause; the variables of which that is so.
    pub(super) unknown: Option<Text>,
}

impl<'a> Variables<'a> {
    /// Adds a file; what is defined before counts first.
    pub(super) fn add(&mut self, file: EnvFile<'a>) {
        self.files.push(file);
    }

    /// The value of a variable and where it is defined.
    pub(super) fn get(&self, name: &str) -> Option<(Text, Span)> {
        self.lookup(name, DEEPEST, &Cell::new(MOST))
    }

    fn lookup(&self, name: &str, depth: usize, left: &Cell<u32>) -> Option<(Text, Span)> {
        left.set(left.get().checked_sub(1)?);
        let (value, is_literal, at) = self.files.iter().find_map(|file| file.get(name))?;
        if is_literal || !value.contains('$') {
            return Some((value, at));
        }
        let mut filling = Filling::new(self, left);
        filling.fill(&value, depth.checked_sub(1)?);
        filling.missing.is_none().then(|| (filling.out.into(), at))
    }

    /// A text with its variables filled in.
    pub(super) fn fill(&self, text: &str) -> FilledText {
        let left = Cell::new(MOST);
        let mut filling = Filling::new(self, &left);
        filling.fill(text, DEEPEST);
        let Filling { via, missing, out, .. } = filling;
        // What a template engine fills in later is as unknown as a variable.
        let template = || out.contains("{{").then(|| "a template fills it in".into());
        let unknown = missing.or_else(template);
        FilledText { text: out.into(), via, unknown }
    }
}

/// A text that is being filled in.
struct Filling<'v, 'a> {
    variables: &'v Variables<'a>,
    /// How many variables may still be filled in.
    left: &'v Cell<u32>,
    via: Option<Span>,
    missing: Option<Text>,
    out: String,
}

/// What stands behind a name in braces, and what it means where the variable has no value.
enum Otherwise<'t> {
    /// Nothing, and there are no braces: `$NAME`.
    Bare,
    /// Nothing.
    Missing,
    /// `-` or `:-`: another text.
    Default(&'t str),
    /// `?` or `:?`: an error.
    Required,
    /// `+` or `:+`: nothing, and this text where it has a value.
    Alternative(&'t str),
}

impl<'v, 'a> Filling<'v, 'a> {
    fn new(variables: &'v Variables<'a>, left: &'v Cell<u32>) -> Self {
        Self { variables, left, via: None, missing: None, out: String::new() }
    }

    fn fill(&mut self, text: &str, depth: usize) {
        let mut rest = text;
        let mut unclosed = 0;
        while let Some(at) = memchr::memchr(b'$', rest.as_bytes()) {
            self.out.push_str(&rest[..at]);
            let behind = &rest[at + 1..];
            rest = if let Some(rest) = behind.strip_prefix('$') {
                self.out.push('$');
                rest
            } else if let Some(braced) = behind.strip_prefix('{')
                && let Some(end) = closing_brace(braced)
            {
                self.braced(&braced[..end], depth);
                &braced[end + 1..]
            } else {
                unclosed += u32::from(behind.starts_with('{'));
                let name = &behind[..name_length(behind)];
                match name {
                    "" => self.out.push('$'),
                    name => self.variable(name, &Otherwise::Bare, false, depth),
                }
                &behind[name.len()..]
            };
            if unclosed > UNCLOSED {
                break;
            }
            if self.out.len() > LONGEST {
                self.missing.get_or_insert_with(|| "its variables make it too long".into());
                return;
            }
        }
        self.out.push_str(rest);
    }

    fn braced(&mut self, inside: &str, depth: usize) {
        let (name, rest) = inside.split_at(name_length(inside));
        let (is_strict, operator) = match rest.strip_prefix(':') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let mut letters = operator.chars();
        let otherwise = match (letters.next(), letters.as_str()) {
            _ if name.is_empty() => None,
            (None, _) if !is_strict => Some(Otherwise::Missing),
            (Some('-'), default) => Some(Otherwise::Default(default)),
            (Some('?'), _) => Some(Otherwise::Required),
            (Some('+'), other) => Some(Otherwise::Alternative(other)),
            _ => None,
        };
        if let Some(otherwise) = otherwise {
            self.variable(name, &otherwise, is_strict, depth);
        } else {
            self.missing.get_or_insert_with(|| "a variable in it cannot be read".into());
            self.out.extend(["${", inside, "}"]);
        }
    }

    /// `is_strict` counts an empty value as none.
    fn variable(&mut self, name: &str, otherwise: &Otherwise<'_>, is_strict: bool, depth: usize) {
        let is_secret = is_secret_name(name);
        let found = if is_secret { None } else { self.variables.lookup(name, depth, self.left) };
        let found = found.filter(|(value, _)| !(is_strict && value.is_empty()));
        match (found, otherwise) {
            (Some((_, at)), Otherwise::Alternative(other)) => {
                self.via.get_or_insert(at);
                self.deeper(name, other, depth);
            }
            (Some((value, at)), _) => {
                self.via.get_or_insert(at);
                self.out.push_str(&value);
            }
            (None, Otherwise::Alternative(_)) => {}
            (None, Otherwise::Default(default)) if !is_secret => self.deeper(name, default, depth),
            (None, Otherwise::Required) => self.leave(&in_braces(name), "must be set"),
            (None, _) if is_secret => self.leave(&in_braces(name), "may be a secret"),
            (None, Otherwise::Bare) => self.leave(&format!("${name}"), "is not set here"),
            (None, _) => self.leave(&in_braces(name), "is not set here"),
        }
    }

    fn deeper(&mut self, name: &str, text: &str, depth: usize) {
        match depth.checked_sub(1) {
            Some(depth) => self.fill(text, depth),
            None => self.leave(&in_braces(name), "is nested too deeply"),
        }
    }

    fn leave(&mut self, variable: &str, why: &str) {
        self.missing.get_or_insert_with(|| format!("`{variable}` {why}").into());
        self.out.push_str(variable);
    }
}

fn in_braces(name: &str) -> String {
    format!("${{{name}}}")
}

/// How many bytes of a text are the name of a variable.
pub(super) fn name_length(text: &str) -> usize {
    let is_part = |(at, byte): (usize, u8)| {
        byte == b'_' || byte.is_ascii_alphabetic() || (at > 0 && byte.is_ascii_digit())
    };
    text.bytes().enumerate().take_while(|&it| is_part(it)).count()
}

/// Where the brace ends that a text is inside of.
fn closing_brace(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut before = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' if before == b'$' => depth += 1,
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
        before = byte;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{EnvFile, Variables};
    use crate::source::Sources;

    const FILE: &str = "TAG=2.11\nEMPTY=\nexport DATA=/srv/data # where all is\nQ='a $TAG'\nD=\"${TAG}-x\"\nLOOP=${LOOP}\nDB_PASSWORD=hidden\n";

    #[test]
    fn every_form_of_a_variable_is_filled_in() {
        let mut sources = Sources::default();
        let source = sources.add(".env".to_owned(), FILE.to_owned()).expect("it is small");
        let mut variables = Variables::default();
        variables.add(EnvFile::read(source));
        let known = [
            ("nginx:${TAG}-alpine", "nginx:2.11-alpine"),
            ("$DATA/log", "/srv/data/log"),
            ("${EMPTY:-empty} ${EMPTY-kept}", "empty "),
            ("${A:-${B-7.2}}", "7.2"),
            ("old${A:+-$A}", "old"),
            ("old${TAG:+-$TAG}", "old-2.11"),
            ("echo $$HOME $$$$", "echo $HOME $$"),
            ("$ and $1", "$ and $1"),
            ("${Q}", "a $TAG"),
            ("${D}", "2.11-x"),
            ("${X:-a{b}c}", "a{bc}"),
        ];
        for (text, filled) in known {
            let found = variables.fill(text);
            assert_eq!((&*found.text, found.unknown.as_deref()), (filled, None), "{text}");
        }
        let unknown = [
            ("${IP}:53:53", "${IP}:53:53", "`${IP}` is not set here"),
            ("$IP/x", "$IP/x", "`$IP` is not set here"),
            ("${A:-${B}}", "${B}", "`${B}` is not set here"),
            ("${A:?say so: now}", "${A}", "`${A}` must be set"),
            ("${EMPTY:?}", "${EMPTY}", "`${EMPTY}` must be set"),
            ("${LOOP}", "${LOOP}", "`${LOOP}` is not set here"),
            ("${DB_PASSWORD:-hidden}", "${DB_PASSWORD}", "`${DB_PASSWORD}` may be a secret"),
            ("x:{{ tag }}", "x:{{ tag }}", "a template fills it in"),
            ("${A!b}", "${A!b}", "a variable in it cannot be read"),
        ];
        for (text, filled, why) in unknown {
            let found = variables.fill(text);
            assert_eq!((&*found.text, found.unknown.as_deref()), (filled, Some(why)), "{text}");
        }
    }

    #[test]
    fn no_depth_of_nesting_does_harm() {
        let deep = "${A:-".repeat(100_000) + &"}".repeat(100_000);
        assert!(Variables::default().fill(&deep).unknown.is_some());
        assert!(Variables::default().fill(&"${".repeat(100_000)).unknown.is_none());
    }
}
