//! An entry of the inventory: a host or a workload, as it is written.
//!
//! One shape serves both, because real inventories say the same things of both. What a reader took from
//! `defaults` stands in the field, with a span that lies in the defaults.

use ecow::EcoString;

use super::address::{Address, Membership, Port, Vlan};
use super::fields::record;
use super::identifier::{GuestNumber, HardwareAddress};
use super::list::List;
use super::parts::{
    Amount, Backup, Capabilities, Cpu, Dependency, Device, Disk, Domain, Exposure, Hold,
    Hypervisor, Kernel, ObservedUsage, PerNode, Pin, Pool, Reserve, RestartPolicy,
};
use super::record::Record;
use super::sparse::Sparse;
use super::stated::Stated;
use super::units::{Bytes, Date};
use super::volume::Volume;
use super::words::{
    Arch, Architecture, Confinement, Criticality, Declared, Engine, Environment, Lifetime,
    Migration, Namespace, Scaling, Startup, State, Status, Tenancy, Updates,
};
use crate::source::Spanned;

/// Short text: names, images, words of the user.
pub type Text = EcoString;

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

impl Kind {
    /// What a system is while nothing is said.
    pub(super) const ABSENT: Self = Self::Undecided;
}

/// A host or a workload.
pub type Entry = Record<SystemFields>;

record! {
    /// What is said of a host or a workload.
    SystemFields {
        /// What it is.
        kind: Kind,
        /// Its `kind` field.
        declared: Stated<Declared>,
        /// What it runs on: one thing, or several of which it is one.
        runs_on: List<Spanned<Text>>,
        /// What it does, as the user calls it: `dns`, `monitoring`, `container-host` ...
        role: List<Spanned<Text>>,
        /// What it is for, in a sentence.
        purpose: Stated<Text>,
        /// Its container image.
        image: Stated<Text>,
        /// Its operating system, usually with a version: `debian-12`.
        os: Stated<Text>,
        /// Its processor cores.
        cpu: Stated<Cpu>,
        /// Its memory.
        memory: Stated<Amount<Bytes>>,
        /// Its own disks.
        disks: List<Disk>,
        /// How long it is meant to live.
        lifetime: Stated<Lifetime>,
        /// Whether it runs.
        status: Stated<Status>,
        /// What it needs.
        depends_on: List<Dependency>,
        /// Where its data comes from and goes.
        volumes: List<Volume>,
        /// The ports it publishes.
        ports: List<Port>,
        /// The devices it has or uses.
        devices: List<Device>,
        /// What sort of software it is.
        nature: Sparse<Nature>,
        /// How it meets the network.
        connection: Sparse<Connection>,
        /// What separates it from its neighbours.
        isolation: Sparse<Isolation>,
        /// The user's labels.
        tags: List<Spanned<Text>>,
        /// How it starts, stops and moves.
        running: Sparse<Running>,
        /// How it is looked after.
        operation: Sparse<Operation>,
        /// What it is as a machine.
        machine: Sparse<Machine>,
    }
}

record! {
    /// What sort of software a workload is.
    Nature {
        /// What its engine calls it, where that is not its name here.
        container_name: Stated<Text>,
        /// What runs it as a container, or what a machine runs containers with.
        engine: Stated<Engine>,
        /// One instance on every node of a cluster, or on each of several hosts.
        each: Stated<PerNode>,
        /// A sandbox around it, such as `gvisor` or `kata`.
        runtime: Stated<Text>,
        /// What its kernel must be or have.
        kernel: Stated<Kernel>,
        /// The processor architecture it has or needs.
        arch: Stated<Arch>,
        /// How it takes on more load.
        scaling: Stated<Scaling>,
        /// How many instances of it run.
        replicas: Stated<u32>,
        /// What it keeps.
        state: Stated<State>,
        /// Whose code or users it serves.
        tenancy: Stated<Tenancy>,
        /// Whether it is old software that needs its old surroundings.
        legacy: Stated<bool>,
        /// How it is built.
        architecture: Stated<Architecture>,
        /// How often it is updated.
        updates: Stated<Updates>,
        /// How fast it must be there.
        startup: Stated<Startup>,
        /// The owner's decision between VM and container.
        pin: Stated<Pin>,
    }
}

record! {
    /// How a system meets the network.
    Connection {
        /// The networks it is in.
        networks: List<Membership>,
        /// Addresses that are stated outside any network.
        addresses: List<Address>,
        /// Its hardware addresses.
        mac: List<Spanned<HardwareAddress>>,
        /// From where it can be reached.
        exposure: Stated<Exposure>,
        /// Its zone of trust.
        zone: Stated<Text>,
        /// The container whose network it shares.
        network_of: Stated<Text>,
        /// The name servers it asks.
        dns: List<Spanned<Text>>,
        /// The time servers it asks.
        ntp: List<Spanned<Text>>,
        /// Its way out.
        gateway: List<Spanned<Text>>,
        /// Where its logins are checked.
        identity: List<Spanned<Text>>,
        /// Its VLAN.
        vlan: Stated<Vlan>,
        /// Its address for people.
        url: Stated<Text>,
    }
}

record! {
    /// What separates a container from its neighbours and its host.
    Isolation {
        /// Whether root inside is root outside, without limits.
        privileged: Stated<bool>,
        /// The same question, asked the other way round.
        unprivileged: Stated<bool>,
        /// Whether its engine runs without root.
        rootless: Stated<bool>,
        /// Whether containers may run inside it.
        nesting: Stated<bool>,
        /// How its users map to those of the host.
        id_map: Stated<Text>,
        /// How it is confined.
        confinement: Stated<Confinement>,
        /// Kernel capabilities it is given and denied.
        capabilities: Stated<Capabilities>,
        /// Namespaces it shares with its host.
        host_namespaces: List<Spanned<Namespace>>,
        /// Whether it is given the control socket of its engine.
        engine_socket: Stated<bool>,
        /// The container whose processes it sees.
        pid_of: Stated<Text>,
        /// Options of its engine's security modules.
        security_opt: List<Spanned<Text>>,
        /// Credentials it holds that reach further than itself.
        holds: List<Hold>,
    }
}

record! {
    /// How a workload starts, stops and moves.
    Running {
        /// What happens when it ends or its host restarts.
        restart: Stated<RestartPolicy>,
        /// The profiles of its Compose file that it belongs to; it is left out where none of them is asked for.
        profiles: List<Spanned<Text>>,
        /// Whether it starts with its host; of a host, whether it starts when the power is back.
        autostart: Stated<bool>,
        /// Its place in the order of starting.
        start_order: Stated<u32>,
        /// How its health is checked; `false` if it is not.
        healthcheck: Stated<bool>,
        /// Whether a cluster restarts it elsewhere.
        ha: Stated<bool>,
        /// How it moves to another host.
        migration: Stated<Migration>,
        /// When it is meant to go.
        expires: Stated<Date>,
    }
}

record! {
    /// How a system is looked after.
    Operation {
        /// Its backup.
        backup: Stated<Backup>,
        /// What watches it.
        monitored_by: List<Spanned<Text>>,
        /// Where its logs go.
        logs_to: List<Spanned<Text>>,
        /// What it was seen to use.
        usage: Stated<ObservedUsage>,
        /// Who answers for it.
        owner: Stated<Text>,
        /// Where it is documented.
        docs: Stated<Text>,
        /// Anything else the user wants to remember.
        notes: Stated<Text>,
        /// Whether somebody relies on it.
        environment: Stated<Environment>,
        /// How bad it is when it is gone.
        criticality: Stated<Criticality>,
        /// Until when its maker supports it, where that was bought.
        support_until: Stated<Date>,
    }
}

record! {
    /// What a system is as a machine.
    Machine {
        /// The hypervisor it runs.
        hypervisor: Stated<Hypervisor>,
        /// Whether a host is itself a rented virtual machine.
        rented: Stated<bool>,
        /// Its storage pools.
        pools: List<Pool>,
        /// What it fails together with.
        failure_domain: Stated<Domain>,
        /// The power supply it hangs on; `none` if there is none.
        ups: Stated<Text>,
        /// Where it stands.
        site: Stated<Text>,
        /// The cluster it belongs to.
        cluster: Stated<Text>,
        /// The directory domain that it has joined.
        domain: Stated<Text>,
        /// How its disks are encrypted, or what unlocks them; `none` if they are not.
        encrypted: Stated<Text>,
        /// The make and model of a host: `Raspberry Pi 4`, `Dell R730`.
        model: Stated<Text>,
        /// Graphics cards that it has, or is given, where they are named apart from other devices.
        gpus: List<Device>,
        /// PCI devices that a VM is given, where they are named apart from other devices.
        pci_devices: List<Device>,
        /// What is kept back for the machine itself.
        reserve: Stated<Reserve>,
        /// The processor model a VM sees.
        cpu_type: Stated<Text>,
        /// The number the hypervisor knows it by.
        vmid: Stated<GuestNumber>,
        /// Whether it is there only to be copied.
        template: Stated<bool>,
        /// How many votes it has in its cluster.
        votes: Stated<u32>,
    }
}
