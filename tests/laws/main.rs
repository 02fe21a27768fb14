//! What holds for every text and every lab, tried on generated ones.
//!
//! The same values are tried on every run. `PROPTEST_CASES=100000` tries more of them, `PROPTEST_RNG_SEED=7`
//! others.

mod advice;
mod agreement;
mod allowance;
mod alone;
mod every;
mod facts;
mod first;
mod labs;
mod language;
mod mistakes;
mod moves;
mod oracle;
mod order;
mod plan;
mod quick;
mod report;
mod text;
mod texts;
mod unknown;
mod written;

use labctl::check::{Checked, Outcome};
use labctl::finding::Finding;
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::source::Sources;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// Holds a law against many values, and tells the smallest that breaks it.
fn always<S: Strategy>(values: S, law: impl Fn(S::Value)) {
    let mut config = Config { failure_persistence: None, ..Config::default() };
    if let RngSeed::Random = config.rng_seed {
        config.rng_seed = RngSeed::Fixed(1);
    }
    let tried = TestRunner::new(config).run(&values, |value| {
        law(value);
        Ok(())
    });
    if let Err(broken) = tried {
        panic!("{broken}");
    }
}

/// The whole run over one file.
fn check(text: &str) -> Outcome {
    labctl::check::check(sources(text), &Files::default(), &Settings::default())
}

/// The one lab that a run over one file finds.
fn lab(outcome: &Outcome) -> &Checked {
    let [lab] = outcome.labs.as_slice() else { panic!("one file is one lab") };
    lab
}

fn sources(text: &str) -> Sources {
    let mut sources = Sources::default();
    sources.add("lab.yaml".to_owned(), text.to_owned()).expect("under 4 GiB");
    sources
}

/// The names of what a finding is about.
fn subjects<'a>(lab: &'a Checked, finding: &'a Finding) -> impl Iterator<Item = &'a str> {
    let name = |&subject| lab.lab().name_of(subject).unwrap_or("the lab");
    finding.subjects.iter().map(name)
}
