//! The closed vocabularies of the inventory: fields whose value is one of a few words.

use std::fmt;

/// One word of a vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// How it is written.
    pub name: &'static str,
    /// Other spellings that are understood.
    pub also: &'static [&'static str],
    /// What it says, in one line.
    pub about: &'static str,
}

/// A vocabulary: an enumeration whose values are words.
pub trait Vocabulary: Copy + 'static {
    /// Its words, in the order of the enumeration.
    const WORDS: &'static [Word];
    /// Its values, in the same order.
    const VALUES: &'static [Self];

    /// The value a word stands for. Case does not matter, nor does `_` for `-`.
    fn from_word(text: &str) -> Option<Self> {
        let folded = |name: &str| {
            name.len() == text.len()
                && name.bytes().zip(text.bytes()).all(|(name, byte)| {
                    name == byte.to_ascii_lowercase() || (name == b'-' && byte == b'_')
                })
        };
        let known = |word: &Word| folded(word.name) || word.also.iter().any(|also| folded(also));
        Self::WORDS.iter().position(known).map(|at| Self::VALUES[at])
    }
}

/// Declares an enumeration together with its words.
macro_rules! words {
    ($($(#[$doc:meta])* $type:ident { $($value:ident = $name:literal $([$($also:literal),+])?: $about:literal,)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum $type {
                $(#[doc = $about] $value,)+
            }

            impl Vocabulary for $type {
                const WORDS: &'static [Word] = &[
                    $(Word { name: $name, also: &[$($($also),+)?], about: $about },)+
                ];
                const VALUES: &'static [Self] = &[$(Self::$value),+];
            }

            impl $crate::lab::Same for $type {
                fn same(&self, other: &Self) -> bool {
                    self == other
                }
            }

            impl fmt::Display for $type {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.pad(Self::WORDS[*self as usize].name)
                }
            }
        )+
    };
}

pub(crate) use words;

words! {
    /// What runs a container, or what a machine runs containers with.
    Engine {
        Docker = "docker" ["docker-compose", "compose"]: "Docker Engine; assumed where nothing is said",
        Podman = "podman" ["quadlet"]: "Podman",
        Containerd = "containerd" ["nerdctl", "cri-o", "crio"]: "containerd or another runtime without an engine around it",
        Kubernetes = "kubernetes" ["k8s", "k3s", "rke2", "talos"]: "a pod of a Kubernetes cluster",
        Lxc = "lxc" ["ct", "pct"]: "an LXC system container, such as Proxmox VE makes",
        Incus = "incus": "an Incus system container",
        Lxd = "lxd": "an LXD system container",
    }

    /// What a workload is declared as with `kind`.
    Declared {
        Vm = "vm" ["qemu", "kvm", "virtual-machine", "virtualmachine"]: "a virtual machine",
        Container = "container" ["oci", "app-container"]: "an application container",
        Docker = "docker" ["docker-compose", "compose"]: "an application container of Docker",
        Podman = "podman" ["quadlet"]: "an application container of Podman",
        Pod = "pod" ["kubernetes", "k8s"]: "a pod of a Kubernetes cluster",
        Lxc = "lxc" ["ct", "system-container"]: "an LXC system container",
        Incus = "incus": "an Incus system container",
        Lxd = "lxd": "an LXD system container",
        Native = "native" ["process", "service", "package"]: "software that runs on the OS directly",
    }

    /// How long a workload is meant to live.
    Lifetime {
        Ephemeral = "ephemeral" ["transient", "disposable"]: "made for one task and thrown away",
        ShortLived = "short-lived" ["temporary", "short"]: "goes away within weeks",
        LongLived = "long-lived" ["persistent", "long"]: "stays for years",
        Permanent = "permanent" ["forever"]: "is never meant to go",
    }

    /// How a workload takes on more load.
    Scaling {
        Single = "single" ["none", "fixed"]: "one instance",
        Replicas = "replicas" ["horizontal", "manual"]: "a fixed number of instances",
        Auto = "auto" ["elastic", "automatic"]: "instances come and go with the load",
    }

    /// What a workload keeps.
    State {
        None = "none" ["stateless"]: "keeps nothing",
        Cache = "cache": "keeps only what can be made again",
        Files = "files" ["file", "embedded-db", "sqlite"]: "keeps files or an embedded database",
        Database = "database" ["db", "server-db"]: "is a database server",
        Blocks = "blocks" ["block", "disks"]: "keeps whole disks",
    }

    /// Where a system stands between trying out and relying on.
    Environment {
        Lab = "lab" ["sandbox", "playground", "experiment"]: "for learning",
        Test = "test" ["testing", "dev", "development", "staging", "qa"]: "for trying out changes",
        Production = "production" ["prod", "live"]: "somebody relies on it",
    }

    /// Whose code or users a workload serves.
    Tenancy {
        Own = "own" ["single"]: "only the owner's",
        Shared = "shared" ["family", "friends", "multi"]: "several people who trust each other",
        Untrusted = "untrusted" ["tenant", "foreign", "public"]: "people or code that nobody vouches for",
    }

    /// From where a system can be reached.
    Reach {
        None = "none" ["localhost", "isolated"]: "from nowhere but its own machine",
        Home = "home" ["lan", "internal", "private", "local"]: "from the home network",
        Guest = "guest": "from the guest network",
        Internet = "internet" ["public", "external", "wan"]: "from the internet",
    }

    /// How bad it is when a system is gone.
    Criticality {
        Low = "low" ["minor"]: "nobody would notice for days",
        Medium = "medium" ["normal", "moderate"]: "somebody would miss it",
        High = "high" ["important", "major"]: "the household would notice at once",
        Critical = "critical" ["vital"]: "other systems or people cannot do without it",
    }

    /// How a workload moves to another host.
    Migration {
        Live = "live" ["online"]: "while it runs",
        Offline = "offline" ["cold"]: "stopped, moved and started again",
        None = "none" ["never"]: "not at all",
    }

    /// How an application is built.
    Architecture {
        Monolith = "monolith" ["monolithic"]: "one large program that wants a full system",
        Microservice = "microservice" ["microservices"]: "a small part with a narrow interface",
    }

    /// How often a workload is updated.
    Updates {
        Daily = "daily" ["continuous", "rolling"]: "every day or with every release",
        Weekly = "weekly": "every week",
        Monthly = "monthly": "every month",
        Yearly = "yearly" ["rarely", "annually"]: "once a year or less",
    }

    /// How fast a workload must be there.
    Startup {
        Seconds = "seconds" ["fast", "instant"]: "within seconds",
        Minutes = "minutes" ["slow"]: "minutes are fine",
    }

    /// Whether a system runs.
    Status {
        Running = "running" ["active", "online", "up", "on", "started", "enabled", "live", "deployed", "ok"]: "it runs",
        Stopped = "stopped" ["off", "offline", "down", "inactive", "disabled", "halted", "powered-off", "paused", "suspended", "standby"]: "it exists and does not run",
        Planned = "planned" ["todo", "future", "pending", "wip", "idea"]: "it does not exist yet",
        Retired = "retired" ["decommissioned", "archived", "removed"]: "it is on its way out",
    }

    /// What happens when a container ends or its host restarts.
    Restart {
        Always = "always": "it is started again, always",
        UnlessStopped = "unless-stopped": "it is started again unless somebody stopped it",
        OnFailure = "on-failure": "it is started again after an error",
        No = "no" ["never", "none"]: "it is not started again",
    }

    /// A namespace that a container shares with its host.
    Namespace {
        Network = "network" ["net", "host-network"]: "the host's network",
        Pid = "pid": "the host's processes",
        Ipc = "ipc": "the host's shared memory",
        User = "user" ["userns"]: "the host's users",
        Uts = "uts": "the host's name",
        Cgroup = "cgroup": "the host's control groups",
    }

    /// How `AppArmor`, `SELinux` and seccomp confine a container.
    Confinement {
        Default = "default" ["on", "enabled"]: "as the engine does by itself",
        Custom = "custom": "with a profile of its own",
        Off = "off" ["unconfined", "disabled", "none"]: "not at all",
    }

    /// What sort of device a device is.
    DeviceKind {
        Pci = "pci" ["pcie", "hba", "nic", "nvme"]: "a whole PCI device",
        Usb = "usb" ["zigbee", "zwave", "stick", "bluetooth"]: "a USB device",
        Gpu = "gpu" ["igpu", "vgpu"]: "a graphics card",
        Tpm = "tpm": "a trusted platform module",
        Tuner = "tuner" ["dvb", "tv"]: "a television tuner",
        Serial = "serial" ["tty", "uart"]: "a serial port",
        Tun = "tun" ["tap"]: "a network tunnel device",
        Disk = "disk" ["block", "hdd", "ssd"]: "a whole disk",
        Proxy = "proxy": "a forwarded port or socket",
        Other = "other" ["camera", "audio", "sound", "accelerator", "tpu", "fpga"]: "anything else",
    }

    /// Whether a device belongs to one workload.
    Mode {
        Passthrough = "passthrough" ["exclusive", "dedicated", "whole"]: "to this one alone",
        Shared = "shared" ["share", "mapped"]: "to several at once",
    }

    /// When a dependency is needed.
    When {
        Boot = "boot" ["start", "startup"]: "to start at all",
        Run = "run" ["runtime"]: "to do all it can, once it runs",
        Deploy = "deploy" ["install", "provision"]: "to be set up or changed",
        Restore = "restore" ["recovery"]: "to be restored from a backup",
    }

    /// Processor architectures.
    Arch {
        Amd64 = "amd64" ["x86-64", "x64", "x86"]: "64-bit Intel and AMD",
        Arm64 = "arm64" ["aarch64"]: "64-bit ARM",
        Armv7 = "armv7" ["armhf", "arm", "arm32"]: "32-bit ARM",
        Riscv64 = "riscv64": "64-bit RISC-V",
        Any = "any" ["multi", "all"]: "several, as with an image for many platforms",
    }

    /// How much a rule's findings matter.
    Severity {
        Off = "off": "the rule does not run",
        Info = "info" ["note", "notice"]: "worth knowing",
        Warning = "warning" ["warn"]: "worth mending",
        Error = "error": "wrong",
    }

    /// How strict labctl is.
    Profile {
        Minimal = "minimal": "only contradictions and impossibilities: for a first run on an old repository",
        Default = "default": "the concept as recommendations",
        Strict = "strict": "the concept as policy",
        BareMetal = "bare-metal": "one container host, or LXC as the usual guest, on purpose",
    }

    /// What a system container (LXC, Incus) counts as.
    SystemContainers {
        Guest = "guest" ["vm"]: "a light virtual machine",
        Container = "container": "a container",
    }

    /// Over what instances should be spread.
    Across {
        Host = "host" ["hosts", "metal", "node"]: "physical machines",
        Site = "site" ["sites", "location"]: "sites",
        Ups = "ups" ["power"]: "power supplies",
        Rack = "rack": "racks",
    }
}
