//! What is stated but cannot be known is never called missing.

use super::{check, lab};

/// Rules that miss a field, the field, and an inventory in which it is missing from `it`.
const MISSED: &[(&str, &str, &str)] = &[
    ("unplaced-workload", "runs_on", "vms: {it: {FIELD}}"),
    (
        "no-backup",
        "backup",
        "backups: {away: {on: 'external:box'}}\nhosts: {pve: {hypervisor: proxmox}}\nvms: {it: {runs_on: pve, state: database, FIELD}}",
    ),
    (
        "unsized-workload",
        "memory",
        "hosts: {pve: {hypervisor: proxmox, memory: 64GiB}}\nvms: {it: {runs_on: pve, FIELD}, other: {runs_on: pve, memory: 4GiB}}",
    ),
];

#[test]
fn what_cannot_be_known_is_not_missing() {
    for (rule, field, text) in MISSED {
        let found = |value: &str| {
            let outcome = check(&text.replace("FIELD", value));
            lab(&outcome).findings.iter().any(|finding| finding.rule == *rule)
        };
        assert!(found(""), "{rule}");
        assert!(!found(&format!("{field}: !vault 'a1b2'")), "{rule}");
    }
}
