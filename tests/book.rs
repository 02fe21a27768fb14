//! Every page is a test: a `yaml` block gives exactly the `text` block after it, or nothing.
//!
//! `BLESS=1 cargo test --test book` rewrites what follows from the code: the `text` blocks, the last
//! section of each rule's page, and the console blocks of the README. The diff is the review.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use labctl::check::{Outcome, check, check_in_order};
use labctl::claim::Claim;
use labctl::plan::{PlanRequest, plan};
use labctl::policy::Settings;
use labctl::read::{Files, READERS, read_as};
use labctl::report::findings::{FORMATS, FindingsFormat};
use labctl::report::{self, Detail, View, placement};
use labctl::rules::{FAMILIES, Family, Rule};
use labctl::source::Sources;
use labctl::verdict::{CONSTRAINTS, Mark, Requirement, SIGNALS};
use labctl::write::first;

#[test]
fn rules() {
    let mut stale = Vec::new();
    for family in FAMILIES {
        for rule in family.all() {
            let path = page_of("rules", &format!("{}/{}", family.name, rule.name));
            let page = read(&path);
            let title = format!("# {}\n\n", rule.name);
            assert!(page.starts_with(&title), "{}: the title is the rule's name", path.display());
            assert!(page.contains("## Flagged"), "{}: nothing is flagged", path.display());
            assert!(page.contains("## Not flagged"), "{}: nothing is not flagged", path.display());
            let said = |yaml: &str| terminal(&only(checked(yaml), rule.name), View::default());
            let page_now = with_sources(&replay(&page, said), rule);
            settle(&path, &page, &page_now, &mut stale);
        }
    }
    assert!(stale.is_empty(), "out of date (BLESS=1 to update):\n{}", stale.join("\n"));
}

/// The rules that the pages of the formats show, so that a new rule leaves these pages as they are.
const SHOWN: &[&str] = &["container-on-bare-host", "syntax-error"];

#[test]
fn formats() {
    let mut stale = Vec::new();
    for format in FORMATS {
        let path = page_of("report/findings", format.name);
        let page = read(&path);
        assert!(
            page.starts_with(&format!("# {}\n\n", format.name)),
            "{}: the title",
            path.display()
        );
        let said = |yaml: &str| written(format, &checked_by(SHOWN, yaml), View::default());
        let page_now = replay(&page, said);
        settle(&path, &page, &page_now, &mut stale);
    }
    assert!(stale.is_empty(), "out of date (BLESS=1 to update):\n{}", stale.join("\n"));
}

#[test]
fn reports() {
    let mut stale = Vec::new();
    for format in placement::FORMATS {
        let path = page_of("report/placement", format.name);
        let page = read(&path);
        let title = format!("# report-{}\n\n", format.name);
        assert!(page.starts_with(&title), "{}: the title", path.display());
        let said = |yaml: &str| {
            let outcome = checked(yaml);
            let report = placement::Report::of(&outcome, &Settings::default());
            let mut bytes = Vec::new();
            (format.write)(&report, &View { width: 80, ..View::default() }, &mut bytes)
                .expect("a vector takes all");
            String::from_utf8(bytes).expect("output is UTF-8")
        };
        let page_now = embedded_or_replayed(&page, said);
        settle(&path, &page, &page_now, &mut stale);
    }
    assert!(stale.is_empty(), "out of date (BLESS=1 to update):\n{}", stale.join("\n"));
}

#[test]
fn plans() {
    let mut stale = Vec::new();
    for format in report::plan::FORMATS {
        let path = page_of("report/plan", format.name);
        let page = read(&path);
        let title = format!("# plan-{}\n\n", format.name);
        assert!(page.starts_with(&title), "{}: the title", path.display());
        let said = |yaml: &str| {
            let (outcome, settings) = (checked(yaml), Settings::default());
            let lab = &outcome.labs[0];
            let plans = vec![(lab, plan(lab, &PlanRequest::default(), &settings))];
            let report = report::plan::PlanReport { outcome: &outcome, plans };
            let mut bytes = Vec::new();
            (format.write)(&report, &View::default(), &mut bytes).expect("a vector takes all");
            String::from_utf8(bytes).expect("output is UTF-8")
        };
        let page_now = embedded_or_replayed(&page, said);
        settle(&path, &page, &page_now, &mut stale);
    }
    assert!(stale.is_empty(), "out of date (BLESS=1 to update):\n{}", stale.join("\n"));
}

/// Markdown with code in it stands in no block but between the markers that labctl looks for.
fn embedded_or_replayed(page: &str, said: impl Fn(&str) -> String) -> String {
    let Some((before, _)) = page.split_once(BEGIN) else { return replay(page, said) };
    let yaml = before.rsplit_once("```yaml\n").expect("a lab comes first").1;
    format!("{before}{BEGIN}{}{END}", said(yaml.trim_end().trim_end_matches("```")))
}

const BEGIN: &str = "\n<!-- labctl report -->\n\n";
const END: &str = "<!-- labctl report end -->\n";

#[test]
fn readers() {
    let mut stale = Vec::new();
    for reader in READERS {
        let path = page_of("read", &format!("{0}/{0}", reader.name));
        let page = read(&path);
        assert!(
            page.starts_with(&format!("# {}\n\n", reader.name)),
            "{}: the title",
            path.display()
        );
        // Of a reader's page, only what was read wrong is shown.
        let inventory =
            FAMILIES.iter().find(|family| family.name == "inventory").expect("the family");
        let said = |yaml: &str| {
            let mut outcome = checked(yaml);
            let of_reading = |rule: &str| inventory.all().any(|known| known.name == rule);
            outcome.labs.iter_mut().for_each(|lab| lab.findings.retain(|it| of_reading(it.rule)));
            terminal(&outcome, View::default())
        };
        // What is no inventory is shown as the one it becomes.
        let own = format!("{}\n", reader.name);
        let page_now = if page.contains(&format!("```{own}")) {
            replay_of(&page, &own, &["yaml\n"], |text| {
                let (draft, remarks) = read_as(reader, &sources(reader.name, text));
                first(draft, &remarks).1
            })
        } else {
            replay(&page, said)
        };
        settle(&path, &page, &page_now, &mut stale);
    }
    assert!(stale.is_empty(), "out of date (BLESS=1 to update):\n{}", stale.join("\n"));
}

/// The page of verdicts shows the constraints and signals as they are.
#[test]
fn verdict() {
    let path = Path::new("src/verdict/verdict.md");
    let page = read(path);
    let text = page.split("\n## Constraints\n").next().unwrap_or_default().trim_end();
    let mut now = format!(
        "{text}\n\n## Constraints\n\n| name | holds when | leaves | rests on |\n|---|---|---|---|\n"
    );
    for it in CONSTRAINTS {
        let leaves = match it.requires {
            Requirement::Machine => "a VM, or a machine of its own",
            Requirement::Metal => "a machine of its own, or a VM to try it out",
            Requirement::OwnKernel => "a VM, or a container in a VM that nobody else uses",
            Requirement::Container => "a container",
        };
        now.push_str(&format!(
            "| {} | {} | {leaves} | {} |\n",
            it.name,
            it.about,
            cited(it.claims)
        ));
    }
    now.push_str("\n## Signals\n\nThe number behind the stroke holds in profile `strict`.\n\n| name | asks | scale | rests on |\n|---|---|---|---|\n");
    for signal in SIGNALS {
        let mark = |mark: &Mark| {
            let strict = if mark.strict.total_cmp(&mark.points).is_eq() {
                String::new()
            } else {
                format!(" / {:+}", mark.strict)
            };
            format!("{} {:+}{strict}", mark.value, mark.points)
        };
        let scale: Vec<String> = signal.scale.iter().map(mark).collect();
        let claims = cited(signal.claims);
        now.push_str(&format!(
            "| {} | {} | {} | {claims} |\n",
            signal.name,
            signal.about,
            scale.join(", ")
        ));
    }
    let mut stale = Vec::new();
    settle(path, &page, &now, &mut stale);
    assert!(stale.is_empty(), "out of date (BLESS=1 to update):\n{}", stale.join("\n"));
}

fn cited(claims: &[Claim]) -> String {
    claims.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The console blocks of the README are what the commands print.
#[test]
fn readme() {
    let path = Path::new("README.md");
    let page = read(path);
    let mut now = String::new();
    let mut ran = 0;
    for block in page.split_inclusive("\n```\n") {
        let Some((prose, session)) = block.split_once("```console\n") else {
            now.push_str(block);
            continue;
        };
        let command = session.lines().next().unwrap_or_default();
        let Some(arguments) =
            command.strip_prefix("$ cargo run -q -- ").or(command.strip_prefix("$ labctl "))
        else {
            now.push_str(block);
            continue;
        };
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let output = labctl(&arguments);
        now.push_str(&format!("{prose}```console\n{command}\n{}\n```\n", output.trim_end()));
        ran += 1;
    }
    assert!(ran > 0, "the README shows no command of labctl");
    let mut stale = Vec::new();
    settle(path, &page, &now, &mut stale);
    assert!(stale.is_empty(), "README.md is out of date (BLESS=1 to update)");
}

/// Every shipped example is read without a mistake in its text.
#[test]
fn examples() {
    let mut seen = 0;
    for entry in fs::read_dir("examples").expect("examples") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            seen += 1;
            let outcome = checked(&read(&path));
            let wrong = outcome.findings().find(|finding| {
                matches!(
                    finding.rule,
                    "syntax-error"
                        | "invalid-field"
                        | "unknown-field"
                        | "unknown-host"
                        | "unknown-reference"
                )
            });
            assert!(wrong.is_none(), "{}: {wrong:?}", path.display());
        }
    }
    assert!(seen > 0, "there are no examples");
}

fn page_of(folder: &str, name: &str) -> PathBuf {
    Path::new("src").join(folder).join(format!("{}.md", name.replace('-', "_")))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Compares a page with what it should be, or rewrites it.
fn settle(path: &Path, page: &str, now: &str, stale: &mut Vec<String>) {
    if page == now {
        return;
    }
    if env::var_os("BLESS").is_some() {
        fs::write(path, now).expect("the page can be written");
        return;
    }
    let differs = page.lines().zip(now.lines()).position(|(old, new)| old != new).unwrap_or(0);
    let line = now.lines().nth(differs).unwrap_or_default();
    stale.push(format!("{}:{}: now `{line}`", path.display(), differs + 1));
}

/// How the blocks begin that hold output.
const OUTPUTS: [&str; 4] = ["text\n", "json\n", "xml\n", "markdown\n"];

/// The page with every block of output replaced by what labctl says of the `yaml` block before it.
fn replay(page: &str, say: impl Fn(&str) -> String) -> String {
    replay_of(page, "yaml\n", &OUTPUTS, say)
}

/// The same of blocks of any language.
fn replay_of(page: &str, input: &str, outputs: &[&str], say: impl Fn(&str) -> String) -> String {
    let (mut now, mut said) = (String::new(), String::new());
    let shown = |said: &str, prose: &str| {
        assert!(said.is_empty(), "nothing should be found before {prose:?}, but:\n{said}");
    };
    for block in page.split_inclusive("\n```\n") {
        let (prose, fenced) = block.split_once("```").unwrap_or((block, ""));
        if let Some(text) = fenced.strip_prefix(input) {
            shown(&said, prose);
            said = say(text.trim_end_matches("```\n"));
            now.push_str(block);
        } else if let Some(language) = outputs.iter().find(|it| fenced.starts_with(**it)) {
            assert!(!said.is_empty(), "something should be found before {prose:?}");
            now.push_str(&format!("{prose}```{language}{}\n```\n", said.trim_end()));
            said.clear();
        } else {
            now.push_str(block);
        }
    }
    shown(&said, "the end");
    now
}

/// The page with its last section made from the rule: levels, claims, sources.
fn with_sources(page: &str, rule: &Rule) -> String {
    let text = page.split("\n## Level and sources\n").next().unwrap_or_default().trim_end();
    let level = |level: Option<labctl::finding::Level>| {
        level.map_or("off".to_owned(), |level| level.to_string())
    };
    let levels = rule.level;
    let mut section = format!(
        "\n\n## Level and sources\n\nIn profile `minimal` {}, `default` {}, `strict` {}, `bare-metal` {}.{}\n\n",
        level(levels.minimal),
        level(levels.default),
        level(levels.strict),
        level(levels.bare_metal),
        if levels.firm { " No policy can set it below a warning." } else { "" },
    );
    for claim in rule.claims {
        section.push_str(&format!("- {claim}: {}\n", claim.text));
    }
    for source in rule.sources {
        section.push_str(&format!("- [{}]({})\n", source.title, source.url));
    }
    format!("{text}{section}")
}

fn checked(yaml: &str) -> Outcome {
    check(lab(yaml), &Files::default(), &Settings::default())
}

fn checked_by(names: &[&str], yaml: &str) -> Outcome {
    let all = FAMILIES.iter().flat_map(Family::all);
    let rules: Vec<&Rule> = all.filter(|rule| names.contains(&rule.name)).collect();
    check_in_order(lab(yaml), &Files::default(), &Settings::default(), &rules)
}

/// A block is a file; a line `#== path` in it begins another one.
fn lab(yaml: &str) -> Sources {
    let mut parts = yaml.split("#== ");
    let mut sources = sources("lab.yaml", parts.next().unwrap_or_default());
    for part in parts {
        let (path, text) = part.split_once('\n').expect("a text follows its path");
        sources.add(path.to_owned(), text.to_owned()).expect("a page is small");
    }
    sources
}

fn sources(name: &str, text: &str) -> Sources {
    let mut sources = Sources::default();
    sources.add(name.to_owned(), text.to_owned()).expect("a page is small");
    sources
}

fn only(mut outcome: Outcome, rule: &str) -> Outcome {
    outcome.labs.iter_mut().for_each(|lab| lab.findings.retain(|finding| finding.rule == rule));
    outcome
}

fn terminal(outcome: &Outcome, view: View) -> String {
    written(&FORMATS[0], outcome, View { detail: Detail::Quiet, ..view })
}

fn written(format: &FindingsFormat, outcome: &Outcome, view: View) -> String {
    let mut bytes = Vec::new();
    (format.write)(outcome, &view, &mut bytes).expect("a vector takes all");
    String::from_utf8(bytes).expect("output is UTF-8")
}

fn labctl(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_labctl"))
        .args(arguments)
        .env("COLUMNS", "100")
        .output()
        .expect("labctl starts");
    assert!(output.stderr.is_empty(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("output is UTF-8")
}
