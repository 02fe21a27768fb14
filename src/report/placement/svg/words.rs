//! Words in a picture. Nobody asks a font here, so every letter is taken to be as wide as in a wide one.

use crate::report::escape::{short, visible};

/// As much of a text as fits, and a title with all of it if that is not all.
pub(super) fn fitted(text: &str, room: u32, size: u32) -> (String, String) {
    // Of a name as long as a file, nobody needs to look at more than fits.
    let start: String = text.chars().take(400).collect();
    let shown = visible(&start);
    let room = room * 100;
    let (mut used, mut end, mut fits) = (0, 0, true);
    let dots = 100 * size;
    for (at, letter) in shown.char_indices() {
        used += of(letter) * size;
        if used + dots <= room {
            end = at + letter.len_utf8();
        }
        if used > room {
            fits = false;
            break;
        }
    }
    if fits && start.len() == text.len() {
        return (escaped(&shown), String::new());
    }
    let cut = format!("{}…", escaped(shown[..end].trim_end()));
    (cut, format!("<title>{}</title>", escaped(&short(text))))
}

/// How wide a text is at most.
pub(super) fn width(text: &str, size: u32) -> u32 {
    text.chars().map(|letter| of(letter) * size).sum::<u32>().div_ceil(100)
}

/// Text that is text and nothing more. What XML cannot hold is not in it.
pub(super) fn escaped(text: &str) -> String {
    let text = visible(text);
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => shown.push('\u{fffd}'),
            letter => shown.push(letter),
        }
    }
    shown
}

/// How wide a letter is at most, in hundredths of the height of the font.
fn of(letter: char) -> u32 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 36,
        ' ' | 'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '/' | '-' | 'I' => 44,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 106,
        'A'..='Z' | '&' | '+' | '=' | '<' | '>' | '~' | '#' => 82,
        ' '..='~' => 68,
        // Nothing that combines is wider than nothing, but who knows them all.
        '\u{80}'..='\u{8ff}' => 90,
        _ => 150,
    }
}
