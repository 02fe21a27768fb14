//! Secrets in lines of source that are shown as they stand.

use std::collections::HashMap;
use std::ops::Range;

use crate::source::{Source, Span};

/// Parts of keys whose values nobody else should see.
const SECRET: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "private_key",
    "private-key",
    "access_key",
    "access-key",
    "credential",
    "auth_key",
    "authkey",
    "psk",
];

/// Keys under which environment variables stand.
const ENVIRONMENT: &[&str] = &["environment", "env", "env_file", "environment_variables"];

/// A key is not longer than this; what is, is no name of a secret.
const LONGEST_KEY: usize = 100;

/// What is hidden in each file. It is found once, when a line of the file is shown for the first time.
#[derive(Default)]
pub(super) struct Secrets(HashMap<Span, Hidden>);

impl Secrets {
    pub(super) fn of(&mut self, source: &Source) -> &Hidden {
        self.0.entry(source.whole()).or_insert_with(|| Hidden::of(source))
    }
}

/// The lines of a file that belong to a secret key above them, hidden as a whole.
pub(super) struct Hidden {
    /// The numbers of the lines, counted from 1, in order.
    lines: Vec<Range<usize>>,
}

impl Hidden {
    fn of(source: &Source) -> Self {
        let mut hidden = Self { lines: Vec::new() };
        // The secret key that is open, by its column.
        let mut open: Option<Block> = None;
        for (number, line) in (1..).zip(source.text().lines()) {
            let said = line.trim_start();
            if said.is_empty() {
                continue;
            }
            let column = line.len() - said.len();
            match open {
                Some(block) if block.holds(column, said) => hidden.add(number),
                // A comment ends nothing, wherever it stands.
                _ if said.starts_with('#') => {}
                _ => open = Block::begins(column, said),
            }
        }
        hidden
    }

    fn add(&mut self, number: usize) {
        match self.lines.last_mut() {
            Some(last) if last.end == number => last.end += 1,
            _ => self.lines.push(number..number + 1),
        }
    }

    fn contains(&self, number: usize) -> bool {
        let after = self.lines.partition_point(|lines| lines.start <= number);
        after > 0 && self.lines[after - 1].contains(&number)
    }

    /// A line, or the beginning of one, as it may be shown: byte for byte as long as before.
    pub(super) fn line(&self, number: usize, line: &str) -> String {
        if !self.contains(number) {
            return redact(line);
        }
        let said = line.trim_start_matches([' ', '-']);
        format!("{}{}", &line[..line.len() - said.len()], "*".repeat(said.len()))
    }
}

/// What stands below a secret key.
#[derive(Clone, Copy)]
struct Block {
    /// The column of the key.
    column: usize,
    /// Whether a mapping below it is secret too.
    whole: bool,
}

impl Block {
    fn begins(column: usize, said: &str) -> Option<Self> {
        let item = said.trim_start_matches(['-', ' ']);
        let column = column + said.len() - item.len();
        let (key, value) = item.split_once(':')?;
        if key.len() > LONGEST_KEY {
            return None;
        }
        let key = key.trim_end().trim_matches(['"', '\'']).to_ascii_lowercase();
        let environment = ENVIRONMENT.contains(&key.as_str());
        let secret = || SECRET.iter().any(|secret| key.contains(secret));
        // A workload may be called after the secrets it keeps; what is said of it is none.
        let whole = environment || !value.trim().is_empty();
        (environment || secret()).then_some(Self { column, whole })
    }

    fn holds(self, column: usize, said: &str) -> bool {
        let item = said.starts_with('-');
        (column > self.column && (self.whole || item)) || (column == self.column && item)
    }
}

/// The line with the values of secret keys as asterisks, byte for byte as long as before.
fn redact(line: &str) -> String {
    let mut hidden = line.to_owned();
    for value in secrets(line) {
        let stars = "*".repeat(value.len());
        hidden.replace_range(value, &stars);
    }
    hidden
}

/// Where the values of secret keys are.
fn secrets(line: &str) -> Vec<Range<usize>> {
    let lower = line.to_ascii_lowercase();
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = lower[from..].find([':', '=']).map(|at| from + at) {
        let mut start = at.saturating_sub(LONGEST_KEY);
        while !lower.is_char_boundary(start) {
            start += 1;
        }
        let key = lower[start..at].trim_end().trim_end_matches(['"', '\'']);
        let key_start =
            key.rfind([' ', ',', '{', '[', '"', '\'', '-', '\t']).map_or(0, |start| start + 1);
        let before = key.rfind([' ', ',', '{', '[', '"', '\'', '\t']).map_or(0, |start| start + 1);
        let (short, long) = (&key[key_start..], &key[before..]);
        let rest = &line[at + 1..];
        let start = at + 1 + (rest.len() - rest.trim_start().len());
        let value = &line[start..];
        if ENVIRONMENT.contains(&short) && value.starts_with(['{', '[']) {
            found.push(start..line.len());
            break;
        }
        if SECRET.iter().any(|secret| long.contains(secret)) && !value.is_empty() {
            let end = match value.chars().next() {
                Some('[' | '{') => value.len(),
                Some(quote @ ('"' | '\'')) => {
                    value[1..].find(quote).map_or(value.len(), |end| end + 2)
                }
                _ => value.find([',', '}', ']']).unwrap_or(value.len()),
            };
            found.push(start..start + end);
            from = start + end;
        } else {
            from = at + 1;
        }
    }
    found
}
