//! Any text can be read as a baseline, and one that was just written covers all that it was written from.

#![no_main]

use labctl::baseline::Baseline;
use labctl::check::{Outcome, check};
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::source::Sources;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(baseline) = Baseline::from_json(&text) {
        let again = Baseline::from_json(&baseline.to_json()).expect("it was just written");
        assert_eq!(again.to_json(), baseline.to_json());
    }
    let written = checked(&text, None).baseline().to_json();
    let baseline = Baseline::from_json(&written).expect("it was just written");
    let outcome = checked(&text, Some(baseline));
    let new = outcome.findings().next();
    assert!(new.is_none(), "{new:?} is not in the baseline of its own text");
});

fn checked(text: &str, baseline: Option<Baseline>) -> Outcome {
    let mut sources = Sources::default();
    sources.add("lab.yaml".to_owned(), text.to_owned()).expect("under 4 GiB");
    check(sources, &Files::default(), &Settings { baseline, ..Settings::default() })
}
