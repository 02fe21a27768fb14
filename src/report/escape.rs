//! Text from files, made safe to show: names are data and may hold anything.

use std::borrow::Cow;

use crate::near::{is_unseen, shapes};
use crate::secret::without;

/// So many letters of a message are shown.
const LONGEST: usize = 2_000;

/// The text without secrets, and with everything that could steer a terminal or hide itself written out,
/// as in `\u{1b}`.
///
/// That is control characters, those that nobody sees or takes for a space, and what the log of a GitHub job
/// takes for the start of a command wherever it stands.
pub fn visible(text: &str) -> Cow<'_, str> {
    let text = without(text);
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if (is_plain || !text.chars().any(is_unseen)) && !text.contains("##[") {
        return text;
    }
    let mut shown = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' => shown.push(' '),
            c if is_unseen(c) && !shapes(before, c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
        before = c;
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
