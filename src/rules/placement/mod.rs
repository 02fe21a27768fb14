//! Placement: whether each workload is of the right kind, and on a machine that can carry it.

use super::Family;

mod affinity_violated;
mod contradictory_requirements;
mod device_unavailable;
mod kernel_mismatch;
mod kind_mismatch;
mod movable_but_pinned;
mod must_be_vm;
mod unclassifiable;
mod vm_for_one_container;

pub(super) const FAMILY: Family = Family {
    name: "placement",
    about: "whether each workload is of the right kind, on a machine that can carry it",
    rules: &[
        must_be_vm::RULE,
        kind_mismatch::RULE,
        contradictory_requirements::RULE,
        kernel_mismatch::RULE,
        device_unavailable::RULE,
        movable_but_pinned::RULE,
        affinity_violated::RULE,
        unclassifiable::RULE,
        vm_for_one_container::RULE,
    ],
    last: &[],
};
