//! "Did you mean": the nearest of several names.

/// Names longer than this are not worth comparing.
const LONG: usize = 64;

/// The name that is nearest to what was written, if one is near enough to be meant.
///
/// Near enough is one edit for every four letters, case and `ü` for `ue` aside; a name that only lacks letters at its end counts too.
pub fn nearest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if written.len() > LONG {
        return None;
    }
    let lower = folded(written);
    let allowed = (lower.chars().count() / 4).max(1);
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        if name.len() > LONG || name.len().abs_diff(written.len()) > allowed.max(4) {
            continue;
        }
        let name_lower = folded(name);
        let begins = lower.len() >= 3 && name_lower.starts_with(&lower);
        let distance = strsim::osa_distance(&lower, &name_lower);
        let distance = if begins { distance.min(1) } else { distance };
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
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
