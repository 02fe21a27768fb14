//! The parts of a line of YAML, however broken it is.

use super::key::{Class, LONGEST, class};

/// Sections in which every key is the name of an entry.
pub(super) const SECTIONS: &[&str] = &[
    "hosts",
    "vms",
    "containers",
    "lxc",
    "natives",
    "workloads",
    "clusters",
    "networks",
    "storage",
    "backups",
];

/// A key and what follows it on its line.
pub(super) fn split_key(item: &str) -> Option<(&str, &str)> {
    if item.starts_with(['{', '[']) {
        return None;
    }
    let quote = item.chars().next().filter(|letter| matches!(letter, '"' | '\''));
    let from = quote.and_then(|quote| item[1..].find(quote)).map_or(0, |end| end + 1);
    let mut colons = memchr::memchr_iter(b':', &item.as_bytes()[from..]).map(|at| from + at);
    let colon = colons.find(|&at| ends_key(item, at))?;
    Some((&item[..colon], &item[colon + 1..]))
}

/// True if a colon ends a key, and is no part of it.
pub(super) fn ends_key(text: &str, colon: usize) -> bool {
    let bytes = text.as_bytes();
    let after = bytes.get(colon + 1).copied().unwrap_or(b' ');
    let before = colon.checked_sub(1).map_or(b' ', |before| bytes[before]);
    after.is_ascii_whitespace() || b"{[\"',]}&".contains(&after) || matches!(before, b'"' | b'\'')
}

/// What a key says of its value. One that is not written as it reads may be any, and so may its value.
pub(super) fn class_as_written(key: &str) -> Class {
    let key = key.trim();
    if key.starts_with('*') || (key.starts_with('"') && key.contains('\\')) {
        return Class::Environment;
    }
    class(without_properties(key).unwrap_or_default())
}

/// True for a field of an inventory that is called like a secret and holds none.
pub(super) fn is_word_of_language(key: &str, value: &str) -> bool {
    match key {
        "env" | "environment" => is_plain_word(value),
        "until" => true,
        "pin" => {
            value.is_empty()
                || value.starts_with('{')
                || matches!(value, "vm" | "container" | "native")
        }
        _ => false,
    }
}

/// True for a value that is a word and nothing else.
pub(super) fn is_plain_word(value: &str) -> bool {
    let rest = value.trim_start_matches(|letter: char| letter.is_alphanumeric() || letter == '-');
    let behind = rest.trim_start();
    let is_comment = behind.starts_with('#') && behind.len() < rest.len();
    rest.len() < value.len() && (behind.is_empty() || is_comment)
}

/// A value without its anchor and its tag; nothing if one of them is longer than any is, and may hide anything.
pub(super) fn without_properties(value: &str) -> Option<&str> {
    let mut value = value.trim_start();
    for _ in 0..2 {
        if value.starts_with(['&', '!']) {
            let end = match value.char_indices().nth(LONGEST) {
                Some((most, _)) => value[..most].find(char::is_whitespace)?,
                None => value.find(char::is_whitespace).unwrap_or(value.len()),
            };
            value = value[end..].trim_start();
        }
    }
    Some(value)
}

/// True for a letter behind the name of an anchor or a tag inside brackets.
pub(super) fn ends_name(letter: char) -> bool {
    letter.is_whitespace() || ",[]{}".contains(letter)
}

/// Where the comment behind a value begins, or the text ends.
pub(super) fn comment_start(text: &str) -> usize {
    text.find(" #").unwrap_or(text.len())
}

/// True for a value with a quote that is not closed on its line.
pub(super) fn is_open(value: &str) -> bool {
    let bytes = value.as_bytes();
    matches!(bytes, [mark @ (b'"' | b'\''), ..] if !close_quote(bytes, 1, *mark).0)
}

/// Goes on to what follows the end of a quoted text. Says first whether it ends at all.
pub(super) fn close_quote(bytes: &[u8], mut at: usize, mark: u8) -> (bool, usize) {
    while at < bytes.len() {
        let is_doubled = mark == b'\'' && bytes.get(at + 1) == Some(&mark);
        match bytes[at] {
            b'\\' if mark == b'"' => at += 1,
            byte if byte == mark && is_doubled => at += 1,
            byte if byte == mark => return (true, at + 1),
            _ => {}
        }
        at += 1;
    }
    (false, bytes.len())
}

/// The names behind a sign, and where they stand: of anchors behind `&`, of aliases behind `*`.
pub(super) fn names_behind(text: &str, sign: u8) -> impl Iterator<Item = (usize, &str)> {
    let starts = memchr::memchr_iter(sign, text.as_bytes()).filter(|&at| {
        text[..at]
            .chars()
            .next_back()
            .is_none_or(|before| before.is_whitespace() || ",[{:-".contains(before))
    });
    let names = starts.map(move |at| {
        let rest = &text[at + 1..];
        let most = rest.char_indices().nth(LONGEST).map_or(rest.len(), |(end, _)| end);
        (at, &rest[..rest[..most].find(ends_name).unwrap_or(most)])
    });
    names.filter(|(_, name)| !name.is_empty())
}
