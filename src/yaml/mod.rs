//! YAML text to a flat tree: a byte span on every key and value, aliases and merge keys followed,
//! comments kept, every fault collected.
//!
//! Parsing never fails. What cannot be parsed becomes a [`Fault`], and reading goes on at the next line
//! that fits what is still open. Only `drive.rs` and `build.rs` know the parser underneath.

use crate::source::{Source, Span};

mod build;
mod drive;
mod fast;
mod node;
mod parts;
mod recover;
mod tree;

pub use node::{Kind, Node, Pair};
pub use parts::{Part, Parts};
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
    drive::parse(source)
}

/// The same by the parser alone, without the quick way through plain lines: what [`parse`] is tested
/// against.
pub fn parse_slowly(source: &Source) -> Tree<'_> {
    drive::parse_slowly(source)
}

/// Reads a file part by part: a large file never stands in memory as a tree.
///
/// `splits` says of which top-level keys the entries are wanted one by one.
pub fn parts(source: &Source, splits: fn(&str) -> bool) -> Parts<'_> {
    Parts::new(source, splits)
}
