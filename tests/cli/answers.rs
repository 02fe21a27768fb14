//! What labctl answers to those who ask: help, pages, lists, completions, and what may have been meant.

use super::{CLEAN, CLEAN_EXIT, FINDINGS, Folder, UNREADABLE, WARNING, err, out, run};

#[test]
fn without_arguments_it_says_shortly_what_there_is() {
    let said = run("").code(UNREADABLE).stdout_eq("");
    let help = err(&said);
    assert!(help.lines().count() <= 30, "{help}");
    for part in
        ["Usage: labctl", "\n  check ", "\n  explain ", "Examples:\n  labctl check", "https://"]
    {
        assert!(help.contains(part), "{part} is missing:\n{help}");
    }
}

#[test]
fn help_that_is_asked_for_is_a_result() {
    for arguments in ["help", "--help", "-h"] {
        let said = run(arguments).code(CLEAN_EXIT).stderr_eq("");
        for part in ["Usage: labctl", "--color", "LABCTL_COLOR", "Examples:", "https://"] {
            assert!(out(&said).contains(part), "{arguments}: {part} is missing");
        }
    }
    for command in
        ["check", "plan", "place", "explain", "rules", "init", "completions", "man", "schema"]
    {
        let long = run(&format!("help {command}")).code(CLEAN_EXIT).stderr_eq("");
        assert_eq!(out(&long), out(&run(&format!("{command} --help"))), "{command}");
        assert!(out(&long).contains(&format!("Usage: labctl {command}")), "{command}");
        run(&format!("{command} -h")).code(CLEAN_EXIT).stderr_eq("");
    }
}

#[test]
fn help_leads_with_examples_and_names_every_variable() {
    let help = out(&run("check --help"));
    assert!(help.starts_with("Examples:\n  labctl check\n"), "{help}");
    for name in ["COLOR", "ASCII", "FAIL_ON", "MIN_LEVEL", "FORMAT", "PROFILE", "NO_ALLOW", "AS_OF"]
    {
        assert!(help.contains(&format!("[env: LABCTL_{name}]")), "{name}");
    }
}

#[test]
fn every_flag_has_a_long_form_and_few_a_short_one() {
    let command = labctl::cli::command();
    let mut short = std::collections::BTreeSet::new();
    for arguments in command.get_subcommands().chain([&command]).map(clap_arguments) {
        for (long, letter) in arguments {
            assert!(long, "-{letter:?} has no long form");
            short.extend(letter);
        }
    }
    assert!(short.len() <= 6, "{short:?}");
}

fn clap_arguments(command: &clap::Command) -> Vec<(bool, Option<char>)> {
    let flags = command.get_arguments().filter(|argument| !argument.is_positional());
    flags.map(|flag| (flag.get_long().is_some(), flag.get_short())).collect()
}

#[test]
fn the_version() {
    let said = out(&run("--version").code(CLEAN_EXIT).stderr_eq(""));
    assert_eq!(
        said,
        format!("labctl {} (homelab workload placement)\n", env!("CARGO_PKG_VERSION"))
    );
    run("-V").code(CLEAN_EXIT);
}

#[test]
fn what_may_have_been_meant() {
    let policy = "policy: {rules: {contaner-in-container: error}}\n";
    let lab = Folder::lab(CLEAN)
        .with("policy.yaml", format!("{policy}{CLEAN}"))
        .with("allow.yaml", format!("# labctl: allow(no-backp) a test\n{CLEAN}"))
        .with("host.yaml", CLEAN.replace("runs_on: pve1", "runs_on: pvee1"))
        .with("field.yaml", CLEAN.replace("image:", "imgae:"));
    for (arguments, exit, meant) in [
        ("chekc", UNREADABLE, "'check'"),
        ("che", UNREADABLE, "'check'"),
        ("check --formt json", UNREADABLE, "'--format'"),
        ("check --format jsn", UNREADABLE, "did you mean `json`?"),
        ("check --fail-on erro", UNREADABLE, "'error'"),
        ("check --profile strct", UNREADABLE, "'strict'"),
        ("completions bsh", UNREADABLE, "'bash'"),
        ("explain contaner-in-container", UNREADABLE, "did you mean `container-in-container`?"),
        ("explain claim", UNREADABLE, "did you mean `claims`?"),
        ("explain run_on", UNREADABLE, "did you mean `runs_on`?"),
        ("check policy.yaml", FINDINGS, "did you mean `container-in-container`?"),
        ("check host.yaml", FINDINGS, "did you mean `pve1`?"),
        ("check field.yaml", FINDINGS, "did you mean `image`?"),
    ] {
        let said = lab.run(arguments).code(exit);
        let said = out(&said) + &err(&said);
        assert!(said.contains(meant), "{arguments}:\n{said}");
    }
}

#[test]
fn what_to_do_next() {
    let said = out(&Folder::lab(WARNING).run("check lab.yaml"));
    let command = said.lines().find_map(|line| line.strip_prefix("`labctl "));
    let (arguments, _) = command.and_then(|line| line.split_once('`')).expect("a command");
    let page = out(&run(arguments).code(CLEAN_EXIT).stderr_eq(""));
    assert!(page.starts_with("# container-in-container\n"), "{page}");
}

#[test]
fn everything_that_is_listed_is_explained() {
    let topics = out(&run("explain").code(CLEAN_EXIT).stderr_eq(""));
    let listed: Vec<&str> = topics
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next())
        .collect();
    for topic in ["container-in-container", "inventory", "fields", "json", "claims"] {
        assert!(listed.contains(&topic), "{topic} is not listed");
    }
    for topic in listed {
        let page = out(&run(&format!("explain {topic}")).code(CLEAN_EXIT).stderr_eq(""));
        assert!(page.lines().count() > 3, "{topic}: {page}");
    }
    assert!(out(&run("explain runs_on")).starts_with("# runs_on\n\nA field of "));
}

#[test]
fn the_rules_as_a_table_and_as_json() {
    let table = out(&run("rules").code(CLEAN_EXIT).stderr_eq(""));
    let json = out(&run("rules --format json").code(CLEAN_EXIT).stderr_eq(""));
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let rules = json.as_array().expect("a list");
    assert!(!rules.is_empty());
    for rule in rules {
        let name = rule["name"].as_str().expect("a name");
        let mut cells = vec![name];
        for profile in ["minimal", "default", "strict", "bare-metal"] {
            let level = rule["levels"][profile].as_str().expect("a level");
            cells.push(if level == "off" { "-" } else { level });
        }
        let row = |line: &str| line.split_whitespace().eq(cells.iter().copied());
        assert!(table.lines().any(row), "{cells:?} is not in\n{table}");
    }
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = out(&run(&format!("completions {shell}")).code(CLEAN_EXIT).stderr_eq(""));
        for word in ["labctl", "check", "explain", "fail-on"] {
            assert!(script.contains(word), "{shell}: {word} is missing");
        }
    }
}

#[test]
fn the_manual_page() {
    let page = out(&run("man").code(CLEAN_EXIT).stderr_eq(""));
    assert!(page.contains(".TH labctl 1"), "{page}");
    for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "SUBCOMMANDS"] {
        assert!(page.contains(&format!(".SH {section}\n")), "{section}");
    }
}

#[test]
fn the_schema() {
    let schema = out(&run("schema").code(CLEAN_EXIT).stderr_eq(""));
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    assert!(schema["properties"]["hosts"].is_object());
    assert!(out(&run("schema")).lines().count() < 6000, "each part is written once");
}
