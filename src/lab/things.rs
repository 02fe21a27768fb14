//! The clusters, networks, storage and backup targets of a lab, as handles that can be copied and asked.
//! A handle derefs to its record.

use std::ops::Deref;

use super::cluster_kind::ClusterKind;
use super::handle::{Host, System};
use super::record::Record;
use super::records::{ClusterFields, NetworkFields, StorageFields, TargetFields};
use super::{Lab, Named};
use crate::finding::{ClusterId, NetworkId, StorageId, Subject, TargetId};
use crate::source::Span;

/// Declares a handle for the records of a list of the lab.
macro_rules! handles {
    ($($(#[$doc:meta])* $name:ident: $id:ident, $fields:ident, $list:ident;)+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy)]
            pub struct $name<'a> {
                lab: &'a Lab,
                id: $id,
            }

            impl<'a> $name<'a> {
                pub(super) fn new(lab: &'a Lab, id: $id) -> Self {
                    Self { lab, id }
                }

                /// Its number in the lab.
                pub fn id(self) -> $id {
                    self.id
                }

                /// The lab it is in.
                pub fn lab(self) -> &'a Lab {
                    self.lab
                }

                /// What is said of it.
                pub fn record(self) -> &'a Record<$fields> {
                    &self.lab.draft.$list[self.id.index()]
                }

                /// What it is called.
                pub fn name(self) -> &'a str {
                    &self.record().name.value
                }

                /// Where its name is written.
                pub fn place(self) -> Span {
                    self.record().name.span
                }
            }

            impl Deref for $name<'_> {
                type Target = Record<$fields>;

                fn deref(&self) -> &Record<$fields> {
                    self.record()
                }
            }

            impl PartialEq for $name<'_> {
                fn eq(&self, other: &Self) -> bool {
                    self.id == other.id && std::ptr::eq(self.lab, other.lab)
                }
            }

            impl Eq for $name<'_> {}

            impl std::fmt::Debug for $name<'_> {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    write!(f, "{} {}", stringify!($name), self.name())
                }
            }

            impl From<$name<'_>> for Subject {
                fn from(it: $name<'_>) -> Self {
                    it.id.into()
                }
            }

            impl From<$name<'_>> for Span {
                fn from(it: $name<'_>) -> Self {
                    it.place()
                }
            }
        )+
    };
}

handles! {
    /// Machines that act as one.
    Cluster: ClusterId, ClusterFields, clusters;
    /// A network segment.
    Network: NetworkId, NetworkFields, networks;
    /// Storage that several machines share.
    Storage: StorageId, StorageFields, storage;
    /// A place that backups go to.
    Target: TargetId, TargetFields, targets;
}

impl<'a> Cluster<'a> {
    /// What is the same in all clusters of its kind; nothing if its kind is not said, or not known.
    pub fn known_kind(self) -> Option<&'static ClusterKind> {
        ClusterKind::named(self.record().kind.as_ref()?)
    }

    /// True if its product runs containers wherever there is room: Kubernetes, Swarm, Nomad.
    pub fn orchestrates(self) -> bool {
        self.known_kind().is_some_and(|kind| kind.orchestrates)
    }

    /// True if what runs on it are pods, as with every Kubernetes.
    pub fn runs_pods(self) -> bool {
        self.known_kind().is_some_and(|kind| kind.runs_pods)
    }

    /// Its nodes that are in the lab, in the order of the text: those that it names, and those that name it.
    pub fn nodes(self) -> impl ExactSizeIterator<Item = System<'a>> {
        let lab = self.lab;
        lab.links.nodes(self.id).iter().map(move |&id| lab.system_at(id as usize))
    }

    /// False if it names a node that is not in the lab.
    pub fn has_all_nodes(self) -> bool {
        self.node_names().all(|node| self.lab.system(node).is_some())
    }

    /// The host that all of its nodes stand on, if that is one.
    pub fn one_host(self) -> Option<Host<'a>> {
        self.lab.system_at(self.lab.links.one_host(self.id)? as usize).as_host()
    }

    /// Where it names a node of it.
    pub fn mention(self, node: System<'_>) -> Option<Span> {
        let node = u32::try_from(node.id()).ok()?;
        let place = self.lab.links.mention(node, self.id)?;
        Some(self.record().node_names().nth(place)?.span)
    }
}

impl<'a> Network<'a> {
    /// The systems that say they are in it.
    pub fn members(self) -> impl Iterator<Item = System<'a>> {
        let name = self.name();
        let is_in = move |system: &System<'a>| {
            system.entry().connection.networks.iter().any(|it| it.network.value == name)
        };
        self.lab.systems().filter(is_in)
    }
}

impl<'a> Storage<'a> {
    /// The systems that serve it, as far as they are in the lab; a cluster stands for its nodes.
    pub fn servers(self) -> impl Iterator<Item = System<'a>> {
        self.record().on.iter().flat_map(move |name| self.lab.machines(name))
    }
}

impl<'a> Target<'a> {
    /// The systems that keep it, as far as they are in the lab; a cluster stands for its nodes.
    pub fn keepers(self) -> impl Iterator<Item = System<'a>> {
        self.record().on.iter().flat_map(move |name| self.lab.machines(name))
    }

    /// The shared storage it lies on.
    pub fn shared_storage(self) -> Option<Storage<'a>> {
        self.lab.shared_storage(self.record().storage.as_ref()?)
    }
}

impl Lab {
    /// The systems that a name stands for: itself, or the nodes of a cluster.
    fn machines<'a>(&'a self, name: &'a str) -> impl Iterator<Item = System<'a>> {
        let (system, cluster) = match self.find(name) {
            Some(Named::System(system)) => (Some(system), None),
            Some(Named::Cluster(cluster)) => (None, Some(cluster)),
            Some(Named::External(_)) | None => (None, None),
        };
        system.into_iter().chain(cluster.into_iter().flat_map(Cluster::nodes))
    }
}
