//! The general way: a stretch of text through the YAML parser, event by event into the tree.

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{
    ErrorKind, Event, Parser, ScalarStyle, Span, StrInput, StructureStyle, Tag, options,
};

use super::builder::TreeBuilder;
use super::tree::Notation;
use crate::source::Source;

/// How deep collections may nest. No inventory comes near it, and it bounds every recursion.
const DEPTH: usize = 200;

/// A parser on its way through a stretch of text.
pub(super) struct StretchParser<'s> {
    parser: Parser<'s, StrInput<'s>>,
    text: &'s str,
    from: usize,
    until: usize,
    /// What the stretch is.
    pub(super) holds: Holds,
    /// How many collections were open before.
    floor: usize,
    /// True until the first node starts, if that has to go on with the innermost open block.
    joins: bool,
    /// Where that node stands, if it cannot go on with it. Nothing of the stretch is taken then.
    misfit: Option<usize>,
}

/// What a stretch holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// More of the innermost open block, or a document if none is open.
    Entries,
    /// One value of the innermost open block.
    Value,
}

/// What reading on has come to.
pub(super) enum Progress {
    /// An event has been taken.
    Event,
    /// All of the stretch has been read.
    End,
    /// This is not YAML at `at`, the first byte that has not been read.
    Fault { at: usize, kind: ErrorKind },
}

impl<'s> StretchParser<'s> {
    pub(super) fn new(
        source: &'s Source,
        Range { start: from, end: until }: Range<usize>,
        holds: Holds,
        builder: &TreeBuilder<'s>,
    ) -> Self {
        let options = options! {
            strict_indentation: true,
            emit_unresolved_aliases: true,
            emit_anchor_events: true,
            flow_nesting_limit: DEPTH,
            block_nesting_limit: DEPTH,
        };
        let text = source.text();
        let mut parser = Parser::new_from_str_with_options(&text[from..until], options);
        parser.set_anchor_offset(builder.anchors() + 1);
        let floor = builder.open_collections().len();
        let joins = holds == Holds::Entries && floor > 0;
        Self { parser, text, from, until, holds, floor, joins, misfit: None }
    }

    pub(super) fn from(&self) -> usize {
        self.from
    }

    pub(super) fn until(&self) -> usize {
        self.until
    }

    /// Where the stretch began, if it goes on with nothing that is open.
    pub(super) fn misfit(&self) -> Option<usize> {
        self.misfit
    }

    /// Takes one event into the tree.
    #[inline]
    pub(super) fn step(&mut self, builder: &mut TreeBuilder<'s>) -> Progress {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                self.take(event, &span, builder);
                Progress::Event
            }
            Some(Err(error)) => {
                let at = self.from + error.marker().byte_offset().unwrap_or(0);
                Progress::Fault { at: at.min(self.until), kind: error.kind().clone() }
            }
            None => Progress::End,
        }
    }

    #[inline]
    fn take(&mut self, event: Event<'s>, span: &Span, builder: &mut TreeBuilder<'s>) {
        let bytes = span.byte_range().unwrap_or(0..0);
        let (start, end) = (self.from + bytes.start, self.from + bytes.end);
        if self.joins && event.is_node() {
            return self.join(&event, start, builder);
        }
        if self.misfit.is_some() {
            return;
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(text, style, (start, end), builder);
                self.properties(anchor, tag.as_deref(), span, builder);
            }
            Event::SequenceStart(style, anchor, tag) => {
                builder.open(Notation::Sequence, style, start);
                self.properties(anchor, tag.as_deref(), span, builder);
            }
            Event::MappingStart(style, anchor, tag) => {
                builder.open(Notation::Mapping, style, start);
                self.properties(anchor, tag.as_deref(), span, builder);
            }
            // A block that was joined stays open: the next stretch may go on with it.
            Event::SequenceEnd | Event::MappingEnd => {
                if builder.open_collections().len() <= self.floor {
                    return;
                }
                match builder.open_bracket() {
                    Some(_) => builder.close_brackets(end),
                    // A block "ends" where the next token stands; its last child knows better.
                    None => builder.close(),
                }
            }
            Event::DocumentStart(..) if self.floor == 0 => builder.start_document(),
            Event::Alias(number) => builder.alias(number, start, end),
            // Each stretch has a parser of its own: an anchor of an earlier one is found by its name.
            Event::UnresolvedAlias(name) => builder.alias_by_name(&name, start, end),
            Event::Anchor(number, name) => builder.name_anchor(number, name),
            // The rest frames the stream: its start and end, and those of each document.
            _ => {}
        }
    }

    fn join(&mut self, event: &Event<'s>, start: usize, builder: &TreeBuilder<'s>) {
        self.joins = false;
        let innermost = builder.open_collections().last().map(|open| open.notation);
        let (notation, style) = match event {
            Event::SequenceStart(style, ..) => (Some(Notation::Sequence), Some(*style)),
            Event::MappingStart(style, ..) => (Some(Notation::Mapping), Some(*style)),
            _ => (None, None),
        };
        let fits = notation == innermost && style == Some(StructureStyle::Block);
        // Behind a tag or an anchor on a line of its own, the collection is another one.
        let here = !self.text[self.from..start].contains('\n');
        self.misfit = (!fits || !here).then_some(start);
    }

    #[inline]
    fn scalar(
        &self,
        text: Cow<'s, str>,
        style: ScalarStyle,
        (start, end): (usize, usize),
        builder: &mut TreeBuilder<'s>,
    ) {
        // An empty node arrives as a borrowed `~` that is not in the text.
        if style == ScalarStyle::Plain && start == end {
            return builder.scalar(Notation::Empty, start, end);
        }
        let written = &self.text[start..end];
        let quoted = match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                written.get(1..written.len() - 1)
            }
            _ => None,
        };
        if style == ScalarStyle::Plain && *text == *written {
            return builder.scalar(Notation::Plain, start, end);
        }
        if quoted.is_some_and(|inner| *inner == *text) {
            return builder.scalar(Notation::Quoted, start, end);
        }
        // A block scalar without content is said to start at its header, where a comment may stand.
        let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let content = if block && text.trim_end_matches('\n').is_empty() { end } else { start };
        let plain = style == ScalarStyle::Plain;
        let notation = if plain { Notation::CookedPlain } else { Notation::Cooked };
        builder.cooked_scalar(notation, text, (start, content, end));
    }

    /// Adds the anchor and the tag of the last node.
    #[inline]
    fn properties(
        &self,
        anchor: usize,
        tag: Option<&Tag>,
        span: &Span,
        builder: &mut TreeBuilder<'s>,
    ) {
        if anchor != 0 {
            builder.anchor(anchor);
        }
        if tag.is_none_or(Tag::is_yaml_core_schema) {
            return;
        }
        if let Some(bytes) = span.tag_span().and_then(|span| span.byte_range()) {
            builder.tag(self.from + bytes.start, self.from + bytes.end);
        }
    }
}
