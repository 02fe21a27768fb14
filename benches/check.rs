//! A whole check against the bare events of the YAML parser on the same text, and what each step costs.
//!
//! `cargo bench --bench check`. The column `max alloc` is the most memory that was in use at a time;
//! a workload is about 410 bytes of text.

use divan::{AllocProfiler, Bencher, black_box};
use granit_parser::{Parser, options};
use labctl::check::check;
use labctl::policy::Settings;
use labctl::read::{Files, read};
use labctl::report::View;
use labctl::report::findings::FORMATS;
use labctl::report::placement::{self, Report};
use labctl::source::Sources;
use labctl::yaml;

#[path = "generate.rs"]
mod generate;

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

fn sources(workloads: usize) -> Sources {
    let mut sources = Sources::default();
    sources.add("lab.yaml".to_owned(), generate::lab(workloads)).expect("under 4 GiB");
    sources
}

/// The parser underneath, with the options that labctl gives it, and nothing done with its events.
#[divan::bench(args = SIZES, sample_count = 10)]
fn a_bare_events(bencher: Bencher, workloads: usize) {
    let text = generate::lab(workloads);
    bencher.bench(|| {
        let options = options! {
            strict_indentation: true,
            emit_unresolved_aliases: true,
            emit_anchor_events: true,
        };
        let mut parser = Parser::new_from_str_with_options(&text, options);
        let mut count = 0;
        while let Some(event) = parser.next_event() {
            black_box(event.expect("the text is YAML"));
            count += 1;
        }
        count
    });
}

/// Text to tree.
#[divan::bench(args = SIZES, sample_count = 10)]
fn b_tree(bencher: Bencher, workloads: usize) {
    let sources = sources(workloads);
    bencher.bench(|| yaml::parse(sources.iter().next().expect("one source")).len());
}

/// Text to lab.
#[divan::bench(args = SIZES, sample_count = 10)]
fn c_lab(bencher: Bencher, workloads: usize) {
    let sources = sources(workloads);
    bencher.bench(|| read(&sources, &Files::default()));
}

/// Text to output: all that `labctl check` does but reading the file.
#[divan::bench(args = SIZES, sample_count = 10)]
fn d_check(bencher: Bencher, workloads: usize) {
    bencher.with_inputs(|| sources(workloads)).bench_values(|sources| {
        let outcome = check(sources, &Files::default(), &Settings::default());
        let mut out = Vec::new();
        (FORMATS[0].write)(&outcome, &View::default(), &mut out).expect("a vector takes all");
        (outcome, out)
    });
}

/// Outcome to placement report, as a page: less than `c_lab` takes for the same lab.
#[divan::bench(args = SIZES, sample_count = 10)]
fn e_page(bencher: Bencher, workloads: usize) {
    let settings = Settings::default();
    let outcome = check(sources(workloads), &Files::default(), &settings);
    let html = placement::FORMATS.iter().find(|format| format.name == "html").expect("it is there");
    bencher.bench_local(|| {
        let report = Report::of(&outcome, &settings);
        let mut out = Vec::new();
        (html.write)(&report, &View::default(), &mut out).expect("a vector takes all");
        (report, out)
    });
}
