//! Capacity: whether machines have what their guests are given.

use super::Family;

mod below_minimum;
mod memory_exhausted;
mod memory_overcommitted;
mod no_resource_limit;
mod stopped_guests_do_not_fit;
mod storage_exhausted;
mod storage_overcommitted;
mod totals;
mod unsized_workload;
mod vcpu_overcommitted;

pub(super) const FAMILY: Family = Family {
    name: "capacity",
    about: "whether machines have what their guests are given",
    rules: &[
        below_minimum::RULE,
        memory_exhausted::RULE,
        memory_overcommitted::RULE,
        vcpu_overcommitted::RULE,
        storage_exhausted::RULE,
        storage_overcommitted::RULE,
        stopped_guests_do_not_fit::RULE,
        no_resource_limit::RULE,
        unsized_workload::RULE,
    ],
    last: &[],
};
