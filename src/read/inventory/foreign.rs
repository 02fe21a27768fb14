//! Keys that other programs have for entries, and what to write here instead.

use crate::read::field::{CONTAINER, ForeignKey, HOST, Kinds, NATIVE, UNDECIDED, WORKLOAD};

const NETWORKS: &str = "write `networks: {NAME: ADDRESS}`, with the network under `networks:`";
const STORAGE: &str = "a host has `storage: {NAME: SIZE}`";
const DISK: &str = "write `disk: {size: SIZE, storage: NAME}`";
const SECTION: &str =
    "write each under `vms:`, `containers:` or `natives:` of the lab, with `runs_on:`";
const NOT_READ: &str = "labctl does without it: remove it, or call it `x-...`";
const INSIDE: Kinds = CONTAINER.and(UNDECIDED);

/// Keys of Compose, of Proxmox VE and of tables of machines.
pub(super) static FOREIGN_KEYS: &[ForeignKey] = &[
    ForeignKey { key: "pid", kinds: INSIDE, help: "write `host_namespaces: [pid]` for `host`" },
    ForeignKey { key: "ipc", kinds: INSIDE, help: "write `host_namespaces: [ipc]` for `host`" },
    ForeignKey {
        key: "deploy",
        kinds: INSIDE,
        help: "write `replicas:`, `memory:` and `cpu:` themselves",
    },
    ForeignKey { key: "command", kinds: INSIDE, help: NOT_READ },
    ForeignKey { key: "entrypoint", kinds: INSIDE, help: NOT_READ },
    ForeignKey { key: "env_file", kinds: INSIDE, help: NOT_READ },
    ForeignKey { key: "user", kinds: INSIDE, help: NOT_READ },
    ForeignKey { key: "agent", kinds: WORKLOAD, help: NOT_READ },
    ForeignKey { key: "boot", kinds: WORKLOAD, help: NOT_READ },
    ForeignKey { key: "scsihw", kinds: WORKLOAD, help: NOT_READ },
    ForeignKey { key: "swap", kinds: WORKLOAD, help: NOT_READ },
    ForeignKey { key: "numa", kinds: WORKLOAD, help: NOT_READ },
    ForeignKey { key: "ostype", kinds: WORKLOAD, help: "write `os:`, such as `debian-13`" },
    ForeignKey { key: "features", kinds: WORKLOAD, help: "write `nesting: true`" },
    ForeignKey { key: "net", kinds: WORKLOAD, help: NETWORKS },
    ForeignKey { key: "scsi", kinds: WORKLOAD, help: DISK },
    ForeignKey { key: "virtio", kinds: WORKLOAD, help: DISK },
    ForeignKey { key: "sata", kinds: WORKLOAD, help: DISK },
    ForeignKey { key: "ide", kinds: WORKLOAD, help: DISK },
    ForeignKey { key: "mp", kinds: WORKLOAD, help: "write `volumes: ['SOURCE:TARGET']`" },
    ForeignKey {
        key: "hostpci",
        kinds: CONTAINER.and(NATIVE),
        help: "write `devices: [{name: NAME, kind: pci}]`",
    },
    ForeignKey { key: "usb", kinds: WORKLOAD, help: "write `devices: [{name: NAME, kind: usb}]`" },
    ForeignKey { key: "vm", kinds: WORKLOAD, help: "write `runs_on:`" },
    ForeignKey { key: "bridge", kinds: HOST.and(WORKLOAD), help: NETWORKS },
    ForeignKey { key: "nic", kinds: HOST.and(WORKLOAD), help: NETWORKS },
    ForeignKey { key: "nics", kinds: HOST.and(WORKLOAD), help: NETWORKS },
    ForeignKey { key: "disk", kinds: HOST, help: STORAGE },
    ForeignKey { key: "disks", kinds: HOST, help: STORAGE },
    ForeignKey { key: "type", kinds: HOST, help: "write `hypervisor:` or `role:`" },
    ForeignKey { key: "vms", kinds: HOST.and(WORKLOAD), help: SECTION },
    ForeignKey { key: "containers", kinds: HOST.and(WORKLOAD), help: SECTION },
    ForeignKey { key: "lxc", kinds: HOST.and(WORKLOAD), help: SECTION },
    ForeignKey { key: "docker", kinds: HOST.and(WORKLOAD), help: SECTION },
    ForeignKey { key: "guests", kinds: HOST.and(WORKLOAD), help: SECTION },
    ForeignKey { key: "apps", kinds: HOST.and(WORKLOAD), help: SECTION },
    ForeignKey { key: "services", kinds: HOST.and(WORKLOAD), help: SECTION },
];

#[cfg(test)]
mod tests {
    use super::FOREIGN_KEYS;
    use crate::read::inventory::entry::ENTRY;

    #[test]
    fn no_key_of_another_program_is_one_of_ours() {
        for foreign in FOREIGN_KEYS {
            let ours = ENTRY.find(foreign.key).is_some_and(|own| own.kinds.has(foreign.kinds));
            assert!(!ours, "`{}` is a field", foreign.key);
        }
    }
}
