//! The disks on a storage, which take all their room at once, are larger together than the storage.

use crate::claim;
use crate::finding::{Finding, Findings, Level};
use crate::insight::StorageLoad;
use crate::lab::Bytes;
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
    for storage in case.insight.storage_loads() {
        if storage.thick > storage.size.value {
            let finding = tell(case, storage, out);
            finding.help(format!(
                "give `{}` a smaller disk or another storage; if disks take room only as they fill, say `thin: true`",
                case.lab.system_at(storage.largest.0).name()
            ));
        }
    }
}

/// Says what is promised, and points at the largest disk.
pub(super) fn tell<'f>(
    case: &Case,
    storage: &StorageLoad,
    out: &'f mut Findings,
) -> &'f mut Finding {
    let (largest, at, size) = storage.largest;
    let largest = case.lab.system_at(largest);
    let message = format!(
        "storage `{}` has room for {}, and {} on it may take {}",
        storage.name.value,
        shown(storage.size.value, storage.size.value),
        count(storage.disks, "disk"),
        shown(storage.size.value, storage.all)
    );
    let finding = out.report(storage.subject, storage.size.span, message);
    finding.label(at, format!("`{}` may take {}", largest.name(), shown(storage.size.value, size)));
    finding
}

/// An amount, in the sort of unit that the size of the storage is written in.
pub(super) fn shown(size: Bytes, amount: Bytes) -> String {
    const GB: u64 = 1_000_000_000;
    let decimal = size.0.is_multiple_of(GB);
    match amount.0 {
        amount if decimal && amount >= 1000 * GB => tenths(amount, 1000 * GB, "TB"),
        amount if decimal && amount >= GB => tenths(amount, GB, "GB"),
        _ => amount.to_string(),
    }
}

fn tenths(amount: u64, unit: u64, name: &str) -> String {
    let tenths = amount.saturating_mul(10) / unit;
    match tenths % 10 {
        0 => format!("{} {name}", tenths / 10),
        tenth => format!("{}.{tenth} {name}", tenths / 10),
    }
}
