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
    Meant {
        key: "services",
        kinds: WORKLOAD,
        help: "write each under `containers:` or `natives:`",
    },
];

/// What to write instead of a key of another program.
pub(super) fn instead_of(key: &str, kinds: Kinds) -> Option<&'static str> {
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
