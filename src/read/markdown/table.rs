//! The tables of a Markdown text, each with the headings above it.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::cell::TableCell;
use crate::source::{ColumnUnit, Source, Span};

/// A table as it is written.
#[derive(Debug)]
pub(super) struct MarkdownTable {
    /// Its header.
    pub(super) at: Span,
    /// The line of its header, counted from 1.
    pub(super) line: usize,
    /// The headings it stands under, the nearest first.
    pub(super) headings: Vec<String>,
    pub(super) header: Vec<TableCell>,
    pub(super) rows: Vec<Vec<TableCell>>,
}

/// Every table of a text, but those in blocks of code.
pub(super) fn tables(source: &Source) -> Vec<MarkdownTable> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let mut scan = TableScan {
        source,
        headings: Vec::new(),
        tables: Vec::new(),
        row: Vec::new(),
        text: None,
        bold: None,
    };
    for (event, bytes) in Parser::new_ext(source.text(), options).into_offset_iter() {
        scan.take(&event, bytes);
    }
    scan.tables
}

/// The tables so far, and what is being read.
struct TableScan<'s> {
    source: &'s Source,
    /// The headings above, each with its level.
    headings: Vec<(u8, String)>,
    tables: Vec<MarkdownTable>,
    row: Vec<TableCell>,
    /// The heading, paragraph or cell that is being read.
    text: Option<TableCell>,
    /// Of a paragraph: whether all of it is bold so far, and whether it is now.
    bold: Option<(bool, bool)>,
}

/// A line that is all bold is a heading below all others.
const BOLD: u8 = 7;

impl TableScan<'_> {
    fn take(&mut self, event: &Event<'_>, bytes: Range<usize>) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::Paragraph | Tag::TableCell) => {
                self.text = Some(TableCell { at: self.source.span(bytes), ..TableCell::default() });
                self.bold = matches!(event, Event::Start(Tag::Paragraph)).then_some((true, false));
            }
            Event::End(TagEnd::Heading(level)) => self.heading(level_of(*level)),
            Event::End(TagEnd::Paragraph) => match self.bold.take() {
                Some((true, _)) => self.heading(BOLD),
                _ => self.text = None,
            },
            Event::Start(Tag::Strong) | Event::End(TagEnd::Strong) => {
                let is_start = matches!(event, Event::Start(_));
                self.bold = self.bold.map(|(all, _)| (all, is_start));
            }
            Event::Start(Tag::Table(_)) => {
                let start = self.source.position(bytes.start, ColumnUnit::CodePoint);
                let headings = self.headings.iter().rev().map(|(_, text)| text.clone()).collect();
                let (header, rows) = (Vec::new(), Vec::new());
                let at = self.source.span(bytes.start..bytes.start);
                self.tables.push(MarkdownTable { at, line: start.line, headings, header, rows });
            }
            Event::End(TagEnd::TableCell) => {
                self.row.extend(self.text.take().map(TableCell::finish));
            }
            Event::End(TagEnd::TableHead) => {
                if let Some(table) = self.tables.last_mut() {
                    table.header = std::mem::take(&mut self.row);
                    table.at = self.source.span(bytes);
                }
            }
            Event::End(TagEnd::TableRow) => self.end_of_row(bytes),
            _ => {
                let is_text =
                    matches!(event, Event::Text(text) if !text.trim_matches([' ', ':']).is_empty());
                self.bold = self.bold.map(|(all, now)| (all && (now || !is_text), now));
                if let Some(text) = &mut self.text {
                    text.add(event);
                }
            }
        }
    }

    fn heading(&mut self, level: u8) {
        let Some(text) = self.text.take().map(TableCell::finish) else { return };
        if !text.text.is_empty() {
            self.headings.retain(|(above, _)| *above < level);
            self.headings.push((level, text.text));
        }
    }

    /// What is too much for the columns of the table joins the last cell.
    fn end_of_row(&mut self, bytes: Range<usize>) {
        let mut row = std::mem::take(&mut self.row);
        if let Some(last) = row.last_mut() {
            let end = self.source.bytes(last.at).end.clamp(bytes.start, bytes.end);
            let rest = self.source.text()[end..bytes.end].replace('|', " ");
            if !rest.trim().is_empty() {
                *last =
                    TableCell { text: format!("{} {rest}", last.text), ..last.clone() }.finish();
            }
        }
        if let Some(table) = self.tables.last_mut() {
            row.resize(
                table.header.len(),
                TableCell { at: self.source.span(bytes), ..TableCell::default() },
            );
            table.rows.push(row);
        }
    }
}

fn level_of(level: HeadingLevel) -> u8 {
    level as u8
}
