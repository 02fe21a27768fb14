//! A node of the tree: a copyable handle that can be asked.

use std::collections::VecDeque;

use super::Tree;
use super::tree::{Notation, StoredNode};
use crate::source::Span;

/// A key or a value. An alias is the node it stands for, except to [`Node::written`].
#[derive(Debug, Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree<'t>,
    /// The node itself, past any alias.
    index: u32,
    /// The node as it stands in the text.
    written: u32,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// Nothing is written.
    Empty,
    /// A piece of text, which may read as a number, a truth value or `null`.
    Scalar,
    /// A list.
    Sequence,
    /// Keys and values.
    Mapping,
}

/// A key with its value.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'t> {
    /// The key.
    pub key: Node<'t>,
    /// Its value; [`NodeKind::Empty`] if none is written.
    pub value: Node<'t>,
    /// The mapping that a merge key (`<<`) names here, if it came through one: it gives way to a key of the
    /// mapping itself.
    pub merged: Option<Span>,
}

impl<'t> Node<'t> {
    pub(super) fn new(tree: &'t Tree<'t>, written: u32) -> Self {
        let stored = &tree.nodes[written as usize];
        let index = if stored.notation == Notation::Alias { stored.extra } else { written };
        Self { tree, index, written }
    }

    fn stored(self) -> &'t StoredNode {
        &self.tree.nodes[self.index as usize]
    }

    fn span_of(self, index: u32) -> Span {
        let stored = &self.tree.nodes[index as usize];
        self.tree.source.span(stored.start as usize..stored.end as usize)
    }

    /// Where the node's content is written: behind an alias, the place of the anchor.
    pub fn span(self) -> Span {
        self.span_of(self.index)
    }

    /// Where the node is used: the alias itself, if there is one.
    pub fn written(self) -> Span {
        self.span_of(self.written)
    }

    /// What the node is.
    pub fn kind(self) -> NodeKind {
        match self.stored().notation {
            Notation::Empty | Notation::Alias => NodeKind::Empty,
            Notation::Plain | Notation::Quoted | Notation::CookedPlain | Notation::Cooked => {
                NodeKind::Scalar
            }
            Notation::Sequence => NodeKind::Sequence,
            Notation::Mapping => NodeKind::Mapping,
        }
    }

    /// The text of a scalar, escapes and folding done.
    pub fn text(self) -> Option<&'t str> {
        let stored = self.stored();
        let (start, end) = (stored.start as usize, stored.end as usize);
        match stored.notation {
            Notation::Plain => Some(&self.tree.source.text()[start..end]),
            Notation::Quoted => Some(&self.tree.source.text()[start + 1..end - 1]),
            Notation::CookedPlain | Notation::Cooked => {
                Some(&self.tree.cooked[stored.extra as usize])
            }
            Notation::Empty | Notation::Sequence | Notation::Mapping | Notation::Alias => None,
        }
    }

    /// True for a scalar without quotes, which YAML may take for something other than text.
    pub fn is_plain(self) -> bool {
        matches!(self.stored().notation, Notation::Plain | Notation::CookedPlain)
    }

    /// True if nothing is written, or `null` or `~` in so many letters.
    pub fn is_null(self) -> bool {
        match self.kind() {
            NodeKind::Empty => true,
            NodeKind::Scalar => {
                let may_be = self.is_plain() && matches!(self.stored().len(), 1 | 4);
                may_be && matches!(self.text(), Some("~" | "null" | "Null" | "NULL"))
            }
            NodeKind::Sequence | NodeKind::Mapping => false,
        }
    }

    /// The node's own tag, such as `!secret`; YAML's standard ones do not count.
    pub fn tag(self) -> Option<&'t str> {
        let tagged = &self.tree.tagged;
        let found = tagged.binary_search_by_key(&self.index, |&(index, _)| index).ok()?;
        Some(self.tree.source.slice(tagged[found].1))
    }

    /// The items of a sequence; nothing for any other node.
    pub fn items(self) -> impl Iterator<Item = Self> {
        let stored = self.stored();
        let end = if stored.notation == Notation::Sequence { stored.next } else { 0 };
        Children { tree: self.tree, at: self.index + 1, end }
    }

    /// The keys and values of a mapping, then those that merge keys add; nothing for any other node.
    ///
    /// A key may come twice: once from the mapping and once merged, or written twice by mistake. Among
    /// the merged ones, the first counts.
    pub fn pairs(self) -> impl Iterator<Item = Pair<'t>> {
        let mut own = self.children_of_mapping();
        let mut merges: VecDeque<(Node<'t>, Span)> = VecDeque::new();
        let mut merged: Option<(Children<'t>, Span)> = None;
        std::iter::from_fn(move || {
            while let (Some(key), Some(value)) = (own.next(), own.next()) {
                if !key.is_merge() {
                    return Some(Pair { key, value, merged: None });
                }
                merges.extend(value.mappings_to_merge().map(|node| (node, node.written())));
            }
            loop {
                let (pairs, used) = if let Some(merged) = merged.as_mut() {
                    merged
                } else {
                    let (node, used) = merges.pop_front()?;
                    merged.insert((node.children_of_mapping(), used))
                };
                match (pairs.next(), pairs.next()) {
                    (Some(key), Some(value)) if key.is_merge() => {
                        let inner: Vec<_> = value.mappings_to_merge().collect();
                        inner.into_iter().rev().for_each(|node| merges.push_front((node, *used)));
                    }
                    (Some(key), Some(value)) => {
                        return Some(Pair { key, value, merged: Some(*used) });
                    }
                    _ => merged = None,
                }
            }
        })
    }

    /// The value of a key, if it is there.
    pub fn get(self, key: &str) -> Option<Self> {
        self.pairs().find(|pair| pair.key.text() == Some(key)).map(|pair| pair.value)
    }

    fn children_of_mapping(self) -> Children<'t> {
        let stored = self.stored();
        let end = if stored.notation == Notation::Mapping { stored.next } else { 0 };
        Children { tree: self.tree, at: self.index + 1, end }
    }

    /// True for the key `<<`, which merges other mappings in.
    pub fn is_merge(self) -> bool {
        let stored = self.stored();
        stored.notation == Notation::Plain && stored.len() == 2 && self.text() == Some("<<")
    }

    /// What `<<:` may take: one mapping or a list of them.
    fn mappings_to_merge(self) -> impl Iterator<Item = Self> {
        let one = (self.kind() == NodeKind::Mapping).then_some(self);
        one.into_iter().chain(self.items().filter(|item| item.kind() == NodeKind::Mapping))
    }
}

struct Children<'t> {
    tree: &'t Tree<'t>,
    at: u32,
    end: u32,
}

impl<'t> Iterator for Children<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        if self.at >= self.end {
            return None;
        }
        let node = Node::new(self.tree, self.at);
        self.at = self.tree.nodes[self.at as usize].next;
        Some(node)
    }
}
