//! The systems of a lab, as handles that can be copied and asked.

use std::ops::Deref;

use super::Lab;
use super::address::Membership;
use super::entry::{Entry, Kind, Text};
use super::links::RunsOn;
use super::list::List;
use super::parts::Device;
use super::stacks::Stack;
use super::things::Cluster;
use super::units::{Bytes, Cores};
use super::words::Engine;
use crate::finding::{ClusterId, Subject, SystemId};
use crate::source::{Span, Spanned};

/// A host or a workload. What it says of itself is to be had through [`Entry`], to which it derefs.
#[derive(Clone, Copy)]
pub struct System<'a> {
    lab: &'a Lab,
    id: u32,
}

impl<'a> System<'a> {
    pub(super) fn new(lab: &'a Lab, id: usize) -> Self {
        Self { lab, id: u32::try_from(id).expect("fewer than 2^32 systems") }
    }

    fn at(self, id: u32) -> Self {
        Self { lab: self.lab, id }
    }

    /// Its number in the lab.
    pub fn id(self) -> usize {
        self.id as usize
    }

    /// The lab it is in.
    pub fn lab(self) -> &'a Lab {
        self.lab
    }

    /// What it says of itself.
    pub fn entry(self) -> &'a Entry {
        &self.lab.draft.entries[self.id()]
    }

    /// What it is called.
    pub fn name(self) -> &'a str {
        &self.entry().name.value
    }

    /// Where its name is written.
    pub fn place(self) -> Span {
        self.entry().name.span
    }

    /// Where its `runs_on` is written; its name, if it has none.
    pub fn runs_on_span(self) -> Span {
        self.entry().runs_on.first().map_or(self.place(), |name| name.span)
    }

    /// It, as a host.
    pub fn as_host(self) -> Option<Host<'a>> {
        (self.entry().kind == Kind::Host).then_some(Host(self))
    }

    /// It, as a virtual machine.
    pub fn as_vm(self) -> Option<Vm<'a>> {
        (self.entry().kind == Kind::Vm).then_some(Vm(self))
    }

    /// It, as a container.
    pub fn as_container(self) -> Option<Container<'a>> {
        (self.entry().kind == Kind::Container).then_some(Container(self))
    }

    /// It, as a workload: anything but a host.
    pub fn as_workload(self) -> Option<Workload<'a>> {
        (self.entry().kind != Kind::Host).then_some(Workload(self))
    }

    /// The devices it has or uses, whichever key names them.
    pub fn devices(self) -> impl Iterator<Item = &'a Device> + Clone {
        let (entry, machine) = (self.entry(), &*self.entry().machine);
        entry.devices.iter().chain(&machine.gpus).chain(&machine.pci_devices)
    }

    /// The networks it is in that reach further than its machine.
    pub fn networks(self) -> impl Iterator<Item = &'a Membership> + Clone {
        self.entry().connection.networks.iter().filter(|network| !network.is_local)
    }

    /// What it runs on, as far as that is known.
    pub fn runs_on(self) -> RunsOn {
        self.lab.links.place_of(self.id())
    }

    /// The host or workload it runs on directly.
    pub fn on(self) -> Option<Self> {
        match self.runs_on() {
            RunsOn::System(below) => Some(self.at(below.number())),
            _ => None,
        }
    }

    /// The cluster it runs on, if its node is not said.
    pub fn on_cluster(self) -> Option<Cluster<'a>> {
        match self.runs_on() {
            RunsOn::Cluster(id) => Some(Cluster::new(self.lab, id)),
            _ => None,
        }
    }

    /// What runs on it directly.
    pub fn guests(self) -> impl ExactSizeIterator<Item = Self> {
        self.lab.links.guests(self.id()).iter().map(move |&id| self.at(id))
    }

    /// What lies below it: what it runs on, what that runs on, down to the host or to where the
    /// inventory ends. A cycle is followed once.
    pub fn below(self) -> impl Iterator<Item = Self> {
        let next = move |system: Self| self.lab.links.below(system.id()).map(|id| self.at(id));
        std::iter::successors(next(self), move |&system| next(system))
    }

    /// The stack it stands in: itself, then what lies below it.
    pub fn stack(self) -> impl Iterator<Item = Self> {
        std::iter::once(self).chain(self.below())
    }

    /// True if following `runs_on` leads from it back to it.
    pub fn is_in_cycle(self) -> bool {
        self.lab.links.in_cycle(self.id())
    }

    /// How many layers its stack has, itself included.
    pub fn depth(self) -> usize {
        self.known().depth as usize
    }

    /// The lowest system of its stack.
    #[must_use]
    pub fn bottom(self) -> Self {
        self.at(self.known().bottom)
    }

    /// True if its stack holds two systems of the same kind.
    pub fn repeats_a_kind(self) -> bool {
        self.known().repeats_a_kind()
    }

    /// The host or VM whose kernel it runs on; itself, if it is one.
    pub fn kernel(self) -> Option<Self> {
        self.known().kernel.map(|id| self.at(id))
    }

    /// The host at the bottom of its stack.
    pub fn host(self) -> Option<Host<'a>> {
        self.known().host.map(|id| Host(self.at(id)))
    }

    /// The nearest container below it.
    pub fn container_below(self) -> Option<Container<'a>> {
        let below = self.below().next()?;
        below.known().container.map(|id| Container(self.at(id)))
    }

    fn known(self) -> &'a Stack {
        self.lab.links.stacks.of_system(self.id())
    }

    /// A field of its own, or else of the nearest system below it that has it written; with the system
    /// that says it.
    pub fn inherit<T>(
        self,
        field: impl Fn(&'a Entry) -> Option<&'a Spanned<T>>,
    ) -> Option<(&'a Spanned<T>, Self)> {
        self.stack().find_map(|system| Some((field(system.entry())?, system)))
    }

    /// What it is, in a word.
    pub fn noun(self) -> &'static str {
        match self.entry().kind {
            Kind::Host => "host",
            Kind::Vm => "VM",
            Kind::Container if self.is_system_container() => "system container",
            Kind::Container => "container",
            Kind::Native => "native service",
            Kind::Undecided => "workload",
        }
    }

    /// True if it is a container that holds a whole system, as with LXC and Incus, rather than one application.
    pub fn is_system_container(self) -> bool {
        let engine = self.as_container().map(Container::engine);
        matches!(engine, Some(Engine::Lxc | Engine::Incus | Engine::Lxd))
    }

    /// True if it has a system of its own on a machine that it shares: a VM or a system container.
    pub fn is_guest(self) -> bool {
        self.as_vm().is_some() || self.is_system_container()
    }

    /// Where it stands, said of itself or of the nearest system below it.
    pub fn site(self) -> Option<&'a str> {
        let site = |entry: &'a Entry| {
            let of_domain = || entry.machine.failure_domain.as_ref()?.site.as_ref();
            entry.machine.site.as_ref().or_else(of_domain)
        };
        self.inherit(site).map(|(site, _)| site.as_str())
    }

    /// True if nobody relies on it: its environment, or that of what it runs on, is for trying out.
    pub fn is_for_trial(self) -> bool {
        self.known().is_for_trial
    }

    /// The clusters it is a node of.
    pub fn clusters(self) -> impl Iterator<Item = Cluster<'a>> {
        let ids = self.lab.links.clusters(self.id()).iter();
        ids.map(move |&id| Cluster::new(self.lab, ClusterId::new(id as usize)))
    }

    /// Who answers for it, or for a cluster that it is a node of or runs on.
    pub fn owner(self) -> Option<&'a Spanned<Text>> {
        let own = self.entry().operation.owner.as_ref();
        own.or_else(|| self.around().find_map(|cluster| cluster.record().owner.as_ref()))
    }

    /// What watches it, or a cluster that it is a node of or runs on, as far as that is stated.
    pub fn monitored_by(self) -> Option<&'a List<Spanned<Text>>> {
        let own = &self.entry().operation.monitored_by;
        let clusters = self.around().map(|cluster| &cluster.record().monitored_by);
        std::iter::once(own).chain(clusters).find(|names| !names.is_absent())
    }

    /// The clusters that it is a node of or runs on.
    fn around(self) -> impl Iterator<Item = Cluster<'a>> {
        self.clusters().chain(self.on_cluster())
    }

    /// The cores it has, or may use at most.
    pub fn cores(self) -> Option<Cores> {
        self.entry().cpu.as_ref()?.cores.max
    }

    /// Memory that is kept back for the machine itself, where that is said.
    pub fn reserved_memory(self) -> Bytes {
        let reserve = self.entry().machine.reserve.as_ref();
        reserve.and_then(|reserve| reserve.memory).unwrap_or_default()
    }
}

impl Deref for System<'_> {
    type Target = Entry;

    fn deref(&self) -> &Entry {
        self.entry()
    }
}

impl PartialEq for System<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && std::ptr::eq(self.lab, other.lab)
    }
}

impl Eq for System<'_> {}

impl std::fmt::Debug for System<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}", self.entry().kind, self.name())
    }
}

impl From<System<'_>> for Subject {
    fn from(system: System<'_>) -> Self {
        Self::System(SystemId::new(system.id()))
    }
}

impl From<System<'_>> for SystemId {
    fn from(system: System<'_>) -> Self {
        Self::new(system.id())
    }
}

impl From<System<'_>> for Span {
    fn from(system: System<'_>) -> Self {
        system.place()
    }
}

/// Declares a handle for systems of one kind. It can be asked all that a [`System`] can.
macro_rules! handles {
    ($($(#[$doc:meta])* $name:ident)+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, PartialEq, Eq, Debug)]
            pub struct $name<'a>(System<'a>);

            impl<'a> Deref for $name<'a> {
                type Target = System<'a>;

                fn deref(&self) -> &System<'a> {
                    &self.0
                }
            }

            impl<'a> From<$name<'a>> for System<'a> {
                fn from(it: $name<'a>) -> Self {
                    it.0
                }
            }

            impl From<$name<'_>> for Subject {
                fn from(it: $name<'_>) -> Self {
                    it.0.into()
                }
            }

            impl From<$name<'_>> for Span {
                fn from(it: $name<'_>) -> Self {
                    it.0.place()
                }
            }
        )+
    };
}

handles! {
    /// A physical machine, or a rented one used like one.
    Host
    /// A virtual machine.
    Vm
    /// A container.
    Container
    /// Anything that runs on something: a VM, a container, a native service, or not decided yet.
    Workload
}

impl<'a> Host<'a> {
    /// The virtual machines that run on it directly.
    pub fn vms(self) -> impl Iterator<Item = Vm<'a>> {
        self.guests().filter_map(System::as_vm)
    }

    /// The containers that run on it directly.
    pub fn containers(self) -> impl Iterator<Item = Container<'a>> {
        self.guests().filter_map(System::as_container)
    }

    /// The hypervisor product it says it runs.
    pub fn hypervisor(self) -> Option<&'a str> {
        self.entry().machine.hypervisor.as_ref()?.product.as_deref()
    }

    /// True if VMs run on it, or are meant to.
    pub fn is_hypervisor(self) -> bool {
        self.hypervisor().is_some() || self.vms().next().is_some()
    }

    /// True if it says that it runs no hypervisor.
    pub fn denies_hypervisor(self) -> bool {
        self.entry().machine.hypervisor.as_ref().is_some_and(|it| it.product.is_none())
    }

    /// True if it is a rented virtual machine.
    pub fn is_rented(self) -> bool {
        self.entry().machine.rented.as_ref().is_some_and(|rented| rented.value)
    }
}

impl Container<'_> {
    /// Its engine: stated, or what its other fields show, or Docker.
    pub fn engine(self) -> Engine {
        let entry = self.entry();
        if let Some(engine) = entry.nature.engine.value() {
            return engine;
        }
        // Only a system container has an OS and a number of its own and no image.
        let of_a_system = entry.os.is_some()
            || entry.machine.vmid.is_some()
            || entry.isolation.unprivileged.is_some();
        if of_a_system && entry.image.is_absent() { Engine::Lxc } else { Engine::Docker }
    }
}
