//! Text from files, made safe to show: names are data and may hold anything.

use std::borrow::Cow;

use crate::secret::without;

/// So many letters of a message are shown.
const LONGEST: usize = 2_000;

/// The text without secrets, and with everything that could steer a terminal or hide itself written out,
/// as in `\u{1b}`.
///
/// That is control characters, the invisible ones that change the direction or the meaning of text, and
/// what the log of a GitHub job takes for the start of a command wherever it stands.
pub fn visible(text: &str) -> Cow<'_, str> {
    let text = without(text);
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if (is_plain || !text.chars().any(is_unsafe)) && !text.contains("##[") {
        return text;
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' => shown.push(' '),
            c if is_unsafe(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown.replace("##[", "#\\u{23}["))
}

/// A message that is safe to show; a name may be as long as a file.
pub(super) fn short(message: &str) -> Cow<'_, str> {
    match message.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}...", visible(&message[..end]))),
        None => visible(message),
    }
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // Marks and overrides of direction, and isolates.
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Line and paragraph separators, and other characters without a width of their own.
            | '\u{2028}' | '\u{2029}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{180e}'
            | '\u{ad}' | '\u{e0000}'..='\u{e007f}'
            // What is no character at all; XML has no way to write it.
            | '\u{fffe}' | '\u{ffff}')
}
