//! Parser events to the flat tree.

use std::borrow::Cow;
use std::fmt;

use granit_parser::{Event, ScalarStyle, Span, StructureStyle, Tag};
use rustc_hash::FxHashMap;

use super::Fault;
use super::recover::Open;
use super::tree::{Cell, Form, Tree};
use crate::source::Source;

/// How many nodes aliases may stand for before they count as a trap: this many, and more in a large file.
const ALIASED: u64 = 1_000_000;

/// So many faults of a file are told; of those behind them only the number counts.
const TOLD: usize = 1_000;

/// The tree as it grows.
pub(super) struct Build<'s> {
    pub(super) tree: Tree<'s>,
    /// The collections that are not closed yet, outermost first.
    pub(super) open: Vec<Frame>,
    /// True if the last event completed a node.
    pub(super) completed: bool,
    /// The index of the last node with an anchor.
    pub(super) anchored: Option<u32>,
    anchors: FxHashMap<usize, Anchor>,
    /// The last anchor of each name, and how many there have been.
    names: FxHashMap<Cow<'s, str>, usize>,
    named: usize,
    /// Where the stretch of text that is being read begins.
    from: usize,
    /// How many collections were open before it.
    floor: usize,
    /// True until its first node starts, which goes on with the innermost open collection.
    joins: bool,
    /// Where that node stands, if it cannot go on with it. Nothing of the stretch is taken then.
    misfit: Option<usize>,
    /// Where the last complete node ends.
    edge: u32,
    /// The next `#` that may start a comment.
    hash: usize,
    /// How many nodes have been read, and how many aliases have stood for.
    nodes: u64,
    aliased: u64,
    trapped: bool,
    /// True after a fault: what was lost may hold an anchor.
    mended: bool,
}

/// A collection that is not closed yet.
pub(super) struct Frame {
    pub(super) index: u32,
    /// How many children it has, keys and values both.
    pub(super) children: u32,
    /// The index of its last item or key.
    pub(super) child: u32,
    pub(super) list: bool,
    flow: bool,
    anchor: usize,
    nodes_before: u64,
}

struct Anchor {
    index: u32,
    /// How many nodes it stands for, the aliases inside it counted in full; none while it is open.
    nodes: Option<u64>,
}

impl<'s> Build<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        let tree = Tree {
            source,
            cells: Vec::new(),
            cooked: Vec::new(),
            tagged: Vec::new(),
            documents: Vec::new(),
            comments: Vec::new(),
            faults: Vec::new(),
            more_faults: None,
        };
        let mut build = Self {
            tree,
            open: Vec::new(),
            completed: false,
            anchored: None,
            anchors: FxHashMap::default(),
            names: FxHashMap::default(),
            named: 0,
            from: 0,
            floor: 0,
            joins: false,
            misfit: None,
            edge: 0,
            hash: 0,
            nodes: 0,
            aliased: 0,
            trapped: false,
            mended: false,
        };
        build.hash = build.next_hash(0);
        build
    }

    /// Begins a stretch of text, into what is still open. Answers with the number its anchors start at.
    pub(super) fn begin(&mut self, from: usize) -> usize {
        (self.from, self.floor, self.joins) = (from, self.open.len(), !self.open.is_empty());
        self.named + 1
    }

    /// Takes a plain scalar that reads as it is written.
    #[inline]
    pub(super) fn plain(&mut self, start: usize, end: usize) {
        if self.hash < end {
            self.comments_before(start, end);
        }
        self.push(Form::Plain, start, end, 0);
    }

    /// Takes a quoted scalar without escapes.
    #[inline]
    pub(super) fn quoted(&mut self, start: usize, end: usize) {
        if self.hash < end {
            self.comments_before(start, end);
        }
        self.push(Form::Quoted, start, end, 0);
    }

    /// Takes a value that is not written.
    pub(super) fn empty(&mut self, at: usize) {
        self.push(Form::Empty, at, at, 0);
    }

    /// Opens a block.
    pub(super) fn open_block(&mut self, list: bool, start: usize) {
        let form = if list { Form::Sequence } else { Form::Mapping };
        self.start(form, StructureStyle::Block, 0, start);
    }

    /// Opens a collection in brackets.
    pub(super) fn open_brackets(&mut self, list: bool, start: usize) {
        let form = if list { Form::Sequence } else { Form::Mapping };
        self.start(form, StructureStyle::Flow, 0, start);
    }

    /// Closes the innermost collection, which is in brackets.
    pub(super) fn close_brackets_at(&mut self, end: usize) {
        self.end(end);
    }

    /// Closes the innermost collection, which is a block.
    pub(super) fn close(&mut self) {
        self.end(self.edge());
    }

    /// Takes an alias by its name.
    pub(super) fn alias_named(&mut self, name: &str, start: usize, end: usize) {
        match self.names.get(name) {
            Some(&id) => self.alias(id, start, end),
            None => self.unresolved(name, start, end),
        }
    }

    #[inline]
    pub(super) fn take(&mut self, event: Event<'s>, span: &Span) {
        let bytes = span.byte_range().unwrap_or(0..0);
        let (start, end) = (self.from + bytes.start, self.from + bytes.end);
        self.completed = false;
        if self.joins && event.is_node() {
            self.joins = false;
            let list = self.open.last().is_some_and(|open| open.list);
            let fits = match event {
                Event::SequenceStart(style, ..) => list && style == StructureStyle::Block,
                Event::MappingStart(style, ..) => !list && style == StructureStyle::Block,
                _ => false,
            };
            // Behind a tag or an anchor on a line of its own, the collection is another one.
            let here = !self.tree.source.text()[self.from..start].contains('\n');
            self.misfit = (!fits || !here).then_some(start);
            return;
        }
        if self.misfit.is_some() {
            return;
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(text, style, start, end);
                self.define(anchor, Some(1));
                self.tag(tag.as_deref(), span);
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.start(Form::Sequence, style, anchor, start);
                self.tag(tag.as_deref(), span);
            }
            Event::MappingStart(style, anchor, tag) => {
                self.start(Form::Mapping, style, anchor, start);
                self.tag(tag.as_deref(), span);
            }
            // A collection that was joined stays open: the next stretch may go on with it.
            Event::SequenceEnd | Event::MappingEnd if self.open.len() > self.floor => self.end(end),
            Event::DocumentStart(..) if self.floor == 0 => self.names.clear(),
            Event::Alias(id) => self.alias(id, start, end),
            Event::UnresolvedAlias(name) => self.unresolved(&name, start, end),
            Event::Anchor(id, name) => {
                self.named += 1;
                self.names.insert(name, id);
            }
            // The rest frames the stream: its start and end, and those of each document.
            _ => {}
        }
    }

    /// Where a stretch began that goes on with nothing, if the last one did.
    pub(super) fn take_misfit(&mut self) -> Option<usize> {
        self.misfit.take()
    }

    /// Where the last complete node ends.
    pub(super) fn edge(&self) -> usize {
        self.edge as usize
    }

    /// The innermost bracket that is still open.
    pub(super) fn open_bracket(&self) -> Option<usize> {
        let frame = self.open.last().filter(|frame| frame.flow)?;
        Some(self.tree.cells[frame.index as usize].start as usize)
    }

    /// Every block that is still open, with its column.
    pub(super) fn open_blocks(&self) -> Vec<Open> {
        let text = self.tree.source.text();
        let open = |frame: &Frame| {
            let start = self.tree.cells[frame.index as usize].start as usize;
            // A list that is not indented "starts" at its first item, behind the dash.
            let mut rest = text[start..].chars();
            let at_dash = rest.next() == Some('-') && rest.next().is_none_or(char::is_whitespace);
            let start = if frame.list && !at_dash {
                text[..start].rfind('-').unwrap_or(start)
            } else {
                start
            };
            let line = text[..start].rsplit('\n').next().unwrap_or("");
            Open { column: line.trim_start_matches('\u{feff}').len(), list: frame.list }
        };
        self.open[..self.open_blocks_count()].iter().map(open).collect()
    }

    pub(super) fn fault(&mut self, fault: Fault) {
        self.mended = true;
        self.tree.faults.push(fault);
    }

    /// How many of the open collections a later line can go on with: nothing goes on inside brackets.
    pub(super) fn open_blocks_count(&self) -> usize {
        self.open.iter().position(|frame| frame.flow).unwrap_or(self.open.len())
    }

    /// Closes the innermost collection before its time, and makes it whole.
    pub(super) fn cut_off(&mut self) {
        self.drop_dangling_key();
        self.end(self.edge());
    }

    /// Takes note of the comments behind the last node.
    pub(super) fn finish(&mut self) {
        let end = self.tree.source.text().len();
        self.comments_before(end, end);
    }

    /// A fault may have cut a key from its value. The key goes, or every later key would be a value.
    pub(super) fn drop_dangling_key(&mut self) {
        let Some(frame) = self.open.last_mut() else { return };
        if !frame.list && frame.children % 2 == 1 {
            frame.children -= 1;
            let key = frame.child as usize;
            self.tree.cells.truncate(key);
            self.tree.tagged.retain(|(index, _)| (*index as usize) < key);
            self.anchors.retain(|_, anchor| (anchor.index as usize) < key);
        }
    }

    #[inline]
    fn push(&mut self, form: Form, start: usize, end: usize, extra: usize) {
        let at = index(self.tree.cells.len());
        match self.open.last_mut() {
            Some(frame) => {
                frame.children += 1;
                if frame.list || frame.children % 2 == 1 {
                    frame.child = at;
                }
            }
            None if form != Form::Empty => self.tree.documents.push(at),
            None => {}
        }
        self.nodes += 1;
        let (start, end, extra) = (index(start), index(end), index(extra));
        self.edge = self.edge.max(end);
        self.completed = true;
        self.tree.cells.push(Cell { start, end, next: at + 1, extra, form });
    }

    #[inline]
    fn scalar(&mut self, text: Cow<'s, str>, style: ScalarStyle, start: usize, end: usize) {
        // An empty node arrives as a borrowed `~` that is not in the text.
        if style == ScalarStyle::Plain && start == end {
            return self.push(Form::Empty, start, end, 0);
        }
        let written = &self.tree.source.text()[start..end];
        // A block scalar without content is said to start at its header, where a comment may stand.
        let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let content = if block && text.trim_end_matches('\n').is_empty() { end } else { start };
        if self.hash < end {
            self.comments_before(content, end);
        }
        let quoted = match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                written.get(1..written.len() - 1)
            }
            _ => None,
        };
        if style == ScalarStyle::Plain && *text == *written {
            self.push(Form::Plain, start, end, 0);
        } else if quoted.is_some_and(|inner| *inner == *text) {
            self.push(Form::Quoted, start, end, 0);
        } else {
            let form = if style == ScalarStyle::Plain { Form::CookedPlain } else { Form::Cooked };
            self.push(form, start, end, self.tree.cooked.len());
            self.tree.cooked.push(text.into());
        }
    }

    /// Takes note of the comments before a scalar, and steps over what looks like one inside it.
    ///
    /// The parser is asked for none: that costs a tenth of its time, and a limit on how many may stand
    /// in a row. A `#` behind a blank that lies in no scalar starts a comment; nothing else in YAML does.
    fn comments_before(&mut self, start: usize, end: usize) {
        let text = self.tree.source.text();
        while self.hash < start {
            let line = &text[self.hash..];
            let line = &line[..memchr::memchr(b'\n', line.as_bytes()).unwrap_or(line.len())];
            let line = line.trim_end_matches('\r');
            let mut next = self.hash + 1;
            if text[..self.hash].ends_with([' ', '\t', '\n', '\r', '\u{feff}']) || self.hash == 0 {
                next = self.hash + line.len();
                self.tree.comments.push(self.tree.source.span(self.hash..next));
            }
            self.hash = self.next_hash(next);
        }
        if self.hash < end {
            self.hash = self.next_hash(end);
        }
    }

    fn next_hash(&self, from: usize) -> usize {
        let text = self.tree.source.text().as_bytes();
        memchr::memchr(b'#', &text[from..]).map_or(usize::MAX, |found| from + found)
    }

    fn start(&mut self, form: Form, style: StructureStyle, anchor: usize, start: usize) {
        self.push(form, start, start, 0);
        self.completed = false;
        self.define(anchor, None);
        let index = index(self.tree.cells.len()) - 1;
        let (list, flow) = (form == Form::Sequence, style == StructureStyle::Flow);
        let nodes_before = self.nodes + self.aliased;
        self.open.push(Frame {
            index,
            children: 0,
            child: index,
            list,
            flow,
            anchor,
            nodes_before,
        });
    }

    fn end(&mut self, end: usize) {
        let Some(frame) = self.open.pop() else { return };
        if frame.flow {
            self.edge = self.edge.max(index(end));
        }
        // A block collection "ends" where the next token stands; its last child knows better.
        let next = index(self.tree.cells.len());
        let cell = &mut self.tree.cells[frame.index as usize];
        (cell.next, cell.end) = (next, self.edge.max(cell.start));
        self.completed = true;
        if frame.anchor != 0 {
            let nodes = Some(1 + self.nodes + self.aliased - frame.nodes_before);
            self.anchors.insert(frame.anchor, Anchor { index: frame.index, nodes });
        }
    }

    /// Remembers the last node under an anchor, if it has one.
    #[inline]
    fn define(&mut self, anchor: usize, nodes: Option<u64>) {
        if anchor != 0 {
            let index = index(self.tree.cells.len()) - 1;
            self.anchored = Some(index);
            self.anchors.insert(anchor, Anchor { index, nodes });
        }
    }

    fn alias(&mut self, id: usize, start: usize, end: usize) {
        let anchor = self.anchors.get(&id);
        let Some(&Anchor { index, nodes: Some(nodes) }) = anchor else {
            self.push(Form::Empty, start, end, 0);
            let message = format_args!("this alias stands inside its own anchor");
            return self.fault_at(start, end, message, None);
        };
        // Aliases of aliases may stand for more than any memory holds. They are never written out, but
        // whoever reads the values would go through all of them.
        if self.aliased + nodes > ALIASED + 4 * self.nodes {
            self.push(Form::Empty, start, end, 0);
            if !self.trapped {
                self.trapped = true;
                let message = format_args!("the aliases of this file stand for too many values");
                self.fault_at(start, end, message, Some("write the values out, or split the file"));
            }
            return;
        }
        self.aliased += nodes;
        self.push(Form::Alias, start, end, index as usize);
    }

    fn unresolved(&mut self, name: &str, start: usize, end: usize) {
        // Each stretch of text has a parser of its own, so an anchor of an earlier one is found here.
        if let Some(&id) = self.names.get(name).filter(|id| self.anchors.contains_key(*id)) {
            return self.alias(id, start, end);
        }
        self.push(Form::Empty, start, end, 0);
        // Behind a fault, the anchor may be in the part that was lost.
        if !self.mended {
            // An alias without an anchor may be a password without quotes, so it is not told again.
            let message = format_args!("this alias has no anchor above it");
            self.fault_at(start, end, message, Some("define the anchor before its first use"));
        }
    }

    #[inline]
    fn tag(&mut self, tag: Option<&Tag>, span: &Span) {
        let Some(tag) = tag else { return };
        let written = span.tag_span().and_then(|span| span.byte_range());
        if let Some(bytes) = written.filter(|_| !tag.is_yaml_core_schema()) {
            let span = self.tree.source.span(self.from + bytes.start..self.from + bytes.end);
            self.tree.tagged.push((index(self.tree.cells.len()) - 1, span));
        }
    }

    fn fault_at(
        &mut self,
        start: usize,
        end: usize,
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
}

fn index(at: usize) -> u32 {
    u32::try_from(at).expect("a source is under 4 GiB")
}
