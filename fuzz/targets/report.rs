//! Of any lab, every report can be written, and of every workload why it belongs where it does.

#![no_main]

use labctl::check::check;
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::report::placement::{FORMATS, Report};
use labctl::report::{Base, View, why};
use labctl::source::Sources;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut sources = Sources::default();
    sources.add("lab.yaml".to_owned(), text).expect("under 4 GiB");
    let outcome = check(sources, &Files::default(), &Settings::default());
    let report = Report::of(&outcome, &Settings::default());
    let view = View::default();
    for format in FORMATS {
        is_text(|out| (format.write)(&report, &view, out));
    }
    is_text(|out| why::table(&outcome, &view, out));
    is_text(|out| why::table_json(&outcome, out));
    for lab in &outcome.labs {
        for workload in lab.lab().workloads().take(5) {
            is_text(|out| why::tell(&outcome, lab, workload, &view, out));
            is_text(|out| why::tell_json(&outcome, Base::default(), lab, workload, out));
        }
    }
});

fn is_text(write: impl Fn(&mut dyn std::io::Write) -> std::io::Result<()>) {
    let mut out = Vec::new();
    write(&mut out).expect("a vector takes all");
    let text = String::from_utf8(out).expect("output is UTF-8");
    assert!(!text.contains("##["), "a command of a log");
}
