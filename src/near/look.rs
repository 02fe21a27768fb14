//! What letters look like: those that nobody sees, and names that nobody can tell apart.

use unicode_security::skeleton;

/// True for a character that leaves nothing to be seen, or looks like a space and is none.
///
/// The ranges are those of Unicode's `Default_Ignorable_Code_Point` and `Space_Separator`, with the controls, the
/// empty pattern of Braille, and what is no character at all.
pub(crate) fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{a0}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{1680}'
            | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{2000}'..='\u{200f}'
            | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{206f}' | '\u{2800}' | '\u{3000}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}'
            | '\u{fffe}' | '\u{ffff}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d159}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// True for a character that shapes the one before it, as in emojis and in scripts whose letters join.
pub(crate) fn shapes(before: char, letter: char) -> bool {
    let joins = matches!(letter, '\u{200c}' | '\u{200d}')
        && matches!(before, '\u{600}'..='\u{dff}' | '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}');
    let varies = matches!(letter, '\u{fe0e}' | '\u{fe0f}')
        && matches!(before, '#' | '*' | '0'..='9' | '\u{a9}' | '\u{ae}' | '\u{203c}'..='\u{3299}' | '\u{1f000}'..='\u{1faff}');
    joins || varies
}

/// The same text for all names that look the same, as `pve1` does with a Cyrillic `е`; case counts for nothing.
pub(crate) fn look_of(name: &str) -> String {
    let seen: String =
        name.chars().map(|letter| if is_unseen(letter) { ' ' } else { letter }).collect();
    let words: String = seen.split_whitespace().collect();
    skeleton(&words.to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_the_same_have_one_look() {
        for other in ["pv\u{435}1", "pve1\u{200b}", "\u{a0}pve1", "pve\u{2060}1", "PVE1", "ｐｖｅ1"]
        {
            assert_eq!(look_of(other), look_of("pve1"), "{other:?}");
        }
        for other in ["pve2", "pvé1", "pve11"] {
            assert_ne!(look_of(other), look_of("pve1"), "{other:?}");
        }
    }

    #[test]
    fn an_emoji_keeps_its_shape() {
        for seen in ["❤\u{fe0f}", "👩\u{200d}💻", "نمی\u{200c}خواهم"] {
            let letters: Vec<char> = seen.chars().collect();
            assert!(letters.windows(2).all(|two| !is_unseen(two[1]) || shapes(two[0], two[1])));
        }
        assert!(is_unseen('\u{fe0f}') && !shapes('a', '\u{fe0f}') && !shapes('a', '\u{200d}'));
    }
}
