//! YAML text to a flat tree: a byte span on every key and value, aliases and merge keys followed,
//! comments kept, every fault collected.
//!
//! Parsing never fails. What cannot be parsed becomes a [`Fault`](crate::yaml::Fault), and reading goes on at the next line
//! that fits what is still open.
//!
//! `driver` goes through a file in two ways: `quick` takes the entries that are written plainly, and
//! `general` has the YAML parser underneath read the rest. Both put their nodes into one `builder`.

use crate::source::{Source, Span};

mod anchors;
mod builder;
mod comments;
mod driver;
mod general;
mod node;
mod parts;
mod quick;
mod recover;
mod tree;

pub use node::{Node, NodeKind, Pair};
pub use parts::{Part, PartReader};
pub(crate) use recover::glued_key;
pub use tree::{Comment, Tree};

/// Why a piece of text is not YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The place to look first.
    pub at: Span,
    /// What is wrong: one line, lower case, no full stop.
    pub message: String,
    /// What to type instead, where that is known.
    pub help: Option<&'static str>,
    /// A second place that explains the first.
    pub label: Option<(Span, &'static str)>,
}

/// Reads all documents of a file into one tree.
pub fn parse(source: &Source) -> Tree<'_> {
    driver::parse(source)
}

/// The same by the parser alone, without the quick way through plain lines: what [`parse`] is tested
/// against.
pub fn parse_slowly(source: &Source) -> Tree<'_> {
    driver::parse_slowly(source)
}

/// Reads a file part by part: a large file never stands in memory as a tree.
///
/// `splits` says of which top-level keys the entries are wanted one by one.
pub fn parts(source: &Source, splits: fn(&str) -> bool) -> PartReader<'_> {
    PartReader::new(source, splits)
}
