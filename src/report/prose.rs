//! Text in Markdown: a sentence stays a sentence and a name a name, whatever stands in it.

use super::escape::visible;

/// A sentence of labctl. What stands in backticks becomes code, all else is text and nothing more.
pub(super) fn prose(text: &str) -> String {
    let text = visible(text);
    let mut parts = text.split('`').enumerate().peekable();
    let mut shown = String::with_capacity(text.len() + 16);
    while let Some((number, part)) = parts.next() {
        let closed = parts.peek().is_some();
        match number % 2 {
            0 => shown.push_str(&escaped(part, "(),;./:?!=+-%'\"")),
            _ if closed => shown.push_str(&code(part)),
            _ => shown.push_str(&format!("&#96;{}", escaped(part, ""))),
        }
    }
    shown
}

/// A name as code, whatever it holds.
pub(super) fn code(text: &str) -> String {
    let text = visible(text);
    // Of a blank at either end, backticks would swallow one.
    if text.is_empty() || text.trim() != text || text.contains(['`', '|', '\\', '<', '&', '[', ']'])
    {
        return format!("<code>{}</code>", escaped(&text, ""));
    }
    format!("`{text}`")
}

/// The text with all punctuation but some as entities, which never mean anything but the character. Two
/// things come alive after that: a name after `@`, and an address.
fn escaped(text: &str, harmless: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '@' | '#' => shown.push_str(&format!("&#{};&#8203;", u32::from(c))),
            c if c.is_ascii_punctuation() && !harmless.contains(c) => {
                shown.push_str(&format!("&#{};", u32::from(c)));
            }
            c => shown.push(c),
        }
    }
    shown.replace("://", "&#58;//").replace("www.", "www&#46;")
}
