//! The tree as it grows, node after node: what both ways of reading put their nodes into.

use std::borrow::Cow;
use std::fmt;

use granit_parser::StructureStyle;

use super::Fault;
use super::anchors::{AnchorTable, AnchoredNode, Unresolved};
use super::comments::CommentFinder;
use super::recover::OpenBlock;
use super::tree::{Notation, StoredNode, Tree};
use crate::source::Source;

/// So many faults of a file are told; of those behind them only the number counts.
const TOLD: usize = 1_000;

/// A tree to which nodes are added in the order of the text.
pub(super) struct TreeBuilder<'s> {
    pub(super) tree: Tree<'s>,
    /// The collections that are not closed yet, outermost first.
    open: Vec<OpenCollection>,
    /// True if the last call completed a node.
    completed: bool,
    /// Where the last complete node ends.
    edge: usize,
    /// How many nodes have been added.
    count: u64,
    anchors: AnchorTable<'s>,
    comments: CommentFinder<'s>,
    /// True once text was skipped after a fault: an anchor may have stood in it.
    skipped: bool,
}

/// A collection that is not closed yet.
pub(super) struct OpenCollection {
    pub(super) index: u32,
    /// How many children it has, keys and values both.
    pub(super) children: u32,
    /// The index of its last item or key.
    pub(super) child: u32,
    pub(super) notation: Notation,
    style: StructureStyle,
    /// The number of its anchor, if it has one.
    pub(super) anchor: Option<usize>,
    /// How many nodes there were before it, with those that aliases stand for.
    before: u64,
}

impl<'s> TreeBuilder<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        Self {
            tree: Tree::new(source),
            open: Vec::new(),
            completed: false,
            edge: 0,
            count: 0,
            anchors: AnchorTable::default(),
            comments: CommentFinder::new(source.text()),
            skipped: false,
        }
    }

    /// Begins a document: anchors hold for one only.
    pub(super) fn start_document(&mut self) {
        self.anchors.forget_names();
    }

    /// Adds a scalar that reads as it is written, or a value that is not written.
    #[inline]
    pub(super) fn scalar(&mut self, notation: Notation, start: usize, end: usize) {
        if self.comments.may_stand_before(end) {
            self.comments.collect(start, end, &mut self.tree);
        }
        self.push(notation, start, end, 0);
    }

    /// Adds a scalar that reads otherwise than it is written. Comments may stand before `content`.
    pub(super) fn cooked_scalar(
        &mut self,
        notation: Notation,
        text: Cow<'s, str>,
        (start, content, end): (usize, usize, usize),
    ) {
        self.comments.collect(content, end, &mut self.tree);
        let cooked = index(self.tree.cooked.len());
        self.push(notation, start, end, cooked);
        self.tree.cooked.push(text.into());
    }

    /// Opens a sequence or a mapping.
    pub(super) fn open(&mut self, notation: Notation, style: StructureStyle, start: usize) {
        let before = self.count + self.anchors.expanded();
        self.push(notation, start, start, 0);
        self.completed = false;
        let index = index(self.tree.nodes.len()) - 1;
        self.open.push(OpenCollection {
            index,
            children: 0,
            child: index,
            notation,
            style,
            anchor: None,
            before,
        });
    }

    /// Closes the innermost collection, of which the brackets end at `end`.
    pub(super) fn close_brackets(&mut self, end: usize) {
        self.edge = self.edge.max(end);
        self.close();
    }

    /// Closes the innermost collection, whatever it is. A block ends where its last child does.
    pub(super) fn close(&mut self) {
        let Some(closed) = self.open.pop() else { return };
        let next = index(self.tree.nodes.len());
        let node = &mut self.tree.nodes[closed.index as usize];
        (node.next, node.end) = (next, index(self.edge).max(node.start));
        self.completed = true;
        if let Some(anchor) = closed.anchor {
            let size = self.count + self.anchors.expanded() - closed.before;
            self.anchors.complete(anchor, size);
        }
    }

    /// How many anchors there have been.
    pub(super) fn anchors(&self) -> usize {
        self.anchors.count()
    }

    /// Puts the last node that was added or opened under an anchor, by its number.
    pub(super) fn anchor(&mut self, number: usize) {
        let at = index(self.tree.nodes.len().saturating_sub(1));
        let open = self.open.last_mut().filter(|open| open.index == at);
        let size = if open.is_some() { None } else { Some(1) };
        if let Some(open) = open {
            open.anchor = Some(number);
        }
        self.anchors.define(number, AnchoredNode { index: at, size });
    }

    /// Gives an anchor its name.
    pub(super) fn name_anchor(&mut self, number: usize, name: Cow<'s, str>) {
        self.anchors.name(number, name);
    }

    /// Adds an alias by the number of its anchor.
    pub(super) fn alias(&mut self, number: usize, start: usize, end: usize) {
        let target = self.anchors.target(number, self.count);
        self.alias_of(target, start, end);
    }

    /// Adds an alias by its name.
    pub(super) fn alias_by_name(&mut self, name: &str, start: usize, end: usize) {
        let target = match self.anchors.number(name) {
            Some(number) => self.anchors.target(number, self.count),
            None => Err(Unresolved::Unknown),
        };
        self.alias_of(target, start, end);
    }

    fn alias_of(&mut self, target: Result<u32, Unresolved>, start: usize, end: usize) {
        let why = match target {
            Ok(target) => return self.push(Notation::Alias, start, end, target),
            Err(why) => why,
        };
        self.push(Notation::Empty, start, end, 0);
        let (message, help) = match why {
            Unresolved::Inside => ("this alias stands inside its own anchor", None),
            // An alias without an anchor may be a password without quotes, so it is not told again.
            Unresolved::Unknown if !self.skipped => (
                "this alias has no anchor above it",
                Some("define the anchor before its first use"),
            ),
            Unresolved::TooLarge => (
                "the aliases of this file stand for too many values",
                Some("write the values out, or split the file"),
            ),
            Unresolved::Unknown | Unresolved::Reported => return,
        };
        self.tell((start, end), format_args!("{message}"), help);
    }

    /// Gives the last node that was added or opened a tag, which is written at `start..end`.
    pub(super) fn tag(&mut self, start: usize, end: usize) {
        let span = self.tree.source.span(start..end);
        self.tree.tagged.push((index(self.tree.nodes.len()) - 1, span));
    }

    /// Takes note of the comments behind the last node.
    pub(super) fn finish(&mut self) {
        let end = self.tree.source.text().len();
        self.comments.collect(end, end, &mut self.tree);
    }

    /// Adds a fault behind which text is skipped.
    pub(super) fn fault(&mut self, fault: Fault) {
        self.skipped = true;
        self.tree.faults.push(fault);
    }

    fn tell(
        &mut self,
        (start, end): (usize, usize),
        message: fmt::Arguments<'_>,
        help: Option<&'static str>,
    ) {
        let at = self.tree.source.span(start..end);
        if self.tree.faults.len() < TOLD {
            let message = message.to_string();
            self.tree.faults.push(Fault { at, message, help, label: None });
        } else {
            self.tree.more_faults.get_or_insert((at, 0)).1 += 1;
        }
    }

    /// The collections that are not closed yet, outermost first.
    pub(super) fn open_collections(&self) -> &[OpenCollection] {
        &self.open
    }

    /// Whether something was completed since the last question.
    pub(super) fn take_completed(&mut self) -> bool {
        std::mem::take(&mut self.completed)
    }

    /// The last node with an anchor since the last question.
    pub(super) fn take_anchored(&mut self) -> Option<u32> {
        self.anchors.take_last()
    }

    /// Where the last complete node ends.
    pub(super) fn edge(&self) -> usize {
        self.edge
    }

    /// The innermost bracket, if that is the innermost open collection.
    pub(super) fn open_bracket(&self) -> Option<usize> {
        let innermost = self.open.last().filter(|open| open.style == StructureStyle::Flow)?;
        Some(self.start_of(innermost))
    }

    fn start_of(&self, open: &OpenCollection) -> usize {
        self.tree.nodes[open.index as usize].start as usize
    }

    /// How many blocks are open. Inside style, no block can be.
    fn blocks(&self) -> usize {
        let bracket = |open: &OpenCollection| open.style == StructureStyle::Flow;
        self.open.iter().position(bracket).unwrap_or(self.open.len())
    }

    /// Every block that is still open, with its column.
    pub(super) fn open_blocks(&self) -> Vec<OpenBlock> {
        let text = self.tree.source.text();
        let block = |open: &OpenCollection| {
            let start = self.start_of(open);
            let list = open.notation == Notation::Sequence;
            // A list that is not indented "starts" at its first item, behind the dash.
            let mut rest = text[start..].chars();
            let at_dash = rest.next() == Some('-') && rest.next().is_none_or(char::is_whitespace);
            let start =
                if list && !at_dash { text[..start].rfind('-').unwrap_or(start) } else { start };
            let line = text[..start].rsplit('\n').next().unwrap_or("");
            OpenBlock { column: line.trim_start_matches('\u{feff}').len(), list }
        };
        self.open[..self.blocks()].iter().map(block).collect()
    }

    /// Closes the innermost collection before its time, and makes it whole.
    pub(super) fn cut_off(&mut self) {
        self.drop_dangling_key();
        self.close();
    }

    /// A fault may have cut a key from its value. The key goes, or every later key would be a value.
    pub(super) fn drop_dangling_key(&mut self) {
        let Some(open) = self.open.last_mut() else { return };
        if open.notation == Notation::Mapping && open.children % 2 == 1 {
            open.children -= 1;
            let key = open.child as usize;
            self.drop_from(key);
        }
    }

    /// Takes back the outermost brackets that are still open, with all in them. Answers where they start.
    pub(super) fn drop_open_brackets(&mut self) -> Option<usize> {
        let outermost = self.open.get(self.blocks())?;
        let (index, start) = (outermost.index as usize, self.start_of(outermost));
        self.open.truncate(self.blocks());
        if let Some(parent) = self.open.last_mut() {
            parent.children -= 1;
        }
        self.tree.documents.retain(|&document| (document as usize) < index);
        self.drop_from(index);
        Some(start)
    }

    fn drop_from(&mut self, index: usize) {
        self.tree.truncate(index);
        self.anchors.drop_from(index);
    }

    #[inline]
    fn push(&mut self, notation: Notation, start: usize, end: usize, extra: u32) {
        let at = index(self.tree.nodes.len());
        match self.open.last_mut() {
            Some(open) => {
                open.children += 1;
                if open.notation == Notation::Sequence || open.children % 2 == 1 {
                    open.child = at;
                }
            }
            None if notation != Notation::Empty => self.tree.documents.push(at),
            None => {}
        }
        self.count += 1;
        self.edge = self.edge.max(end);
        self.completed = true;
        let (start, end) = (index(start), index(end));
        self.tree.nodes.push(StoredNode { start, end, next: at + 1, extra, notation });
    }
}

fn index(at: usize) -> u32 {
    u32::try_from(at).expect("a source is under 4 GiB")
}
