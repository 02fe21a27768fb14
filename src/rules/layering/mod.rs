//! Layering: who runs on what, and who needs whom.

use super::Family;

mod backup_inside_source;
mod bootstrap_cycle;
mod cluster_node_in_container;
mod container_in_container;
mod container_on_bare_host;
mod dependency_cycle;
mod host_resolves_via_guest;
mod hosted_hypervisor;
mod hosting_cycle;
mod hosting_too_deep;
mod login_cycle;
mod monitor_inside_monitored;
mod nested_vm;
mod platform_service_among_apps;
mod start_across_sites;
mod upward_dependency;
mod vm_in_container;
mod vm_without_hypervisor;
mod words;
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
        platform_service_among_apps::RULE,
        dependency_cycle::RULE,
        bootstrap_cycle::RULE,
        login_cycle::RULE,
        start_across_sites::RULE,
        host_resolves_via_guest::RULE,
        upward_dependency::RULE,
        monitor_inside_monitored::RULE,
        backup_inside_source::RULE,
    ],
    last: &[],
};
