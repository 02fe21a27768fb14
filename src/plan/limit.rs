//! The limits of a plan, each by the rule that it comes from and the place where it is written.

use crate::finding::{ClusterId, SystemId};
use crate::lab::Text;
use crate::source::Span;

/// Something that a placement has to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// What it is.
    pub kind: LimitKind,
    /// Where the inventory says so.
    pub at: Span,
}

/// What a limit is, with all that its words need. Systems go by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LimitKind {
    /// The memory of a host, for what its guests are guaranteed.
    Memory(SystemId),
    /// The memory of a host, for what its guests are promised.
    Promised(SystemId),
    /// The cores of a host.
    Cores(SystemId),
    /// The room of a pool of a host, for disks that take it at once.
    Room(SystemId, Text),
    /// The room of a pool of a host, for all that disks may grow to.
    Growth(SystemId, Text),
    /// A guest has a disk in a pool that not every host has.
    Pool(SystemId, Text),
    /// A guest uses a device that not every host has.
    Device(SystemId, Text),
    /// A device of a host serves only so many.
    Share(SystemId, Text),
    /// Guests are kept apart.
    Apart,
    /// Guests are held together.
    Together,
    /// Guests are pinned to machines.
    Pinned,
    /// A guest names the machines that it may be on.
    Choice(SystemId),
    /// Guests that do the same work are not all on one host.
    Replicas(Vec<SystemId>),
    /// So many votes of a cluster may be on a host.
    Votes(ClusterId, SystemId),
    /// A host has to be survived.
    Failure(SystemId),
    /// A host is to be emptied.
    Drain(SystemId),
    /// A guest is to stay.
    Keep(SystemId),
    /// A guest cannot move.
    Migration(SystemId),
}

impl LimitKind {
    /// The name it goes by: that of a rule, or of what was asked for.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Memory(_) => "memory-exhausted",
            Self::Promised(_) => "memory-overcommitted",
            Self::Cores(_) => "vcpu-overcommitted",
            Self::Room(..) => "storage-exhausted",
            Self::Growth(..) => "storage-overcommitted",
            Self::Pool(..) => "storage",
            Self::Device(..) | Self::Share(..) => "device-unavailable",
            Self::Apart | Self::Together | Self::Pinned | Self::Choice(_) => "affinity-violated",
            Self::Replicas(_) => "replicas-share-host",
            Self::Votes(..) => "quorum-on-one-host",
            Self::Failure(_) => "failover-does-not-fit",
            Self::Drain(_) => "drain",
            Self::Keep(_) => "keep",
            Self::Migration(_) => "migration",
        }
    }
}
