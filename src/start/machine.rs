//! What a row of a table is: a host, a VM, a container, or still a question.

use super::cell::Cell;
use super::column::Head;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
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

/// A row that becomes an entry.
#[derive(Debug, Default)]
pub(super) struct Machine {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// What it runs on.
    pub(super) on: Vec<String>,
    /// What else is known, with the header it stands under.
    pub(super) cells: Vec<(Head, String, Cell)>,
    /// What has no place in an inventory.
    pub(super) aside: Vec<String>,
}

impl Kind {
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
const KINDS: &[(Kind, &[&str])] = &[
    (Kind::Host(None), &["physical", "metal", "baremetal", "bare", "hypervisor"]),
    (Kind::Vm, &["vm", "qemu", "kvm", "virtual", "virtuelle"]),
    (Kind::Container(Some("lxc")), &["lxc", "ct"]),
    (Kind::Container(Some("incus")), &["incus"]),
    (Kind::Container(Some("lxd")), &["lxd"]),
    (Kind::Container(Some("podman")), &["podman", "quadlet"]),
    (Kind::Container(Some("docker")), &["docker", "compose"]),
    (Kind::Container(Some("kubernetes")), &["pod", "k8s", "k3s", "kubernetes", "deployment", "statefulset", "daemonset"]),
    (Kind::Container(None), &["container", "oci"]),
    (Kind::Native, &["native", "systemd", "process", "package", "daemon"]),
    (Kind::Host(Some("proxmox")), &["proxmox", "pve"]),
    (Kind::Host(Some("esxi")), &["esxi"]),
    (Kind::Appliance, &["switch", "ap", "printer", "ups", "modem", "camera", "phone", "tablet", "tv", "pdu", "iot"]),
    (Kind::Host(None), &["host", "server", "node", "nas", "nuc", "pc", "desktop", "workstation", "sbc", "raspberry", "hardware"]),
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
        let lxc = Some(Kind::Container(Some("lxc")));
        assert_eq!(Kind::of_cell("LXC"), lxc);
        assert_eq!(Kind::of_cell("LXC Container"), lxc);
        assert_eq!(Kind::of_cell("CT (unprivileged)"), lxc);
        assert_eq!(Kind::of_cell("Proxmox VM"), Some(Kind::Vm));
        assert_eq!(Kind::of_cell("VM (Docker host)"), Some(Kind::Vm));
        assert_eq!(Kind::of_cell("Docker host"), None);
        assert_eq!(Kind::of_cell("Bare-metal server"), Some(Kind::Host(None)));
        assert_eq!(Kind::of_cell("Switch"), Some(Kind::Appliance));
        assert_eq!(Kind::of_cell("Debian"), None);
        assert_eq!(Kind::of_system("Proxmox VE 8.2"), Some(Kind::Host(Some("proxmox"))));
        assert_eq!(Kind::of_system("Proxmox Backup Server 3"), None);
        assert_eq!(Kind::of_system("Debian 12"), None);
        assert_eq!(Kind::of_heading("LXC Containers"), lxc);
        assert_eq!(Kind::of_heading("Proxmox VMs"), Some(Kind::Vm));
        assert_eq!(Kind::of_heading("Virtual Machines (VMs)"), Some(Kind::Vm));
        assert_eq!(Kind::of_heading("VMs and containers"), None);
        assert_eq!(Kind::of_heading("Servers"), Some(Kind::Host(None)));
    }
}
