//! Keys of other programs, which people know from there.

use super::kinds::Kinds;

/// A key of another program, and what to write instead.
pub(crate) struct ForeignKey {
    pub(crate) key: &'static str,
    /// The kinds of entry that have it there.
    pub(crate) kinds: Kinds,
    /// What to do about it.
    pub(crate) help: &'static str,
}

/// What to write instead of a key. Proxmox VE numbers its keys: `net0`.
pub(super) fn instead_of(keys: &[ForeignKey], key: &str, kinds: Kinds) -> Option<&'static str> {
    let key = key.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let foreign = keys.iter().find(|foreign| foreign.key == key && foreign.kinds.has(kinds))?;
    Some(foreign.help)
}
