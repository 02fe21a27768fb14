//! One product, and how a line of the tables describes it.

use super::role::Role;
use crate::lab::State;

/// A product: an application, a service, an appliance, an operating system.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Product {
    /// What it is called.
    pub title: &'static str,
    /// What it does for the others.
    pub role: Role,
    /// How it comes.
    pub form: Form,
    /// The kernel it runs on.
    pub kernel: Family,
    /// What it keeps, where that is known.
    pub state: Option<State>,
    /// Where in its container the database lies that it brings along, which is not made for a network share:
    /// folders, separated by blanks.
    pub database: &'static str,
    /// Names of workloads that mean it, separated by blanks.
    pub names: &'static str,
    /// Its container images without registry and tag, separated by blanks. One with a slash has the
    /// organisation before it.
    pub images: &'static str,
    /// Its identifiers as an operating system, separated by blanks, without a version.
    pub os: &'static str,
    /// What it asks of its machine, separated by blanks: words of [`NEEDS`].
    pub needs: &'static str,
    /// What it gives to others, separated by blanks: words of [`SERVICES`].
    pub provides: &'static str,
    /// What it may have without anybody being alarmed, separated by blanks: capabilities, and words of
    /// [`EXCUSES`].
    pub excused: &'static str,
    /// Whether several instances of it vote.
    pub quorum: bool,
    /// How much depends on whom it lets in, or on what it runs.
    pub trust: Trust,
    /// What an instance of it typically gets.
    pub size: Size,
    /// Where all that is documented.
    pub source: &'static str,
}

/// How a product comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// As an operating system of its own: a disk image or an installer.
    Appliance,
    /// A general operating system, which exists as a VM and as a container alike.
    Base,
    /// As packages or an installer for a general operating system.
    Package,
    /// As a container image.
    Image,
    /// As a container image and as an appliance; both are usual.
    Both,
    /// As something that watches or serves the machine it runs on.
    Agent,
}

/// A family of kernels. Containers share the kernel of their host, so they need one of its family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Linux.
    Linux,
    /// Windows.
    Windows,
    /// FreeBSD and what is made of it.
    FreeBsd,
    /// OpenBSD.
    OpenBsd,
    /// NetBSD.
    NetBsd,
    /// illumos and Solaris.
    Illumos,
    /// macOS.
    Darwin,
    /// A kernel of its own.
    Other,
}

/// How much depends on whom a product lets in, or on what it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trust {
    /// Nothing special.
    Plain,
    /// It holds what others must not see.
    Sensitive,
    /// It runs code that somebody else wrote.
    UntrustedCode,
}

/// What an instance of a product typically gets. Zero means unknown.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Size {
    /// Processor cores.
    pub cores: u16,
    /// Memory in MiB.
    pub memory: u32,
    /// Disk in GiB.
    pub disk: u32,
}

/// What a product can ask of its machine.
pub const NEEDS: &[&str] = &[
    "desktop",
    "disks",
    "gpu",
    "kernel-control",
    "kernel-modules",
    "l2",
    "own-kernel",
    "systemd",
    "usb",
    "virt",
];

/// What a product can give to others.
pub const SERVICES: &[&str] = &[
    "automation",
    "backup",
    "cache",
    "container-engine",
    "database",
    "dhcp",
    "dns",
    "firewall",
    "gateway",
    "git",
    "home-automation",
    "hypervisor",
    "identity",
    "ingress",
    "inventory",
    "kubernetes",
    "logging",
    "mail",
    "messages",
    "monitoring",
    "pki",
    "power",
    "registry",
    "secrets",
    "storage",
    "telephony",
    "time",
    "vpn",
];

/// What a product may have besides capabilities, without anybody being alarmed.
pub const EXCUSES: &[&str] = &["device", "engine-socket", "host-network", "host-pid", "privileged"];

/// The start of a line: a product that comes as an operating system of its own.
pub(super) const fn appliance(role: Role, title: &'static str, source: &'static str) -> Product {
    product(Form::Appliance, role, title, source)
}

/// The start of a line: a general operating system.
pub(super) const fn base(role: Role, title: &'static str, source: &'static str) -> Product {
    product(Form::Base, role, title, source)
}

/// The start of a line: a product that comes as packages or an installer.
pub(super) const fn package(role: Role, title: &'static str, source: &'static str) -> Product {
    product(Form::Package, role, title, source)
}

/// The start of a line: a product that comes as a container image.
pub(super) const fn image(role: Role, title: &'static str, source: &'static str) -> Product {
    product(Form::Image, role, title, source)
}

/// The start of a line: a product that is as usual in a container as on a machine of its own.
pub(super) const fn both(role: Role, title: &'static str, source: &'static str) -> Product {
    product(Form::Both, role, title, source)
}

/// The start of a line: a product that watches or serves the machine it runs on.
pub(super) const fn agent(role: Role, title: &'static str, source: &'static str) -> Product {
    product(Form::Agent, role, title, source)
}

const fn product(form: Form, role: Role, title: &'static str, source: &'static str) -> Product {
    Product {
        title,
        role,
        form,
        kernel: Family::Linux,
        state: None,
        database: "",
        names: "",
        images: "",
        os: "",
        needs: "",
        provides: "",
        excused: "",
        quorum: false,
        trust: Trust::Plain,
        size: Size { cores: 0, memory: 0, disk: 0 },
        source,
    }
}

/// The rest of a line.
impl Product {
    pub(super) const fn named(self, names: &'static str) -> Self {
        Self { names, ..self }
    }

    pub(super) const fn images(self, images: &'static str) -> Self {
        Self { images, ..self }
    }

    pub(super) const fn os(self, os: &'static str) -> Self {
        Self { os, ..self }
    }

    pub(super) const fn kernel(self, kernel: Family) -> Self {
        Self { kernel, ..self }
    }

    pub(super) const fn keeps(self, state: State) -> Self {
        Self { state: Some(state), ..self }
    }

    pub(super) const fn database_in(self, database: &'static str) -> Self {
        Self { database, ..self }
    }

    pub(super) const fn needs(self, needs: &'static str) -> Self {
        Self { needs, ..self }
    }

    pub(super) const fn gives(self, provides: &'static str) -> Self {
        Self { provides, ..self }
    }

    pub(super) const fn excused(self, excused: &'static str) -> Self {
        Self { excused, ..self }
    }

    pub(super) const fn votes(self) -> Self {
        Self { quorum: true, ..self }
    }

    pub(super) const fn trusted_with(self, trust: Trust) -> Self {
        Self { trust, ..self }
    }

    /// Cores, memory in MiB, disk in GiB; zero where one is unknown.
    pub(super) const fn size(self, cores: u16, memory: u32, disk: u32) -> Self {
        Self { size: Size { cores, memory, disk }, ..self }
    }
}

impl Product {
    /// What it is called, without what is meant besides.
    pub fn short_title(&self) -> &'static str {
        self.title.split(" (").next().unwrap_or(self.title)
    }

    /// True if it asks this of its machine.
    pub fn asks_for(&self, need: &str) -> bool {
        self.needs.split(' ').any(|known| known == need)
    }

    /// True if it gives this to others.
    pub fn gives_others(&self, service: &str) -> bool {
        self.provides.split(' ').any(|known| known == service)
    }

    /// True if nobody need be alarmed that it has this.
    pub fn may_have(&self, what: &str) -> bool {
        self.excused.split(' ').any(|known| known == what)
    }
}
