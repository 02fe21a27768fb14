//! Any Markdown becomes an inventory in whose text nothing is wrong, and which is written as it is read.

#![no_main]

use labctl::check::check;
use labctl::policy::Settings;
use labctl::read::{Files, MARKDOWN, read_as};
use labctl::source::Sources;
use labctl::write::{Comments, first, inventory};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (draft, remarks) = read_as(&MARKDOWN, &sources("README.md", &String::from_utf8_lossy(bytes)));
    let (lab, text) = first(draft, &remarks);
    let outcome = check(sources("lab.yaml", &text), &Files::default(), &Settings::default());
    for checked in &outcome.labs {
        assert!(checked.lab().allowances().is_empty(), "{text}");
        let again = inventory(checked.lab(), &Comments::default());
        assert_eq!(again, inventory(&lab, &Comments::default()), "{text}");
    }
    let wrong = outcome.findings().find(|finding| {
        matches!(finding.rule, "syntax-error" | "unknown-field" | "invalid-field" | "missing-unit")
    });
    assert!(wrong.is_none(), "{wrong:?}\n{text}");
});

fn sources(name: &str, text: &str) -> Sources {
    let mut sources = Sources::default();
    sources.add(name.to_owned(), text.to_owned()).expect("under 4 GiB");
    sources
}
