//! The layer a system belongs to, as far as its role says it.

use crate::lab::System;

/// True if its role says that it serves people, not machines.
pub(super) fn is_application(system: System<'_>) -> bool {
    system.entry().role.iter().any(|role| !OF_THE_PLATFORM.contains(&role.as_str()))
}

/// Roles that keep the lab itself going.
const OF_THE_PLATFORM: &[&str] = &[
    "hypervisor",
    "agent",
    "monitoring",
    "logging",
    "backup",
    "power",
    "time",
    "dns",
    "dhcp",
    "vpn",
    "router-firewall",
    "storage-server",
    "reverse-proxy",
    "tunnel",
];
