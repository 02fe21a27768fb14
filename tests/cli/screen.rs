//! How output looks: colours, widths, and names that would steer a terminal.

use super::{CLEAN, FINDINGS, Folder, UNREADABLE, WARNING, err, is_coloured, out};

#[test]
fn colours() {
    let lab = Folder::lab(WARNING);
    let none: [(&str, &str); 0] = [];
    // What is not a terminal gets no colours, unless somebody insists; the flag has the last word.
    for (variables, flag, coloured) in [
        (&none[..], "", false),
        (&[("TERM", "xterm-256color")], "", false),
        (&[("FORCE_COLOR", "1")], "", true),
        (&[("FORCE_COLOR", "0")], "", false),
        (&[("FORCE_COLOR", "")], "", false),
        (&[("CLICOLOR_FORCE", "1")], "", true),
        (&[("CLICOLOR_FORCE", "0")], "", false),
        (&[("FORCE_COLOR", "1"), ("TERM", "dumb")], "", true),
        (&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], "", false),
        (&[("FORCE_COLOR", "1"), ("NO_COLOR", "")], "", true),
        (&[("LABCTL_COLOR", "always")], "", true),
        (&[("LABCTL_COLOR", "always"), ("NO_COLOR", "1")], "", true),
        (&[("LABCTL_COLOR", "")], "", false),
        (&[("FORCE_COLOR", "1")], "--color never", false),
        (&[("LABCTL_COLOR", "always")], "--color never", false),
        (&[("NO_COLOR", "1")], "--color always", true),
        (&[("TERM", "dumb")], "--color=always", true),
        (&none[..], "--color auto", false),
    ] {
        for arguments in ["check lab.yaml", "check missing.yaml", "--help", "check --formt", ""] {
            // Without arguments there is no flag to heed.
            if arguments.is_empty() && !flag.is_empty() {
                continue;
            }
            let arguments = format!("{arguments} {flag}");
            let said = lab.labctl(&arguments).envs(variables.iter().copied()).assert();
            let seen = is_coloured(&said);
            assert_eq!(seen, coloured, "{variables:?} labctl {arguments}");
        }
    }
}

#[test]
fn files_and_programs_get_no_colours() {
    let lab = Folder::lab(WARNING);
    lab.run("check lab.yaml --color always -f terminal=a.txt").code(FINDINGS);
    assert!(!lab.read("a.txt").contains('\u{1b}'));
    for arguments in ["check lab.yaml -f json", "rules -f json", "schema", "man", "completions zsh"]
    {
        let said = lab.run(&format!("{arguments} --color always"));
        assert!(!is_coloured(&said), "{arguments}");
    }
}

/// Every width shows the same words, and no line of the source goes over it by itself.
#[test]
fn widths() {
    let long = "n".repeat(300);
    let lab = Folder::lab(WARNING).with("long.yaml", WARNING.replace("ct", &long));
    for width in ["0", "1", "40", "60", "100", "200", "100000", "wide", ""] {
        let run = |arguments: &str| lab.labctl(arguments).env("COLUMNS", width).assert();
        let said = run("check lab.yaml").code(FINDINGS).stderr_eq("");
        let said = out(&said);
        assert!(said.contains("`web` runs inside system container `ct`"), "{width}:\n{said}");
        assert!(said.contains("                 ^^"), "{width}:\n{said}");
        let said = run("check long.yaml").code(FINDINGS).stderr_eq("");
        assert!(out(&said).contains(&long), "{width}");
        for arguments in ["--help", "help check", "explain", "rules"] {
            let said = run(arguments).code(0).stderr_eq("");
            assert!(!out(&said).is_empty(), "{width}: {arguments}");
        }
        assert!(out(&run("rules")).contains("\n container-in-container  "), "{width}");
    }
}

#[test]
fn names_cannot_steer_the_terminal() {
    // The name holds colours, a bell, a carriage return, an override of direction and an invisible tag.
    let name = r#""c\e[31m\a\r\u202E\u200B\U000E0041t""#;
    let lab = Folder::lab(WARNING.replace("ct", name))
        .with("raw.yaml", "hosts:\n  'a\u{202e}b\u{2066}': {runs_on: \u{1b}[31mred}\n");
    let said = lab.run("check lab.yaml").code(FINDINGS);
    let shown = r"`c\u{1b}[31m\u{7} \u{202e}\u{200b}\u{e0041}t`";
    assert!(out(&said).contains(shown), "{}", out(&said));
    for said in [said, lab.run("check raw.yaml").code(UNREADABLE)] {
        assert_harmless(&(out(&said) + &err(&said)));
    }
}

#[test]
fn paths_and_arguments_cannot_either() {
    let lab = Folder::new();
    for arguments in
        [&["check", "a\u{1b}[31m\u{202e}.yaml"][..], &["explain", "\u{1b}[31m\u{202e}"]]
    {
        let said = lab.labctl("").args(arguments).assert().code(UNREADABLE);
        assert!(err(&said).contains(r"\u{1b}[31m\u{202e}"), "{}", err(&said));
        assert_harmless(&err(&said));
    }
}

#[cfg(unix)]
#[test]
fn names_of_files_cannot_either() {
    let name = "a\u{1b}[31m\u{202e}.yaml";
    let lab = Folder::new().with(name, WARNING);
    let said = lab.labctl("check").arg(name).assert().code(FINDINGS);
    assert!(out(&said).contains(r"a\u{1b}[31m\u{202e}.yaml:5:18"), "{}", out(&said));
    assert_harmless(&out(&said));
}

fn assert_harmless(said: &str) {
    let steers = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
    };
    assert!(!said.contains(steers), "{said:?}");
}

#[test]
fn quiet_and_verbose() {
    let many: Vec<_> = (0..60).map(|n| format!("  v{n}: {{runs_on: gone{n}}}\n")).collect();
    let lab = Folder::lab(format!("vms:\n{}", many.concat())).with("clean.yaml", CLEAN);
    lab.run("check clean.yaml -q").code(0).stdout_eq("").stderr_eq("");
    let said = out(&lab.run("check lab.yaml -q"));
    assert!(said.ends_with("and 10 more findings of unknown-host; `-v` shows them\n\n"), "{said}");
    assert!(!said.contains("checked"), "{said}");
    let said = out(&lab.run("check lab.yaml -v"));
    assert_eq!(said.matches("error[unknown-host]").count(), 60);
    // Flags may stand before and behind the command.
    assert_eq!(out(&lab.run("-v check lab.yaml")), said);
}
