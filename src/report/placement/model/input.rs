//! What was read: the files, and digests that tell whether they are still the same.

use std::collections::HashMap;

use data_encoding::HEXLOWER;
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Scope;
use crate::source::{Source, Sources, Span};

/// A file that was read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Input<'a> {
    /// The file, as the user named it.
    pub file: &'a str,
    /// How many lines it has.
    pub lines: usize,
    /// The SHA-256 of its text.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    pub sha256: String,
}

/// The SHA-256 of the text of each file.
pub(super) struct Digests(HashMap<Span, [u8; 32]>);

impl Digests {
    pub(super) fn of(sources: &Sources) -> Self {
        let digest = |source: &Source| (source.whole(), Sha256::digest(source.text()).into());
        Self(sources.iter().map(digest).collect())
    }

    /// One digest for all files, whatever they are called.
    pub(super) fn together(&self, sources: &Sources) -> String {
        let mut all = Sha256::new();
        sources.iter().for_each(|source| all.update(self.0[&source.whole()]));
        HEXLOWER.encode(&all.finalize()[..8])
    }
}

pub(super) fn all<'a>(scope: Scope<'a, '_>) -> Vec<Input<'a>> {
    let input = |source: &'a Source| Input {
        file: source.path(),
        lines: lines(source.text()),
        sha256: HEXLOWER.encode(&scope.digests.0[&source.whole()]),
    };
    scope.lab.files().iter().map(|file| input(scope.sources.of(*file))).collect()
}

fn lines(text: &str) -> usize {
    let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    breaks + usize::from(!text.is_empty() && !text.ends_with('\n'))
}
