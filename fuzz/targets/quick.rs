//! The quick way through plain lines gives what the parser gives, or finds a fault where it finds one.

#![no_main]

use std::fmt::Write;

use labctl::source::{Source, Sources};
use labctl::yaml::{self, NodeKind, Node, Tree};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut sources = Sources::default();
    let source = sources.add("lab.yaml".to_owned(), text).expect("under 4 GiB");
    let (quick, slow) = (yaml::parse(source), yaml::parse_slowly(source));
    if slow.faults().is_empty() {
        assert_eq!(quick.faults(), [], "a fault that is none");
        assert_eq!(told(&quick), told(&slow));
    } else {
        assert!(!quick.faults().is_empty(), "no fault, but {:?}", slow.faults());
    }
});

/// Everything a tree says, as text.
fn told(tree: &Tree<'_>) -> String {
    let mut text = String::new();
    tree.documents().for_each(|document| tell(tree.source(), document, &mut text));
    for comment in tree.comments() {
        writeln!(text, "{:?} {:?}", comment.span, comment.text).expect("a string takes all");
    }
    text
}

fn tell(source: &Source, node: Node<'_>, text: &mut String) {
    let quoted = source.slice(node.span()).starts_with(['"', '\'']);
    // Where a block scalar or a missing value is said to stand depends on how much text follows it.
    let place = match node.kind() {
        NodeKind::Scalar if node.is_plain() || quoted => {
            format!("{:?} {:?}", node.span(), node.written())
        }
        NodeKind::Sequence | NodeKind::Mapping => node.written().start().to_string(),
        NodeKind::Scalar | NodeKind::Empty => String::new(),
    };
    let (kind, value, tag, plain) = (node.kind(), node.text(), node.tag(), node.is_plain());
    writeln!(text, "{kind:?} {place} {value:?} {tag:?} {plain}").expect("a string takes all");
    // Behind an alias stands what was told at its anchor.
    if node.written() != node.span() {
        return;
    }
    for pair in node.pairs().filter(|pair| pair.merged.is_none()) {
        tell(source, pair.key, text);
        tell(source, pair.value, text);
    }
    node.items().for_each(|item| tell(source, item, text));
    text.push_str("end\n");
}
