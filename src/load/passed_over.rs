//! Why a file of a folder is not read.

use std::fmt;

/// Why a file of a folder is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PassedOver {
    /// No reader knows what is in it.
    Unknown,
    /// `sources:` says so.
    Ignored,
    /// It is a link that leads out of what is read.
    LeadsOut,
    /// It is too large, no text, or nobody may read it.
    Unreadable,
}

impl fmt::Display for PassedOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "no reader knows it",
            Self::Ignored => "`sources:` says `ignore: true`",
            Self::LeadsOut => "it is a link that leads out",
            Self::Unreadable => "it is too large, no text, or nobody may read it",
        })
    }
}
