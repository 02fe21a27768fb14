//! Any text can be checked: nothing panics, every span stands in the text, every format can be written.

#![no_main]

use labctl::check::{Outcome, check};
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::report::findings::FORMATS;
use labctl::report::{Detail, View};
use labctl::source::{Source, Sources, Span};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut sources = Sources::default();
    sources.add("lab.yaml".to_owned(), text).expect("under 4 GiB");
    let outcome = check(sources, &Files::default(), &Settings::default());
    let source = outcome.sources.iter().next().expect("one source");
    for finding in outcome.labs.iter().flat_map(|lab| &lab.findings) {
        stands_in(source, finding.at, &finding.message);
        finding.labels.iter().for_each(|label| stands_in(source, label.at, &label.text));
    }
    write(&outcome);
});

fn stands_in(source: &Source, span: Span, said: &str) {
    assert!(source.whole().contains(span), "{said:?} is said of {span:?}, outside the text");
    let bytes = source.bytes(span);
    assert!(source.text().get(bytes).is_some(), "{said:?} is said of {span:?}, inside a character");
}

/// Every format, in the usual look and in the one that says and paints most.
fn write(outcome: &Outcome) {
    let rich =
        View { detail: Detail::Full, width: 20, colour: true, links: true, ..View::default() };
    for format in FORMATS {
        for view in [View::default(), rich] {
            let mut out = Vec::new();
            (format.write)(outcome, &view, &mut out).expect("a vector takes all");
            String::from_utf8(out).expect("output is UTF-8");
        }
    }
}
