//! Names that are alike: the nearest of several to one that is wrong, and those that look the same.

mod look;

pub(crate) use look::{is_unseen, look_of, shapes};

/// Names longer than this are not worth comparing.
const LONG: usize = 64;

/// In names of so few letters another first one makes another word: `ups` is not meant as `ips`.
const SHORT: usize = 5;

/// The name that is nearest to what was written, if one is near enough to be meant.
///
/// Near enough is one edit for every four letters, case and `ü` for `ue` aside; a name that only lacks letters at its end counts too.
/// A short name that begins with another letter is another word.
pub fn nearest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if written.len() > LONG {
        return None;
    }
    let lower = folded(written);
    let allowed = (lower.chars().count() / 4).max(1);
    let letters = letters_of(&lower);
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        if name.len() > LONG || name.len().abs_diff(written.len()) > allowed.max(4) {
            continue;
        }
        // An edit changes at most two letters of the set. Nearly every name is out by that.
        if let (Some(letters), Some(others)) = (letters, letters_of(name)) {
            let differ = (letters ^ others).count_ones() as usize;
            if differ > 2 * allowed && letters & !others != 0 {
                continue;
            }
        }
        let name_lower = folded(name);
        let begins = lower.len() >= 3 && name_lower.starts_with(&lower);
        let distance = strsim::osa_distance(&lower, &name_lower);
        let distance = if begins { distance.min(1) } else { distance };
        if lower.len() <= SHORT && begins_otherwise(&lower, &name_lower) {
            continue;
        }
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// True if the first letter of a name stands for another one, and is not just missing or out of place.
fn begins_otherwise(written: &str, name: &str) -> bool {
    let (mut own, mut other) = (written.chars(), name.chars());
    let (first, second) = (own.next(), own.next());
    let (leads, follows) = (other.next(), other.next());
    first != leads && first != follows && second != leads
}

/// The set of the characters of a name, case aside; none for a name that is not written in ASCII.
fn letters_of(name: &str) -> Option<u64> {
    let letter = |byte: u8| 1 << (byte.to_ascii_lowercase() % 64);
    name.is_ascii().then(|| name.bytes().fold(0, |letters, byte| letters | letter(byte)))
}

/// A name in lower case, with German letters as they are written where there are none.
fn folded(name: &str) -> String {
    let lower = name.to_lowercase();
    if lower.is_ascii() {
        return lower;
    }
    let letters = [('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('ß', "ss")];
    letters.iter().fold(lower, |name, (letter, plain)| name.replace(*letter, plain))
}
