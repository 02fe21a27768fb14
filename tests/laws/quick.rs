//! There are three ways through a text, and they agree: quickly, by the parser alone, and part by part.

use std::fmt::Write;

use labctl::source::{Source, Sources};
use labctl::yaml::{self, Comment, Node, NodeKind, Part};

use crate::{always, sources, texts};

/// Texts in which the quick way has to know its limits.
const TURNS: &[&str] = &[
    "",
    "a:\n",
    "a: 1",
    "a:\nb: 1\n",
    "a:\n- 1\n- 2\nb: 3\n",
    "a:\n  - b: 1\n    c: 2\n  - d: 1\n",
    "a: [1, 2, {b: c}]\n",
    "a: 1 # c\n# d\nb: 'x # y' # z\n",
    "a: x#y\n",
    "a: b:c\n",
    "a: http://x.y:80/z\n",
    "a: &b {x: 1}\nc:\n  <<: *b\n  d: 1\n",
    "a:\n -\n - x\n",
    "a: |\n  x\n  y\nb: 1\n",
    "a:\n  b: |\n    x\n\nc: 1\n",
    "a:\n  - |+\n   \n\nb:\n  c: 1\n",
    "a: 1\n---\nb: 2\n...\n",
    "a: 1\r\nb:\r\n  - c\r\n",
    "a: {}\nb: []\n",
    "a:\n    b: 1\n    c: 2\n  d: 3\n",
    "a:\n  b: 1\n   c: 2\n",
    "a: b\n c\n",
    "a: 'b\n  c'\n",
    "a: [b,\n  c]\nd: 1\n",
    "a: - b\n",
    "a: ~\nb: null\n",
    "a: x, y\nb: [a b, c d]\n",
    "a:\n  # c\n  b: 1\n\n  # d\nc: 2\n",
    "a: !t b\n",
    "? a\n: b\n",
    "a:\n- b\n-c\n",
    "a:\n\u{feff}\nb: 1\n",
    "- a\n---\n---\nb: 1\n",
    // Anchors, aliases and merge keys.
    "a: &x {b: 1}\nc: {<<: *x}\nd: [*x, *x]\ne: {f: *x , g: &y 2}\nh: *y\n",
    "a: &x\n  b: 1\nc:\n  <<: *x\n",
    "a: &x\n- b: 1\nc: *x\n",
    "a: &x\n  - b: 1\nc: *x\n",
    "a:\n  - &x {b: 1}\n  - &y b\n  - *x\n  - &z b: c\n",
    "a: &x\nb: *x\n",
    "a: &x *y\n",
    "a: &x b\n---\na: *x\n",
    "a: &x b # c\nd: &x  e\nf: *x\n",
    "a: &x [*x]\nb: [&x 1, *x]\n",
    "a:\n  &x b: 1\n",
    "a: &x\n  &y b: 1\nc: *x\n",
    "a: *x\n",
    "a: {b: *x:c}\n",
    // Quoted keys, as in JSON.
    "\"a\":\n  'b': \"c\"\n  \"d e\": {\"f\": [1], \"g\":2, 'h':\"i\"}\n",
    "\"a\\\"b\": 1\n",
    "\"a\" : 1\nb: 2\n",
    "a: {\"b\": }\n",
    "a: {\"b\":{\"c\":[]}}\n",
    "- \"a\": 1\n  b: 2\n- \"c\"\n",
    // Brackets over several lines.
    "a: {\n  b: 1,\n  c: [\n    2, # d\n    # e\n    3,\n  ],\n}\nf: 1\n",
    "a:\n  b: [\n    c,\n    d\n  ]\n  e: [\n    f\n ]\n  g: 1\n",
    "a:\n  - [b,\n    c]\n  - {d: 1,\n   e: 2}\n  - {f: 1,\n  g: 2}\n",
    "a: [b\n, c\n, d]\n",
    "a: [\nb]\n",
    "a: [b\n] c\n",
    "a: [[b\n], c]\n",
    "a: [[b\n]\n, c]\n",
    "a: {b: [c\n]\n}\n",
    "a: [&x b\n]\nc: *x\nd: [\"\\x41\"\n]\ne: \"\\x42\"\n",
    "a: [b c\n d]\n",
    "a: [b, \n\n\t c]\n",
    "a: {b:\n  c}\n",
    "a: {b\n: c}\n",
    "a: [b #c\n , d]\ne: [f#g, h:i, -j, - k]\n",
    "a: [b,, c]\n",
    "a: [, b]\n",
    "a: [b: c]\n",
    "a: [b,\n---\n c]\n",
    // Documents and marks.
    "\u{feff}a: 1\nb: \u{feff}\n",
    "\u{feff}# c\na: 1\n",
    "--- # c\na: 1\n--- # d\nb: 2\n...\n---\nc: 3\n",
    "---\n\n# c\n---\na: 1\n",
    "--- a: 1\n",
    "---\na: 1\n...\nb: 1\n",
    "%YAML 1.2\n---\na: 1\n",
    "a: 1\n%b\nc: 1\n",
    // Tabs, line ends, other letters.
    "# a\tb\nc: 1 # d\te\n\t\n  \t# f\ng: 1\n",
    "a: 1\n\tb: 1\nc: 1\n",
    "a:\n  \tb\nc:\t1\nd: 2\t# e\n",
    "a:\n  \tb: 1\nc: 1\n",
    "a: |\n  b\n  \tc\nd: 1\n",
    "# a\rb: 1\rc: 2\r\n\rd: 3\n",
    "a: 1\r  # b\r\n  c: 1\r",
    "a: b\u{0}c\nd: 1\n",
    "# a\u{1}\nb: 1\n",
    "a: 1\n# b\u{7f}\nc: 1 # d\u{85}\n",
    "a: caf\u{e9} # \u{1f600}\nb: '\u{e9}'\nc: [\u{e9}, {d: \"\u{2028}\"}]\n\u{e9}: 1\n",
    "a: b\u{80}\nc: 1\n",
    "a: \u{a0}b\u{a0}\n",
    "a: -b\nc: - d\ne: -\nf: --\n",
];

#[test]
fn the_quick_way_agrees_with_the_parser_alone() {
    TURNS.iter().chain(&texts::SOUND).for_each(|text| agree(text));
    always(texts::slipped(), |text| agree(&text));
    always(texts::tokens(), |text| agree(&text));
}

#[test]
fn the_parts_of_a_file_are_its_tree() {
    TURNS.iter().chain(&texts::SOUND).for_each(|text| add_up(text));
    always(texts::slipped(), |text| add_up(&text));
    always(texts::tokens(), |text| add_up(&text));
}

#[test]
fn a_bracket_may_close_in_the_column_of_its_key() {
    for text in [
        "a: [\n  b,\n  c\n]\nd: 1\n",
        "x:\n  a: [\n    b,\n    c\n  ] # d\n  d: 1\n",
        "x:\n  - a: [ # b\n      b, \"\\x63\"\n]\n    d: 1\n  - 2\n",
    ] {
        let sources = sources(text);
        for tree in [yaml::parse(only(&sources)), yaml::parse_slowly(only(&sources))] {
            assert_eq!(tree.faults(), [], "in {text:?}");
            let root = tree.documents().next().expect("one document");
            let inner = root.get("x").unwrap_or(root);
            let inner = inner.items().next().unwrap_or(inner);
            let texts =
                |key| inner.get(key).map(|list| list.items().filter_map(Node::text).collect());
            assert_eq!(texts("a"), Some(vec!["b", "c"]), "in {text:?}");
            assert_eq!(inner.get("d").and_then(Node::text), Some("1"), "in {text:?}");
        }
    }
}

/// The quick way finds the tree that the parser finds, or a fault where that finds one.
fn agree(text: &str) {
    let sources = sources(text);
    let source = only(&sources);
    let (quick, slow) = (yaml::parse(source), yaml::parse_slowly(source));
    if slow.faults().is_empty() {
        assert_eq!(quick.faults(), [], "a fault that is none in {text:?}");
        let told = |tree: &yaml::Tree<'_>| {
            let mut told = TreeText::of(source);
            tree.documents().for_each(|document| told.tell(document, 0));
            told.comments(tree.comments());
            told.text
        };
        assert_eq!(told(&quick), told(&slow), "in {text:?}");
    } else {
        assert!(!quick.faults().is_empty(), "no fault in {text:?}, but {:?}", slow.faults());
    }
}

/// The parts of a file, one after the other, say what its tree says.
fn add_up(text: &str) {
    let sources = sources(text);
    let source = only(&sources);
    let tree = yaml::parse(source);
    let mut whole = TreeText::of(source);
    tree.documents().for_each(|document| whole.tell_in_parts(document));
    whole.comments(tree.comments());

    let mut parts = yaml::parts(source, splits);
    let mut told = TreeText::of(source);
    while let Some(part) = parts.next() {
        told.part(part);
    }
    told.comments(parts.comments());
    assert_eq!(told.text, whole.text, "in {text:?}");
    assert_eq!(parts.faults(), tree.faults(), "in {text:?}");
}

/// Sections that are read entry by entry.
fn splits(key: &str) -> bool {
    matches!(key, "a" | "hosts" | "vms" | "containers")
}

fn only(sources: &Sources) -> &Source {
    sources.iter().next().expect("one source")
}

/// Everything that nodes say, as text.
struct TreeText<'s> {
    source: &'s Source,
    text: String,
}

impl<'s> TreeText<'s> {
    fn of(source: &'s Source) -> Self {
        Self { source, text: String::new() }
    }

    fn tell(&mut self, node: Node<'_>, depth: usize) {
        let quoted = self.source.slice(node.span()).starts_with(['"', '\'']);
        // Where a block scalar ends or a missing value stands depends on how much text follows it.
        let place = match node.kind() {
            NodeKind::Scalar if node.is_plain() || quoted => {
                format!("{:?} {:?}", node.span(), node.written())
            }
            NodeKind::Sequence | NodeKind::Mapping => node.written().start().to_string(),
            NodeKind::Scalar | NodeKind::Empty => String::new(),
        };
        let (kind, text, tag) = (node.kind(), node.text(), node.tag());
        let plain = node.is_plain();
        self.line(&format!("{:depth$}{kind:?} {place} {text:?} {tag:?} {plain}", ""));
        // What an alias stands for is told where it is written.
        if node.written() != node.span() {
            return;
        }
        match node.kind() {
            NodeKind::Mapping => {
                node.pairs().filter(|pair| pair.merged.is_none()).for_each(|pair| {
                    self.tell(pair.key, depth + 1);
                    self.tell(pair.value, depth + 1);
                });
            }
            NodeKind::Sequence => node.items().for_each(|item| self.tell(item, depth + 1)),
            NodeKind::Empty | NodeKind::Scalar => {}
        }
    }

    /// Tells a document as its parts do.
    fn tell_in_parts(&mut self, document: Node<'_>) {
        if document.kind() != NodeKind::Mapping {
            return self.part(Part::Other(document));
        }
        for pair in document.pairs().filter(|pair| pair.merged.is_none()) {
            self.part(Part::Section { key: pair.key, value: pair.value });
        }
        self.part(Part::End);
    }

    /// Tells a part. A section that is split may come whole all the same; what merge keys add is told
    /// nowhere.
    fn part(&mut self, part: Part<'_>) {
        match part {
            Part::Section { key, .. } | Part::Entry { key: Some(key), .. } if key.is_merge() => {}
            Part::Section { key, value } if is_split(key, value) => {
                let named = value.pairs().filter(|pair| pair.merged.is_none());
                let named = named.map(|pair| (Some(pair.key), pair.value));
                for (entry, value) in named.chain(value.items().map(|item| (None, item))) {
                    self.part(Part::Entry { section: key, key: entry, value });
                }
            }
            Part::Section { key, value } => self.all([Some(key), Some(value)]),
            Part::Entry { section, key, value } => self.all([Some(section), key, Some(value)]),
            Part::Other(document) => self.tell(document, 0),
            Part::End => self.line("end"),
        }
    }

    fn all<'n>(&mut self, nodes: impl IntoIterator<Item = Option<Node<'n>>>) {
        nodes.into_iter().flatten().for_each(|node| self.tell(node, 0));
    }

    fn comments<'c>(&mut self, comments: impl Iterator<Item = Comment<'c>>) {
        comments.for_each(|comment| self.line(&format!("{:?} {:?}", comment.span, comment.text)));
    }

    fn line(&mut self, line: &str) {
        writeln!(self.text, "{line}").expect("a string takes all");
    }
}

/// True for a section whose entries, if there are any, come one by one.
fn is_split(key: Node<'_>, value: Node<'_>) -> bool {
    let collection = matches!(value.kind(), NodeKind::Sequence | NodeKind::Mapping);
    key.text().is_some_and(splits) && collection && value.written() == value.span()
}
