//! Any Compose files can be read together: nothing panics, every span stands in a file, what is a secret is not shown.

#![no_main]

use labctl::check::check;
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::report::View;
use labctl::report::findings::FORMATS;
use labctl::source::Sources;
use libfuzzer_sys::fuzz_target;

/// What the files are called, which the text has one after the other.
const NAMES: [&str; 4] = ["compose.yaml", ".env", "common.yml", "apps/app.yml"];

/// Between two files.
const BETWEEN: &str = "\n=====\n";

/// Stands in the values of variables alone.
const SECRET: &str = "not-for-print";

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut sources = Sources::default();
    for (name, text) in NAMES.iter().zip(text.split(BETWEEN)) {
        sources.add((*name).to_owned(), text.to_owned()).expect("under 4 GiB");
    }
    let trap = format!("services:\n  trap: {{image: busybox:1, environment: {{A: {SECRET}}}}}\n");
    sources.add("trap/compose.yaml".to_owned(), trap).expect("under 4 GiB");
    let outcome = check(sources, &Files::default(), &Settings::default());
    for finding in outcome.findings() {
        for at in std::iter::once(finding.at).chain(finding.labels.iter().map(|it| it.at)) {
            let source = outcome.sources.of(at);
            assert!(source.whole().contains(at), "{finding:?}");
            assert!(source.text().get(source.bytes(at)).is_some(), "{finding:?}");
        }
    }
    for format in FORMATS {
        let mut out = Vec::new();
        (format.write)(&outcome, &View::default(), &mut out).expect("a vector takes all");
        let out = String::from_utf8(out).expect("output is UTF-8");
        assert!(text.contains(SECRET) || !out.contains(SECRET), "{out}");
    }
});
