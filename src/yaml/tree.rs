//! The tree: one flat list of nodes in the order of the text.
//!
//! A collection is followed by its children, and knows the index at which they end; a mapping's
//! children alternate between keys and values. That makes a tree of millions of nodes one allocation.

use super::{Fault, Node};
use crate::source::{Source, Span};

/// The documents of one file.
#[derive(Debug)]
pub struct Tree<'s> {
    pub(super) source: &'s Source,
    pub(super) nodes: Vec<StoredNode>,
    /// Text that is not written as it reads: escapes, folded lines, block scalars.
    pub(super) cooked: Vec<Box<str>>,
    /// Nodes with a tag of their own, such as `!secret`, in order.
    pub(super) tagged: Vec<(u32, Span)>,
    pub(super) documents: Vec<u32>,
    pub(super) comments: Vec<Span>,
    pub(super) faults: Vec<Fault>,
    /// How many faults there are besides, and the first of them.
    pub(super) more_faults: Option<(Span, usize)>,
}

/// One node as stored.
#[derive(Debug, Clone, Copy)]
pub(super) struct StoredNode {
    /// Where it starts, in bytes of the file.
    pub(super) start: u32,
    /// Where it ends.
    pub(super) end: u32,
    /// The index after its last descendant.
    pub(super) next: u32,
    /// What the notation needs: the index of a cooked text or of an alias's target.
    pub(super) extra: u32,
    pub(super) notation: Notation,
}

/// How a node is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// Nothing at all, where a value could stand.
    Empty,
    /// A plain scalar that reads as it is written.
    Plain,
    /// A quoted scalar without escapes: the text between the quotes.
    Quoted,
    /// A plain scalar over several lines.
    CookedPlain,
    /// A quoted scalar with escapes or several lines, or a block scalar.
    Cooked,
    Sequence,
    Mapping,
    Alias,
}

impl StoredNode {
    /// How many bytes it is written in.
    pub(super) fn len(self) -> u32 {
        self.end - self.start
    }
}

impl Notation {
    pub(super) fn is_cooked(self) -> bool {
        matches!(self, Self::Cooked | Self::CookedPlain)
    }
}

/// A comment, up to the end of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment<'s> {
    /// From the `#` to the end of the line.
    pub span: Span,
    /// What follows the `#`, trimmed.
    pub text: &'s str,
}

impl<'s> Tree<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        Self {
            source,
            nodes: Vec::new(),
            cooked: Vec::new(),
            tagged: Vec::new(),
            documents: Vec::new(),
            comments: Vec::new(),
            faults: Vec::new(),
            more_faults: None,
        }
    }

    /// Forgets all nodes from an index on, with their texts and tags.
    pub(super) fn truncate(&mut self, index: usize) {
        let dropped = if self.cooked.is_empty() { None } else { self.nodes.get(index..) };
        let mut dropped = dropped.unwrap_or_default().iter();
        if let Some(first) = dropped.find(|node| node.notation.is_cooked()) {
            self.cooked.truncate(first.extra as usize);
        }
        self.nodes.truncate(index);
        while self.tagged.pop_if(|(tagged, _)| *tagged as usize >= index).is_some() {}
    }

    /// The file that was read.
    pub fn source(&self) -> &'s Source {
        self.source
    }

    /// The root of each document that has content.
    pub fn documents(&self) -> impl Iterator<Item = Node<'_>> {
        self.documents.iter().map(|&index| Node::new(self, index))
    }

    /// What is not YAML in this file, in the order of the text.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Every comment, in the order of the text.
    pub fn comments(&self) -> impl Iterator<Item = Comment<'s>> + '_ {
        self.comments.iter().map(|&span| {
            let text = self.source.slice(span);
            Comment { span, text: text[1..].trim() }
        })
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// True if the file holds nothing.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }
}
