//! Drives the two ways of reading through a file, around every fault.
//!
//! What the quick way declines, and all of a file that it does not suit, goes through the parser. Behind
//! a fault, reading goes on where [`recover`] finds a line that fits.

use granit_parser::ErrorKind;

use super::builder::TreeBuilder;
use super::general::{Holds, Progress, StretchParser};
use super::quick::{Advance, QuickReader, Token};
use super::recover::{self, Stop, Stretch};
use super::tree::Tree;
use crate::source::Source;

/// How many faults of a file are worth showing.
const FAULTS: usize = 100;

pub(super) fn parse(source: &Source) -> Tree<'_> {
    let mut driver = Driver::new(source);
    while driver.step() {}
    driver.builder.tree
}

/// The same with the parser alone, to compare with.
pub(super) fn parse_slowly(source: &Source) -> Tree<'_> {
    let mut driver = Driver { quick: None, ..Driver::new(source) };
    driver.start(0, source.text().len());
    while driver.step() {}
    driver.builder.tree
}

/// On the way through a file.
pub(super) struct Driver<'s> {
    pub(super) builder: TreeBuilder<'s>,
    source: &'s Source,
    /// The quick way, as long as it suits the file.
    quick: Option<QuickReader<'s>>,
    /// The parser of the stretch that is being read, if one is.
    parser: Option<StretchParser<'s>>,
    /// The stretch to go on with, once as many collections are closed as it asks for.
    next: Option<Stretch>,
}

impl<'s> Driver<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        let builder = TreeBuilder::new(source);
        let quick = QuickReader::new(source.text());
        let mut driver = Self { builder, source, quick, parser: None, next: None };
        if driver.quick.is_none() {
            driver.start(0, source.text().len());
        }
        driver
    }

    fn start(&mut self, from: usize, until: usize) {
        self.parser =
            Some(StretchParser::new(self.source, from..until, Holds::Entries, &self.builder));
    }

    /// Takes a little more of the file into the tree. False when all is read and every collection closed.
    #[inline]
    pub(super) fn step(&mut self) -> bool {
        let Some(parser) = &mut self.parser else { return self.step_between() };
        match parser.step(&mut self.builder) {
            Progress::Event => {}
            Progress::Fault { at, kind } => {
                let began = parser.from();
                self.fault(&kind, at, began);
            }
            Progress::End => {
                let (misfit, holds, at) = (parser.misfit(), parser.holds, parser.until());
                self.end_stretch(misfit, holds, at);
            }
        }
        true
    }

    fn fault(&mut self, kind: &ErrorKind, at: usize, began: usize) {
        if self.closes_bracket(kind, at)
            && let Some(bracket) = self.builder.drop_open_brackets()
        {
            // On its own, the value is not held to the column of its key.
            let value =
                StretchParser::new(self.source, bracket..at + 1, Holds::Value, &self.builder);
            self.parser = Some(value);
            return;
        }
        let (edge, bracket) = (self.builder.edge(), self.builder.open_bracket());
        self.builder.fault(recover::explain(self.source, kind, at, edge, bracket));
        self.look_ahead(&Stop::Fault { at, began });
    }

    /// True if a bracket that closes a value stands no deeper than its key, where many people put it.
    fn closes_bracket(&self, kind: &ErrorKind, at: usize) -> bool {
        let text = &self.source.text()[at..];
        let line = text.lines().next().unwrap_or_default();
        let behind = line.get(1..).unwrap_or_default().trim_start();
        matches!(kind, ErrorKind::InvalidIndentation)
            && line.starts_with([']', '}'])
            && (behind.is_empty() || behind.starts_with('#'))
    }

    /// A stretch of text has been read to its end.
    fn end_stretch(&mut self, misfit: Option<usize>, holds: Holds, at: usize) {
        if let Some(misfit) = misfit {
            self.builder.fault(recover::misfit(self.source, misfit));
        }
        match &mut self.quick {
            Some(quick) if holds == Holds::Entries => {
                self.parser = None;
                quick.resume(at);
            }
            _ => self.look_ahead(&Stop::End { at }),
        }
    }

    /// Between two stretches: closes what a fault left open, or goes on the quick way.
    fn step_between(&mut self) -> bool {
        let Some(quick) = self.quick.as_mut().filter(|_| self.next.is_none()) else {
            return self.cross_gap();
        };
        match quick.advance() {
            Advance::Taken => {
                quick.tokens().iter().for_each(|token| take(*token, &mut self.builder));
            }
            Advance::Declined { from, until } => self.start(from, until),
            Advance::Stray { at } => {
                self.builder.fault(recover::stray(self.source, at));
                let line = self.source.text()[..at].rfind('\n').map_or(0, |last| last + 1);
                self.look_ahead(&Stop::Fault { at, began: line });
            }
            Advance::Unsuited { from } => {
                self.quick = None;
                self.start(from, self.source.text().len());
            }
            Advance::End => {
                self.builder.finish();
                return false;
            }
        }
        true
    }

    /// Finds the stretch to go on with.
    fn look_ahead(&mut self, stop: &Stop) {
        self.parser = None;
        if self.builder.tree.faults().len() < FAULTS {
            self.next = recover::next(self.source.text(), stop, &self.builder.open_blocks());
        }
        if let Some(stray) = self.next.as_ref().and_then(|next| next.stray) {
            self.builder.fault(recover::stray(self.source, stray));
        }
        if self.next.is_none() {
            // Nothing more can be read; what is open is closed on the way out.
            self.quick = None;
        }
    }

    /// Closes one collection, or goes on with the next stretch if enough are closed.
    fn cross_gap(&mut self) -> bool {
        let keep = self.next.as_ref().map_or(0, |next| next.open);
        if self.builder.open_collections().len() > keep {
            self.builder.cut_off();
            return true;
        }
        let Some(next) = self.next.take() else {
            self.builder.finish();
            return false;
        };
        self.builder.drop_dangling_key();
        match &mut self.quick {
            Some(quick) => quick.restart(next.from, self.builder.open_blocks()),
            None => self.start(next.from, next.until),
        }
        true
    }
}

/// Puts into the tree what the quick way has read.
#[inline]
fn take(token: Token, builder: &mut TreeBuilder<'_>) {
    let text = builder.tree.source.text();
    match token {
        Token::Scalar { notation, start, end } => builder.scalar(notation, start, end),
        Token::Open { notation, style, start } => builder.open(notation, style, start),
        Token::CloseBrackets { end } => builder.close_brackets(end),
        Token::CloseBlock => builder.close(),
        Token::Alias { start, end } => builder.alias_by_name(&text[start + 1..end], start, end),
        Token::Anchor { start, end } => {
            let number = builder.anchors() + 1;
            builder.anchor(number);
            builder.name_anchor(number, text[start..end].into());
        }
        Token::Document => builder.start_document(),
    }
}
