//! An entry of the inventory: a host or a workload, as it is written.
//!
//! One shape serves both, because real inventories say the same things of both. What is not written is
//! absent here, and absent means unknown. What a reader took from `defaults` stands in the field, with
//! a span that lies in the defaults.

use ecow::EcoString;

use super::list::List;
use super::parts::{
    Address, Amount, Backup, Cpu, Dependency, Device, Disk, Domain, Each, Exposure, Hold,
    Hypervisor, Kernel, Membership, Pin, Pool, Port, Reserve, Volume,
};
use super::rare::{Empty, Rare};
use super::units::{Bytes, Date};
use super::words::{
    Arch, Architecture, Confinement, Criticality, Declared, Engine, Environment, Lifetime,
    Migration, Namespace, Restart, Scaling, Startup, State, Status, Tenancy, Updates,
};
use crate::source::{Span, Spanned};

/// Short text: names, images, words of the user.
pub type Text = EcoString;

/// A field that may not be written.
pub type Field<T> = Option<Spanned<T>>;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Kind {
    /// A physical machine, or a rented one used like one.
    Host,
    /// A virtual machine.
    Vm,
    /// A container, of whatever engine.
    Container,
    /// Software that runs directly on the OS of a host or VM.
    Native,
    /// A workload whose kind is a question.
    #[default]
    Undecided,
}

/// A host or a workload.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// What it is called.
    pub name: Spanned<Text>,
    /// The whole entry, from its name or first key to its last value.
    pub whole: Span,
    /// Its `kind` field.
    pub declared: Field<Declared>,
    /// What it runs on: one thing, or several of which it is one.
    pub runs_on: List<Spanned<Text>>,
    /// What it does, as the user calls it: `dns`, `monitoring`, `container-host` ...
    pub role: List<Spanned<Text>>,
    /// What it is for, in a sentence.
    pub purpose: Field<Text>,
    /// Its container image.
    pub image: Field<Text>,
    /// Its operating system, usually with a version: `debian-12`.
    pub os: Field<Text>,
    /// Its processor cores.
    pub cpu: Field<Cpu>,
    /// Its memory.
    pub memory: Field<Amount<Bytes>>,
    /// Its own disks.
    pub disks: List<Disk>,
    /// How long it is meant to live.
    pub lifetime: Field<Lifetime>,
    /// Whether it runs.
    pub status: Field<Status>,
    /// What it needs.
    pub depends_on: List<Dependency>,
    /// Where its data comes from and goes.
    pub volumes: List<Volume>,
    /// The ports it publishes.
    pub ports: List<Port>,
    /// The devices it has or uses.
    pub devices: List<Device>,
    /// What sort of software it is.
    pub nature: Rare<Nature>,
    /// How it meets the network.
    pub connection: Rare<Connection>,
    /// What separates it from its neighbours.
    pub isolation: Rare<Isolation>,
    /// The user's labels.
    pub tags: List<Spanned<Text>>,
    /// How it starts, stops and moves.
    pub running: Rare<Running>,
    /// How it is looked after.
    pub operation: Rare<Operation>,
    /// What it is as a machine.
    pub machine: Rare<Machine>,
}

/// Declares a rare part: its fields, and its empty value.
macro_rules! rare {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $field:ident: $type:ty = $empty:expr,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default)]
        pub struct $name {
            $($(#[$about])* pub $field: $type,)+
        }

        impl Empty for $name {
            const EMPTY: &'static Self = &Self { $($field: $empty,)+ };
        }
    };
}

rare! {
    /// What sort of software a workload is.
    Nature {
        /// What runs it as a container, or what a machine runs containers with.
        engine: Field<Engine> = None,
        /// One instance on every node of a cluster, or on each of several hosts.
        each: Option<Each> = None,
        /// A sandbox around it, such as `gvisor` or `kata`.
        runtime: Field<Text> = None,
        /// What its kernel must be or have.
        kernel: Field<Kernel> = None,
        /// The processor architecture it has or needs.
        arch: Field<Arch> = None,
        /// How it takes on more load.
        scaling: Field<Scaling> = None,
        /// How many instances of it run.
        replicas: Field<u32> = None,
        /// What it keeps.
        state: Field<State> = None,
        /// Whose code or users it serves.
        tenancy: Field<Tenancy> = None,
        /// Whether it is old software that needs its old surroundings.
        legacy: Field<bool> = None,
        /// How it is built.
        architecture: Field<Architecture> = None,
        /// How often it is updated.
        updates: Field<Updates> = None,
        /// How fast it must be there.
        startup: Field<Startup> = None,
        /// The owner's decision between VM and container.
        pin: Option<Pin> = None,
    }
}

rare! {
    /// How a system meets the network.
    Connection {
        /// The networks it is in.
        networks: List<Membership> = List::UNSTATED,
        /// Addresses that are stated outside any network.
        addresses: List<Address> = List::UNSTATED,
        /// Its hardware addresses.
        mac: List<Spanned<Text>> = List::UNSTATED,
        /// From where it can be reached.
        exposure: Option<Exposure> = None,
        /// Its zone of trust.
        zone: Field<Text> = None,
        /// The container whose network it shares.
        network_of: Field<Text> = None,
        /// The name servers it asks.
        dns: List<Spanned<Text>> = List::UNSTATED,
        /// The time servers it asks.
        ntp: List<Spanned<Text>> = List::UNSTATED,
        /// Its way out.
        gateway: List<Spanned<Text>> = List::UNSTATED,
        /// Where its logins are checked.
        identity: List<Spanned<Text>> = List::UNSTATED,
        /// Its VLAN.
        vlan: Field<Text> = None,
        /// Its address for people.
        url: Field<Text> = None,
    }
}

rare! {
    /// What separates a container from its neighbours and its host.
    Isolation {
        /// Whether root inside is root outside, without limits.
        privileged: Field<bool> = None,
        /// The same question, asked the other way round.
        unprivileged: Field<bool> = None,
        /// Whether its engine runs without root.
        rootless: Field<bool> = None,
        /// Whether containers may run inside it.
        nesting: Field<bool> = None,
        /// How its users map to those of the host.
        id_map: Field<Text> = None,
        /// How it is confined.
        confinement: Field<Confinement> = None,
        /// Kernel capabilities it is given, without `CAP_`.
        capabilities: List<Spanned<Text>> = List::UNSTATED,
        /// Namespaces it shares with its host.
        host_namespaces: List<Spanned<Namespace>> = List::UNSTATED,
        /// Options of its engine's security modules.
        security_opt: List<Spanned<Text>> = List::UNSTATED,
        /// Credentials it holds that reach further than itself.
        holds: List<Hold> = List::UNSTATED,
    }
}

rare! {
    /// How a workload starts, stops and moves.
    Running {
        /// What happens when it ends or its host restarts.
        restart: Field<Restart> = None,
        /// Whether it starts with its host.
        autostart: Field<bool> = None,
        /// Its place in the order of starting.
        start_order: Field<u32> = None,
        /// How its health is checked; `false` if it is not.
        healthcheck: Field<bool> = None,
        /// Whether a cluster restarts it elsewhere.
        ha: Field<bool> = None,
        /// How it moves to another host.
        migration: Field<Migration> = None,
        /// When it is meant to go.
        expires: Field<Date> = None,
    }
}

rare! {
    /// How a system is looked after.
    Operation {
        /// Its backup.
        backup: Field<Backup> = None,
        /// What watches it.
        monitored_by: List<Spanned<Text>> = List::UNSTATED,
        /// Where its logs go.
        logs_to: List<Spanned<Text>> = List::UNSTATED,
        /// Who answers for it.
        owner: Field<Text> = None,
        /// Where it is documented.
        docs: Field<Text> = None,
        /// Anything else the user wants to remember.
        notes: Field<Text> = None,
        /// Whether somebody relies on it.
        environment: Field<Environment> = None,
        /// How bad it is when it is gone.
        criticality: Field<Criticality> = None,
        /// Until when its maker supports it, where that was bought.
        support_until: Field<Date> = None,
    }
}

rare! {
    /// What a system is as a machine.
    Machine {
        /// The hypervisor it runs.
        hypervisor: Field<Hypervisor> = None,
        /// Whether a host is itself a rented virtual machine.
        rented: Field<bool> = None,
        /// Its storage pools.
        pools: List<Pool> = List::UNSTATED,
        /// What it fails together with.
        failure_domain: Option<Domain> = None,
        /// Where it stands.
        site: Field<Text> = None,
        /// The cluster it belongs to.
        cluster: Field<Text> = None,
        /// What is kept back for the machine itself.
        reserve: Field<Reserve> = None,
        /// The processor model a VM sees.
        cpu_type: Field<Text> = None,
        /// The number the hypervisor knows it by.
        vmid: Field<Text> = None,
    }
}
