//! Drives the parser through a file, around every fault.

use granit_parser::{Parser, StrInput, options};

use super::build::Build;
use super::fast::{Fast, Step};
use super::recover::{self, Stop, Stretch};
use super::tree::Tree;
use crate::source::Source;

/// How deep collections may nest. No inventory comes near it, and it bounds every recursion.
const DEPTH: usize = 200;

/// How many faults of a file are worth showing.
const FAULTS: usize = 100;

pub(super) fn parse(source: &Source) -> Tree<'_> {
    let mut drive = Drive::new(source, Fast::new(source.text()));
    while drive.step() {}
    drive.build.tree
}

/// The same with the parser alone, to compare with.
pub(super) fn parse_slowly(source: &Source) -> Tree<'_> {
    let mut drive = Drive::new(source, None);
    while drive.step() {}
    drive.build.tree
}

/// A parser on its way through a file.
pub(super) struct Drive<'s> {
    pub(super) build: Build<'s>,
    source: &'s Source,
    /// The quick way through plain lines, if the file can be read that way.
    fast: Option<Fast<'s>>,
    /// The parser of the stretch of text that is being read; none between two stretches.
    parser: Option<Parser<'s, StrInput<'s>>>,
    from: usize,
    until: usize,
    /// The stretch to go on with, once as many collections are closed as it asks for.
    next: Option<Stretch>,
}

impl<'s> Drive<'s> {
    pub(super) fn new(source: &'s Source, fast: Option<Fast<'s>>) -> Self {
        let build = Build::new(source);
        let quick = fast.is_some();
        let mut drive = Self { build, source, fast, parser: None, from: 0, until: 0, next: None };
        if !quick {
            drive.start(0, source.text().len());
        }
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

    /// Takes a little more of the file into the tree. False when all is read and every collection closed.
    #[inline]
    pub(super) fn step(&mut self) -> bool {
        let Some(parser) = &mut self.parser else { return self.step_between() };
        match parser.next_event() {
            Some(Ok((event, span))) => self.build.take(event, &span),
            Some(Err(error)) => {
                let at = self.from + error.marker().byte_offset().unwrap_or(0);
                let at = at.min(self.until);
                let (edge, bracket) = (self.build.edge(), self.build.open_bracket());
                self.build.fault(recover::explain(self.source, error.kind(), at, edge, bracket));
                self.look_ahead(&Stop::Fault { at, began: self.from });
            }
            None => self.end_stretch(),
        }
        true
    }

    /// A stretch of text has been read to its end.
    fn end_stretch(&mut self) {
        if let Some(at) = self.build.take_misfit() {
            self.build.fault(recover::misfit(self.source, at));
        }
        match &mut self.fast {
            Some(fast) => {
                self.parser = None;
                fast.resume(self.until);
                self.build.completed = false;
            }
            None => self.look_ahead(&Stop::End { at: self.until }),
        }
    }

    /// Between two stretches: closes what a fault left open, or goes on the quick way.
    fn step_between(&mut self) -> bool {
        let Some(fast) = self.fast.as_mut().filter(|_| self.next.is_none()) else {
            return self.cross_gap();
        };
        match fast.step(&mut self.build) {
            Step::Done => true,
            Step::Parse { from, until } => {
                self.start(from, until);
                true
            }
            Step::Stray { at } => {
                self.build.fault(recover::stray(self.source, at));
                let line = self.source.text()[..at].rfind('\n').map_or(0, |last| last + 1);
                self.look_ahead(&Stop::Fault { at, began: line });
                true
            }
            Step::Rest { from } => {
                self.fast = None;
                self.start(from, self.source.text().len());
                true
            }
            Step::End => {
                self.build.finish();
                false
            }
        }
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
        if self.next.is_none() {
            // Nothing more can be read; what is open is closed on the way out.
            self.fast = None;
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
        match &mut self.fast {
            Some(fast) => fast.mend(next.from, &self.build.open_blocks()),
            None => self.start(next.from, next.until),
        }
        true
    }
}
