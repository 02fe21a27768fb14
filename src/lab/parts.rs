//! The parts that entries are made of: disks, volumes, ports, devices, backups ...

use std::fmt;

use super::entry::Text;
use super::list::List;
use super::sparse::{Empty, Sparse};
use super::stated::Stated;
use super::units::{Bytes, Cores, Date};
use super::words::{Declared, DeviceKind, Mode, Reach, Restart, Vocabulary, When};
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
    pub size: Stated<Bytes>,
    /// The pool or shared storage that holds it.
    pub storage: Stated<Text>,
    /// Whether it takes room only as it fills.
    pub thin: Stated<bool>,
    /// Whether the backup of the guest includes it.
    pub backup: Stated<bool>,
}

/// A storage pool of a host.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pool {
    /// What it is called.
    pub name: Spanned<Text>,
    /// How much it can hold.
    pub size: Stated<Bytes>,
    /// The sum of its disks, before redundancy.
    pub raw: Stated<Bytes>,
    /// How its disks are combined.
    pub raid: Stated<Text>,
    /// What its disks are: `hdd`, `ssd`, `nvme` ...
    pub media: Stated<Text>,
    /// Where it is mounted.
    pub path: Stated<Text>,
    /// What manages it: `zfs`, `lvm`, `btrfs`, `dir` ...
    pub kind: Stated<Text>,
    /// Whether disks on it take room only as they fill.
    pub thin: Stated<bool>,
    /// How much of it is in use.
    pub used: Stated<Bytes>,
    /// Whether its content is copied to another member of the cluster.
    pub replicated: Stated<bool>,
    /// What it is for.
    pub purpose: Stated<Text>,
}

/// Something that is needed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dependency {
    /// The name of what is needed.
    pub on: Spanned<Text>,
    /// When it is needed; to boot, if nothing is said.
    pub when: Stated<When>,
    /// The finer points.
    pub terms: Sparse<Terms>,
}

/// The finer points of a dependency.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    /// Whether things go on without it.
    pub optional: Stated<bool>,
    /// What serves instead.
    pub fallback: Stated<Text>,
    /// What it gives: `storage`, `identity`, `monitoring` ...
    pub kind: Stated<Text>,
}

impl Empty for Terms {
    const EMPTY: &'static Self =
        &Self { optional: Stated::ABSENT, fallback: Stated::ABSENT, kind: Stated::ABSENT };
}

/// A device of a host, or one that a workload uses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Device {
    /// Its name, or its path.
    pub name: Spanned<Text>,
    /// What sort it is.
    pub kind: Stated<DeviceKind>,
    /// Whether the workload has it alone.
    pub mode: Stated<Mode>,
    /// Whether several workloads can use it at once.
    pub share: Stated<bool>,
    /// How many of it there are.
    pub count: Stated<u32>,
    /// Its address on the bus.
    pub address: Stated<Text>,
}

/// From where a system can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposure {
    /// How far.
    pub reach: Spanned<Reach>,
    /// What stands between, such as a VPN or a proxy.
    pub via: Stated<Text>,
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
    pub schedule: Stated<Text>,
    /// What it takes, if not all.
    pub includes: List<Spanned<Text>>,
    /// What it leaves out.
    pub excludes: List<Spanned<Text>>,
    /// When a restore last worked.
    pub restore_tested: Stated<Date>,
}

/// A credential that reaches further than its holder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hold {
    /// Where it is written.
    pub at: Span,
    /// What it is: `ssh-key`, `api-token`, `kubeconfig` ...
    pub kind: Stated<Text>,
    /// The host or cluster it opens.
    pub to: Stated<Text>,
}

/// The hypervisor of a machine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hypervisor {
    /// The product; nothing if the machine is said to have none.
    pub product: Option<Text>,
    /// Type 1 (on the machine) or type 2 (inside a desktop system), if that is said.
    pub type_: Stated<u32>,
    /// Its version.
    pub version: Stated<Text>,
}

/// What a workload asks of its kernel.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kernel {
    /// Modules it loads.
    pub modules: List<Spanned<Text>>,
    /// Parameters or sysctls it sets.
    pub parameters: List<Spanned<Text>>,
    /// A kernel or version that must be its own.
    pub own: Stated<Text>,
}

/// Kernel capabilities of a container, without `CAP_`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Capabilities {
    /// Those it is given.
    pub add: List<Spanned<Text>>,
    /// Those it is denied; `ALL` are all that it is not given.
    pub drop: List<Spanned<Text>>,
}

/// What happens when a container ends or its host restarts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestartPolicy {
    /// When it is started again.
    pub when: Restart,
    /// How often that is tried after an error, if not for ever.
    pub attempts: Option<u32>,
}

impl RestartPolicy {
    /// Reads a word, perhaps with a number of attempts: `on-failure:3`.
    pub fn of(text: &str) -> Option<Self> {
        let (word, attempts) = match text.split_once(':') {
            Some((word, attempts)) => (word, Some(attempts.parse().ok()?)),
            None => (text, None),
        };
        let when = Restart::from_word(word)?;
        (attempts.is_none() || when == Restart::OnFailure).then_some(Self { when, attempts })
    }
}

impl From<Restart> for RestartPolicy {
    fn from(when: Restart) -> Self {
        Self { when, attempts: None }
    }
}

impl fmt::Display for RestartPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.attempts {
            Some(attempts) => write!(f, "{}:{attempts}", self.when),
            None => self.when.fmt(f),
        }
    }
}

/// What a machine fails together with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Domain {
    /// A name for it, where nothing more is said.
    pub name: Stated<Text>,
    /// The site.
    pub site: Stated<Text>,
    /// The power supply.
    pub ups: Stated<Text>,
    /// The rack.
    pub rack: Stated<Text>,
    /// The network switch.
    pub switch: Stated<Text>,
}

/// One instance per node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PerNode {
    /// On every node of the cluster it runs on.
    Node,
    /// On each of these hosts.
    Of(Vec<Spanned<Text>>),
}

/// The owner's decision between VM and container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// What it must be.
    pub kind: Spanned<Declared>,
    /// Why.
    pub reason: Stated<Text>,
}

/// What a system was seen to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ObservedUsage {
    /// Memory.
    pub memory: Option<Bytes>,
}

/// What is kept back for a machine itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reserve {
    /// Memory.
    pub memory: Option<Bytes>,
    /// Cores.
    pub cpu: Option<Cores>,
}
