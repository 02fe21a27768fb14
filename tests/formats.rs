//! What programs read: names stay names, columns count what the format counts, and nothing changes by itself.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};
use std::{fs, str};

use labctl::check::{Outcome, check};
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::report::findings::FORMATS;
use labctl::report::{Base, View, visible};
use labctl::source::{ColumnUnit, Sources};
use serde_json::Value;

const HOSTILE: &str = include_str!("formats/hostile.yaml");

/// A path that means something to most formats.
const PATH: &str = "a b/100%,x:y|`<&\"'[1](2).yaml";

/// What is visible of each finding that no allowance excuses, in the order of the text.
fn messages(outcome: &Outcome) -> Vec<String> {
    outcome.findings().map(|finding| visible(&finding.message).into_owned()).collect()
}

#[test]
fn no_format_writes_what_steers_a_terminal() {
    let outcome = checked(PATH, HOSTILE);
    for format in FORMATS {
        let text = written(format.name, &outcome);
        let steers = |c: char| {
            (c.is_control() && c != '\n')
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}')
        };
        // JSON holds names as they are, and so do the lines of source in a terminal.
        if format.name != "json" {
            assert!(!text.contains(steers), "{}: {:?}", format.name, text.find(steers));
            assert!(!text.contains("##[") || format.name == "terminal", "{}", format.name);
        }
        assert!(!text.contains("hunter2"), "{}: a secret", format.name);
    }
}

#[test]
fn concise_is_one_line_a_finding() {
    let outcome = checked(PATH, HOSTILE);
    let text = written("concise", &outcome);
    let messages = messages(&outcome);
    assert_eq!(text.lines().count(), messages.len());
    for (line, message) in text.lines().zip(&messages) {
        assert!(
            line.starts_with(&format!("{PATH}:")) && line.ends_with(message.as_str()),
            "{line}"
        );
    }
}

#[test]
fn no_name_of_a_file_starts_a_command() {
    for path in ["::stop-commands::x.yaml", "\n::add-mask::e"] {
        let outcome = checked(path, HOSTILE);
        for format in FORMATS {
            let text = written(format.name, &outcome);
            let mut commands = text.lines().filter(|line| line.trim_start().starts_with("::"));
            let known = |line: &str| {
                line.starts_with("::error file=") || line.starts_with("::warning file=")
            };
            assert!(commands.all(|line| format.name == "github" && known(line)), "{}", format.name);
        }
    }
}

#[test]
fn github_commands_are_read_back() {
    let outcome = checked(PATH, HOSTILE);
    let text = written("github", &outcome);
    let messages: BTreeSet<String> = messages(&outcome).into_iter().collect();
    assert_eq!(text.lines().count(), outcome.findings().count());
    let mut commands = 0;
    for line in text.lines() {
        let Some(command) = line.strip_prefix("::") else {
            assert!(line.starts_with("error[") || line.starts_with("warning["), "{line}");
            assert!(messages.iter().any(|message| line.ends_with(message)), "{line}");
            continue;
        };
        commands += 1;
        let (head, data) = command.split_once("::").expect("a command has data");
        let (level, properties) = head.split_once(' ').expect("a command has properties");
        assert!(matches!(level, "error" | "warning" | "notice"), "{line}");
        let file = properties.split(',').find_map(|property| property.strip_prefix("file="));
        let file = unescaped(file.expect("a file")).replace("%3A", ":").replace("%2C", ",");
        assert_eq!(file, PATH);
        let data = unescaped(data);
        assert!(messages.contains(data.lines().next().unwrap_or_default()), "{data}");
    }
    assert_eq!(commands, 10 + 2, "ten errors and all warnings are annotations");
}

/// As a job reads the data of a command.
fn unescaped(text: &str) -> String {
    text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
}

#[test]
fn sarif_links_only_where_labctl_does() {
    let outcome = checked(PATH, HOSTILE);
    let log: Value = serde_json::from_str(&written("sarif", &outcome)).expect("JSON");
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    let findings: Vec<_> = outcome.labs.iter().flat_map(|lab| &lab.findings).collect();
    assert_eq!(results.len(), findings.len(), "what is allowed is told too");
    for (result, finding) in results.iter().zip(findings) {
        let text = result["message"]["text"].as_str().expect("a text");
        let without_escapes = text.replace("\\\\", "").replace("\\]", "").replace("\\[", "");
        let links = without_escapes.matches("](").count();
        assert_eq!(links, finding.labels.len(), "{text}");
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(place["uri"], "a%20b/100%25%2Cx%3Ay%7C%60%3C%26%22%27%5B1%5D%282%29.yaml");
        assert_eq!(result["suppressions"].is_array(), finding.allowed.is_some());
    }
    let mut excused = results.iter().filter(|result| result["suppressions"].is_array());
    let suppression = &excused.next().expect("one is excused")["suppressions"][0];
    assert_eq!(suppression["kind"], "inSource");
    assert_eq!(suppression["justification"], "<b>because</b> of ](x)");
    assert!(!written("sarif", &outcome).contains("\"\""), "no text may be empty");
}

#[test]
fn gitlab_and_rdjson_keep_messages_and_paths() {
    let outcome = checked(PATH, HOSTILE);
    let messages = messages(&outcome);
    let issues: Value = serde_json::from_str(&written("gitlab", &outcome)).expect("JSON");
    let issues = issues.as_array().expect("a list");
    assert_eq!(issues.len(), messages.len());
    let fingerprints: BTreeSet<_> = issues.iter().map(|it| it["fingerprint"].as_str()).collect();
    assert_eq!(fingerprints.len(), issues.len(), "a fingerprint belongs to one issue");
    let result: Value = serde_json::from_str(&written("rdjson", &outcome)).expect("JSON");
    let diagnostics = result["diagnostics"].as_array().expect("a list");
    assert_eq!(diagnostics.len(), messages.len());
    for ((issue, diagnostic), message) in issues.iter().zip(diagnostics).zip(&messages) {
        assert!(issue["description"].as_str().is_some_and(|text| text.ends_with(message.as_str())));
        assert!(
            diagnostic["message"].as_str().is_some_and(|text| text.starts_with(message.as_str()))
        );
        assert_eq!(issue["location"]["path"], PATH);
        assert_eq!(diagnostic["location"]["path"], PATH);
    }
}

#[test]
fn junit_is_xml_that_says_the_same() {
    let outcome = checked(PATH, HOSTILE);
    let xml = written("junit", &outcome);
    let report = roxmltree::Document::parse(&xml).expect("XML");
    let failures = report.descendants().filter(|node| node.has_tag_name("failure"));
    let told: BTreeSet<&str> = failures.filter_map(|node| node.attribute("message")).collect();
    let messages = messages(&outcome);
    assert_eq!(told, messages.iter().map(String::as_str).collect());
    for suite in report.descendants().filter(|node| node.has_tag_name("testsuite")) {
        let cases: Vec<_> = suite.children().filter(|node| node.has_tag_name("testcase")).collect();
        assert_eq!(suite.attribute("tests"), Some(cases.len().to_string().as_str()));
        let names: BTreeSet<_> = cases.iter().map(|case| case.attribute("name")).collect();
        assert_eq!(names.len(), cases.len(), "a name belongs to one test");
    }
    assert_eq!(
        report.root_element().attribute("failures"),
        Some(messages.len().to_string().as_str())
    );
}

#[test]
fn markdown_is_one_table_and_nothing_else() {
    let outcome = checked(PATH, HOSTILE);
    let text = written("markdown", &outcome);
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| error")).collect();
    assert_eq!(rows.len(), outcome.summary().errors);
    for row in rows {
        assert_eq!(row.matches('|').count(), 5, "{row}");
        // What is not in backticks is text, `<br>`, or `<code>`.
        let text: String = row.split('`').step_by(2).collect();
        let text =
            ["<br>", "<code>", "</code>"].iter().fold(text, |text, tag| text.replace(tag, ""));
        let alive = ['<', '>', '*', '_', '[', ']', '~', '@', '\\'];
        assert!(!text.contains(alive) && !text.contains("://"), "{row}");
    }
}

#[test]
fn an_info_is_no_failure() {
    let yaml = "policy: {rules: {container-on-bare-host: info}}\nhosts: {nuc: }\n\
                containers: {web: {runs_on: nuc, image: 'nginx:1.31.1'}}\n";
    let outcome = checked("lab.yaml", yaml);
    assert!(written("github", &outcome).starts_with("::notice "));
    assert!(written("sarif", &outcome).contains("\"level\": \"note\""));
    let xml = written("junit", &outcome);
    assert!(
        xml.contains("<system-out>lab.yaml:3:29: ") && xml.contains("failures=\"0\" errors=\"0\">")
    );
}

#[test]
fn a_very_long_name_is_cut_nowhere_and_breaks_nothing() {
    let name = "x".repeat(100_000);
    let outcome = checked("lab.yaml", &format!("vms:\n- {{name: {name}, runs_on: nowhere}}\n"));
    // A terminal has an edge.
    for format in FORMATS.iter().filter(|format| format.name != "terminal") {
        assert!(written(format.name, &outcome).contains(&name), "{}", format.name);
    }
}

#[test]
fn columns_count_what_the_format_counts() {
    let yaml = "vms:\n  日本🦀é: {runs_on: nowhere}\n";
    let outcome = checked("lab.yaml", yaml);
    let json =
        |format| -> Value { serde_json::from_str(&written(format, &outcome)).expect("JSON") };
    // `nowhere` begins after 18 code points, which are 19 units of UTF-16 and 26 bytes.
    assert!(written("concise", &outcome).starts_with("lab.yaml:2:19: error"));
    assert!(written("github", &outcome).contains("line=2,endLine=2,col=19,endColumn=26,"));
    assert!(written("junit", &outcome).contains(">lab.yaml:2:19\n"));
    assert!(written("markdown", &outcome).contains("`lab.yaml:2:19`"));
    assert_eq!(json("json")["findings"][0]["at"]["column"], 19);
    assert_eq!(json("gitlab")[0]["location"]["positions"]["end"]["column"], 26);
    let run = &json("sarif")["runs"][0];
    let region = &run["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startColumn"], &region["endColumn"]), (&19.into(), &26.into()));
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let range = &json("rdjson")["diagnostics"][0]["location"]["range"];
    assert_eq!((&range["start"]["column"], &range["end"]["column"]), (&27.into(), &34.into()));

    let source = outcome.sources.iter().next().expect("one file");
    let at = yaml.find("nowhere").expect("it is there");
    let column = |unit| source.position(at, unit).column;
    assert_eq!(
        [ColumnUnit::CodePoint, ColumnUnit::Utf16, ColumnUnit::Byte].map(column),
        [19, 20, 27]
    );
}

#[test]
fn a_fingerprint_survives_that_lines_move() {
    let fingerprints = |yaml: &str| -> BTreeSet<String> {
        let issues = written("gitlab", &checked("./lab.yaml", yaml));
        let issues: Vec<Value> = serde_json::from_str(&issues).expect("JSON");
        issues.iter().map(|issue| issue["fingerprint"].to_string()).collect()
    };
    let moved = format!("# one\n# two\n{HOSTILE}");
    assert_eq!(fingerprints(HOSTILE), fingerprints(&moved));
}

#[test]
fn a_fingerprint_is_the_same_from_every_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("infra/.git")).expect("folders");
    fs::create_dir(folder.path().join("infra/lab")).expect("a folder");
    // What is about many belongs to the lab, and this lab has no name but its file's.
    let yaml = "hosts: {nuc: }\ncontainers:\n  a: {runs_on: nuc, image: 'nginx:1.31.1'}\n  \
                b: {runs_on: nuc, image: 'nginx:1.31.1'}\n";
    let file = folder.path().join("infra/lab/inventory.yaml");
    fs::write(&file, yaml).expect("a file");
    let fingerprints = |at: &str, path: &str| {
        let output = labctl(&folder.path().join(at), &["check", path, "--format", "gitlab"]);
        let issues: Vec<Value> = serde_json::from_slice(&output.stdout).expect("JSON");
        issues.iter().map(|issue| issue["fingerprint"].to_string()).collect::<Vec<_>>()
    };
    let above = fingerprints("infra", "lab/inventory.yaml");
    assert_eq!(above.len(), 1);
    assert_eq!(above, fingerprints("infra/lab", "inventory.yaml"));
    let full = file.canonicalize().expect("it is there");
    assert_eq!(above, fingerprints("infra", full.to_str().expect("UTF-8")));
}

#[test]
fn all_formats_in_one_run_say_what_each_says_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("lab.yaml"), HOSTILE).expect("a file");
    let files: Vec<String> =
        FORMATS.iter().map(|format| format!("--format={0}={0}.out", format.name)).collect();
    let mut arguments = vec!["check", "lab.yaml"];
    arguments.extend(files.iter().map(String::as_str));
    let together = labctl(folder.path(), &arguments);
    assert_eq!(together.status.code(), Some(1));
    assert!(together.stdout.is_empty() && together.stderr.is_empty());
    for format in FORMATS {
        let alone = labctl(folder.path(), &["check", "lab.yaml", "--format", format.name]);
        let again = labctl(folder.path(), &["check", "lab.yaml", "--format", format.name]);
        let file =
            fs::read(folder.path().join(format!("{}.out", format.name))).expect("it is there");
        assert!(alone.stdout == again.stdout, "{}", format.name);
        assert_eq!(unguarded(&alone.stdout), unguarded(&file), "{}", format.name);
    }
}

/// The text, without what standard output spells out for the logs of jobs.
fn unguarded(text: &[u8]) -> String {
    let text = String::from_utf8(text.to_owned()).expect("formats write text");
    let text = ["\\u{5b}", "\\u005b", "&#91;"].iter().fold(text, |text, it| text.replace(it, "["));
    ["\\u{3a}", "\\u003a", "&#58;"].iter().fold(text, |text, it| text.replace(it, ":"))
}

#[test]
fn paths_start_at_the_top_of_the_repository() {
    let folder = tempfile::tempdir().expect("a folder");
    let deep = folder.path().join("infra/prod");
    fs::create_dir_all(&deep).expect("folders");
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    fs::write(folder.path().join("infra/inventory.yaml"), HOSTILE).expect("a file");
    for format in ["sarif", "github", "gitlab", "junit", "markdown"] {
        let output = labctl(&deep, &["check", "--format", format]);
        let text = str::from_utf8(&output.stdout).expect("UTF-8");
        assert!(text.contains("infra/inventory.yaml") && !text.contains("../"), "{format}: {text}");
    }
}

#[test]
fn the_summary_of_a_job_is_appended_and_stays_small() {
    let folder = tempfile::tempdir().expect("a folder");
    let lab = folder.path().join("lab.yaml");
    let summary = folder.path().join("summary.md");
    fs::write(&lab, HOSTILE).expect("a file");
    let run = || {
        command(folder.path(), &["check", "lab.yaml", "--format", "github"])
            .env("GITHUB_STEP_SUMMARY", &summary)
            .output()
            .expect("labctl starts")
    };
    run();
    let first = fs::read_to_string(&summary).expect("it is there");
    assert_eq!(first, written("markdown", &checked("lab.yaml", HOSTILE)));
    run();
    assert_eq!(fs::read_to_string(&summary).expect("it is there"), first.repeat(2));

    let many = (0..6_000)
        .fold("vms:\n".to_owned(), |vms, n| vms + &format!("  vm{n}: {{runs_on: nowhere}}\n"));
    fs::write(&lab, many).expect("a file");
    run();
    run();
    let full = fs::read_to_string(&summary).expect("it is there");
    assert!((890_000..=900_000).contains(&full.len()), "{}", full.len());
    assert!(full.ends_with(" more findings\n"), "{}", &full[full.len() - 200..]);

    fs::remove_file(&summary).expect("it was there");
    let output = labctl(folder.path(), &["check", "lab.yaml", "--format", "sarif"]);
    assert!(output.status.code() == Some(1) && !summary.exists());
}

fn checked(path: &str, yaml: &str) -> Outcome {
    let mut sources = Sources::default();
    sources.add(path.to_owned(), yaml.to_owned()).expect("it is small");
    check(sources, &Files::default(), &Settings::default())
}

fn written(name: &str, outcome: &Outcome) -> String {
    let format = FORMATS.iter().find(|format| format.name == name).expect("a format");
    let view = View { base: Base::default(), ..View::default() };
    let mut bytes = Vec::new();
    (format.write)(outcome, &view, &mut bytes).expect("a vector takes all");
    String::from_utf8(bytes).expect("output is UTF-8")
}

fn labctl(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("labctl starts")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_labctl"));
    command.args(arguments).current_dir(folder).env_remove("GITHUB_STEP_SUMMARY");
    command.env_remove("COLUMNS").env_remove("FORCE_COLOR").env_remove("CLICOLOR_FORCE");
    command
}
