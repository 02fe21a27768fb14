//! What is wrong with an inventory as a text, collected while it is read. The rules of the inventory
//! family report it.

use crate::finding::Label;
use crate::source::Span;

/// What sort of mistake it is; each has a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slip {
    /// The text is not YAML.
    Syntax,
    /// A key that is not in the language.
    UnknownField,
    /// A value that cannot be read.
    InvalidField,
    /// A key that is written twice.
    DuplicateKey,
    /// A size without a unit.
    MissingUnit,
    /// Another spelling than the usual one.
    Spelling,
    /// A value that a YAML 1.1 reader would read differently.
    Yaml11,
}

/// Something wrong with the text of an inventory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What sort it is.
    pub slip: Slip,
    /// The place to look first.
    pub at: Span,
    /// What is wrong: one line, lower case, no full stop.
    pub message: String,
    /// What to type instead.
    pub help: Option<String>,
    /// Other places that explain it.
    pub labels: Vec<Label>,
}
