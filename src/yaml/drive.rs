//! Drives the parser through a file, around every fault.

use granit_parser::{Parser, StrInput, options};

use super::build::Build;
use super::recover::{self, Stop, Stretch};
use super::tree::Tree;
use crate::source::Source;

/// How deep collections may nest. No inventory comes near it, and it bounds every recursion.
const DEPTH: usize = 200;

/// How many faults of a file are worth showing.
const FAULTS: usize = 100;

pub(super) fn parse(source: &Source) -> Tree<'_> {
    let mut drive = Drive::new(source);
    while drive.step() {}
    drive.build.tree
}

/// A parser on its way through a file.
pub(super) struct Drive<'s> {
    pub(super) build: Build<'s>,
    source: &'s Source,
    /// The parser of the stretch of text that is being read; none between two stretches.
    parser: Option<Parser<'s, StrInput<'s>>>,
    from: usize,
    until: usize,
    /// The stretch to go on with, once as many collections are closed as it asks for.
    next: Option<Stretch>,
}

impl<'s> Drive<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        let build = Build::new(source);
        let mut drive = Self { build, source, parser: None, from: 0, until: 0, next: None };
        drive.start(0, source.text().len());
        drive
    }

    fn start(&mut self, from: usize, until: usize) {
        let options = options! {
            strict_indentation: true,
            emit_unresolved_aliases: true,
            emit_anchor_events: true,
            flow_nesting_limit: DEPTH,
            block_nesting_limit: DEPTH,
        };
        let text = &self.source.text()[from..until];
        let mut parser = Parser::new_from_str_with_options(text, options);
        parser.set_anchor_offset(self.build.begin(from));
        (self.parser, self.from, self.until) = (Some(parser), from, until);
    }

    /// Takes one event into the tree. False when all is read and every collection closed.
    #[inline]
    pub(super) fn step(&mut self) -> bool {
        let Some(parser) = &mut self.parser else { return self.cross_gap() };
        match parser.next_event() {
            Some(Ok((event, span))) => self.build.take(event, &span),
            Some(Err(error)) => {
                let at = self.from + error.marker().byte_offset().unwrap_or(0);
                let at = at.min(self.until);
                let (edge, bracket) = (self.build.edge(), self.build.open_bracket());
                self.build.fault(recover::explain(self.source, error.kind(), at, edge, bracket));
                self.look_ahead(&Stop::Fault { at, began: self.from });
            }
            None => self.look_ahead(&Stop::End { at: self.until }),
        }
        true
    }

    /// Finds the stretch to go on with.
    fn look_ahead(&mut self, stop: &Stop) {
        self.parser = None;
        if self.build.tree.faults().len() < FAULTS {
            self.next = recover::next(self.source.text(), stop, &self.build.open_blocks());
        }
        if let Some(stray) = self.next.as_ref().and_then(|next| next.stray) {
            self.build.fault(recover::stray(self.source, stray));
        }
    }

    /// Closes one collection, or goes on with the next stretch if enough are closed.
    fn cross_gap(&mut self) -> bool {
        let keep = self.next.as_ref().map_or(0, |next| next.open);
        if self.build.open.len() > keep {
            self.build.cut_off();
            return true;
        }
        let Some(next) = self.next.take() else {
            self.build.finish();
            return false;
        };
        self.build.drop_dangling_key();
        self.start(next.from, next.until);
        true
    }
}
