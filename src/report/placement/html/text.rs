//! Text in HTML. Whatever stands in a name, it is text and nothing more.

use std::borrow::Cow;

use crate::report::escape::{short, visible};

/// A name may be as long as a file. The rest of it is in its title.
const LONGEST: usize = 80;

/// Adds text.
pub(super) fn text(out: &mut String, text: &str) {
    escaped(out, &visible(text));
}

/// Adds a sentence of labctl, in which names stand in backticks.
pub(super) fn prose(out: &mut String, sentence: &str) {
    let sentence = visible(sentence);
    let mut parts = sentence.split('`').enumerate().peekable();
    while let Some((number, part)) = parts.next() {
        match (number % 2, parts.peek().is_some()) {
            (0, _) => escaped(out, part),
            (_, true) => {
                out.push_str("<code>");
                name(out, part);
                out.push_str("</code>");
            }
            (_, false) => {
                out.push('`');
                escaped(out, part);
            }
        }
    }
}

/// Adds a name: kept from turning the text around it, and cut if it is long.
pub(super) fn name(out: &mut String, name: &str) {
    if name.is_empty() {
        return out.push_str("(unnamed)");
    }
    let is_long = name.len() > LONGEST && name.chars().nth(LONGEST).is_some();
    if is_long {
        out.push_str("<bdi title=\"");
        escaped(out, &short(name));
        out.push_str("\">");
        escaped(out, &visible(&name.chars().take(LONGEST).collect::<String>()));
        out.push_str("…</bdi>");
    } else if name.is_ascii() {
        text(out, name);
    } else {
        out.push_str("<bdi>");
        text(out, name);
        out.push_str("</bdi>");
    }
}

/// Adds something that rests on an address: as a link, if that leads to a page.
pub(super) fn note(out: &mut String, note: &str) {
    let is_page = note.starts_with("https://") || note.starts_with("http://");
    if !is_page || note.contains(char::is_whitespace) {
        return name(out, note);
    }
    out.push_str("<a rel=\"noreferrer\" href=\"");
    escaped(out, &visible(note));
    out.push_str("\">");
    name(out, note);
    out.push_str("</a>");
}

/// A sentence with a capital.
pub(super) fn capital(sentence: &str) -> Cow<'_, str> {
    let mut letters = sentence.chars();
    match letters.next() {
        Some(first) if first.is_lowercase() => {
            Cow::Owned(first.to_uppercase().chain(letters).collect())
        }
        _ => Cow::Borrowed(sentence),
    }
}

fn escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}
