//! A file part by part: each top-level key with its value, or with one entry of it at a time.
//!
//! What has been read is forgotten, unless an anchor in it may still be needed. A file of any size so
//! takes little memory, and what is read is still in the processor's cache.

use super::builder::OpenCollection;
use super::driver::Driver;
use super::tree::{Comment, Notation};
use super::{Fault, Node, NodeKind};
use crate::source::{Source, Span};

/// A file on its way through the reader.
pub struct PartReader<'s> {
    driver: Driver<'s>,
    splits: fn(&str) -> bool,
    /// How many nodes are kept.
    kept: usize,
    /// The index at which the part that was last given out begins.
    given: Option<u32>,
    /// True if the open section is given out entry by entry.
    splitting: bool,
    /// How many documents have come to their end.
    documents: usize,
}

/// A part of a document.
#[derive(Debug, Clone, Copy)]
pub enum Part<'t> {
    /// A top-level key with its whole value.
    Section {
        /// The key.
        key: Node<'t>,
        /// Its value.
        value: Node<'t>,
    },
    /// One entry of a top-level key that is split.
    Entry {
        /// The top-level key.
        section: Node<'t>,
        /// The entry's key; none in a list.
        key: Option<Node<'t>>,
        /// The entry's value, or the item of a list.
        value: Node<'t>,
    },
    /// A document that is no mapping.
    Other(Node<'t>),
    /// The end of a document that is one.
    End,
}

impl<'s> PartReader<'s> {
    pub(super) fn new(source: &'s Source, splits: fn(&str) -> bool) -> Self {
        let driver = Driver::new(source);
        Self { driver, splits, kept: 0, given: None, splitting: false, documents: 0 }
    }

    /// The next part. The one before it can no longer be asked.
    #[expect(clippy::should_implement_trait, reason = "a part borrows from what gives it out")]
    pub fn next(&mut self) -> Option<Part<'_>> {
        self.forget();
        loop {
            let more = self.driver.step();
            if self.driver.builder.take_completed()
                && let Some(part) = self.complete()
            {
                return Some(self.give(&part));
            }
            if !more {
                return None;
            }
        }
    }

    /// What is not YAML in this file, as far as it has been read.
    pub fn faults(&self) -> &[Fault] {
        self.driver.builder.tree.faults()
    }

    /// How many faults there are besides, and the first of them.
    pub fn more_faults(&self) -> Option<(Span, usize)> {
        self.driver.builder.tree.more_faults
    }

    /// Every comment, as far as the file has been read.
    pub fn comments(&self) -> impl Iterator<Item = Comment<'s>> + '_ {
        self.driver.builder.tree.comments()
    }

    /// What the last event completed, if that is a part.
    fn complete(&mut self) -> Option<PartIndices> {
        let builder = &self.driver.builder;
        match builder.open_collections() {
            // A section ends, or a value stands behind a key.
            [root] if is_whole_mapping(root) => {
                let split = std::mem::take(&mut self.splitting);
                if split {
                    self.given = Some(root.child);
                    self.forget();
                    return None;
                }
                Some(PartIndices::Section { key: root.child })
            }
            [root, section] if is_whole_mapping(root) => {
                let list = section.notation == Notation::Sequence;
                let key = Node::new(&builder.tree, root.child);
                let splits = self.splitting || key.text().is_some_and(self.splits);
                // Of a section with an anchor, every entry may still be needed.
                if !splits || section.anchor.is_some() || !(list || is_whole_mapping(section)) {
                    return None;
                }
                let (section, entry) = (root.child, section.child);
                self.splitting = true;
                Some(PartIndices::Entry { section, list, entry })
            }
            [] => {
                let known = std::mem::replace(&mut self.documents, builder.tree.documents.len());
                // Of an empty document nothing is kept.
                let root = *builder.tree.documents.get(known..)?.last()?;
                let other = Node::new(&builder.tree, root).kind() != NodeKind::Mapping;
                Some(if other { PartIndices::Other { root } } else { PartIndices::End })
            }
            _ => None,
        }
    }

    fn give(&mut self, part: &PartIndices) -> Part<'_> {
        let tree = &self.driver.builder.tree;
        let node = |index: u32| Node::new(tree, index);
        let behind = |index: u32| Node::new(tree, tree.nodes[index as usize].next);
        match *part {
            PartIndices::Section { key } => {
                self.given = Some(key);
                Part::Section { key: node(key), value: behind(key) }
            }
            PartIndices::Entry { section, list, entry } => {
                self.given = Some(entry);
                let section = node(section);
                if list {
                    Part::Entry { section, key: None, value: node(entry) }
                } else {
                    Part::Entry { section, key: Some(node(entry)), value: behind(entry) }
                }
            }
            PartIndices::Other { root } => {
                self.given = Some(root);
                Part::Other(node(root))
            }
            PartIndices::End => Part::End,
        }
    }

    /// Drops the part that was given out last, unless an anchor stands in it.
    fn forget(&mut self) {
        let Some(from) = self.given.take() else { return };
        let builder = &mut self.driver.builder;
        if builder.take_anchored().is_some_and(|anchored| anchored as usize >= self.kept) {
            self.kept = builder.tree.nodes.len();
            return;
        }
        // Between what is kept and what goes stands at most the key of the section.
        self.kept = self.kept.max(from as usize);
        builder.tree.truncate(self.kept);
    }
}

/// True for a mapping that no value is missing from.
fn is_whole_mapping(open: &OpenCollection) -> bool {
    open.notation == Notation::Mapping && open.children.is_multiple_of(2)
}

/// A part by the indices of its nodes.
enum PartIndices {
    Section { key: u32 },
    Entry { section: u32, list: bool, entry: u32 },
    Other { root: u32 },
    End,
}
