//! The fields of hosts and workloads.

use super::foreign::FOREIGN_KEYS;
use super::parts::{
    Gpus, HealthCheck, MembershipList, PciDevices, Pools, Tags, VARIABLES, VariableList,
    VlanNumber, network_mode_field,
};
use super::policy::allow_field;
use crate::lab::{
    Address, Amount, Arch, Architecture, Backup, Bytes, Capabilities, Confinement, Cpu,
    Criticality, Date, Declared, Dependency, Device, Disk, Domain, Engine, Environment, Exposure,
    GuestNumber, HardwareAddress, Hold, Hypervisor, Kernel, Lifetime, List, Migration, Namespace,
    ObservedUsage, PerNode, Pin, Port, Reserve, RestartPolicy, Scaling, Startup, State, Status,
    SystemFields, Tenancy, Updates, Volume,
};
use crate::read::field::{
    ALL, CONTAINER, Field, FieldKey, FieldTable, FieldValue, HOST, MACHINE, NATIVE, Name, Names,
    Slot, UNDECIDED, VM, ValueShape, WORKLOAD, field,
};
use crate::source::Spanned;
use crate::yaml::NodeKind;

/// Every field that a host or a workload can have, but its name.
#[rustfmt::skip]
pub(crate) static ENTRY: FieldTable<SystemFields> = FieldTable::<SystemFields>::new("an entry", &[
    // What it is.
    field!(WORKLOAD, "kind" ["type"], declared: Spanned<Declared>, "what it is: a VM, a container, a system container or native software"),
    field!(ALL, "role" | "roles", role: Names, "what it does: dns, monitoring, container-host, cluster-node ..."),
    field!(ALL, "purpose" ["description", "desc"], purpose: Name, "what it is for, in a sentence"),
    field!(ALL, "status" ["vm_state"], status: Spanned<Status>, "whether it runs"),
    field!(ALL, "os" ["distribution", "ostemplate"], os: Name, "its operating system, usually with a version: debian-12"),
    field!(WORKLOAD, "image", image: Name, "its container image"),
    field!(CONTAINER.and(UNDECIDED), "container_name", nature.container_name: Name, "what its engine calls it, where that is another name"),
    field!(ALL, "engine", nature.engine: Spanned<Engine>, "what runs it as a container, or what a machine runs containers with"),
    field!(WORKLOAD, "runtime", nature.runtime: Name, "a sandbox around it: gvisor, kata, kubevirt"),
    field!(ALL, "kernel", nature.kernel: Spanned<Kernel>, "what its kernel must be or have: modules, parameters, own"),
    field!(ALL, "arch", nature.arch: Spanned<Arch>, "the processor architecture it has or needs"),
    field!(ALL, "legacy", nature.legacy: Spanned<bool>, "whether it is old software that needs its old surroundings"),
    field!(WORKLOAD, "architecture", nature.architecture: Spanned<Architecture>, "how it is built"),
    field!(WORKLOAD, "tenancy", nature.tenancy: Spanned<Tenancy>, "whose code or users it serves"),
    field!(WORKLOAD, "pin", nature.pin: Spanned<Pin>, "the owner's decision between VM and container, with the reason"),

    // Where it is.
    field!(WORKLOAD, "runs_on" ["host", "node", "on", "runsOn", "target_node", "parent"], runs_on: Names, "what it runs on; of several machines, one"),
    field!(WORKLOAD, "each", nature.each: Spanned<PerNode>, "one instance per node of a cluster, or on each of several hosts"),
    field!(ALL, "site" ["location"], machine.site: Name, "where it stands"),
    field!(ALL, "cluster", machine.cluster: Name, "the cluster it belongs to"),
    field!(MACHINE, "domain", machine.domain: Name, "the directory domain it has joined, such as that of Active Directory"),
    field!(HOST, "ups", machine.ups: Name, "the power supply it hangs on, by name, or `none`; short for that of `failure_domain`"),
    field!(ALL, "failure_domain", machine.failure_domain: Spanned<Domain>, "what it fails together with: a name, or `{site, ups, rack, switch}`"),

    // What it has and uses.
    field!(ALL, "cpu" ["cores", "vcpu", "vcpus", "cpus", "cpu_cores"], cpu: Spanned<Cpu>, "its processor cores, as the scheduler sees them"),
    field!(ALL, "memory" ["ram", "mem", "memory_mb", "memory_mib", "memory_gb", "memory_gib", "ram_mb", "ram_mib", "ram_gb", "ram_gib", "mem_limit", "memory_limit"], memory: Spanned<Amount<Bytes>>, "its memory, or `{max, min}`"),
    field!(WORKLOAD, "disk" | "disks" ["rootfs", "disk_gb", "disk_gib", "disk_size"], disks: List<Disk>, "its own disks"),
    field!(HOST, "storage" | "pools", machine.pools: Pools, "its storage pools"),
    field!(ALL, "devices" | "device", devices: List<Device>, "the devices it has or uses"),
    field!(ALL, "volumes" | "mounts", volumes: List<Volume>, "where its data comes from and goes; of a host, the shares it mounts"),
    field!(MACHINE, "encrypted", machine.encrypted: Name, "how its disks are encrypted, or what unlocks them: luks, tpm, tang, none"),
    field!(MACHINE, "gpu" | "gpus", machine.gpus: Gpus, "the graphics cards it has, or is given"),
    field!(VM.and(UNDECIDED), "hostpci" ["hostpci0"], machine.pci_devices: PciDevices, "the PCI devices it is given, by address or mapping"),
    field!(HOST.and(VM), "hypervisor", machine.hypervisor: Spanned<Hypervisor>, "the hypervisor it runs, or `none`"),
    field!(HOST, "model" ["hardware"], machine.model: Name, "its make and model: Raspberry Pi 4, Dell R730"),
    field!(HOST, "virtual" ["rented"], machine.rented: Spanned<bool>, "whether it is itself a rented virtual machine"),
    field!(HOST.and(VM), "reserve", machine.reserve: Spanned<Reserve>, "what is kept back for the machine itself"),
    field!(WORKLOAD, "cpu_type", machine.cpu_type: Name, "the processor model a VM sees"),
    field!(WORKLOAD, "vmid" ["id", "vm_id", "container_id", "ctid"], machine.vmid: Spanned<GuestNumber>, "the number the hypervisor knows it by"),
    field!(WORKLOAD, "template", machine.template: Spanned<bool>, "whether it is there only to be copied, and never runs"),
    field!(ALL, "votes" ["quorum_votes"], machine.votes: Spanned<u32>, "how many votes it has in its cluster, if not one"),

    // How it lives.
    field!(WORKLOAD, "lifetime", lifetime: Spanned<Lifetime>, "how long it is meant to live"),
    field!(WORKLOAD, "scaling", nature.scaling: Spanned<Scaling>, "how it takes on more load"),
    field!(WORKLOAD, "replicas", nature.replicas: Spanned<u32>, "how many instances of it run"),
    field!(WORKLOAD, "state", nature.state: Spanned<State>, "what it keeps"),
    field!(ALL, "depends_on" ["needs", "requires", "dependsOn"], depends_on: List<Dependency>, "what it needs"),
    field!(ALL, "updates", nature.updates: Spanned<Updates>, "how often it is updated"),
    field!(WORKLOAD, "startup", nature.startup: Spanned<Startup>, "how fast it must be there"),
    field!(WORKLOAD, "restart", running.restart: Spanned<RestartPolicy>, "what happens when it ends or its host restarts"),
    field!(ALL, "autostart" ["onboot", "start_on_boot", "power_on"], running.autostart: Spanned<bool>, "whether it starts with its host; of a host, whether it starts by itself when the power is back"),
    field!(CONTAINER.and(UNDECIDED), "profiles", running.profiles: Names, "the profiles of its Compose file; it is left out where none of them is asked for"),
    field!(WORKLOAD, "start_order" ["startup_order", "boot_order"], running.start_order: Spanned<u32>, "its place in the order of starting"),
    field!(WORKLOAD, "healthcheck", running.healthcheck: HealthCheck, "how its health is checked"),
    field!(WORKLOAD, "ha", running.ha: Spanned<bool>, "whether a cluster restarts it elsewhere"),
    field!(WORKLOAD, "migration", running.migration: Spanned<Migration>, "how it moves to another host"),
    field!(WORKLOAD, "expires", running.expires: Spanned<Date>, "when it is meant to go"),
    field!(ALL, "support_until", operation.support_until: Spanned<Date>, "until when its maker supports it, where that was bought"),

    // How it meets the network.
    field!(ALL, "networks" | "network", connection.networks: MembershipList, "the networks it is in, perhaps with its addresses"),
    field!(ALL, "addresses" | "address" ["ip", "ips", "ip_address", "ipv4"], connection.addresses: List<Address>, "its addresses"),
    field!(ALL, "mac", connection.mac: List<Spanned<HardwareAddress>>, "its hardware addresses"),
    field!(WORKLOAD, "ports", ports: List<Port>, "the ports it publishes on the machine below"),
    field!(ALL, "exposure", connection.exposure: Spanned<Exposure>, "from where it can be reached"),
    field!(ALL, "zone", connection.zone: Name, "its zone of trust"),
    field!(WORKLOAD, "network_of", connection.network_of: Name, "the container whose network it shares"),
    network_mode_field(),
    field!(MACHINE, "dns" ["nameservers"], connection.dns: Names, "the name servers it asks"),
    field!(MACHINE, "ntp", connection.ntp: Names, "the time servers it asks"),
    field!(MACHINE, "gateway", connection.gateway: Names, "its way out"),
    field!(MACHINE, "identity", connection.identity: Names, "where its logins are checked"),
    field!(ALL, "vlan", connection.vlan: VlanNumber, "its VLAN"),
    field!(ALL, "url", connection.url: Name, "its address for people"),

    // What separates it.
    field!(CONTAINER.and(UNDECIDED), "privileged", isolation.privileged: Spanned<bool>, "whether root inside is root outside, without limits"),
    field!(CONTAINER.and(UNDECIDED), "unprivileged", isolation.unprivileged: Spanned<bool>, "the same, asked the other way round"),
    field!(ALL, "rootless", isolation.rootless: Spanned<bool>, "whether its engine runs without root"),
    field!(WORKLOAD, "nesting", isolation.nesting: Spanned<bool>, "whether containers or VMs may run inside it"),
    field!(CONTAINER.and(UNDECIDED), "id_map" ["idmap"], isolation.id_map: Name, "how its users map to those of the host"),
    field!(CONTAINER.and(UNDECIDED), "confinement", isolation.confinement: Spanned<Confinement>, "how AppArmor, SELinux and seccomp confine it"),
    field!(CONTAINER.and(UNDECIDED).and(NATIVE), "capabilities" ["cap_add"], isolation.capabilities: Spanned<Capabilities>, "kernel capabilities it is given, or `{add, drop}`"),
    field!(CONTAINER.and(UNDECIDED), "host_namespaces", isolation.host_namespaces: List<Spanned<Namespace>>, "namespaces it shares with its host"),
    field!(CONTAINER.and(UNDECIDED), "engine_socket", isolation.engine_socket: Spanned<bool>, "whether it is given the control socket of its engine"),
    field!(CONTAINER.and(UNDECIDED), "pid_of", isolation.pid_of: Name, "the container whose processes it sees"),
    field!(CONTAINER.and(UNDECIDED), "pid", isolation.pid: Name, "`host`, if it sees the processes of its machine"),
    field!(CONTAINER.and(UNDECIDED).and(NATIVE), "user", isolation.user: Name, "the user that it runs as"),
    field!(WORKLOAD, "variables", isolation.variables: VariableList, "the variables of its environment, of which only the names are kept"),
    field!(CONTAINER.and(UNDECIDED), "security_opt", isolation.security_opt: Names, "options of its engine's security modules"),
    field!(ALL, "holds", isolation.holds: List<Hold>, "credentials it holds that reach further than itself"),

    // How it is looked after.
    field!(ALL, "backup" | "backups", operation.backup: Spanned<Backup>, "its backup: a target, jobs, or `none`"),
    field!(ALL, "monitored_by", operation.monitored_by: Names, "what watches it"),
    field!(ALL, "logs_to", operation.logs_to: Names, "where its logs go"),
    field!(ALL, "usage", operation.usage: Spanned<ObservedUsage>, "what it was seen to use: `{memory: 512MiB}`"),
    field!(ALL, "owner", operation.owner: Name, "who answers for it"),
    field!(ALL, "docs" ["documentation"], operation.docs: Name, "where it is documented"),
    field!(ALL, "tags" ["labels", "tags_list"], tags: Tags, "labels of your own"),
    field!(ALL, "notes" | "note" ["comment"], operation.notes: Name, "anything else worth remembering"),
    environment_field(),
    field!(ALL, "criticality", operation.criticality: Spanned<Criticality>, "how bad it is when it is gone"),
    allow_field(),
]).with_foreign_keys(FOREIGN_KEYS);

/// Whether somebody relies on an entry. Compose has its variables under that name: a mapping or a list are those.
const fn environment_field() -> Field<SystemFields> {
    let word: Field<SystemFields> = field!(ALL, "environment" ["env"], operation.environment: Spanned<Environment>, "whether somebody relies on it; a mapping or a list are variables, of which only the names are kept");
    Field {
        key: FieldKey { shape: ValueShape::Either(&[Environment::SHAPE, VARIABLES]), ..word.key },
        read: |entry, node, context| {
            let is_variable = node.text().is_some_and(|text| text.contains('='));
            if is_variable || matches!(node.kind(), NodeKind::Mapping | NodeKind::Sequence) {
                if let Some(variables) = VariableList::read(node, context) {
                    entry.isolation.variables = variables.into();
                }
            } else if let Some(word) = Spanned::<Environment>::read(node, context) {
                entry.operation.environment = word.into();
            } else {
                let why = (!node.is_null()).then_some("it cannot be read");
                Slot::leave(&mut entry.operation.environment, node.written(), why);
            }
        },
        ..word
    }
}
