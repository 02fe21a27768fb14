//! The kinds of entries that a field makes sense for.

use crate::lab::Kind;

/// A set of kinds of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Kinds(u8);

pub(crate) const HOST: Kinds = Kinds(1);
pub(crate) const VM: Kinds = Kinds(2);
pub(crate) const CONTAINER: Kinds = Kinds(4);
pub(crate) const NATIVE: Kinds = Kinds(8);
pub(crate) const UNDECIDED: Kinds = Kinds(16);
pub(crate) const WORKLOAD: Kinds = VM.and(CONTAINER).and(NATIVE).and(UNDECIDED);
pub(crate) const MACHINE: Kinds = HOST.and(VM).and(CONTAINER).and(UNDECIDED);
pub(crate) const ALL: Kinds = HOST.and(WORKLOAD);

impl Kinds {
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn has(self, kinds: Self) -> bool {
        self.0 & kinds.0 != 0
    }
}

impl From<Kind> for Kinds {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Host => HOST,
            Kind::Vm => VM,
            Kind::Container => CONTAINER,
            Kind::Native => NATIVE,
            Kind::Undecided => UNDECIDED,
        }
    }
}
