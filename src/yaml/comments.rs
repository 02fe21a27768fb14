//! The comments of a text, found from one scalar to the next.
//!
//! The parser is asked for none: that costs a tenth of its time, and a limit on how many may stand
//! in a row. A `#` behind a blank that lies in no scalar starts a comment; nothing else in YAML does.

use super::tree::Tree;

/// Where to look for the next comment.
pub(super) struct CommentFinder<'s> {
    text: &'s str,
    /// The next `#` that may start a comment.
    next: usize,
}

impl<'s> CommentFinder<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self { text, next: find_hash(text, 0) }
    }

    #[inline]
    pub(super) fn may_stand_before(&self, end: usize) -> bool {
        self.next < end
    }

    /// Adds the comments before a scalar to the tree, and steps over what looks like one inside it.
    pub(super) fn collect(&mut self, start: usize, end: usize, tree: &mut Tree<'_>) {
        while self.next < start {
            let line = &self.text.as_bytes()[self.next..];
            let line = memchr::memchr2(b'\n', b'\r', line).unwrap_or(line.len());
            let mut next = self.next + 1;
            let before = &self.text[..self.next];
            if before.is_empty() || before.ends_with([' ', '\t', '\n', '\r', '\u{feff}']) {
                next = self.next + line;
                tree.comments.push(tree.source.span(self.next..next));
            }
            self.next = find_hash(self.text, next);
        }
        if self.next < end {
            self.next = find_hash(self.text, end);
        }
    }
}

fn find_hash(text: &str, from: usize) -> usize {
    memchr::memchr(b'#', &text.as_bytes()[from..]).map_or(usize::MAX, |found| from + found)
}
