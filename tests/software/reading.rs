//! Reads files of data, and keeps what is wrong in them with its place.

use std::collections::BTreeMap;
use std::fmt::Display;

use labctl::source::{ColumnUnit, Source, Sources, Span};
use labctl::yaml::{self, Node, NodeKind};

/// What was read so far.
#[derive(Default)]
pub(crate) struct Reading {
    /// What is wrong: `FILE:LINE:COLUMN: reason`.
    pub(crate) problems: Vec<String>,
    /// The keys that products are found by: sort and folded key to where it stands.
    owners: BTreeMap<(&'static str, String), String>,
}

impl Reading {
    /// What a file is about: its first line.
    pub(crate) fn about<'t>(&mut self, path: &str, text: &'t str) -> &'t str {
        let about = text.lines().next().and_then(|line| line.strip_prefix("# "));
        if about.is_none() {
            self.problems.push(format!("{path}:1:1: the first line says what the file is about"));
        }
        about.unwrap_or_default()
    }

    /// Reads the mapping that a file is, entry by entry, in the order of their titles.
    pub(crate) fn entries(
        &mut self,
        path: &str,
        text: &str,
        mut each: impl FnMut(&mut Self, &Source, &str, Node),
    ) {
        let mut sources = Sources::default();
        let source = sources.add(path.to_owned(), text.to_owned()).expect("a small file");
        let tree = yaml::parse(source);
        for fault in tree.faults() {
            self.problem(source, fault.at, &fault.message);
        }
        let mut last = String::new();
        for pair in tree.documents().flat_map(Node::pairs) {
            let Some(title) = pair.key.text().filter(|_| pair.value.kind() == NodeKind::Mapping)
            else {
                self.problem(source, pair.key.span(), "an entry is a title with fields below it");
                continue;
            };
            let folded = title.to_lowercase();
            if folded <= last {
                self.problem(
                    source,
                    pair.key.span(),
                    format!("`{title}` stands behind `{last}`, out of order"),
                );
            }
            last = folded;
            each(self, source, title, pair.value);
        }
    }

    /// Notes what is wrong at a place.
    pub(crate) fn problem(&mut self, source: &Source, at: Span, reason: impl Display) {
        let position = source.position(source.bytes(at).start, ColumnUnit::CodePoint);
        self.problems.push(format!(
            "{}:{}:{}: {reason}",
            source.path(),
            position.line,
            position.column
        ));
    }

    /// Takes a key for a product, unless another has it.
    pub(crate) fn own(&mut self, source: &Source, node: Node, sort: &'static str, title: &str) {
        let key = node.text().unwrap_or_default();
        let gap = |letter: &char| ['-', '_', '.'].contains(letter);
        let folded = key.to_lowercase().chars().filter(|letter| !gap(letter)).collect();
        if let Some(owner) = self.owners.insert((sort, folded), title.to_owned()) {
            self.problem(
                source,
                node.span(),
                format!("the {sort} `{key}` is that of {owner} already"),
            );
        }
    }
}
