//! A file part by part: each top-level key with its value, or with one entry of it at a time.
//!
//! What has been read is forgotten, unless an anchor in it may still be needed. A file of any size so
//! takes little memory, and what is read is still in the processor's cache.

use super::drive::Drive;
use super::fast::Fast;
use super::tree::{Cell, Comment, Form};
use super::{Fault, Kind, Node};
use crate::source::{Source, Span};

/// A file on its way through the reader.
pub struct Parts<'s> {
    drive: Drive<'s>,
    splits: fn(&str) -> bool,
    /// How many nodes and how many cooked texts are kept.
    kept: Kept,
    /// The index at which the part that was last given out begins.
    given: Option<u32>,
    /// True if the open section is given out entry by entry.
    splitting: bool,
    /// How many documents have come to their end.
    documents: usize,
}

#[derive(Default)]
struct Kept {
    cells: usize,
    cooked: usize,
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

impl<'s> Parts<'s> {
    pub(super) fn new(source: &'s Source, splits: fn(&str) -> bool) -> Self {
        let drive = Drive::new(source, Fast::new(source.text()));
        Self { drive, splits, kept: Kept::default(), given: None, splitting: false, documents: 0 }
    }

    /// The next part. The one before it can no longer be asked.
    #[expect(clippy::should_implement_trait, reason = "a part borrows from what gives it out")]
    pub fn next(&mut self) -> Option<Part<'_>> {
        self.forget();
        loop {
            let more = self.drive.step();
            if self.drive.build.completed {
                self.drive.build.completed = false;
                if let Some(shape) = self.complete() {
                    return Some(self.give(&shape));
                }
            }
            if !more {
                return None;
            }
        }
    }

    /// What is not YAML in this file, as far as it has been read.
    pub fn faults(&self) -> &[Fault] {
        self.drive.build.tree.faults()
    }

    /// How many faults there are besides, and the first of them.
    pub fn more_faults(&self) -> Option<(Span, usize)> {
        self.drive.build.tree.more_faults
    }

    /// Every comment, as far as the file has been read.
    pub fn comments(&self) -> impl Iterator<Item = Comment<'s>> + '_ {
        self.drive.build.tree.comments()
    }

    /// What the last event completed, if that is a part.
    fn complete(&mut self) -> Option<Shape> {
        let build = &self.drive.build;
        match build.open.as_slice() {
            // A section ends, or a value stands behind a key.
            [root] if !root.list && root.children % 2 == 0 => {
                let split = std::mem::take(&mut self.splitting);
                if split {
                    self.given = Some(root.child);
                    self.forget();
                    return None;
                }
                Some(Shape::Section { key: root.child })
            }
            [root, section] if !root.list && root.children % 2 == 0 => {
                let complete = section.list || section.children % 2 == 0;
                let key = Node::new(&build.tree, root.child);
                if !complete || !(self.splitting || key.text().is_some_and(self.splits)) {
                    return None;
                }
                let (section, list, entry) = (root.child, section.list, section.child);
                self.splitting = true;
                Some(Shape::Entry { section, list, entry })
            }
            [] => {
                let known = std::mem::replace(&mut self.documents, build.tree.documents.len());
                // Of an empty document nothing is kept.
                let root = *build.tree.documents.get(known..)?.last()?;
                let other = Node::new(&build.tree, root).kind() != Kind::Mapping;
                Some(if other { Shape::Other { root } } else { Shape::End })
            }
            _ => None,
        }
    }

    fn give(&mut self, shape: &Shape) -> Part<'_> {
        let tree = &self.drive.build.tree;
        let node = |index: u32| Node::new(tree, index);
        let behind = |index: u32| Node::new(tree, tree.cells[index as usize].next);
        match *shape {
            Shape::Section { key } => {
                self.given = Some(key);
                Part::Section { key: node(key), value: behind(key) }
            }
            Shape::Entry { section, list, entry } => {
                self.given = Some(entry);
                let section = node(section);
                if list {
                    Part::Entry { section, key: None, value: node(entry) }
                } else {
                    Part::Entry { section, key: Some(node(entry)), value: behind(entry) }
                }
            }
            Shape::Other { root } => {
                self.given = Some(root);
                Part::Other(node(root))
            }
            Shape::End => Part::End,
        }
    }

    /// Drops the part that was given out last, unless an anchor stands in it.
    fn forget(&mut self) {
        let Some(from) = self.given.take() else { return };
        let build = &mut self.drive.build;
        let tree = &mut build.tree;
        if build.anchored.take().is_some_and(|anchored| anchored as usize >= self.kept.cells) {
            self.kept = Kept { cells: tree.cells.len(), cooked: tree.cooked.len() };
            return;
        }
        // Between what is kept and what goes stands at most the key of the section.
        let between = tree.cells.get(self.kept.cells..from as usize).unwrap_or_default();
        let cooked = |cell: &&Cell| matches!(cell.form, Form::Cooked | Form::CookedPlain);
        self.kept.cooked += between.iter().filter(cooked).count();
        self.kept.cells = self.kept.cells.max(from as usize);
        tree.cells.truncate(self.kept.cells);
        tree.cooked.truncate(self.kept.cooked);
        while tree.tagged.pop_if(|(index, _)| *index as usize >= self.kept.cells).is_some() {}
    }
}

/// A part by the indices of its nodes.
enum Shape {
    Section { key: u32 },
    Entry { section: u32, list: bool, entry: u32 },
    Other { root: u32 },
    End,
}
