//! Places in files, as machine-readable formats tell them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::source::{ColumnUnit, Sources, Span};

/// A place in a file. Lines and columns count from 1, columns in code points; the end is exclusive.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SourceRange<'a> {
    pub(super) file: &'a str,
    #[schemars(range(min = 1))]
    pub(super) line: usize,
    #[schemars(range(min = 1))]
    pub(super) column: usize,
    #[schemars(range(min = 1))]
    pub(super) end_line: usize,
    #[schemars(range(min = 1))]
    pub(super) end_column: usize,
    /// The range in bytes, counted from 0.
    pub(super) byte: [usize; 2],
}

impl<'a> SourceRange<'a> {
    pub(super) fn of(sources: &'a Sources, span: Span) -> Self {
        let source = sources.of(span);
        let bytes = source.bytes(span);
        let start = source.position(bytes.start, ColumnUnit::CodePoint);
        let end = source.position(bytes.end, ColumnUnit::CodePoint);
        Self {
            file: source.path(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            byte: [bytes.start, bytes.end],
        }
    }
}
