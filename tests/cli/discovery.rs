//! Which files a run reads: those that are named, or the usual ones here and above; includes; policies.

use std::fs;

use super::{CLEAN, CLEAN_EXIT, ERROR, FINDINGS, Folder, NOTHING, UNREADABLE, WARNING, err, out};

/// A folder that is the top of a repository.
fn repository() -> Folder {
    let lab = Folder::new();
    fs::create_dir_all(lab.path("repo/.git")).expect("a folder");
    fs::create_dir_all(lab.path("repo/a/b")).expect("a folder");
    lab
}

/// What a check without a path says in a folder.
fn checked_in(lab: &Folder, folder: &str, exit: i32) -> String {
    let said = lab.labctl("check").current_dir(lab.path(folder)).assert().code(exit);
    out(&said) + &err(&said)
}

#[test]
fn outside_of_any_lab_it_says_how_to_start() {
    Folder::new().run("check").code(NOTHING).stdout_eq("").stderr_eq(
        "\
error: there is no inventory here: looked for `labctl.yaml`, `inventory.yaml`, `inventory.yml` in `.`
help: name a file: `labctl check my-lab.yaml`, or write a first one: `labctl init`; the smallest one is

    hosts:
      pve1: {hypervisor: proxmox}
    vms:
      apps: {runs_on: pve1}
    containers:
      web: {runs_on: apps, image: nginx}

",
    );
    let said = checked_in(&repository(), "repo/a/b", NOTHING);
    assert!(said.contains("in `.`, `..`, `../..`\n"), "{said}");
}

#[test]
fn the_usual_names() {
    for name in ["labctl.yaml", "inventory.yaml", "inventory.yml"] {
        let said = Folder::new().with(name, CLEAN).run("check").code(CLEAN_EXIT);
        assert!(out(&said).contains(&format!("in {name}: nothing")), "{}", out(&said));
    }
    let both = Folder::new().with("labctl.yaml", CLEAN).with("inventory.yaml", ERROR);
    both.run("check").code(CLEAN_EXIT);
}

#[test]
fn upwards_to_the_top_of_the_repository() {
    let lab = repository().with("repo/inventory.yaml", CLEAN).with("inventory.yaml", ERROR);
    let said = checked_in(&lab, "repo/a/b", CLEAN_EXIT);
    assert!(said.contains("in ../../inventory.yaml: nothing"), "{said}");
    let lab = lab.with("repo/a/inventory.yml", WARNING);
    let said = checked_in(&lab, "repo/a/b", FINDINGS);
    assert!(said.contains("in ../inventory.yml: 1 warning"), "{said}");
    fs::remove_file(lab.path("repo/inventory.yaml")).expect("it is there");
    let said = checked_in(&lab, "repo", NOTHING);
    assert!(said.contains("there is no inventory here"), "{said}");
}

#[test]
fn a_policy_alone_is_no_inventory() {
    let policy = "policy:\n  rules: {container-in-container: error}\n";
    let lab = repository().with("repo/labctl.yaml", policy).with("repo/inventory.yaml", WARNING);
    for folder in ["repo", "repo/a/b"] {
        let said = checked_in(&lab, folder, FINDINGS);
        assert!(said.contains("error[container-in-container]"), "{said}");
    }
    let nearer = lab.with("repo/a/labctl.yaml", "policy: {profile: minimal}\n");
    let said = checked_in(&nearer, "repo/a", FINDINGS);
    assert!(said.contains("../inventory.yaml"), "{said}");
}

#[test]
fn the_policy_of_the_repository_holds_for_each_file_in_it() {
    let lab = repository()
        .with("repo/labctl.yaml", "policy: {profile: minimal}\n")
        .with("repo/a/b/lab.yaml", WARNING)
        .with("outside.yaml", WARNING);
    lab.run("check repo/a/b/lab.yaml").code(CLEAN_EXIT);
    lab.run("check repo/a/b").code(CLEAN_EXIT);
    lab.run("check outside.yaml").code(FINDINGS);
    lab.run("check repo/a/b/lab.yaml --profile strict").code(FINDINGS);
    let said = lab.labctl("check -").current_dir(lab.path("repo/a")).stdin(WARNING).assert();
    said.code(CLEAN_EXIT);
}

#[test]
fn a_policy_that_cannot_be_read() {
    let lab = Folder::lab(CLEAN).with("labctl.yaml", b"\xff");
    let said = lab.run("check lab.yaml").code(UNREADABLE);
    assert!(err(&said).contains("`labctl.yaml` is not UTF-8 text"), "{}", err(&said));
}

#[test]
fn a_folder_stands_for_the_inventories_in_it() {
    let others = Folder::lab(CLEAN)
        .with("values.yaml", "services: none of these\n")
        .with("notes.txt", "hosts:\n");
    let said = others.run("check .").code(CLEAN_EXIT);
    assert!(out(&said).contains("in ./lab.yaml: nothing"), "{}", out(&said));
    let said = others.run("check . -v").code(CLEAN_EXIT);
    assert!(
        err(&said).contains("`./values.yaml` is not read: no reader knows it"),
        "{}",
        err(&said)
    );
    // Where there is one with a usual name, the others are not read.
    let named = others.with("home.labctl.yaml", WARNING);
    named.run("check .").code(FINDINGS);
}

#[test]
fn files_with_the_same_name_are_one_lab() {
    let hosts = "lab: home\nhosts:\n  pve1: {hypervisor: proxmox}\n";
    let vms = "lab: home\nvms:\n  apps: {runs_on: pve1}\n";
    let lab = Folder::new().with("hosts.yaml", hosts).with("vms.yaml", vms);
    let said = lab.run("check hosts.yaml vms.yaml").code(CLEAN_EXIT);
    assert_eq!(out(&said), "checked 1 host and 1 VM in 2 files: nothing to mend\n");
    lab.run("check vms.yaml").code(FINDINGS);
    let twice = lab.run("check hosts.yaml ./hosts.yaml vms.yaml .").code(CLEAN_EXIT);
    assert_eq!(out(&twice), "checked 1 host and 1 VM in 2 files: nothing to mend\n");
}

#[test]
fn files_with_different_names_are_different_labs() {
    let lab = Folder::new()
        .with("a.yaml", format!("lab: a\n{CLEAN}"))
        .with("b.yaml", format!("lab: b\n{CLEAN}"));
    let said = lab.run("check a.yaml b.yaml").code(CLEAN_EXIT);
    assert_eq!(out(&said), "checked 2 hosts, 2 VMs and 2 containers in 2 files: nothing to mend\n");
    let same = lab.with("b.yaml", format!("lab: a\n{CLEAN}"));
    let said = same.run("check a.yaml b.yaml").code(FINDINGS);
    assert!(out(&said).contains("`pve1` is defined twice"), "{}", out(&said));
}

#[test]
fn includes() {
    let lab = Folder::lab("include: ['more/*.yaml']\nhosts:\n  pve1: {hypervisor: proxmox}\n")
        .with("more/vms.yaml", "include: [deep/ct.yaml]\nvms:\n  apps: {runs_on: pve1}\n")
        .with("more/deep/ct.yaml", "containers:\n  web: {runs_on: apps, image: 'nginx:1.31.1'}\n");
    fs::create_dir(lab.path("more/folder.yaml")).expect("a folder");
    let said = lab.run("check lab.yaml").code(CLEAN_EXIT);
    assert_eq!(out(&said), "checked 1 host, 1 VM and 1 container in 3 files: nothing to mend\n");
    // Around in a circle, each is still read once.
    let circle = lab.with("more/deep/ct.yaml", "include: [ct.yaml]\ncontainers: {}\n");
    let said = circle.run("check lab.yaml").code(CLEAN_EXIT);
    assert!(out(&said).contains("in 3 files"), "{}", out(&said));
}

#[test]
fn includes_that_cannot_be_followed() {
    for (include, says) in [
        ("gone.yaml", "the include `gone.yaml` matches no file"),
        ("folder.yaml", "the include `folder.yaml` matches no file"),
        ("../lab.yaml", "the include `../lab.yaml` leaves the folder of its file"),
        ("/etc/hosts", "the include `/etc/hosts` leaves the folder of its file"),
        ("'a[.yaml'", "the include `a[.yaml` is not a pattern"),
    ] {
        let lab = Folder::lab(format!("include: [{include}]\n{CLEAN}"));
        fs::create_dir(lab.path("folder.yaml")).expect("a folder");
        let said = lab.run("check lab.yaml").code(UNREADABLE);
        assert!(out(&said).contains(says), "{}", out(&said));
    }
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_includes() {
    let lab = Folder::lab(format!("include: ['more/*.yaml']\n{CLEAN}")).with("more/a.yaml", "");
    let lead = |to: &str, from: &str| {
        std::os::unix::fs::symlink(to, lab.path(from)).expect("a link");
    };
    lab.run("check lab.yaml").code(CLEAN_EXIT);
    lead("nowhere", "more/dangling.yaml");
    let said = lab.run("check lab.yaml").code(UNREADABLE);
    assert!(err(&said).contains("is a link to `nowhere`, which does not exist"), "{}", err(&said));
    fs::remove_file(lab.path("more/dangling.yaml")).expect("it is there");
    lead("loop.yaml", "more/loop.yaml");
    lab.run("check lab.yaml").code(UNREADABLE);
    fs::remove_file(lab.path("more/loop.yaml")).expect("it is there");
    lead("/etc/hosts", "more/outside.yaml");
    let said = lab.run("check lab.yaml").code(UNREADABLE);
    assert!(out(&said).contains("leaves the folder of its file"), "{}", out(&said));
}
