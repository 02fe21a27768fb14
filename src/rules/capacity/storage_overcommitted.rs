//! A storage is nearly full, or the disks on it may grow larger together than it allows.

use super::storage_exhausted::{shown, tell};
use super::totals::ratio;
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::{Stores, scaled};
use crate::lab::Bytes;
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "storage-overcommitted",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[claim::VMS_SHARE_OUT_RESOURCES, claim::HARDWARE_MADE_VIRTUAL, claim::VM_COSTS_MUCH],
    sources: &[authority::PROXMOX_STORAGE],
    page: include_str!("storage_overcommitted.md"),
    check,
};

/// From how full a storage is told of, in percent, and from how full as a warning.
const FULL: [u64; 2] = [80, 90];

fn check(case: &Case, out: &mut Findings) {
    nearly_full(case, out);
    for storage in case.insight.storage_loads() {
        let size = storage.size.value;
        let room =
            if storage.thin { scaled(size.0, case.policy.thresholds.thin_ratio) } else { size.0 };
        if storage.all.0 <= room || storage.thick > size {
            continue;
        }
        let finding = tell(case, storage, out);
        if storage.thin {
            finding.help(format!(
                "give `{}` a smaller disk; if they never fill, set `policy: {{limits: {{thin_ratio: {}}}}}`",
                case.lab.system_at(storage.largest.0).name(),
                ratio(storage.all.0, size.0)
            ));
        } else {
            finding.help(format!(
                "give `{}` a smaller disk; if disks take room only as they fill, say \
                 `{}: {{size: ..., thin: true}}`",
                case.lab.system_at(storage.largest.0).name(),
                storage.name.value
            ));
        }
    }
}

/// Tells of stores by how much of them is in use.
fn nearly_full(case: &Case, out: &mut Findings) {
    let [worth_knowing, worth_mending] = FULL;
    for store in Stores::all(case.lab) {
        let (Some(size), Some(used)) = (store.size().as_ref(), store.used().as_ref()) else {
            continue;
        };
        let percent = used.value.0.saturating_mul(100) / size.value.0.max(1);
        if percent < worth_knowing {
            continue;
        }
        let left = Bytes(size.value.0.saturating_sub(used.value.0));
        let message = format!(
            "storage `{}` is {percent} % full, and has {} left",
            store.name().value,
            shown(size.value, left)
        );
        let finding = out.report(store.subject(), used.span, message);
        finding.label(size.span, format!("it holds {}", shown(size.value, size.value)));
        if percent < worth_mending {
            finding.lower();
        }
        finding.help(
            "make room before it is full: guests stop when they cannot write, and pools that copy on write slow down \
             before that",
        );
    }
}
