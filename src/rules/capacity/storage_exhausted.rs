//! The disks on a storage, which take all their room at once, are larger together than the storage.

use super::pools::{Promised, promised};
use crate::claim;
use crate::finding::{Finding, Findings, Level};
use crate::policy::Levels;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "storage-exhausted",
    level: Levels::always(Level::Error),
    claims: &[claim::VMS_SHARE_OUT_RESOURCES, claim::HARDWARE_MADE_VIRTUAL, claim::VM_COSTS_MUCH],
    sources: &[authority::PROXMOX_STORAGE],
    page: include_str!("storage_exhausted.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for storage in promised(case.lab) {
        if storage.thick > storage.size.value {
            let finding = tell(&storage, out);
            finding.help(format!(
                "give `{}` a smaller disk or another storage; if disks take room only as they fill, say `thin: true`",
                storage.largest.0.name()
            ));
        }
    }
}

/// Says what is promised, and points at the largest disk.
pub(super) fn tell<'f>(storage: &Promised<'_>, out: &'f mut Findings) -> &'f mut Finding {
    let (largest, at, size) = storage.largest;
    let message = format!(
        "storage `{}` has room for {}, and {} on it may take {}",
        storage.name.value,
        storage.shown(storage.size.value),
        count(storage.disks, "disk"),
        storage.shown(storage.all)
    );
    let finding = out.report(storage.subject, storage.size.span, message);
    finding.label(at, format!("`{}` may take {}", largest.name(), storage.shown(size)));
    finding
}
