//! Any dumps of an engine can be read: nothing panics, every span stands in a file, no value of a variable is shown.

#![no_main]

use labctl::check::check;
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::report::View;
use labctl::report::findings::FORMATS;
use labctl::source::Sources;
use libfuzzer_sys::fuzz_target;

/// What the files are called, which the text has one after the other.
const NAMES: [&str; 4] = [
    "apps-inspect.json",
    "apps-info.json",
    "apps-stats.jsonl",
    "compose.yaml",
];

/// Stands in the value of a variable alone.
const SECRET: &str = "not-for-print";

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut sources = Sources::default();
    for (name, text) in NAMES.iter().zip(text.split("\n=====\n")) {
        sources.add((*name).to_owned(), text.to_owned()).expect("under 4 GiB");
    }
    let trap = format!(
        "[{{\"Name\": \"trap\", \"HostConfig\": {{}}, \"Mounts\": [], \"Config\": {{\"Env\": [\"A={SECRET}\"]}}}}]"
    );
    sources.add("trap-inspect.json".to_owned(), trap).expect("under 4 GiB");
    let outcome = check(sources, &Files::default(), &Settings::default());
    for finding in outcome.findings() {
        let source = outcome.sources.of(finding.at);
        assert!(source.text().get(source.bytes(finding.at)).is_some(), "{finding:?}");
    }
    for format in FORMATS {
        let mut out = Vec::new();
        (format.write)(&outcome, &View::default(), &mut out).expect("a vector takes all");
        let out = String::from_utf8(out).expect("output is UTF-8");
        assert!(text.contains(SECRET) || !out.contains(SECRET), "{out}");
    }
});
