//! One product, and what is known of it.

use super::role::Role;
use super::vocabulary::{Form, Holding, KernelFamily, Need, Service, Trust};
use crate::lab::{Arch, State};

/// A product: an application, a service, an appliance, an operating system.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Product {
    /// What it is called.
    pub title: &'static str,
    /// A page where all this can be checked.
    pub source: &'static str,
    /// What it does for the others.
    pub role: Role,
    /// How it comes.
    pub form: Form,
    /// The kernel it runs on.
    pub kernel: KernelFamily,
    /// Names of workloads that mean it.
    pub names: &'static [&'static str],
    /// Names that are everyday words as well, such as `vault`, and so say less.
    pub everyday: &'static [&'static str],
    /// Its container images without registry and tag. One with a slash has the organisation before it.
    pub images: &'static [&'static str],
    /// Its identifiers as an operating system, without a version.
    pub os: &'static [&'static str],
    /// What it keeps, where that is known.
    pub keeps: Option<State>,
    /// The folders of its container with a database that it brings along, which is not made for a network
    /// share.
    pub database: &'static [&'static str],
    /// What it asks of its machine.
    pub needs: &'static [Need],
    /// What it gives to others.
    pub gives: &'static [Service],
    /// What its image is known to need, and nobody need be alarmed by: capabilities, and words of [`RIGHTS`].
    pub rights: &'static [&'static str],
    /// The devices that its image is known to use, as paths or the beginnings of paths.
    pub devices: &'static [&'static str],
    /// The folders of its host that its image is known to read.
    pub host_folders: &'static [&'static str],
    /// The ports it serves, as it comes.
    pub ports: &'static [u16],
    /// What it holds that opens other doors.
    pub holds: &'static [Holding],
    /// True if it runs what others hand it: jobs, deployments, code in a browser.
    pub runs_code: bool,
    /// True if several instances of it vote.
    pub votes: bool,
    /// How much depends on whom it lets in, or on what it runs.
    pub trust: Trust,
    /// The architectures its image is built for, where that is not both of amd64 and arm64.
    pub architectures: &'static [Arch],
    /// The first version that needs a processor with AVX; empty if every version does.
    pub avx_since: Option<&'static str>,
    /// What an instance of it typically gets.
    pub usual: Size,
    /// What its maker says it does not run well below.
    pub minimum: Size,
}

/// What an instance of a product gets or needs. Zero means unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// Processor cores.
    pub cores: u16,
    /// Memory in MiB.
    pub memory: u32,
    /// Disk in GiB.
    pub disk: u32,
}

/// What an image can be known to need besides capabilities.
pub const RIGHTS: &[&str] =
    &["device", "engine-socket", "host-folders", "host-network", "host-pid", "privileged"];

impl Product {
    /// A product of which nothing is known. What the tables leave out is as it is here.
    pub(super) const UNKNOWN: Self = Self {
        title: "",
        source: "",
        role: Role::Application,
        form: Form::Image,
        kernel: KernelFamily::Linux,
        names: &[],
        everyday: &[],
        images: &[],
        os: &[],
        keeps: None,
        database: &[],
        needs: &[],
        gives: &[],
        rights: &[],
        devices: &[],
        host_folders: &[],
        ports: &[],
        holds: &[],
        runs_code: false,
        votes: false,
        trust: Trust::Plain,
        architectures: &[],
        avx_since: None,
        usual: Size::UNKNOWN,
        minimum: Size::UNKNOWN,
    };

    /// What it is called, without what is meant besides.
    pub fn short_title(&self) -> &'static str {
        self.title.split(" (").next().unwrap_or(self.title)
    }

    /// True if it asks this of its machine.
    pub fn asks_for(&self, need: Need) -> bool {
        self.needs.contains(&need)
    }

    /// True if it gives this to others.
    pub fn gives_others(&self, service: Service) -> bool {
        self.gives.contains(&service)
    }

    /// True if its image is known to need this: a capability or a word of [`RIGHTS`].
    pub fn may_have(&self, right: &str) -> bool {
        self.rights.contains(&right)
    }

    /// True if it watches or serves the machine it runs on, and so belongs to that machine.
    pub fn belongs_to_machine(&self) -> bool {
        self.form == Form::Agent
    }

    /// True if it holds what opens other doors.
    pub fn holds_secrets(&self) -> bool {
        !self.holds.is_empty()
    }

    /// True if its image is not built for this architecture.
    pub fn lacks(&self, arch: Arch) -> bool {
        !self.architectures.is_empty() && !self.architectures.contains(&arch)
    }
}

impl Size {
    /// Nothing is known.
    pub(super) const UNKNOWN: Self = Self { cores: 0, memory: 0, disk: 0 };
}
