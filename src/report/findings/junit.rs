//! JUnit: a rule is a suite, and what it found are failed tests. For Jenkins, GitLab, and most others.

use std::collections::HashMap;
use std::io;

use super::FindingsFormat;
use super::hit::{Hit, open, ran};
use crate::check::Outcome;
use crate::finding::Level;
use crate::report::escape::visible;
use crate::report::{Syntax, View};

pub(super) const FORMAT: FindingsFormat = FindingsFormat {
    name: "junit",
    endings: &["xml"],
    about: "a test report: rules are suites, findings are failures",
    page: include_str!("junit.md"),
    syntax: Syntax::Xml,
    write,
};

fn write(outcome: &Outcome, view: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let mut by_rule: HashMap<&str, Vec<Hit>> = HashMap::new();
    for hit in open(outcome, view) {
        by_rule.entry(hit.finding.rule).or_default().push(hit);
    }
    let suites: Vec<(&str, Vec<Hit>)> = ran(outcome)
        .map(|rule| (rule.name, by_rule.remove(rule.name).unwrap_or_default()))
        .collect();
    let tests: usize = suites.iter().map(|(_, hits)| hits.len().max(1)).sum();
    let failures: usize = suites.iter().map(|(_, hits)| failures(hits)).sum();
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites name="labctl" tests="{tests}" failures="{failures}" errors="0">"#
    )?;
    for (rule, hits) in suites {
        suite(rule, &hits, view, out)?;
    }
    writeln!(out, "</testsuites>")
}

fn suite(rule: &str, hits: &[Hit], view: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let (tests, failures) = (hits.len().max(1), failures(hits));
    writeln!(
        out,
        r#"  <testsuite name="{rule}" tests="{tests}" failures="{failures}" errors="0" skipped="0">"#
    )?;
    if hits.is_empty() {
        writeln!(
            out,
            r#"    <testcase classname="labctl.{rule}" name="nothing found" time="0"/>"#
        )?;
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    for hit in hits {
        let name = name(hit, view);
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        let name = if *count == 1 { name } else { format!("{name} ({count})") };
        writeln!(
            out,
            r#"    <testcase classname="labctl.{rule}" name="{}" time="0">"#,
            escaped(&name)
        )?;
        case(hit, view, out)?;
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}

fn case(hit: &Hit, view: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let finding = hit.finding;
    let place = escaped(&hit.place(&view.base.path(hit.source().path())));
    let message = escaped(&finding.message);
    let help = finding.help.as_ref().map(|help| format!("\nhelp: {}", escaped(help)));
    let help = help.unwrap_or_default();
    match finding.level {
        // An info never fails a run unless it is asked to.
        Level::Info => writeln!(out, "      <system-out>{place}: {message}{help}</system-out>"),
        level => writeln!(
            out,
            r#"      <failure type="{level}" message="{message}">{place}{help}</failure>"#
        ),
    }
}

/// What a test is called: what the finding is about. It stays the same from run to run.
fn name(hit: &Hit, view: &View) -> String {
    let mut subjects = hit.subjects();
    match (subjects.next(), subjects.next()) {
        (Some(one), None) => one.to_owned(),
        _ => view.base.path(hit.source().path()),
    }
}

fn failures(hits: &[Hit]) -> usize {
    hits.iter().filter(|hit| hit.finding.level > Level::Info).count()
}

/// Text for XML, in an attribute or between tags. What XML cannot hold at all is not visible either.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for c in visible(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            c => safe.push(c),
        }
    }
    safe
}
