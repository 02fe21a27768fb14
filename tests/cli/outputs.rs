//! Where output goes: standard output, files, pipes that close, disks that are full.

use std::fs;

use super::{CLEAN_EXIT, FINDINGS, Folder, UNREADABLE, WARNING, err, out};

#[test]
fn several_outputs_of_one_run() {
    let lab = Folder::lab(WARNING);
    let said = lab
        .run("check lab.yaml --format json=a.json --format terminal --format terminal=b.txt")
        .code(FINDINGS)
        .stderr_eq("");
    assert_eq!(out(&said), lab.read("b.txt"));
    assert_eq!(out(&lab.run("check lab.yaml --format json")), lab.read("a.json"));
    assert_eq!(lab.names(), ["a.json", "b.txt", "lab.yaml"]);
}

#[test]
fn one_output_to_a_file() {
    let lab = Folder::lab(WARNING).with("out.json", "what was there before");
    lab.run("check lab.yaml -f json -o out.json").code(FINDINGS).stdout_eq("").stderr_eq("");
    assert!(lab.read("out.json").starts_with("{\n  \"version\": 1,"));
    let before = lab.read("out.json");
    lab.run("check lab.yaml -o out.json").code(FINDINGS).stdout_eq("");
    assert_eq!(lab.read("out.json"), before);
    let said = lab.run("check lab.yaml --format terminal=-").code(FINDINGS);
    assert!(out(&said).starts_with("warning["));
}

#[test]
fn what_cannot_be_written_leaves_the_others_whole() {
    let lab = Folder::lab(WARNING);
    fs::create_dir(lab.path("folder")).expect("a folder");
    let said = lab
        .run("check lab.yaml -f json=a.json -f json=gone/b.json -f terminal=folder -f terminal=c.txt")
        .code(UNREADABLE)
        .stdout_eq("");
    assert!(err(&said).contains("cannot write `folder`: Is a directory"), "{}", err(&said));
    assert!(
        err(&said).contains("cannot write `gone/b.json`: No such file or directory (os error 2)\n"),
        "{}",
        err(&said)
    );
    assert!(lab.read("a.json").ends_with("}\n"));
    assert!(lab.read("c.txt").ends_with("1 warning\n"));
    assert_eq!(lab.names(), ["a.json", "c.txt", "folder", "lab.yaml"]);
}

#[test]
fn an_input_is_never_written_over() {
    let lab = Folder::lab(format!("include: [more.yaml]\n{WARNING}"))
        .with("more.yaml", "")
        .with("labctl.yaml", "policy: {}\n")
        .with("bad.yaml", b"\xff")
        .with("known.json", r#"{"version": 1, "findings": []}"#);
    let before: Vec<_> = lab.names().iter().map(|name| fs::read(lab.path(name)).ok()).collect();
    for output in ["lab.yaml", "./lab.yaml", "more.yaml", "labctl.yaml", "bad.yaml", "./known.json"]
    {
        for flag in ["--output ", "--format json="] {
            let read = "lab.yaml bad.yaml --baseline known.json";
            let said = lab.run(&format!("check {read} {flag}{output}"));
            let said = said.code(UNREADABLE).stdout_eq("");
            let told = format!("`{output}` is read by this run and cannot be written by it");
            assert!(err(&said).contains(&told), "{output}: {}", err(&said));
        }
    }
    let after: Vec<_> = lab.names().iter().map(|name| fs::read(lab.path(name)).ok()).collect();
    assert_eq!(before, after);
}

#[test]
fn no_two_outputs_to_one_place() {
    let lab = Folder::lab(WARNING);
    for (formats, place) in [
        ("-f json -f terminal", "standard output"),
        ("-f json -f terminal -o out", "`out`"),
        ("-f json=out -f terminal=./out", "`./out`"),
        ("-f json=out --write-baseline ./out", "`./out`"),
    ] {
        let said = lab.run(&format!("check lab.yaml {formats}")).code(UNREADABLE).stdout_eq("");
        let told = format!("error: two outputs go to {place}\n");
        assert!(err(&said).starts_with(&told), "{formats}: {}", err(&said));
    }
    assert_eq!(lab.names(), ["lab.yaml"]);
}

#[test]
fn machine_output_stands_alone_on_standard_output() {
    let lab = Folder::lab(WARNING);
    let said = lab.run("check missing.yaml lab.yaml --format json").code(UNREADABLE);
    let json: serde_json::Value = serde_json::from_str(&out(&said)).expect("JSON");
    assert_eq!(json["summary"]["warnings"], 1);
    assert_eq!(err(&said), "error: `missing.yaml` does not exist\n");
}

#[cfg(unix)]
mod unix {
    use std::fs::{OpenOptions, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::{Command, Stdio};

    use super::super::CLEAN;
    use super::*;

    /// Everything that prints.
    const COMMANDS: [&str; 14] = [
        "check lab.yaml",
        "check lab.yaml --format json",
        "report lab.yaml",
        "report lab.yaml --format markdown",
        "rules",
        "rules --format json",
        "explain",
        "explain claims",
        "completions bash",
        "man",
        "schema",
        "help check",
        "--help",
        "--version",
    ];

    fn with_output(lab: &Folder, arguments: &str, output: Stdio) -> (Option<i32>, String) {
        let said = Command::new(env!("CARGO_BIN_EXE_labctl"))
            .current_dir(lab.path(""))
            .args(arguments.split_whitespace())
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(Stdio::piped())
            .spawn()
            .and_then(|run| run.wait_with_output())
            .expect("labctl runs");
        (said.status.code(), String::from_utf8_lossy(&said.stderr).into_owned())
    }

    /// `labctl ... | head -0`.
    #[test]
    fn a_closed_pipe_is_nobodys_fault() {
        let lab = Folder::lab(CLEAN);
        for arguments in COMMANDS {
            let (reader, writer) = std::io::pipe().expect("a pipe");
            drop(reader);
            let said = with_output(&lab, arguments, writer.into());
            assert_eq!(said, (Some(CLEAN_EXIT), String::new()), "{arguments}");
        }
    }

    /// Who closes an output has seen enough, and what was found fails the run as always.
    #[test]
    fn a_closed_pipe_takes_nothing_from_the_others() {
        let lab = Folder::lab(WARNING);
        let closed = |arguments: &str| {
            let (reader, writer) = std::io::pipe().expect("a pipe");
            drop(reader);
            with_output(&lab, arguments, writer.into())
        };
        assert_eq!(closed("check lab.yaml"), (Some(FINDINGS), String::new()));
        let said = closed("check lab.yaml -f terminal -f json=a.json -f junit=b.xml");
        assert_eq!(said, (Some(FINDINGS), String::new()));
        assert!(lab.read("a.json").ends_with("}\n") && lab.read("b.xml").ends_with(">\n"));
        let (code, told) = closed("check lab.yaml -f terminal -f json=gone/a.json");
        assert_eq!(code, Some(UNREADABLE));
        assert!(told.starts_with("error: cannot write `gone/a.json`: No such file"), "{told}");
    }

    #[test]
    fn a_full_disk_is_told() {
        // Not every system has such a device.
        let Ok(full) = OpenOptions::new().write(true).open("/dev/full") else { return };
        let lab = Folder::lab(CLEAN);
        for arguments in COMMANDS {
            let (code, told) =
                with_output(&lab, arguments, full.try_clone().expect("a handle").into());
            assert_eq!(code, Some(UNREADABLE), "{arguments}");
            assert!(told.starts_with("error: cannot write the output: No space left"), "{told}");
        }
        let said = lab.run("check lab.yaml --output /dev/full").code(UNREADABLE);
        assert!(err(&said).contains("cannot write `/dev/full`: No space left"), "{}", err(&said));
        let files = "-f json=a.json -f sarif=/dev/full -f junit=b.xml -f gitlab=c.json";
        let said = lab.run(&format!("check lab.yaml {files} --write-baseline gone/known.json"));
        let told = err(&said.code(UNREADABLE));
        assert!(told.contains("cannot write `/dev/full`: No space left"), "{told}");
        assert!(told.contains("cannot write `gone/known.json`: No such file"), "{told}");
        assert_eq!(lab.names(), ["a.json", "b.xml", "c.json", "lab.yaml"]);
    }

    /// `labctl ... >&-`.
    #[test]
    fn without_standard_output_the_files_are_whole() {
        let lab = Folder::lab(WARNING);
        let program = env!("CARGO_BIN_EXE_labctl");
        let script = format!("'{program}' check lab.yaml -f terminal -f json=a.json >&-");
        let shell = Command::new("sh").args(["-c", &script]).current_dir(lab.path("")).status();
        assert_eq!(shell.expect("a shell").code(), Some(FINDINGS));
        assert!(lab.read("a.json").ends_with("}\n"));
    }

    #[test]
    fn through_a_link_the_file_behind_it_is_replaced() {
        let lab = Folder::lab(WARNING).with("out/real.txt", "before");
        symlink("out/real.txt", lab.path("link.txt")).expect("a link");
        symlink("lab.yaml", lab.path("input.txt")).expect("a link");
        lab.run("check lab.yaml -o link.txt").code(FINDINGS);
        assert!(lab.path("link.txt").is_symlink());
        assert!(lab.read("out/real.txt").starts_with("warning["));
        lab.run("check lab.yaml -o input.txt").code(UNREADABLE);
        assert_eq!(lab.read("lab.yaml"), WARNING);
    }

    #[test]
    fn a_replaced_file_keeps_its_permissions() {
        let lab = Folder::lab(WARNING).with("private.txt", "before");
        let mode = |name: &str| {
            let metadata = lab.path(name).metadata().expect("it is there");
            metadata.permissions().mode() & 0o777
        };
        fs::set_permissions(lab.path("private.txt"), Permissions::from_mode(0o600)).expect("ours");
        lab.run("check lab.yaml -f terminal=private.txt -f json=new.json").code(FINDINGS);
        assert_eq!((mode("private.txt"), mode("new.json")), (0o600, 0o644));
    }
}
