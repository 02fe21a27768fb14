//! The parts that entries are made of: disks, volumes, ports, devices, backups ...

use std::net::IpAddr;

use super::entry::{Field, Text};
use super::list::List;
use super::rare::{Empty, Rare};
use super::units::{Bytes, Cores, Date};
use super::words::{Declared, DeviceKind, Mode, Reach, When};
use crate::source::{Span, Spanned};

/// An amount that may be given as a range: ballooning of a VM, limit and reservation of a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amount<T> {
    /// The most it may use. A single value is this one.
    pub max: Option<T>,
    /// What it is guaranteed, if that is said.
    pub min: Option<T>,
}

/// The processor cores of a system.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cpu {
    /// How many, and how many are guaranteed.
    pub cores: Amount<Cores>,
    /// The model of a physical processor.
    pub model: Option<Text>,
}

/// A disk of a workload.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Disk {
    /// Where it is written.
    pub at: Span,
    /// What it is called, if it has a name.
    pub name: Option<Text>,
    /// How large it is.
    pub size: Field<Bytes>,
    /// The pool or shared storage that holds it.
    pub storage: Field<Text>,
    /// Whether it takes room only as it fills.
    pub thin: Field<bool>,
    /// Whether the backup of the guest includes it.
    pub backup: Field<bool>,
}

/// A storage pool of a host.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pool {
    /// What it is called.
    pub name: Spanned<Text>,
    /// How much it can hold.
    pub size: Field<Bytes>,
    /// The sum of its disks, before redundancy.
    pub raw: Field<Bytes>,
    /// How its disks are combined.
    pub raid: Field<Text>,
    /// What its disks are: `hdd`, `ssd`, `nvme` ...
    pub media: Field<Text>,
    /// Where it is mounted.
    pub path: Field<Text>,
    /// What manages it: `zfs`, `lvm`, `btrfs`, `dir` ...
    pub kind: Field<Text>,
    /// Whether disks on it take room only as they fill.
    pub thin: Field<bool>,
    /// How much of it is in use.
    pub used: Field<Bytes>,
    /// Whether its content is copied to another member of the cluster.
    pub replicated: Field<bool>,
    /// What it is for.
    pub purpose: Field<Text>,
}

/// Something that is needed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dependency {
    /// The name of what is needed.
    pub on: Spanned<Text>,
    /// When it is needed; to boot, if nothing is said.
    pub when: Field<When>,
    /// The finer points.
    pub terms: Rare<Terms>,
}

/// The finer points of a dependency.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    /// Whether things go on without it.
    pub optional: Field<bool>,
    /// What serves instead.
    pub fallback: Field<Text>,
    /// What it gives: `storage`, `identity`, `monitoring` ...
    pub kind: Field<Text>,
}

impl Empty for Terms {
    const EMPTY: &'static Self = &Self { optional: None, fallback: None, kind: None };
}

/// Where a piece of a workload's data comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VolumeSource<'a> {
    /// A volume with a name, managed by the engine or the cluster.
    Named(&'a str),
    /// A path of the host.
    Path(&'a str),
    /// A share of a server on the network.
    Share {
        /// The server, by name or address.
        server: &'a str,
        /// What it exports.
        export: &'a str,
    },
    /// Nothing that is named: it goes with the container.
    Anonymous,
}

/// A piece of data that is mounted into a workload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    /// Where it is written.
    pub at: Span,
    /// Its short form: `source:/mount`, `server:/export:/mount`, a source or a mount alone, without options.
    pub text: Text,
    /// Whether it cannot be written to.
    pub read_only: bool,
    /// The finer points.
    pub keeping: Rare<Keeping>,
}

impl Volume {
    /// Where it comes from.
    pub fn source(&self) -> VolumeSource<'_> {
        self.parts().0
    }

    /// Where it is mounted; empty if that is not said.
    pub fn target(&self) -> &str {
        self.parts().1
    }

    fn parts(&self) -> (VolumeSource<'_>, &str) {
        let text = self.text.as_str();
        let Some((first, rest)) = text.split_once(':') else {
            let mount = text.starts_with('/');
            return if mount {
                (VolumeSource::Anonymous, text)
            } else {
                (VolumeSource::Named(text), "")
            };
        };
        if first.starts_with(['/', '.', '~', '$']) {
            return (VolumeSource::Path(first), rest);
        }
        match rest.rsplit_once(':') {
            Some((export, target)) => (VolumeSource::Share { server: first, export }, target),
            None if first.is_empty() => (VolumeSource::Anonymous, rest),
            None => (VolumeSource::Named(first), rest),
        }
    }
}

/// How the data of a volume is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keeping {
    /// The pool or shared storage it lies on.
    pub storage: Field<Text>,
    /// Whether the guest's backup includes it.
    pub backup: Field<bool>,
}

impl Empty for Keeping {
    const EMPTY: &'static Self = &Self { storage: None, backup: None };
}

/// A device of a host, or one that a workload uses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Device {
    /// Its name, or its path.
    pub name: Spanned<Text>,
    /// What sort it is.
    pub kind: Field<DeviceKind>,
    /// Whether the workload has it alone.
    pub mode: Field<Mode>,
    /// Whether several workloads can use it at once.
    pub share: Field<bool>,
    /// How many of it there are.
    pub count: Field<u32>,
    /// Its address on the bus.
    pub address: Field<Text>,
}

/// The transport a port belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Protocol {
    /// TCP.
    #[default]
    Tcp,
    /// UDP.
    Udp,
    /// SCTP.
    Sctp,
}

/// A port, or a range of them, that is published on the machine below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// Where it is written.
    pub at: Span,
    /// The address it is bound to; all addresses if none is said.
    pub address: Option<IpAddr>,
    /// The first and the last port on the machine below, if they are fixed.
    pub published: Option<(u16, u16)>,
    /// The first port inside.
    pub target: u16,
    /// The transport.
    pub protocol: Protocol,
}

/// An address of a system.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// As it is written: an address, perhaps with a prefix length, or a word such as `dhcp`.
    pub text: Spanned<Text>,
    /// The address, if it is one.
    pub ip: Option<IpAddr>,
    /// Whether it moves between systems.
    pub vip: bool,
}

/// A network that a system is in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Membership {
    /// The network's name.
    pub network: Spanned<Text>,
    /// The system's addresses in it.
    pub addresses: Vec<Address>,
}

/// From where a system can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposure {
    /// How far.
    pub reach: Spanned<Reach>,
    /// What stands between, such as a VPN or a proxy.
    pub via: Field<Text>,
}

/// A statement about the backup of a system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Backup {
    /// It has these jobs.
    Jobs(Vec<Job>),
    /// It has none on purpose, perhaps for a reason.
    None(Option<Text>),
}

/// One backup job.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Job {
    /// Where it is written.
    pub at: Span,
    /// The targets it writes to.
    pub to: List<Spanned<Text>>,
    /// How often it runs.
    pub schedule: Field<Text>,
    /// What it takes, if not all.
    pub includes: List<Spanned<Text>>,
    /// What it leaves out.
    pub excludes: List<Spanned<Text>>,
    /// When a restore last worked.
    pub restore_tested: Field<Date>,
}

/// A credential that reaches further than its holder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hold {
    /// Where it is written.
    pub at: Span,
    /// What it is: `ssh-key`, `api-token`, `kubeconfig` ...
    pub kind: Field<Text>,
    /// The host or cluster it opens.
    pub to: Field<Text>,
}

/// The hypervisor of a machine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hypervisor {
    /// The product; nothing if the machine is said to have none.
    pub product: Option<Text>,
    /// Type 1 (on the machine) or type 2 (inside a desktop system), if that is said.
    pub type_: Field<u32>,
    /// Its version.
    pub version: Field<Text>,
}

/// What a workload asks of its kernel.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kernel {
    /// Modules it loads.
    pub modules: List<Spanned<Text>>,
    /// Parameters or sysctls it sets.
    pub parameters: List<Spanned<Text>>,
    /// A kernel or version that must be its own.
    pub own: Field<Text>,
}

/// What a machine fails together with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Domain {
    /// A name for it, where nothing more is said.
    pub name: Field<Text>,
    /// The site.
    pub site: Field<Text>,
    /// The power supply.
    pub ups: Field<Text>,
    /// The rack.
    pub rack: Field<Text>,
}

/// One instance per node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Each {
    /// On every node of the cluster it runs on.
    Node(Span),
    /// On each of these hosts.
    Of(Vec<Spanned<Text>>),
}

/// The owner's decision between VM and container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// Where it is written.
    pub at: Span,
    /// What it must be.
    pub kind: Spanned<Declared>,
    /// Why.
    pub reason: Field<Text>,
}

/// What is kept back for a machine itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reserve {
    /// Memory.
    pub memory: Option<Bytes>,
    /// Cores.
    pub cpu: Option<Cores>,
}
