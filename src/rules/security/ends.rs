//! The end of updates, as the rules about it see it.

use crate::insight::SOON_DAYS;
use crate::lab::{Date, System};
use crate::software::releases::Release;

/// True if an end is past, or near enough to plan for.
pub(super) fn is_due(end: Date, as_of: Date) -> bool {
    (end - as_of).get_days() <= SOON_DAYS
}

/// True if updates would matter to a system and nobody provides for them otherwise.
pub(super) fn wants_updates(system: System<'_>, as_of: Date) -> bool {
    let entry = system.entry();
    let is_paid_for =
        entry.operation.support_until.as_ref().is_some_and(|until| until.value >= as_of);
    let is_legacy = entry.nature.legacy.as_ref().is_some_and(|legacy| legacy.value);
    system.runs() && !system.is_temporary() && !system.is_for_trial() && !is_paid_for && !is_legacy
}

/// A release and its end: `Debian 10, which has had no updates since 2024-06-30`.
pub(super) fn in_words(release: Release, as_of: Date) -> String {
    let Release { product, version, end, is_older, .. } = release;
    if is_older {
        format!(
            "a release older than {product} {version}, which has had no updates since before {end}"
        )
    } else if end < as_of {
        format!("{product} {version}, which has had no updates since {end}")
    } else {
        format!("{product} {version}, which gets no updates after {end}")
    }
}
