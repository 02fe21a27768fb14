//! SARIF 2.1.0, for GitHub code scanning and other collectors.

use std::io;

use serde_json::{Map, Value, json};

use super::FindingsFormat;
use super::hit::{Hit, hits, ran};
use crate::check::Outcome;
use crate::finding::{Finding, Label, Level};
use crate::lab::Profile;
use crate::report::escape::visible;
use crate::report::{Syntax, View, pretty};
use crate::rules::Rule;
use crate::source::{ColumnUnit, Sources, Span};

pub(super) const FORMAT: FindingsFormat = FindingsFormat {
    name: "sarif",
    endings: &["sarif"],
    about: "SARIF 2.1.0, for code scanning",
    page: include_str!("sarif.md"),
    syntax: Syntax::Json,
    write,
};

/// GitHub takes so many results from a run.
const MOST: usize = 25_000;

/// GitHub keeps so many places of a result.
const PLACES: usize = 100;

/// GitHub takes texts of so many characters.
const TEXT: usize = 1024;

fn write(outcome: &Outcome, view: &View, out: &mut dyn io::Write) -> io::Result<()> {
    let mut hits = hits(outcome, view.base, &outcome.labs, |finding| finding.level >= view.least);
    let found = hits.len();
    if found > MOST {
        hits.sort_by_key(|hit| (!hit.finding.counts(), std::cmp::Reverse(hit.finding.level)));
        hits.truncate(MOST);
    }
    let mut run = json!({
        "tool": { "driver": {
            "name": "labctl",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": ran(outcome).map(descriptor).collect::<Vec<_>>(),
        } },
        "automationDetails": { "id": "labctl/" },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": { "SRCROOT": { "description": { "text": "the top of the repository" } } },
        "results": hits.iter().map(|hit| result(hit, view)).collect::<Vec<_>>(),
    });
    if found > MOST {
        let text = format!("{found} findings, of which the worst {MOST} are told");
        let note = json!({ "level": "warning", "message": { "text": text } });
        run["invocations"] =
            json!([{ "executionSuccessful": true, "toolExecutionNotifications": [note] }]);
    }
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    });
    pretty::write(out, &log)?;
    writeln!(out)
}

/// What is to be known of a rule.
fn descriptor(rule: &'static Rule) -> Value {
    let level = rule.level.of(Profile::Default);
    let about = plain(rule.about());
    let help =
        format!("`labctl explain {}` says why that matters and when to allow it.", rule.name);
    let mut descriptor = json!({
        "id": rule.name,
        "name": pascal(rule.name),
        "shortDescription": { "text": about },
        "fullDescription": { "text": plain(reason(rule)) },
        "help": { "text": help, "markdown": format!("{}\n\n{help}\n", reason(rule)) },
        "defaultConfiguration": { "enabled": level.is_some(), "level": word(level.unwrap_or(Level::Info)) },
        "properties": {
            "precision": "high",
            "problem.severity": problem(level.unwrap_or(Level::Info)),
            "tags": [rule.family().name],
        },
    });
    if let Some(source) = rule.sources.first() {
        descriptor["helpUri"] = json!(source.url);
    }
    descriptor
}

fn result(hit: &Hit, view: &View) -> Value {
    let Hit { sources, finding, .. } = hit;
    let related = labels(finding).map(|(id, label)| {
        let mut place = place(sources, label.at, view);
        place["id"] = json!(id);
        place["message"] = json!({ "text": linked(&label.text) });
        place
    });
    let related: Vec<Value> = related.collect();
    let mut location = place(sources, finding.at, view);
    let names = hit.subjects().filter(|name| !name.is_empty()).take(PLACES);
    let names: Vec<Value> =
        names.map(|name| json!({ "name": visible(name), "kind": "object" })).collect();
    if !names.is_empty() {
        location["logicalLocations"] = json!(names);
    }
    let mut result = json!({
        "ruleId": finding.rule,
        "level": word(finding.level),
        "message": { "text": message(finding) },
        "locations": [location],
        "partialFingerprints": {
            // GitHub looks at this one. Taken from rule and subject, it survives that the line changes.
            "primaryLocationLineHash": format!("{}:1", hit.fingerprint),
            "labctl/v1": hit.fingerprint,
        },
    });
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    if let Some(allowance) = hit.allowance() {
        let mut suppression = Map::new();
        suppression.insert("kind".to_owned(), json!("inSource"));
        let reason = allowance.reason.as_ref().filter(|reason| !reason.is_empty());
        if let Some(reason) = reason {
            suppression.insert("justification".to_owned(), json!(visible(reason)));
        }
        suppression.insert("location".to_owned(), place(sources, allowance.at, view));
        result["suppressions"] = json!([suppression]);
    } else if finding.known {
        let reason = "the baseline has it";
        result["suppressions"] = json!([{ "kind": "external", "justification": reason }]);
    }
    result
}

/// What was found, what to do, and links to the other places.
fn message(finding: &Finding) -> String {
    let mut text = sentence(&finding.message);
    if let Some(help) = &finding.help {
        text.push_str(&format!("\nHelp: {}", sentence(help)));
    }
    for (id, label) in labels(finding) {
        text.push_str(&format!("\n[{}]({id})", bracketed(&label.text)));
    }
    text
}

/// The other places with the numbers that the message calls them by. None of their texts may be empty.
fn labels(finding: &Finding) -> impl Iterator<Item = (usize, &Label)> {
    (1..=PLACES).zip(finding.labels.iter().filter(|label| !label.text.is_empty()))
}

fn place(sources: &Sources, at: Span, view: &View) -> Value {
    let source = sources.of(at);
    let bytes = source.bytes(at);
    let start = source.position(bytes.start, ColumnUnit::CodePoint);
    let end = source.position(bytes.end, ColumnUnit::CodePoint);
    let uri = view.base.uri(source.path());
    let artifact = if uri.starts_with("file:") {
        json!({ "uri": uri })
    } else {
        json!({ "uri": uri, "uriBaseId": "SRCROOT" })
    };
    json!({ "physicalLocation": {
        "artifactLocation": artifact,
        "region": {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        },
    } })
}

/// The first part of a rule's page: what it finds, and why that matters.
fn reason(rule: &Rule) -> &'static str {
    let text = rule.page.split_once("\n\n").map_or(rule.page, |(_, text)| text);
    text.split("\n## ").next().unwrap_or_default().trim()
}

/// Text of a page as one line, cut where GitHub would refuse it.
fn plain(text: &str) -> String {
    let text = text.replace("\n\n", "\n").replace('\n', " ");
    if text.chars().count() <= TEXT {
        return text;
    }
    let mut cut: String = text.chars().take(TEXT - 1).collect();
    cut.push('…');
    cut
}

/// `container-on-bare-host` as `ContainerOnBareHost`.
fn pascal(name: &str) -> String {
    let mut words = String::new();
    for word in name.split('-') {
        let mut letters = word.chars();
        words.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        words.push_str(letters.as_str());
    }
    words
}

/// Text with an end. GitHub shows the first sentence where there is no room for more.
fn sentence(text: &str) -> String {
    let text = linked(text);
    if text.ends_with(['.', '?', '!']) { text } else { format!("{text}.") }
}

/// Text that makes no link of its own.
fn linked(text: &str) -> String {
    let text = visible(text);
    if text.contains("](") { bracketed(&text) } else { text.into_owned() }
}

/// Text that may stand inside the brackets of a link.
fn bracketed(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 4);
    for c in visible(text).chars() {
        if matches!(c, '[' | ']' | '\\') {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

fn problem(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "recommendation",
    }
}
