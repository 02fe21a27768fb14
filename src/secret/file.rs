//! Where the secrets of a file are. Only the entries are read of which lines are shown.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::line::{SECTIONS, names_behind, split_key, without_properties};
use super::region::secrets;
use crate::source::line_starts;

/// A file, of which some lines are shown.
pub(super) struct FileSecrets<'t> {
    text: &'t str,
    sections: Vec<TopLevelKey>,
    /// The entries that have been read, by where they start: first without a thought for anchors, then with all
    /// that is known.
    plain: BTreeMap<usize, Region>,
    known: BTreeMap<usize, Region>,
    /// Where each anchor is used, once anybody asks.
    uses: Option<HashMap<&'t str, Vec<usize>>>,
    /// Whether the content of an anchor is used as a secret.
    anchors: HashMap<&'t str, bool>,
}

/// The lines from one without indentation to the next.
struct TopLevelKey {
    start: usize,
    /// The column of the names of its entries.
    names: Option<usize>,
    /// Whether they are items of a list.
    is_list: bool,
}

/// An entry, or the lines before the first one of a section.
struct Region {
    end: usize,
    secrets: Vec<Range<usize>>,
}

impl<'t> FileSecrets<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self {
            text,
            sections: sections(text),
            plain: BTreeMap::new(),
            known: BTreeMap::new(),
            uses: None,
            anchors: HashMap::new(),
        }
    }

    /// The secrets among some bytes, counted from the first of these.
    pub(super) fn secrets(&mut self, bytes: Range<usize>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut at = bytes.start;
        while at < bytes.end {
            let region = self.known(at);
            let first = region.secrets.partition_point(|secret| secret.end <= at);
            let inside =
                region.secrets[first..].iter().take_while(|secret| secret.start < bytes.end);
            found.extend(inside.map(|it| {
                it.start.max(bytes.start) - bytes.start..it.end.min(bytes.end) - bytes.start
            }));
            at = region.end;
        }
        found
    }

    /// The region that a byte is in, with all that is known.
    fn known(&mut self, at: usize) -> &Region {
        let start = read_before(&self.known, at).unwrap_or_else(|| {
            let (piece, names) = self.piece(at);
            let text = self.text;
            let anchors = names_behind(&text[piece.clone()], b'&').map(|(_, name)| name);
            let mut anchors: Vec<&str> = anchors.collect();
            anchors.sort_unstable();
            anchors.dedup();
            anchors.retain(|name| self.is_secret(name));
            let secrets = secrets(text, piece.clone(), names, &anchors);
            self.known.insert(piece.start, Region { end: piece.end, secrets });
            piece.start
        });
        &self.known[&start]
    }

    /// True if a byte is secret whatever anchors are used for.
    fn is_hidden(&mut self, at: usize) -> bool {
        let start = read_before(&self.plain, at).unwrap_or_else(|| {
            let (piece, names) = self.piece(at);
            let secrets = secrets(self.text, piece.clone(), names, &[]);
            self.plain.insert(piece.start, Region { end: piece.end, secrets });
            piece.start
        });
        self.plain[&start].secrets.iter().any(|secret| secret.contains(&at))
    }

    /// The bytes of the region that one is in, and the column of the names of entries there.
    fn piece(&self, at: usize) -> (Range<usize>, Option<usize>) {
        let after = self.sections.partition_point(|section| section.start <= at);
        let section = &self.sections[after - 1];
        let end = self.sections.get(after).map_or(self.text.len(), |next| next.start);
        let Some(column) = section.names else { return (section.start..end, None) };
        let begins = |line: usize| is_entry(&self.text[line..end], column, section.is_list);
        let mut start = line_start(self.text, at);
        while start > section.start && !begins(start) {
            start = line_start(self.text, start - 1);
        }
        let mut next = line_end(self.text, at);
        while next < end && !begins(next) {
            next = line_end(self.text, next);
        }
        (start.max(section.start)..next.min(end), Some(column))
    }

    /// True if the content of an anchor is used as a secret: below a secret key, or in an anchor of which that is
    /// true.
    fn is_secret(&mut self, name: &'t str) -> bool {
        let mut met: HashMap<&str, Option<&str>> = HashMap::from([(name, None)]);
        let mut open = vec![name];
        while let Some(name) = open.pop() {
            let uses = self.uses().get(name).cloned().unwrap_or_default();
            let known = self.anchors.get(name).copied();
            let is_secret = known.unwrap_or_else(|| {
                uses.iter().any(|&at| !self.is_taken_over(at) && self.is_hidden(at))
            });
            if is_secret {
                let mut way = Some(name);
                while let Some(name) = way {
                    self.anchors.insert(name, true);
                    way = met[name];
                }
                return true;
            }
            for at in uses.iter().filter(|_| known.is_none()) {
                let (piece, _) = self.piece(*at);
                for (_, outer) in names_behind(&self.text[piece.start..*at], b'&') {
                    if let std::collections::hash_map::Entry::Vacant(entry) = met.entry(outer) {
                        entry.insert(Some(name));
                        open.push(outer);
                    }
                }
            }
        }
        self.anchors.extend(met.into_keys().map(|name| (name, false)));
        false
    }

    /// Where each anchor is used.
    fn uses(&mut self) -> &HashMap<&'t str, Vec<usize>> {
        let text = self.text;
        self.uses.get_or_insert_with(|| {
            let mut uses: HashMap<&str, Vec<usize>> = HashMap::new();
            for (at, name) in names_behind(text, b'*') {
                uses.entry(name).or_default().push(at);
            }
            uses
        })
    }

    /// True for `name: {<<: *anchor`: what an entry takes over at its start is judged by its own keys.
    fn is_taken_over(&self, at: usize) -> bool {
        let start = line_start(self.text, at);
        let before = self.text[start..at].trim_start();
        let opens = before.strip_suffix("<<: ").map(|it| it.trim_end().strip_suffix(": {"));
        let (piece, names) = self.piece(at);
        let is_first = names.is_some() && start == piece.start;
        is_first && matches!(opens, Some(Some(name)) if !name.contains(['{', ':', '#']))
    }
}

/// Where the region starts that a byte is in, if it has been read.
fn read_before(regions: &BTreeMap<usize, Region>, at: usize) -> Option<usize> {
    let (start, region) = regions.range(..=at).next_back()?;
    (at < region.end).then_some(*start)
}

/// The sections of a file. The first starts with the file.
fn sections(text: &str) -> Vec<TopLevelKey> {
    let is_first = |first: u8| first > b' ' && !b"#}])".contains(&first);
    let starts = line_starts(text, is_first).filter(|&at| at > 0 && begins_section(&text[at..]));
    std::iter::once(0).chain(starts).map(|start| section(text, start)).collect()
}

fn section(text: &str, start: usize) -> TopLevelKey {
    let line = &text[start..line_end(text, start)];
    let key = split_key(line).map_or("", |(key, _)| key);
    if !SECTIONS.contains(&key) {
        return TopLevelKey { start, names: None, is_list: false };
    }
    let below = text[start + line.len()..].split(['\n', '\r']);
    let first = below
        .map(|line| (line, line.trim_start()))
        .find(|(_, said)| !said.is_empty() && !said.starts_with('#'));
    let (line, said) = first.unwrap_or_default();
    let column = line.len() - said.len();
    let is_list = said.starts_with('-');
    TopLevelKey { start, names: (column > 0 || is_list).then_some(column), is_list }
}

/// True for a line that starts a section: a key without a value of its own, or a document.
fn begins_section(rest: &str) -> bool {
    let is_marked =
        rest.starts_with(|first: char| !first.is_whitespace() && !"#-}])".contains(first));
    rest.starts_with("---") || (is_marked && is_header(&rest[..line_end(rest, 0)]))
}

/// True for a line that starts an entry.
fn is_entry(rest: &str, column: usize, is_list: bool) -> bool {
    let said = rest.trim_start_matches(' ');
    if rest.len() - said.len() != column {
        return false;
    }
    if is_list {
        said.starts_with("- ")
    } else {
        !said.starts_with(['-', '#']) && is_header(&said[..line_end(said, 0)])
    }
}

/// True for `name:`, perhaps with a mapping in brackets or one that stands elsewhere.
fn is_header(line: &str) -> bool {
    let Some((_, value)) = split_key(line) else { return false };
    let opens = |value: &str| value.is_empty() || value.starts_with(['{', '[', '*', '#']);
    without_properties(value).is_none_or(opens)
}

/// Where the line starts that a byte is in.
fn line_start(text: &str, at: usize) -> usize {
    memchr::memrchr2(b'\n', b'\r', &text.as_bytes()[..at]).map_or(0, |end| end + 1)
}

/// Where the line after the one starts that a byte is in.
fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..])
        .map_or(text.len(), |length| at + length + 1)
}
