//! What a row of a table is: a host, a VM, a container, or still a question.

use crate::lab::Kind;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum RowKind {
    #[default]
    Unknown,
    /// A host, perhaps with its hypervisor.
    Host(Option<&'static str>),
    Vm,
    /// A container, perhaps with its engine.
    Container(Option<&'static str>),
    Native,
    /// Something that neither carries nor runs workloads.
    Appliance,
}

impl RowKind {
    /// The section its entries stand in.
    pub(super) fn section(self) -> &'static str {
        match self {
            Self::Host(_) => "hosts",
            Self::Vm => "vms",
            Self::Container(_) => "containers",
            Self::Native => "natives",
            Self::Unknown | Self::Appliance => "workloads",
        }
    }

    /// The kind of its entry.
    pub(super) fn entry(self) -> Kind {
        match self {
            Self::Host(_) => Kind::Host,
            Self::Vm => Kind::Vm,
            Self::Container(_) => Kind::Container,
            Self::Native => Kind::Native,
            Self::Unknown | Self::Appliance => Kind::Undecided,
        }
    }

    pub(super) fn is_host(self) -> bool {
        matches!(self, Self::Host(_))
    }

    /// The kind that the words of a cell name, if they name one.
    pub(super) fn of_cell(text: &str) -> Option<Self> {
        let words = words(text);
        // A `Docker host` may be a host or a VM.
        if let [engine, host] = words.as_slice()
            && host == "host"
            && is_app(engine)
        {
            return None;
        }
        KINDS
            .iter()
            .find(|(_, names)| words.iter().any(|word| names.contains(&word.as_str())))
            .map(|(kind, _)| *kind)
    }

    /// The kind that an operating system gives: that of a hypervisor is found on hosts.
    pub(super) fn of_system(text: &str) -> Option<Self> {
        let words = words(text);
        let has = |word: &str| words.iter().any(|known| known == word);
        // Proxmox makes other servers too.
        let other = ["backup", "mail", "datacenter"].into_iter().any(has);
        let hypervisor = match () {
            () if other => return None,
            () if has("proxmox") || has("pve") => "proxmox",
            () if has("esxi") || has("vsphere") => "esxi",
            () if has("hyper") && has("v") => "hyper-v",
            () if has("xcp") || has("xenserver") => "xen",
            () => return None,
        };
        Some(Self::Host(Some(hypervisor)))
    }

    /// The kind that a heading gives to all rows below it, if it names only one.
    pub(super) fn of_heading(heading: &str) -> Option<Self> {
        let words = words(heading);
        let named = |(_, names): &&(Self, &[&str])| {
            words.iter().any(|word| {
                names.contains(&word.as_str()) || names.contains(&word.trim_end_matches('s'))
            })
        };
        let named: Vec<Self> = KINDS.iter().filter(named).map(|(kind, _)| *kind).collect();
        // In `Proxmox VMs`, the host is where they run.
        let guests = || named.iter().filter(|kind| !kind.is_host());
        let first = guests().next().or(named.first())?;
        // `LXC containers` are LXC, `VMs and containers` are not one thing.
        guests().all(|kind| kind.section() == first.section()).then_some(*first)
    }
}

fn is_app(word: &str) -> bool {
    matches!(word, "docker" | "podman" | "container" | "compose")
}

/// Words that say what something is. What stands further up decides: a `Proxmox VM` is a VM.
#[rustfmt::skip]
const KINDS: &[(RowKind, &[&str])] = &[
    (RowKind::Host(None), &["physical", "metal", "baremetal", "bare", "hypervisor"]),
    (RowKind::Vm, &["vm", "qemu", "kvm", "virtual", "virtuelle"]),
    (RowKind::Container(Some("lxc")), &["lxc", "ct"]),
    (RowKind::Container(Some("incus")), &["incus"]),
    (RowKind::Container(Some("lxd")), &["lxd"]),
    (RowKind::Container(Some("podman")), &["podman", "quadlet"]),
    (RowKind::Container(Some("docker")), &["docker", "compose"]),
    (RowKind::Container(Some("kubernetes")), &["pod", "k8s", "k3s", "kubernetes", "deployment", "statefulset", "daemonset"]),
    (RowKind::Container(None), &["container", "oci"]),
    (RowKind::Native, &["native", "systemd", "process", "package", "daemon"]),
    (RowKind::Host(Some("proxmox")), &["proxmox", "pve"]),
    (RowKind::Host(Some("esxi")), &["esxi"]),
    (RowKind::Appliance, &["switch", "ap", "printer", "ups", "modem", "camera", "phone", "tablet", "tv", "pdu", "iot"]),
    (RowKind::Host(None), &["host", "server", "node", "nas", "nuc", "pc", "desktop", "workstation", "sbc", "raspberry", "hardware"]),
];

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_read_as_people_write_them() {
        let lxc = Some(RowKind::Container(Some("lxc")));
        assert_eq!(RowKind::of_cell("LXC"), lxc);
        assert_eq!(RowKind::of_cell("LXC Container"), lxc);
        assert_eq!(RowKind::of_cell("CT (unprivileged)"), lxc);
        assert_eq!(RowKind::of_cell("Proxmox VM"), Some(RowKind::Vm));
        assert_eq!(RowKind::of_cell("VM (Docker host)"), Some(RowKind::Vm));
        assert_eq!(RowKind::of_cell("Docker host"), None);
        assert_eq!(RowKind::of_cell("Bare-metal server"), Some(RowKind::Host(None)));
        assert_eq!(RowKind::of_cell("Switch"), Some(RowKind::Appliance));
        assert_eq!(RowKind::of_cell("Debian"), None);
        assert_eq!(RowKind::of_system("Proxmox VE 8.2"), Some(RowKind::Host(Some("proxmox"))));
        assert_eq!(RowKind::of_system("Proxmox Backup Server 3"), None);
        assert_eq!(RowKind::of_system("Debian 12"), None);
        assert_eq!(RowKind::of_heading("LXC Containers"), lxc);
        assert_eq!(RowKind::of_heading("Proxmox VMs"), Some(RowKind::Vm));
        assert_eq!(RowKind::of_heading("Virtual Machines (VMs)"), Some(RowKind::Vm));
        assert_eq!(RowKind::of_heading("VMs and containers"), None);
        assert_eq!(RowKind::of_heading("Servers"), Some(RowKind::Host(None)));
    }
}
