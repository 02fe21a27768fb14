//! Any text can be read in every format, and what comes of it is an inventory in which nothing is wrong as YAML.

#![no_main]

use labctl::check::check;
use labctl::policy::Settings;
use labctl::read::{Files, READERS, read_as};
use labctl::source::Sources;
use labctl::write::first;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    for reader in READERS {
        let (draft, remarks) = read_as(reader, &sources("compose.yaml", &text));
        let (_, written) = first(draft, &remarks);
        let outcome = check(sources("lab.yaml", &written), &Files::default(), &Settings::default());
        let wrong = outcome.findings().find(|finding| finding.rule == "syntax-error");
        assert!(wrong.is_none(), "{wrong:?}\n{written}");
    }
});

fn sources(name: &str, text: &str) -> Sources {
    let mut sources = Sources::default();
    sources.add(name.to_owned(), text.to_owned()).expect("under 4 GiB");
    sources
}
