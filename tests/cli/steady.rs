//! The same input gives the same bytes, whatever else is different.

use super::{FINDINGS, Folder, out};

/// The example has a bit of everything.
const EXAMPLE: &str = include_str!("../../examples/homelab.yaml");

#[test]
fn nothing_but_the_input_counts() {
    let lab = Folder::lab(EXAMPLE);
    let others = Folder::lab(EXAMPLE)
        .with("other.yaml", "hosts: [")
        .with("notes.txt", "hosts:\n")
        .with("more/labctl.yaml", "policy: {profile: strict}\n");
    for format in ["terminal", "json"] {
        let arguments = format!("check lab.yaml --format {format}");
        let first = out(&lab.run(&arguments).code(FINDINGS));
        assert_eq!(out(&lab.run(&arguments)), first, "a second time");
        assert_eq!(out(&others.run(&arguments)), first, "beside other files");
        for (name, value) in [
            ("TZ", "Pacific/Kiritimati"),
            ("LC_ALL", "de_DE.UTF-8"),
            ("LC_ALL", "C"),
            ("LANG", "tr_TR.UTF-8"),
            ("HOME", "/nowhere"),
            ("PATH", ""),
            ("SOURCE_DATE_EPOCH", "0"),
            ("USER", "somebody"),
        ] {
            let said = lab.labctl(&arguments).env(name, value).assert().code(FINDINGS);
            assert_eq!(out(&said), first, "{name}={value}");
        }
        let bare = lab.labctl(&arguments).env_clear().assert().code(FINDINGS);
        assert_eq!(out(&bare), first, "without any variable");
    }
}

/// An allowance does not run out while nobody touches the file, unless the clock is asked for.
#[test]
fn the_day_does_not_count() {
    let lab = Folder::lab(
        "\
hosts:
  pve1: {hypervisor: proxmox}
containers:
  ct: {runs_on: pve1, engine: lxc}
  # labctl: allow(container-in-container) a test until=2026-11-05
  web: {runs_on: ct, image: 'nginx:1.31.1'}
",
    );
    lab.run("check lab.yaml").code(0);
    lab.run("check lab.yaml --as-of 2026-11-05").code(0);
    lab.run("check lab.yaml --as-of 2026-11-06").code(FINDINGS);
    lab.run("check lab.yaml --as-of today").code(FINDINGS);
    lab.labctl("check lab.yaml").env("LABCTL_AS_OF", "2027-01-01").assert().code(FINDINGS);
}

/// The flag beats the environment, and the environment beats the file.
#[test]
fn who_has_the_last_word() {
    let lab = Folder::lab(format!("policy: {{profile: minimal}}\n{}", super::WARNING));
    lab.run("check lab.yaml").code(0);
    let strict = || lab.labctl("check lab.yaml").env("LABCTL_PROFILE", "strict");
    strict().assert().code(FINDINGS);
    strict().arg("--profile=minimal").assert().code(0);
    strict().env("LABCTL_PROFILE", "").assert().code(0);
    strict().env("LABCTL_FAIL_ON", "never").assert().code(0);
    for (no_allow, exit) in [("1", FINDINGS), ("yes", FINDINGS), ("0", 0), ("false", 0), ("", 0)] {
        let allow = "  # labctl: allow(container-in-container) a test\n  web:";
        let lab = Folder::lab(super::WARNING.replace("  web:", allow));
        let said = lab.labctl("check lab.yaml").env("LABCTL_NO_ALLOW", no_allow);
        said.assert().code(exit);
    }
}
