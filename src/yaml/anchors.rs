//! The anchors of a file: which node each stands at, and how much its aliases stand for.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

/// How many nodes aliases may stand for before they count as a trap: this many, and more in a large file.
const EXPANDED: u64 = 1_000_000;

/// Every anchor by its number, counted from 1, and the last of each name.
#[derive(Debug, Default)]
pub(super) struct AnchorTable<'s> {
    targets: FxHashMap<usize, AnchoredNode>,
    names: FxHashMap<Cow<'s, str>, usize>,
    count: usize,
    /// The index of the node that was anchored last, until somebody asks.
    last: Option<u32>,
    /// How many nodes the aliases so far stand for.
    expanded: u64,
    /// True once that was reported as too many.
    reported: bool,
}

/// What an anchor stands at.
#[derive(Debug, Clone, Copy)]
pub(super) struct AnchoredNode {
    pub(super) index: u32,
    /// How many nodes it is, the aliases inside it counted in full; none while it is open.
    pub(super) size: Option<u64>,
}

/// Why an alias stands for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unresolved {
    /// No anchor has its name.
    Unknown,
    /// It stands inside its own anchor.
    Inside,
    /// All aliases together stand for more than any memory holds. They are never written out, but whoever
    /// reads the values would go through all of them.
    TooLarge,
    /// `TooLarge` again: it is reported once a file.
    Reported,
}

impl<'s> AnchorTable<'s> {
    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn expanded(&self) -> u64 {
        self.expanded
    }

    pub(super) fn forget_names(&mut self) {
        self.names.clear();
    }

    pub(super) fn define(&mut self, number: usize, target: AnchoredNode) {
        self.last = Some(target.index);
        self.targets.insert(number, target);
    }

    /// Says how large the node under an anchor has become.
    pub(super) fn complete(&mut self, number: usize, size: u64) {
        if let Some(target) = self.targets.get_mut(&number) {
            target.size = Some(size);
        }
    }

    pub(super) fn name(&mut self, number: usize, name: Cow<'s, str>) {
        self.count = self.count.max(number);
        self.names.insert(name, number);
    }

    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied().filter(|number| self.targets.contains_key(number))
    }

    /// The node that an alias stands for, in a tree of so many nodes.
    pub(super) fn target(&mut self, number: usize, nodes: u64) -> Result<u32, Unresolved> {
        let Some(&AnchoredNode { index, size: Some(size) }) = self.targets.get(&number) else {
            return Err(Unresolved::Inside);
        };
        if self.expanded + size > EXPANDED + 4 * nodes {
            let reported = std::mem::replace(&mut self.reported, true);
            return Err(if reported { Unresolved::Reported } else { Unresolved::TooLarge });
        }
        self.expanded += size;
        Ok(index)
    }

    pub(super) fn take_last(&mut self) -> Option<u32> {
        self.last.take()
    }

    /// Forgets the anchors of nodes from an index on.
    pub(super) fn drop_from(&mut self, index: usize) {
        self.targets.retain(|_, target| (target.index as usize) < index);
    }
}
