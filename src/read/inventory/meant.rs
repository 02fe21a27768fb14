//! What is meant by keys that other programs have, and people know from there.

use super::field::{CONTAINER, HOST, Kinds, UNDECIDED, VM, WORKLOAD};

/// A key of Compose, Proxmox VE or a table of machines, and what to write here.
struct Meant {
    key: &'static str,
    kinds: Kinds,
    help: &'static str,
}

const NETWORKS: &str = "write `networks: {NAME: ADDRESS}`, with the network under `networks:`";
const STORAGE: &str = "a host has `storage: {NAME: SIZE}`";
const GPU: &str = "write `devices: [{name: gpu, kind: gpu}]`";
const DISK: &str = "write `disk: {size: SIZE, storage: NAME}`";
const SECTION: &str =
    "write each under `vms:`, `containers:` or `natives:` of the lab, with `runs_on:`";
const NOT_READ: &str = "labctl does without it: remove it, or call it `x-...`";
const INSIDE: Kinds = CONTAINER.and(UNDECIDED);

static MEANT: &[Meant] = &[
    Meant {
        key: "network_mode",
        kinds: INSIDE,
        help: "write `host_namespaces: [network]` for `host`, or `network_of: NAME` for that of another container",
    },
    Meant { key: "pid", kinds: INSIDE, help: "write `host_namespaces: [pid]` for `host`" },
    Meant { key: "ipc", kinds: INSIDE, help: "write `host_namespaces: [ipc]` for `host`" },
    Meant { key: "mem_limit", kinds: INSIDE, help: "write `memory:`" },
    Meant {
        key: "deploy",
        kinds: INSIDE,
        help: "write `replicas:`, `memory:` and `cpu:` themselves",
    },
    Meant { key: "container_name", kinds: INSIDE, help: "the name of the entry is enough" },
    Meant { key: "command", kinds: INSIDE, help: NOT_READ },
    Meant { key: "entrypoint", kinds: INSIDE, help: NOT_READ },
    Meant { key: "env_file", kinds: INSIDE, help: NOT_READ },
    Meant { key: "user", kinds: INSIDE, help: NOT_READ },
    Meant { key: "agent", kinds: WORKLOAD, help: NOT_READ },
    Meant { key: "boot", kinds: WORKLOAD, help: NOT_READ },
    Meant { key: "scsihw", kinds: WORKLOAD, help: NOT_READ },
    Meant { key: "swap", kinds: WORKLOAD, help: NOT_READ },
    Meant { key: "numa", kinds: WORKLOAD, help: NOT_READ },
    Meant { key: "ostype", kinds: WORKLOAD, help: "write `os:`, such as `debian-13`" },
    Meant { key: "features", kinds: WORKLOAD, help: "write `nesting: true`" },
    Meant { key: "net", kinds: WORKLOAD, help: NETWORKS },
    Meant { key: "scsi", kinds: WORKLOAD, help: DISK },
    Meant { key: "virtio", kinds: WORKLOAD, help: DISK },
    Meant { key: "sata", kinds: WORKLOAD, help: DISK },
    Meant { key: "ide", kinds: WORKLOAD, help: DISK },
    Meant { key: "mp", kinds: WORKLOAD, help: "write `volumes: ['SOURCE:TARGET']`" },
    Meant { key: "hostpci", kinds: WORKLOAD, help: "write `devices: [{name: NAME, kind: pci}]`" },
    Meant { key: "usb", kinds: WORKLOAD, help: "write `devices: [{name: NAME, kind: usb}]`" },
    Meant { key: "vm", kinds: WORKLOAD, help: "write `runs_on:`" },
    Meant { key: "gpu", kinds: HOST.and(VM).and(INSIDE), help: GPU },
    Meant { key: "bridge", kinds: HOST.and(WORKLOAD), help: NETWORKS },
    Meant { key: "nic", kinds: HOST.and(WORKLOAD), help: NETWORKS },
    Meant { key: "nics", kinds: HOST.and(WORKLOAD), help: NETWORKS },
    Meant {
        key: "model",
        kinds: HOST,
        help: "write `notes:`; that of the processor is `cpu: {model: ..., cores: ...}`",
    },
    Meant { key: "disk", kinds: HOST, help: STORAGE },
    Meant { key: "disks", kinds: HOST, help: STORAGE },
    Meant { key: "type", kinds: HOST, help: "write `hypervisor:` or `role:`" },
    Meant { key: "vms", kinds: HOST.and(WORKLOAD), help: SECTION },
    Meant { key: "containers", kinds: HOST.and(WORKLOAD), help: SECTION },
    Meant { key: "lxc", kinds: HOST.and(WORKLOAD), help: SECTION },
    Meant { key: "docker", kinds: HOST.and(WORKLOAD), help: SECTION },
    Meant { key: "guests", kinds: HOST.and(WORKLOAD), help: SECTION },
    Meant { key: "apps", kinds: HOST.and(WORKLOAD), help: SECTION },
    Meant { key: "services", kinds: HOST.and(WORKLOAD), help: SECTION },
];

/// What to write instead of a key of another program. Proxmox VE numbers its keys: `net0`.
pub(super) fn instead_of(key: &str, kinds: Kinds) -> Option<&'static str> {
    let key = key.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let meant = MEANT.iter().find(|meant| meant.key == key && meant.kinds.has(kinds))?;
    Some(meant.help)
}

#[cfg(test)]
mod tests {
    use super::MEANT;
    use crate::read::inventory::entry::ENTRY;

    #[test]
    fn no_key_of_another_program_is_one_of_ours() {
        for meant in MEANT {
            let ours = ENTRY.find(meant.key).is_some_and(|(_, own)| own.kinds.has(meant.kinds));
            assert!(!ours, "`{}` is a field", meant.key);
        }
    }
}
