//! No text brings labctl down, and whatever it points at is there.

use labctl::check::Outcome;
use labctl::lab::RecordPlaces;
use labctl::report::findings::FORMATS;
use labctl::report::{Detail, View};
use labctl::source::{Source, Span};
use labctl::yaml::{self, Node, NodeKind};

use crate::{always, check, sources, texts};

#[test]
fn any_bytes_are_checked_and_reported() {
    always(texts::bytes(), |text| report(&check(&text)));
}

#[test]
fn any_tokens_are_checked_and_reported() {
    always(texts::tokens(), |text| report(&check(&text)));
}

#[test]
fn any_slips_are_checked_and_reported() {
    always(texts::slipped(), |text| report(&check(&text)));
}

#[test]
fn any_span_lies_in_its_text() {
    always(texts::tokens(), |text| look(&text));
    always(texts::slipped(), |text| look(&text));
}

#[test]
fn every_span_of_a_sound_text_lies_in_it() {
    texts::SOUND.into_iter().for_each(look);
}

/// Writes an outcome in every format, for two very different readers.
fn report(outcome: &Outcome) {
    let detail = Detail::Full;
    let screen =
        View { detail, width: 20, colour: true, links: true, ascii: true, ..View::default() };
    for format in FORMATS {
        for view in [View::default(), screen] {
            let mut bytes = Vec::new();
            (format.write)(outcome, &view, &mut bytes).expect("a vector takes all");
            assert!(String::from_utf8(bytes).is_ok(), "{} writes UTF-8", format.name);
        }
    }
}

/// Looks at every place that labctl knows of in a text.
fn look(text: &str) {
    let sources = sources(text);
    let source = sources.iter().next().expect("one source");
    let tree = yaml::parse(source);
    tree.documents().for_each(|document| look_below(source, document));
    tree.comments().for_each(|comment| is_inside(source, comment.span));
    let outcome = check(text);
    for lab in &outcome.labs {
        for finding in &lab.findings {
            is_inside(source, finding.at);
            finding.labels.iter().for_each(|label| is_inside(source, label.at));
            let places = finding.subjects.iter().filter_map(|&it| lab.lab().places_of(it));
            places.flat_map(RecordPlaces::iter).for_each(|place| is_inside(source, place));
        }
        for system in lab.lab().systems() {
            is_inside(source, system.place());
            is_inside(source, system.runs_on_span());
            system.entry().places.iter().for_each(|place| is_inside(source, place));
        }
    }
}

fn look_below(source: &Source, node: Node<'_>) {
    is_inside(source, node.span());
    is_inside(source, node.written());
    // What an alias stands for is looked at where it is written.
    if node.written() != node.span() {
        return;
    }
    match node.kind() {
        NodeKind::Mapping => node.pairs().filter(|pair| pair.merged.is_none()).for_each(|pair| {
            look_below(source, pair.key);
            look_below(source, pair.value);
        }),
        NodeKind::Sequence => node.items().for_each(|item| look_below(source, item)),
        NodeKind::Empty | NodeKind::Scalar => {}
    }
}

fn is_inside(source: &Source, span: Span) {
    assert!(source.whole().contains(span), "{span:?} lies outside the text");
    let bytes = source.bytes(span);
    assert!(
        source.text().get(bytes.clone()).is_some(),
        "{bytes:?} cuts a letter, or is upside down"
    );
}
