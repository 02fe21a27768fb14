//! How a run ends: 0 clean, 1 findings, 2 unreadable or misused, 3 nothing checked; alike in every format.

use std::fs;

use super::{
    BROKEN, CLEAN, CLEAN_EXIT, ERROR, FINDINGS, Folder, INFO, NOTHING, UNREADABLE, WARNING, code,
    err, out,
};

const FORMATS: [&str; 2] = ["terminal", "json"];

/// Checks one inventory, in every format.
fn ends(text: &str, arguments: &str, exit: i32) {
    let lab = Folder::lab(text);
    for format in FORMATS {
        let said = lab.run(&format!("check lab.yaml --format {format} {arguments}"));
        assert_eq!(
            code(&said),
            Some(exit),
            "{arguments} of {text:?}:\n{}{}",
            out(&said),
            err(&said)
        );
    }
}

#[test]
fn findings_fail_from_a_warning_on() {
    ends(CLEAN, "", CLEAN_EXIT);
    ends(INFO, "", CLEAN_EXIT);
    ends(WARNING, "", FINDINGS);
    ends(ERROR, "", FINDINGS);
}

#[test]
fn fail_on_moves_the_gate() {
    let levels = ["info", "warning", "error", "never"];
    for (text, ranks) in [(CLEAN, 0), (INFO, 1), (WARNING, 2), (ERROR, 3)] {
        for (place, level) in levels.into_iter().enumerate() {
            let exit = if place < ranks { FINDINGS } else { CLEAN_EXIT };
            ends(text, &format!("--fail-on {level}"), exit);
        }
    }
}

#[test]
fn min_level_hides_and_never_excuses() {
    let lab = Folder::lab(WARNING);
    let said = lab.run("check lab.yaml --min-level error").code(FINDINGS);
    assert_eq!(out(&said), "checked 1 host and 2 containers in lab.yaml: 1 warning\n");
    for level in ["info", "warning", "error"] {
        ends(WARNING, &format!("--min-level {level}"), FINDINGS);
        ends(WARNING, &format!("--min-level {level} --fail-on error"), CLEAN_EXIT);
    }
}

#[test]
fn an_allowance_excuses_unless_it_is_not_wanted() {
    let allowed =
        WARNING.replace("  web:", "  # labctl: allow(container-in-container) a test\n  web:");
    ends(&allowed, "", CLEAN_EXIT);
    ends(&allowed, "--no-allow", FINDINGS);
    ends(&allowed, "--profile minimal", CLEAN_EXIT);
}

#[test]
fn a_profile_sets_the_levels() {
    ends(WARNING, "--profile minimal", CLEAN_EXIT);
    ends(WARNING, "--profile bare-metal", CLEAN_EXIT);
    ends(WARNING, "--profile strict --fail-on error", FINDINGS);
}

#[test]
fn what_is_not_yaml_is_a_finding_and_unreadable() {
    for gate in ["", "--fail-on error", "--fail-on never", "--min-level error"] {
        ends(BROKEN, gate, UNREADABLE);
    }
    let said = Folder::lab(BROKEN).run("check lab.yaml");
    assert!(out(&said).starts_with("error[syntax-error]"), "{}", out(&said));
}

#[test]
fn where_there_is_nothing_nothing_was_checked() {
    for text in
        ["", "\n\n", "# nothing\n", "lab: home\n", "---\n...\n", "policy: {profile: strict}\n"]
    {
        ends(text, "", NOTHING);
    }
    let lab = Folder::new();
    fs::create_dir(lab.path("empty")).expect("a folder");
    lab.run("check empty").code(NOTHING).stdout_eq("").stderr_eq(
        "error: `empty` holds no inventory: looked for `labctl.yaml`, `inventory.yaml`, `inventory.yml`, and for files with sections such as `hosts:`\n",
    );
}

#[test]
fn an_empty_folder_beside_a_clean_file_is_not_clean() {
    let lab = Folder::lab(CLEAN).with("warning.yaml", WARNING);
    fs::create_dir(lab.path("empty")).expect("a folder");
    lab.run("check empty lab.yaml").code(NOTHING);
    lab.run("check empty warning.yaml").code(FINDINGS);
    lab.run("check empty missing.yaml").code(UNREADABLE);
}

#[test]
fn a_wrong_command_line() {
    let lab = Folder::lab(CLEAN);
    for arguments in [
        "",
        "chekc lab.yaml",
        "che lab.yaml",
        "check lab.yaml --formt json",
        "check lab.yaml --format",
        "check lab.yaml --format yaml",
        "check lab.yaml --format json=",
        "check lab.yaml --fail-on sometimes",
        "check lab.yaml --min-level never",
        "check lab.yaml --profile lax",
        "check lab.yaml --as-of 2026-13-01",
        "check lab.yaml --as-of yesterday",
        "check lab.yaml --quiet --verbose",
        "check lab.yaml --color sometimes",
        "explain no-such-topic",
        "rules --format html",
        "completions csh",
    ] {
        let said = lab.run(arguments).code(UNREADABLE).stdout_eq("");
        assert!(!err(&said).is_empty(), "{arguments} says nothing");
    }
}

#[test]
fn a_missing_file() {
    Folder::new()
        .run("check missing.yaml")
        .code(UNREADABLE)
        .stdout_eq("")
        .stderr_eq("error: `missing.yaml` does not exist\n");
}

#[test]
fn a_file_that_is_not_text() {
    let lab = Folder::lab(b"hosts:\n  a: {os: '\xff'}\n");
    lab.run("check lab.yaml").code(UNREADABLE).stdout_eq("").stderr_eq(
        "error: `lab.yaml` is not UTF-8 text: line 2 holds the byte 0xff\nhelp: save the file as UTF-8\n",
    );
}

#[test]
fn an_unreadable_file_beside_a_good_one() {
    let lab = Folder::lab(WARNING).with("bad.yaml", b"\xff").with("clean.yaml", CLEAN);
    for bad in ["bad.yaml", "missing.yaml"] {
        for format in FORMATS {
            let said = lab.run(&format!("check {bad} lab.yaml --format {format}")).code(UNREADABLE);
            assert!(out(&said).contains("container-in-container"), "{}", out(&said));
            assert!(err(&said).contains(bad), "{}", err(&said));
        }
        lab.run(&format!("check {bad} clean.yaml")).code(UNREADABLE);
        lab.run(&format!("check {bad} clean.yaml --fail-on never")).code(UNREADABLE);
    }
}

/// What stands in a file that cannot be read must not be called undefined.
#[test]
fn an_unreadable_file_may_hold_what_is_missing() {
    let lab = Folder::lab("include: [hosts.yaml]\nvms:\n  apps: {runs_on: pve1}\n");
    let said = lab.run("check lab.yaml").code(UNREADABLE);
    assert!(out(&said).contains("the include `hosts.yaml` matches no file"), "{}", out(&said));
    assert!(!out(&said).contains("unknown-host"), "{}", out(&said));
    let lab = lab.with("hosts.yaml", b"\xff");
    let said = lab.run("check lab.yaml").code(UNREADABLE);
    assert_eq!(out(&said), "checked 1 VM in lab.yaml: nothing to mend\n");
    assert!(err(&said).contains("`hosts.yaml` is not UTF-8 text"), "{}", err(&said));
}

#[test]
fn standard_input() {
    let lab = Folder::new();
    for (text, exit) in
        [(CLEAN, CLEAN_EXIT), (WARNING, FINDINGS), (BROKEN, UNREADABLE), ("", NOTHING)]
    {
        let said = lab.labctl("check -").stdin(text).assert().code(exit);
        assert!(out(&said).contains("<stdin>"), "{}", out(&said));
    }
    let not_text = lab.labctl("check -").stdin(&b"\xff"[..]).assert().code(UNREADABLE);
    assert!(err(&not_text).contains("`<stdin>` is not UTF-8 text"), "{}", err(&not_text));
}

#[test]
fn standard_input_named_twice_is_one_file() {
    let said = Folder::new().labctl("check - -").stdin(CLEAN).assert().code(CLEAN_EXIT);
    assert_eq!(out(&said), "checked 1 host, 1 VM and 1 container in <stdin>: nothing to mend\n");
}
