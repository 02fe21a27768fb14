//! Any units of a folder can be read: nothing panics, every span stands in a file, no value of a variable is shown.

#![no_main]

use labctl::check::check;
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::report::View;
use labctl::report::findings::FORMATS;
use labctl::source::Sources;
use libfuzzer_sys::fuzz_target;

/// What the files are called, which the text has one after the other.
const NAMES: [&str; 4] =
    ["u/web.container", "u/web.container.d/10.conf", "u/data.volume", "u/worker@.container"];

/// Stands in the value of a variable alone.
const SECRET: &str = "not-for-print";

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut sources = Sources::default();
    for (name, text) in NAMES.iter().zip(text.split("\n=====\n")) {
        sources.add((*name).to_owned(), text.to_owned()).expect("under 4 GiB");
    }
    let trap = format!("[Container]\nImage=busybox:1\nEnvironment=A={SECRET}\n");
    sources.add("u/trap.container".to_owned(), trap).expect("under 4 GiB");
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
