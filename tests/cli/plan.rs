//! `labctl plan`: what it plans, what it writes, and how a run ends.

use super::{CLEAN_EXIT, FINDINGS, Folder, UNREADABLE, err, out};

/// Two hosts, of which one is too full.
const FULL: &str = "\
# Mine.
hosts:
  a: {hypervisor: proxmox, memory: 16GiB}
  b: {hypervisor: proxmox, memory: 16GiB}
vms:
  db: {runs_on: 'a', memory: 10GiB, vmid: 100}  # large
  web: {runs_on: a, memory: 8GiB, vmid: 101}
";

#[test]
fn a_plan_is_written_into_the_inventory() {
    let lab = Folder::lab(FULL);
    let said = lab.run("plan lab.yaml").code(CLEAN_EXIT);
    assert!(out(&said).starts_with("1 move, and no plan has fewer\n"), "{}", out(&said));
    assert_eq!(lab.read("lab.yaml"), FULL, "nothing is written unasked");
    lab.run("plan lab.yaml --write").code(CLEAN_EXIT);
    let after = FULL.replace("web: {runs_on: a", "web: {runs_on: b");
    assert_eq!(lab.read("lab.yaml"), after);
    let said = lab.run("plan lab.yaml --write").code(CLEAN_EXIT);
    assert!(out(&said).starts_with("nothing to do"), "{}", out(&said));
    assert_eq!(lab.read("lab.yaml"), after);
}

#[test]
fn a_host_is_emptied_or_it_is_said_why_not() {
    let lab = Folder::lab(FULL);
    let said = lab.run("plan lab.yaml --drain a").code(FINDINGS);
    assert!(out(&said).starts_with("there is no place for "), "{}", out(&said));
    assert!(out(&said).contains("\n  drain: `a` is to be empty"), "{}", out(&said));
    let said = lab.run("plan lab.yaml --drain b").code(FINDINGS);
    assert!(out(&said).contains("memory-"), "{}", out(&said));
    let said = lab.run("plan lab.yaml --keep web").code(CLEAN_EXIT);
    assert!(out(&said).contains("db "), "{}", out(&said));
}

#[test]
fn nobody_is_called_that() {
    let lab = Folder::lab(FULL);
    for (arguments, help) in [
        ("--drain c", "error: no host is called `c`"),
        ("--drain web", "error: no host is called `web`"),
        ("--keep wbe", "error: no guest is called `wbe`; did you mean `web`?"),
        ("--lose x", "error: no host is called `x`"),
    ] {
        let said = lab.run(&format!("plan lab.yaml {arguments}")).code(UNREADABLE);
        assert!(err(&said).starts_with(help), "{}", err(&said));
    }
}

#[test]
fn who_is_restarted_where_when_a_host_fails() {
    let lab = Folder::lab(
        "hosts:\n  a: {hypervisor: proxmox, memory: 16GiB}\n  b: {hypervisor: proxmox, memory: 8GiB}\n  \
         c: {hypervisor: proxmox, memory: 4GiB}\nclusters:\n  home: {kind: proxmox, members: [a, b, c]}\nvms:\n  \
         db: {runs_on: a, memory: 6GiB, ha: true}\n  web: {runs_on: a, memory: 8GiB, ha: true}\n",
    );
    let said = lab.run("plan lab.yaml --lose a").code(CLEAN_EXIT);
    let told = out(&said);
    assert!(told.contains("if `a` fails: "), "{told}");
    assert!(told.contains("restarts on `b`") && told.contains("finds no place"), "{told}");
}
