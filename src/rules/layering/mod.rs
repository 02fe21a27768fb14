//! Layering: who runs on what, and who needs whom.

use super::Family;

mod cluster_node_in_container;
mod container_in_container;
mod container_on_bare_host;
mod hosted_hypervisor;
mod hosting_cycle;
mod hosting_too_deep;
mod nested_vm;
mod vm_in_container;
mod vm_without_hypervisor;
mod workload_on_hypervisor;

pub(super) const FAMILY: Family = Family {
    name: "layering",
    about: "who runs on what, and who needs whom",
    rules: &[
        container_on_bare_host::RULE,
        workload_on_hypervisor::RULE,
        container_in_container::RULE,
        vm_in_container::RULE,
        nested_vm::RULE,
        cluster_node_in_container::RULE,
        hosted_hypervisor::RULE,
        vm_without_hypervisor::RULE,
        hosting_too_deep::RULE,
        hosting_cycle::RULE,
    ],
    last: &[],
};
