//! What a pull request can send does no harm: links, logs, half an inventory, files that are written.

use std::fs;

use super::{BROKEN, CLEAN, CLEAN_EXIT, Folder, NOTHING, UNREADABLE, WARNING, code, err, out};

/// A lab whose every name would be a command of a job's log.
const COMMANDS: &str = "\
hosts:
  '::set-output name=x::y': {hypervisor: proxmox, owner: '::warning::o', os: '::debug::e', docs: '##vso[a]b'}
vms:
  '::error::v': {runs_on: '::set-output name=x::y', purpose: '::stop::z', owner: '##[a]b', cpuu: '##[b]'}
containers:
  '::add-mask::a': {runs_on: '::error::v', image: nginx, privileged: true} # ##[error]in a comment
  '##[add-path]b': {runs_on: nowhere, image: '::error::img'}
";

fn steers_a_log(line: &str) -> bool {
    let tag = |at: usize| {
        let rest = line[at..].trim_start_matches('#');
        rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).starts_with('[')
    };
    line.trim_start().starts_with("::") || line.match_indices("##").any(|(at, _)| tag(at))
}

#[test]
fn no_name_is_a_command_of_a_log() {
    let lab = Folder::lab(COMMANDS);
    let check = ["terminal", "concise", "json", "markdown", "sarif", "junit", "gitlab", "rdjson"];
    let report = ["terminal", "markdown", "html", "svg", "mermaid", "json"];
    let check = check.map(|format| format!("check lab.yaml -v -f {format}"));
    let report = report.map(|format| format!("report lab.yaml -f {format}"));
    let why =
        ["--all lab.yaml", "--all lab.yaml -f json", "::add-mask::a lab.yaml", "##[x lab.yaml"];
    let why = why.map(|what| format!("why {what}"));
    for arguments in check.into_iter().chain(report).chain(why) {
        let said = lab.run(&arguments);
        assert!(out(&said).len() + err(&said).len() > 20, "{arguments}");
        for line in (out(&said) + &err(&said)).lines() {
            assert!(!steers_a_log(line), "{arguments}: {line}");
        }
        if arguments.ends_with("json") || arguments.ends_with("sarif") {
            serde_json::from_str::<serde_json::Value>(&out(&said)).expect(&arguments);
        }
        if arguments.ends_with("junit") || arguments.ends_with("svg") {
            roxmltree::Document::parse(&out(&said)).expect(&arguments);
        }
    }
    // Of the format whose lines are commands, each begins with one of its own.
    let said = out(&lab.run("check lab.yaml -f github"));
    let own = ["::error file=", "::warning file=", "::notice file="];
    let lines = said.lines().filter(|line| line.trim_start().starts_with("::"));
    assert!(lines.clone().count() > 0);
    lines.for_each(|line| assert!(own.iter().any(|own| line.starts_with(own)), "{line}"));
    assert!(!said.contains("##["));
}

#[test]
fn half_an_inventory_replaces_nothing() {
    let page = "<!-- labctl report -->\nold\n<!-- labctl report end -->\n";
    let lab = Folder::lab(CLEAN).with("half.yaml", BROKEN).with("README.md", page);
    lab.run("report lab.yaml -o map.md").code(CLEAN_EXIT);
    lab.run("check lab.yaml --write-baseline known.json").code(CLEAN_EXIT);
    let before: Vec<_> = lab.names().iter().map(|name| fs::read(lab.path(name)).ok()).collect();
    for arguments in [
        "report half.yaml -o map.md",
        "report lab.yaml gone.yaml -f markdown=map.md",
        "report half.yaml --inject README.md",
        "check half.yaml --write-baseline known.json",
    ] {
        let said = lab.run(arguments).code(UNREADABLE);
        assert!(err(&said).contains("` stays as it is: part of"), "{arguments}: {}", err(&said));
    }
    let after: Vec<_> = lab.names().iter().map(|name| fs::read(lab.path(name)).ok()).collect();
    assert_eq!(before, after);
}

#[test]
fn a_table_that_is_read_is_not_written_over() {
    let table = "| Name | Type | RAM |\n|---|---|---|\n| a | VM | 4 GB |\n";
    let lab = Folder::new().with("R.md", table);
    let said = lab.run("init --from R.md --force ./R.md").code(UNREADABLE);
    assert!(err(&said).contains("`./R.md` is read by this run"), "{}", err(&said));
    assert_eq!(lab.read("R.md"), table);
}

#[test]
fn the_summary_of_a_job_is_never_an_input_or_another_output() {
    let lab = Folder::lab(WARNING);
    for (summary, arguments, says) in [
        ("lab.yaml", "check lab.yaml -f github", "is read by this run"),
        ("./a.json", "check lab.yaml -f github -f json=a.json", "two outputs go to `./a.json`"),
    ] {
        let said = lab.labctl(arguments).env("GITHUB_STEP_SUMMARY", summary).assert();
        assert_eq!(code(&said), Some(UNREADABLE));
        assert!(err(&said).contains(says), "{}", err(&said));
    }
    assert_eq!(lab.read("lab.yaml"), WARNING);
}

#[test]
fn the_value_of_a_variable_is_not_printed() {
    let lab = Folder::lab(CLEAN);
    for variable in ["PROFILE", "FAIL_ON", "FORMAT", "AS_OF", "MIN_LEVEL", "COLOR", "MAX_SIZE"] {
        let name = format!("LABCTL_{variable}");
        let said = lab.labctl("check lab.yaml").env(&name, "Zq7Hunter2").assert().code(UNREADABLE);
        assert!(err(&said).contains(&name), "{}", err(&said));
        assert!(!err(&said).contains("Zq7"), "{}", err(&said));
    }
    let typed = lab.run("check lab.yaml --profile Zq7Hunter2").code(UNREADABLE);
    assert!(err(&typed).contains("Zq7Hunter2"), "who types it sees it: {}", err(&typed));
}

#[test]
fn nothing_to_tell_is_not_success() {
    let lab = Folder::lab("hosts:\n  pve1: {hypervisor: proxmox}\n").with("empty.yaml", "");
    lab.run("why --all lab.yaml").code(NOTHING);
    lab.run("why --all empty.yaml").code(NOTHING);
    lab.run("check empty.yaml --write-baseline known.json").code(NOTHING);
}

/// A file that no reader can make anything of is not fine, whatever else is.
#[test]
fn what_is_refused_is_not_success() {
    let lab = Folder::lab(CLEAN).with("notes.txt", "hello\n").with("list.yaml", "- hosts\n");
    for file in ["notes.txt", "list.yaml"] {
        for more in ["--fail-on never", "--write-baseline known.json", "-f github"] {
            lab.run(&format!("check lab.yaml {file} {more}")).code(UNREADABLE);
        }
        lab.run(&format!("report lab.yaml {file}")).code(UNREADABLE);
        lab.run(&format!("why web lab.yaml {file}")).code(UNREADABLE);
    }
}

#[test]
fn reads_are_bounded() {
    let large = format!("{CLEAN}# {}\n", "x".repeat(1 << 20));
    let lab = Folder::lab(&large);
    lab.run("check lab.yaml").code(CLEAN_EXIT);
    for arguments in
        ["check lab.yaml", "report lab.yaml", "why web lab.yaml", "init --from lab.yaml -"]
    {
        let said = lab.run(&format!("{arguments} --max-size 1")).code(UNREADABLE);
        let says = "error: `lab.yaml` is too large: what is read may hold 1 MiB together\n";
        assert!(err(&said).starts_with(says), "{arguments}: {}", err(&said));
    }
    let said = lab.labctl("check - --max-size 1").stdin(large).assert().code(UNREADABLE);
    assert!(err(&said).contains("`<stdin>` is too large"), "{}", err(&said));
}

#[cfg(unix)]
mod unix {
    use std::fs::Permissions;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    /// A repository with a file beside it that is not the user's.
    fn repository() -> Folder {
        let lab = Folder::new().with("secret.yaml", ERRORS).with("repo/lab.yaml", CLEAN);
        fs::create_dir(lab.path("repo/.git")).expect("a folder");
        lab
    }

    const ERRORS: &str = "hosts:\n  Zq7Hunter2: {os: nonsense, runs_on: nowhere}\n";

    /// Named, found, a member, a policy, a baseline, an include, a page: none is followed out.
    #[test]
    fn no_link_is_followed_out_of_the_repository() {
        for (link, arguments) in [
            ("inventory.yaml", "check"),
            ("labctl.yaml", "check"),
            ("labctl.yaml", "check lab.yaml"),
            ("other.yaml", "check ."),
            ("other.yaml", "check other.yaml"),
            ("known.json", "check lab.yaml --baseline known.json"),
            ("README.md", "report lab.yaml --inject README.md"),
            ("README.md", "report lab.yaml --check README.md"),
            ("README.md", "init --from README.md -"),
            ("out.json", "check lab.yaml -o out.json"),
            ("out.json", "check lab.yaml --write-baseline out.json"),
            ("out.md", "report lab.yaml -f markdown=out.md"),
            ("out.yaml", "init --force out.yaml"),
        ] {
            let lab = repository();
            symlink("../secret.yaml", lab.path(&format!("repo/{link}"))).expect("a link");
            let said = lab.labctl(arguments).current_dir(lab.path("repo")).assert();
            assert_eq!(code(&said), Some(UNREADABLE), "{arguments}: {}{}", out(&said), err(&said));
            assert!(err(&said).contains("and is not followed"), "{arguments}: {}", err(&said));
            assert!(!(out(&said) + &err(&said)).contains("Zq7"), "{arguments}");
            assert_eq!(lab.read("secret.yaml"), ERRORS);
        }
    }

    #[test]
    fn a_link_to_a_file_not_there_yet_stays_one() {
        let lab = Folder::lab(CLEAN);
        fs::create_dir(lab.path("sub")).expect("a folder");
        symlink("sub/o.json", lab.path("l.json")).expect("a link");
        lab.run("check lab.yaml -f json=l.json").code(CLEAN_EXIT);
        assert!(lab.path("l.json").is_symlink() && lab.path("sub/o.json").is_file());
        let said = lab.run("check lab.yaml -f json=l.json -f sarif=sub/o.json").code(UNREADABLE);
        assert!(err(&said).contains("two outputs go to `sub/o.json`"), "{}", err(&said));
    }

    #[test]
    fn standard_output_by_another_name_is_the_same_output() {
        let said = Folder::lab(CLEAN).run("check lab.yaml -f json -f sarif=/dev/stdout");
        assert!(err(&said.code(UNREADABLE)).contains("two outputs go to"));
        Folder::lab(CLEAN)
            .run("check lab.yaml -f json=/dev/null -f sarif=/dev/null")
            .code(CLEAN_EXIT);
    }

    #[test]
    fn a_new_file_has_the_permissions_of_the_umask() {
        let lab = Folder::lab(CLEAN).with("old.json", "");
        fs::set_permissions(lab.path("old.json"), Permissions::from_mode(0o640)).expect("ours");
        let program = env!("CARGO_BIN_EXE_labctl");
        let script = format!(
            "umask 027; '{program}' check lab.yaml -f json=new.json -f sarif=old.json && '{program}' init new.yaml"
        );
        let shell = Command::new("sh").args(["-c", &script]).current_dir(lab.path("")).status();
        assert!(shell.expect("a shell").success(), "it is written");
        let mode = |name: &str| lab.path(name).metadata().expect(name).mode() & 0o777;
        assert_eq!(["new.json", "old.json", "new.yaml"].map(mode), [0o640; 3]);
    }
}
