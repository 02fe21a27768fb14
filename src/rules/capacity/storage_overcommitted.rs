//! The disks on a storage may grow larger together than the storage allows.

use super::storage_exhausted::tell;
use super::totals::ratio;
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::scaled;
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

fn check(case: &Case, out: &mut Findings) {
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
