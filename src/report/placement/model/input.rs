//! What was read: the files, and digests that tell whether they are still the same.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Scope;
use crate::source::{Source, Sources};

/// A file that was read.
#[derive(Debug, Clone, Serialize)]
pub struct Input<'a> {
    /// The file, as the user named it.
    pub file: &'a str,
    /// How many lines it has.
    pub lines: usize,
    /// The SHA-256 of its text.
    pub sha256: String,
}

pub(super) fn all<'a>(scope: Scope<'a, '_>) -> Vec<Input<'a>> {
    let sources = scope.lab.files().iter().map(|file| scope.sources.of(*file));
    sources.map(input).collect()
}

/// One digest for all files, whatever they are called.
pub(super) fn digest_of_all(sources: &Sources) -> String {
    let mut all = Sha256::new();
    sources.iter().for_each(|source| all.update(Sha256::digest(source.text())));
    hexadecimal(&all.finalize()[..8])
}

fn input(source: &Source) -> Input<'_> {
    Input {
        file: source.path(),
        lines: source.text().lines().count(),
        sha256: hexadecimal(&Sha256::digest(source.text())),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
