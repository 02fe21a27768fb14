//! Secrets inside one line, or inside a message that quotes what somebody wrote.

use std::borrow::Cow;
use std::ops::Range;

use super::key::{LONGEST, Sort, is_of_passwords, sort};

/// How credentials begin that can be known by their first letters.
const PREFIXES: &[&str] = &[
    "AGE-SECRET-KEY-",
    "AKIA",
    "eyJ",
    "ghp_",
    "gho_",
    "ghs_",
    "github_pat_",
    "glpat-",
    "hvs.",
    "tskey-",
    "xoxb-",
    "xoxp-",
];

/// The bytes that credentials begin with, which is faster than to look for each of them.
const FIRST: [bool; 256] = {
    let mut first = [false; 256];
    let mut at = 0;
    while at < PREFIXES.len() {
        first[PREFIXES[at].as_bytes()[0] as usize] = true;
        at += 1;
    }
    first
};

/// A credential has at least so many bytes.
const CREDENTIAL: usize = 16;

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    /// Whether it goes on inside brackets.
    pub(super) in_brackets: bool,
    /// Whether its first key is the name of an entry, which may be called after a secret and is none.
    pub(super) names: bool,
}

/// The line with every secret as asterisks, byte for byte as long as before.
pub(super) fn line(line: &str, place: Place) -> Cow<'_, str> {
    let mut found = values(line, place);
    anywhere(line, &mut found);
    starred(line, found)
}

/// The same for a message.
pub(super) fn message(text: &str) -> Cow<'_, str> {
    if is_harmless(text) {
        return Cow::Borrowed(text);
    }
    let mut found = assigned(text);
    anywhere(text, &mut found);
    starred(text, found)
}

/// True if a text surely holds no secret, as most names do: nothing is assigned in it, nobody logs in, no
/// option is set, and it is too short for a credential.
fn is_harmless(text: &str) -> bool {
    text.len() < CREDENTIAL
        && !text.bytes().any(|byte| matches!(byte, b'=' | b':' | b'@'))
        && !text.contains("--")
}

fn starred(text: &str, found: Vec<Range<usize>>) -> Cow<'_, str> {
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut hidden = text.as_bytes().to_vec();
    found.into_iter().for_each(|range| hidden[range].fill(b'*'));
    Cow::Owned(String::from_utf8(hidden).expect("only whole letters are replaced"))
}

/// Where the values of secret keys are in a line.
fn values(line: &str, place: Place) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut names = place.names;
    let mut open = Open { count: usize::from(place.in_brackets), read: 0 };
    let assigns = line.rfind('=');
    let mut from = 0;
    while let Some(at) = line[from..].find([':', '=']).map(|at| from + at) {
        from = at + 1;
        let rest = &line[from..];
        let start = from + (rest.len() - rest.trim_start().len());
        let value = &line[start..];
        let key = key_before(line, at);
        // `shop/auth:1.2` is an image with its version.
        let is_path = key.contains('/') && !rest.starts_with(' ') && line[at..].starts_with(':');
        let first = first_letter(value);
        let is_name = std::mem::take(&mut names) && first == Some('{');
        if value.is_empty() || is_name || is_path {
            continue;
        }
        let opens = matches!(first, Some('{' | '['));
        let hides = match sort(key) {
            Sort::Secret => true,
            Sort::Variable => !opens,
            // Where the word for an environment stands by itself, it may be a field of ours.
            Sort::Environment => {
                let own = matches!(key, "environment" | "env") && line[at..].starts_with(':');
                !own || opens || assigns > Some(start)
            }
            Sort::Plain => false,
        };
        if hides {
            let in_brackets = open.any_at(line, at);
            let end = start + if opens { value.len() } else { length(value, in_brackets) };
            found.push(start..end);
            from = end;
        }
    }
    found
}

/// The key that ends at a place.
fn key_before(line: &str, at: usize) -> &str {
    let mut start = at.saturating_sub(LONGEST);
    while !line.is_char_boundary(start) {
        start += 1;
    }
    let key = line[start..at].trim_end().trim_end_matches(['"', '\'']);
    let before = |letter: char| letter.is_whitespace() || ",{[(\"'`?&".contains(letter);
    let key = key.rfind(before).map_or(key, |before| {
        let letter = key[before..].chars().next().map_or(1, char::len_utf8);
        &key[before + letter..]
    });
    key.trim_start_matches('-')
}

/// How a value begins behind its anchor and its tag. Where these are longer than any are, it counts as a list, of which
/// all is hidden.
fn first_letter(value: &str) -> Option<char> {
    let end = value.char_indices().nth(2 * LONGEST).map_or(value.len(), |(end, _)| end);
    let bare = without_properties(&value[..end]);
    bare.chars().next().or_else(|| (end < value.len()).then_some('['))
}

/// A value without its anchor and its tag.
pub(super) fn without_properties(value: &str) -> &str {
    let next = |value: &'_ str| value.find(char::is_whitespace).unwrap_or(value.len());
    let mut value = value.trim_start();
    for _ in 0..2 {
        if value.starts_with(['&', '!']) {
            value = value[next(value)..].trim_start();
        }
    }
    value
}

/// The brackets that are open at some place of a line, as far as it has been read.
struct Open {
    count: usize,
    read: usize,
}

impl Open {
    /// True if a bracket is open at a place, which is behind the last one that was asked for.
    fn any_at(&mut self, line: &str, at: usize) -> bool {
        let bytes = line.as_bytes();
        for place in self.read..at {
            let before = place.checked_sub(1).map_or(b' ', |before| bytes[before]);
            match bytes[place] {
                b'{' | b'[' if b" {[:,\t".contains(&before) => self.count += 1,
                b'}' | b']' => self.count = self.count.saturating_sub(1),
                _ => {}
            }
        }
        self.read = at;
        self.count > 0
    }
}

/// How long a value is.
fn length(value: &str, in_brackets: bool) -> usize {
    let bytes = value.as_bytes();
    let quote = bytes[0];
    if matches!(quote, b'"' | b'\'') {
        let mut at = 1;
        while at < bytes.len() {
            let next = bytes.get(at + 1);
            match bytes[at] {
                b'\\' if quote == b'"' => at += 1,
                byte if byte == quote && quote == b'\'' && next == Some(&quote) => at += 1,
                byte if byte == quote => return at + 1,
                _ => {}
            }
            at += 1;
        }
        return value.len();
    }
    if !in_brackets {
        return value.len();
    }
    let ends =
        |&(at, _): &(usize, &str)| !value[at..].starts_with(',') || key_follows(&value[at + 1..]);
    let mut marks = value.match_indices([',', '}', ']']);
    marks.find(ends).map_or(value.len(), |(end, _)| end)
}

/// True if what follows a comma is another key, and so not more of the value before it.
fn key_follows(rest: &str) -> bool {
    let known = |letter: char| letter.is_ascii_alphanumeric() || "_- \"'".contains(letter);
    let key = rest.trim_start_matches(known);
    key.len() < rest.len() && (key.starts_with(": ") || key == ":")
}

/// Where a message quotes `key=value` or `key:value`, as it does if that stands where a name should. After
/// a word for a password, people leave a space.
fn assigned(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut from, mut quoted) = (0, false);
    while let Some(at) = text[from..].find([':', '=']).map(|at| from + at) {
        quoted ^= text[from..at].matches('`').count() % 2 == 1;
        from = at + 1;
        let key = key_before(text, at);
        if is_of_passwords(key) && text[from..].starts_with(' ') {
            from += 1;
        }
        let value = &text[from..];
        let known = match (sort(key), text.as_bytes()[at]) {
            (Sort::Plain, _) | (Sort::Environment, b':') => false,
            // An image and its version are no key and its value.
            _ => !key.contains('/'),
        };
        if known && !value.starts_with([' ', '/', '`']) && !value.is_empty() {
            let end = if quoted { value.find('`') } else { value.find(char::is_whitespace) };
            let end = from + end.unwrap_or(value.len());
            found.push(from..end);
            from = end;
        }
    }
    found
}

/// Where something is a secret whatever stands before it.
fn anywhere(text: &str, found: &mut Vec<Range<usize>>) {
    logins(text, found);
    flags(text, found);
    credentials(text, found);
}

/// Where a credential stands that is known by its first letters.
fn credentials(text: &str, found: &mut Vec<Range<usize>>) {
    let begins = |at: usize| PREFIXES.iter().any(|prefix| text[at..].starts_with(prefix));
    let inside = |at: usize| text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    let part = |letter: char| letter.is_ascii_alphanumeric() || "_-.".contains(letter);
    let mut known = 0;
    for (at, _) in text.bytes().enumerate().filter(|(_, byte)| FIRST[usize::from(*byte)]) {
        if at >= known && begins(at) && !inside(at) {
            let length = text[at..].find(|letter| !part(letter)).unwrap_or(text.len() - at);
            if length >= CREDENTIAL {
                known = at + length;
                found.push(at..known);
            }
        }
    }
}

/// Where `user:password@host` says who logs in, with a scheme before it or without.
fn logins(text: &str, found: &mut Vec<Range<usize>>) {
    if !text.contains('@') {
        return;
    }
    let ends = |letter: char| letter.is_whitespace() || "\"'`,{}[]()".contains(letter);
    let mut start = 0;
    for word in text.split(ends) {
        // The digest of an image is no host.
        let end = word.rfind("@sha256:").unwrap_or(word.len());
        let login = word.find("://").map(|scheme| scheme + "://".len());
        let login = login.or_else(|| word.find(':').map(|colon| colon + 1));
        if let Some((login, at)) = login.zip(word[..end].rfind('@'))
            && login < at
        {
            found.push(start + login..start + at);
        }
        start += word.len();
        start += text[start..].chars().next().map_or(0, char::len_utf8);
    }
}

/// Where `--password` and its like are followed by a value.
fn flags(text: &str, found: &mut Vec<Range<usize>>) {
    let mut from = 0;
    while let Some(start) = text[from..].find("--").map(|start| from + start) {
        let word = |letter: char| !(letter.is_ascii_alphanumeric() || "-_".contains(letter));
        let length = text[start..].find(word).unwrap_or(text.len() - start);
        from = start + length;
        let rest = &text[from..];
        if rest.is_empty() || rest.starts_with('=') || !is_flag(&text[start..from]) {
            continue;
        }
        let between = |letter: char| letter.is_whitespace() || "\"',".contains(letter);
        let value = from + (rest.len() - rest.trim_start_matches(between).len());
        let ends = |letter: char| letter.is_whitespace() || "\"'`,]}".contains(letter);
        let end = text[value..].find(ends).map_or(text.len(), |end| value + end);
        found.push(value..end);
    }
}

/// True for an option of a command that takes a secret.
pub(super) fn is_flag(word: &str) -> bool {
    word.strip_prefix("--").is_some_and(|name| sort(name) == Sort::Secret)
}
