//! Secrets in what is shown: lines of source as they stand, and messages that quote them.
//!
//! labctl needs no secret, no value of an environment and no command, so it shows none. A line that could hold one
//! shows its key and asterisks.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use crate::source::{Source, Span};

mod file;
mod key;
mod line;
mod region;
#[cfg(test)]
mod tests;
mod text;

use file::FileSecrets;
pub(crate) use key::is_certain as is_secret_name;
use text::Author;

/// A message, or a name that stands in one, without secrets. Every byte of one becomes an asterisk.
pub(crate) fn without(text: &str) -> Cow<'_, str> {
    let mut found = Vec::new();
    text::find(text, 0, Author::Sentence, &mut found);
    starred(text, found)
}

/// The secrets of every file, as far as lines of it are shown.
#[derive(Default)]
pub(crate) struct Secrets<'s>(HashMap<Span, FileSecrets<'s>>);

impl<'s> Secrets<'s> {
    /// Some bytes of a source without secrets, as long as before.
    pub(crate) fn starred(&mut self, source: &'s Source, bytes: Range<usize>) -> Cow<'s, str> {
        let file = self.0.entry(source.whole()).or_insert_with(|| FileSecrets::of(source.text()));
        let text = &source.text()[bytes.clone()];
        starred(text, file.secrets(bytes))
    }
}

/// A text with asterisks at some places.
fn starred(text: &str, places: impl IntoIterator<Item = Range<usize>>) -> Cow<'_, str> {
    let mut places = places.into_iter().peekable();
    if places.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut hidden = text.as_bytes().to_vec();
    places.for_each(|place| hidden[place].fill(b'*'));
    Cow::Owned(String::from_utf8(hidden).expect("only whole letters are replaced"))
}
