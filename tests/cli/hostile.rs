//! Input made to hang, crash or flood: each gets a clear answer, with the right exit code, and in time.

use super::{CLEAN, CLEAN_EXIT, FINDINGS, Folder, NOTHING, UNREADABLE, code, err, out};

const HOST: &str = "hosts:\n  pve1: {hypervisor: proxmox}\n";

/// The same with a VM that goes on.
const VM: &str = "hosts:\n  pve1: {hypervisor: proxmox}\nvms:\n  apps:\n    runs_on: pve1\n";

/// Checks a file of these bytes, in every format: it ends so, says this, and does not flood.
fn answers(text: impl AsRef<[u8]>, exit: i32, says: &str) {
    // JSON tells a verdict for each workload, so it may grow with the input, and a thousand findings.
    let most = 2_000_000.max(10 * text.as_ref().len());
    let lab = Folder::lab(text);
    for format in ["terminal", "json"] {
        let told = answers_in(format, &lab, exit, says);
        assert!(told < most, "{told} bytes of output");
    }
}

/// Checks a lab in one format, and tells how long the answer is.
fn answers_in(format: &str, lab: &Folder, exit: i32, says: &str) -> usize {
    let said = lab.run(&format!("check lab.yaml --format {format}"));
    let told = out(&said) + &err(&said);
    let short: String = told.chars().take(2_000).collect();
    assert_eq!(code(&said), Some(exit), "{short}");
    assert!(told.contains(says), "`{says}` is not in:\n{short}");
    told.len()
}

/// The same on a terminal. Of what is right, or almost, JSON tells all there is.
fn shows(text: impl AsRef<[u8]>, exit: i32, says: &str) {
    let told = answers_in("terminal", &Folder::lab(text), exit, says);
    assert!(told < 300_000, "{told} bytes of output");
}

#[test]
fn brackets_without_end() {
    for text in ["[", "{", "? ", "{a: ", "[{"] {
        answers(text.repeat(100_000 / text.len()), UNREADABLE, "nested too deeply");
    }
    answers("[".repeat(100_000) + &"]".repeat(100_000), UNREADABLE, "nested too deeply");
}

#[test]
fn signs_without_end() {
    answers("- ".repeat(100_000), UNREADABLE, "nested too deeply");
    answers(":".repeat(100_000), UNREADABLE, "syntax-error");
    answers("a: ".repeat(50_000), UNREADABLE, "syntax-error");
    for sign in ["!", "*", "%", "\"", "'", "&a ", "*a ", "!!", "`", "@"] {
        answers(sign.repeat(100_001), UNREADABLE, "syntax-error");
    }
    answers("---\n".repeat(50_000), NOTHING, "");
}

/// Ten values, ten times over, thirty times over.
fn laughs(first: &str, again: &str) -> String {
    let mut text = format!("x-0: &a0 {first}\n");
    for n in 1..30 {
        let all: Vec<String> = (0..10)
            .map(|key| again.replace("KEY", &key.to_string()) + &format!("*a{}", n - 1))
            .collect();
        let (open, close) = if again.is_empty() { ('[', ']') } else { ('{', '}') };
        text.push_str(&format!("x-{n}: &a{n} {open}{}{close}\n", all.join(", ")));
    }
    text
}

#[test]
fn aliases_that_multiply() {
    let list = laughs("[x, x]", "");
    let map = laughs("{image: x}", "kKEY: ");
    let many = "the aliases of this file stand for too many values";
    answers(format!("{list}{VM}    tags: *a29\n"), UNREADABLE, many);
    answers(format!("{list}vms: *a29\n"), UNREADABLE, many);
    answers(format!("{map}containers: *a29\n"), UNREADABLE, many);
    answers(list, UNREADABLE, many);
}

/// A list under one anchor that hundreds of entries use: what is wrong in it is told where it stands, not for each.
#[test]
fn aliases_of_many_items() {
    for (field, item, says) in [
        ("ports", "'N:N'", "port 1 of `pve1`"),
        ("depends_on", "nobodyN", "`v1` and 199 others name `nobody1`"),
        ("monitored_by", "nobodyN", "`v1` and 199 others name `nobody1`"),
        ("runs_on", "nobodyN", "200 workloads run on `nobody1`"),
        ("networks", "netN", "checked 1 host"),
        ("allow", "rule-N", "no rule is called `rule-1`"),
    ] {
        let items: Vec<String> = (1..=200).map(|n| item.replace('N', &n.to_string())).collect();
        let mut text = format!("x-items: &items [{}]\n{HOST}containers:\n", items.join(", "));
        for n in 1..=200 {
            let ground = if field == "runs_on" { "" } else { "runs_on: pve1, " };
            text.push_str(&format!("  v{n}: {{{ground}image: nginx, {field}: *items}}\n"));
        }
        let lab = Folder::lab(text);
        answers_in("terminal", &lab, FINDINGS, says);
        let told = answers_in("json", &lab, FINDINGS, "");
        assert!(told < 1_500_000, "{told} bytes for {field}");
    }
}

/// An allowance for each entry makes a finding of each, and none of them counts all the others.
#[test]
fn an_allowance_for_each_of_many() {
    let allow = "  # labctl: allow(workload-on-hypervisor) it is for practice\n";
    let entry = |n| format!("{allow}  c{n}: {{runs_on: pve1, image: 'nginx:1.27.1'}}\n");
    let entries: String = (0..10_000).map(entry).collect();
    shows(format!("{HOST}containers:\n{entries}"), FINDINGS, "10000 allowed");
}

/// The last port of all has none behind it, and nobody is sent to a port that is taken.
#[test]
fn no_port_behind_the_last() {
    let entry =
        |n| format!("  c{n}: {{runs_on: pve1, image: nginx, ports: ['65535:80', '65534:81']}}\n");
    let lab = Folder::lab(format!("{HOST}containers:\n{}{}", entry(1), entry(2)));
    answers_in("terminal", &lab, FINDINGS, "such as 65533");
}

#[test]
fn aliases_in_circles() {
    for text in ["hosts: &a\n  b: *a\n", "hosts: &a\n  <<: *a\n  b: {}\n", "vms: &a [*a]\n"] {
        answers(text, UNREADABLE, "this alias stands inside its own anchor");
    }
}

#[test]
fn long_values() {
    let long = "x".repeat(5_000_000);
    answers(format!("{VM}    notes: x\n    notes2: {long}\n"), FINDINGS, "unknown-field");
    answers(format!("{VM}    notes: {long}\n"), CLEAN_EXIT, "");
    answers(format!("{VM}    notes: '{long}'\n"), CLEAN_EXIT, "");
    answers(format!("{VM}    notes: |\n      {long}\n"), CLEAN_EXIT, "");
    answers(&long, UNREADABLE, "an inventory is a mapping");
}

/// Whatever looks like a secret, a line is looked through once.
#[test]
fn long_lines() {
    for part in ["k:&", "password:&x,", "AKIA-", "user@", "--password ", "a=`"] {
        shows(format!("{VM}    'x{}': 1\n", part.repeat(30_000)), UNREADABLE, "syntax-error");
    }
}

#[test]
fn many_lines() {
    answers("# a comment\n".repeat(200_000) + HOST, CLEAN_EXIT, "");
    answers(HOST.to_owned() + &"    # a comment\n".repeat(200_000), CLEAN_EXIT, "");
    answers("\n".repeat(1_000_000) + HOST, CLEAN_EXIT, "");
    answers(" ".repeat(1_000_000), NOTHING, "");
}

#[test]
fn many_keys() {
    let all = |line: fn(u32) -> String| (0..50_000).map(line).collect::<String>();
    let vms = all(|n| format!("  v{n}: {{runs_on: pve1}}\n"));
    answers(format!("{HOST}vms:\n{vms}"), CLEAN_EXIT, "");
    let list = all(|n| format!("v{n}, "));
    answers(format!("{VM}    tags: [{list}]\n"), CLEAN_EXIT, "");
}

#[test]
fn many_wrong_entries() {
    let many = 20_000;
    let all = [
        (format!("hosts:\n{}", "- a\n".repeat(many)), FINDINGS, "18,999"),
        (format!("hosts: [{}a]\n", "a, ".repeat(many - 1)), FINDINGS, "18,999"),
        (format!("hosts:\n{}", "  a:\n".repeat(many)), FINDINGS, "18,999"),
        (format!("networks:\n{}", "  a:\n".repeat(many)), FINDINGS, "18,999"),
        (format!("hosts:\n{}", "- {name: a}\n".repeat(many)), FINDINGS, "18,999"),
        ("a:\n".repeat(many), FINDINGS, "19,000"),
        (format!("{VM}{}", "    a:\n".repeat(many)), FINDINGS, "19,000"),
        (format!("{VM}{}", "    cpu: 1\n".repeat(many + 1)), FINDINGS, "19,000"),
        (format!("{VM}    tags:\n{}", "    - [a]\n".repeat(many)), FINDINGS, "should be text"),
        (format!("hosts:\n{}", "- *a\n".repeat(many)), UNREADABLE, "19,000"),
    ];
    for (text, exit, rest) in all {
        let says = if rest.contains(' ') { rest } else { &format!("and {rest} more like this") };
        answers(text, exit, says);
    }
}

/// What an anchor repeats is one mistake, however often.
#[test]
fn many_uses_of_one_mistake() {
    let uses = (0..5_000).map(|n| format!("  v{n}: *a\n")).collect::<Vec<_>>().concat();
    let policy = "policy: {profile: minimal}\n";
    let text = format!("{policy}x-a: &a {{cpuu: 1, runs_on: pve1}}\n{HOST}vms:\n{uses}");
    let said = Folder::lab(&text).run("check lab.yaml");
    assert!(out(&said).ends_with("in lab.yaml: 1 warning\n"), "{}", out(&said));
}

#[test]
fn many_allowances() {
    let comment = "# labctl: allow(nested-vm) it is for practice\n";
    let many = comment.repeat(50_000);
    let unused = "is not needed";
    shows(format!("{many}{VM}"), FINDINGS, unused);
    shows(format!("{VM}{many}"), FINDINGS, unused);
    shows(format!("{VM}{}", many.replace('#', "      #")), FINDINGS, unused);
    shows(format!("{HOST}{many}vms:\n  apps: {{runs_on: pve1}}\n"), FINDINGS, unused);
    shows(format!("{VM}x-a:\n{}", many.replace('#', "- a #")), FINDINGS, unused);
}

/// VMs in VMs in VMs, the first of them on a host.
fn stack(layers: u32, line: impl Fn(u32) -> String) -> String {
    let vms: String = (1..=layers).map(line).collect();
    format!("hosts:\n  v0: {{hypervisor: proxmox}}\nvms:\n{vms}")
}

#[test]
fn many_layers() {
    let vm = |n: u32| format!("  v{n}: {{runs_on: v{}}}\n", n - 1);
    shows(stack(50_000, vm), FINDINGS, "nested-vm");
    let allowed = |n: u32| vm(n).replace('\n', " # labctl: allow(nested-vm) for practice\n");
    shows(stack(50_000, allowed), CLEAN_EXIT, "49999 allowed");
    let inside = |n: u32| format!("  c{n}: {{runs_on: v20000}}\n");
    let containers: String = (0..20_000).map(inside).collect();
    shows(stack(20_000, vm) + "containers:\n" + &containers, FINDINGS, "nested-vm");
}

/// Whatever is said of many guests, hosts, clusters and shares, nobody looks at all of them for each.
#[test]
fn many_that_hang_together() {
    let lines =
        |count: usize, line: &dyn Fn(usize) -> String| -> String { (0..count).map(line).collect() };
    let hosts = lines(500, &|n| {
        format!("  h{n}: {{hypervisor: proxmox, memory: 64GiB, devices: [gpu]}}\n")
    });
    let names = lines(500, &|n| format!("h{n}, "));
    let guests = lines(5_000, &|n| {
        let on = n % 500;
        format!(
            "  v{n}: {{runs_on: h{on}, memory: 8GiB, ha: true, devices: [{{name: gpu, mode: passthrough}}]}}\n"
        )
    });
    let apart = lines(5_000, &|n| format!("  - [v{n}, v{}]\n", (n + 500) % 5_000));
    let pinned = lines(5_000, &|n| format!("  - {{workloads: [v{n}], to: [h{}]}}\n", n % 499));
    shows(
        format!(
            "hosts:\n{hosts}clusters:\n  c: {{kind: proxmox, members: [{names}]}}\nvms:\n{guests}\
             placement:\n  apart:\n{}  pinned:\n{}",
            apart.replace("  -", "    -"),
            pinned.replace("  -", "    -"),
        ),
        FINDINGS,
        "affinity-violated",
    );
    let hosts = lines(4_500, &|n| format!("  h{n}: {{hypervisor: proxmox, memory: 1GiB}}\n"));
    let guests = lines(4_500, &|n| format!("  v{n}: {{runs_on: h{n}, memory: 2GiB, ha: true}}\n"));
    let clusters = lines(1_500, &|n| {
        format!(
            "  c{n}: {{kind: proxmox, members: [h{}, h{}, h{}]}}\n",
            3 * n,
            3 * n + 1,
            3 * n + 2
        )
    });
    let text = format!("hosts:\n{hosts}clusters:\n{clusters}vms:\n{guests}");
    shows(text, FINDINGS, "memory-exhausted");
    let nodes = lines(4_500, &|n| format!("  n{n}: {{runs_on: h0}}\n"));
    let names = lines(4_500, &|n| format!("n{n}, "));
    let rings =
        lines(4_500, &|n| format!("  c{n}: {{runs_on: k, depends_on: [c{}]}}\n", (n + 1) % 4_500));
    let text = format!(
        "hosts: {{h0: {{}}}}\nvms:\n{nodes}clusters: {{k: {{kind: k3s, members: [{names}]}}}}\ncontainers:\n{rings}"
    );
    shows(text, FINDINGS, "dependency-cycle");
    let shares =
        lines(4_500, &|n| format!("  s{n}: {{on: h0, kind: nfs, path: /s{n}, clients: [h0]}}\n"));
    let databases = lines(4_500, &|n| {
        format!(
            "  d{n}: {{runs_on: h0, image: 'postgres:16.4', volumes: ['/s{n}/d:/var/lib/postgresql/data']}}\n"
        )
    });
    let text = format!("hosts: {{h0: {{}}, h1: {{}}}}\nstorage:\n{shares}containers:\n{databases}");
    shows(text, FINDINGS, "database-on-network-share");
}

#[test]
fn many_merge_keys() {
    let merges = "*a, ".repeat(200_000);
    answers(format!("x-a: &a {{cpu: 1}}\n{VM}    <<: [{merges}*a]\n"), CLEAN_EXIT, "");
}

#[test]
fn bytes_that_are_no_text() {
    answers("hosts:\n  a\0b: {}\n", UNREADABLE, "syntax-error");
    answers(vec![0; 100_000], UNREADABLE, "syntax-error");
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    answers(wide(&format!("\u{feff}{HOST}")), UNREADABLE, "is not UTF-8 text");
    answers(wide(HOST), UNREADABLE, "syntax-error");
    answers(b"\xfe\xff\0h\0o", UNREADABLE, "is not UTF-8 text");
    answers(format!("\u{feff}{CLEAN}"), CLEAN_EXIT, "");
}

#[test]
fn line_breaks_of_other_systems() {
    answers(CLEAN.replace('\n', "\r\n"), CLEAN_EXIT, "");
    answers(CLEAN.replace('\n', "\r"), CLEAN_EXIT, "");
    answers("\r".repeat(100_000), NOTHING, "");
}

#[test]
fn odd_yaml() {
    answers(format!("%YAML 9.9\n---\n{HOST}"), UNREADABLE, "unsupported YAML");
    answers("hosts:\n\tpve1: {}\n", UNREADABLE, "a tab cannot indent YAML");
    let stairs =
        |steps: usize| -> String { (0..steps).map(|step| " ".repeat(step) + "a:\n").collect() };
    answers(stairs(3_000), FINDINGS, "`a` is not a section of an inventory");
    let deep = stairs(3_000).replace('\n', "\n  ");
    answers(format!("hosts:\n  {deep}"), FINDINGS, "`a` is not a field of `a`");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::super::{WARNING, err};
    use super::*;

    /// What is no file is told and never waited for, whether it is named, found, included or a policy.
    fn is_told(make: impl Fn(&std::path::Path), says: &str) {
        let named = Folder::lab(WARNING);
        make(&named.path("odd.yaml"));
        let said = named.run("check odd.yaml lab.yaml").code(UNREADABLE);
        assert!(err(&said).contains(says), "named: {}", err(&said));
        assert!(out(&said).contains("container-in-container"), "named: {}", out(&said));

        let found = Folder::new();
        make(&found.path("labctl.yaml"));
        for arguments in ["check", "check ."] {
            let said = found.run(arguments).code(UNREADABLE);
            assert!(err(&said).contains(says), "{arguments}: {}", err(&said));
        }

        let policy = Folder::lab(WARNING);
        make(&policy.path("labctl.yaml"));
        let said = policy.run("check lab.yaml").code(UNREADABLE);
        assert!(err(&said).contains(says), "policy: {}", err(&said));

        let included =
            Folder::lab(format!("include: ['more/*']\n{WARNING}")).with("more/a.yaml", "");
        make(&included.path("more/odd.yaml"));
        let said = included.run("check lab.yaml").code(UNREADABLE);
        assert!(err(&said).contains(says), "included: {}", err(&said));
    }

    #[test]
    fn a_pipe_without_a_writer() {
        let make = |path: &std::path::Path| {
            let made = Command::new("mkfifo").arg(path).status().expect("mkfifo runs");
            assert!(made.success());
        };
        is_told(make, "is a pipe or device, not a file; to read from a pipe, use `-`");
    }

    #[test]
    fn a_link_to_nothing() {
        let make = |path: &std::path::Path| symlink("nowhere", path).expect("a link");
        is_told(make, "is a link to `nowhere`, which does not exist");
    }

    #[test]
    fn a_link_to_itself() {
        let make = |path: &std::path::Path| {
            symlink(path.file_name().expect("a name"), path).expect("a link");
        };
        is_told(make, "Too many levels of symbolic links");
    }

    #[test]
    fn a_device() {
        for device in ["/dev/null", "/dev/zero"] {
            Folder::new().run(&format!("check {device}")).code(UNREADABLE);
        }
    }

    #[test]
    fn a_folder_that_is_called_like_a_file() {
        let lab = Folder::new().with("labctl.yaml/lab.yaml", CLEAN);
        lab.run("check labctl.yaml").code(CLEAN_EXIT);
        lab.run("check").code(NOTHING);
        lab.run("check .").code(NOTHING);
    }
}
