//! `labctl place`: where something new could go.

use super::{CLEAN_EXIT, FINDINGS, Folder, UNREADABLE, err, out};

/// A machine for containers, one that is nearly full, and a host for VMs.
const LAB: &str = "\
hosts:
  pve1: {hypervisor: proxmox, memory: 32GiB}
vms:
  apps: {runs_on: pve1, memory: 12GiB}
  small: {runs_on: pve1, memory: 1GiB}
containers:
  web: {runs_on: apps, image: 'nginx:1.31', memory: 256MiB}
  dns: {runs_on: small, image: 'pihole/pihole:2026.07.2', memory: 512MiB}
workloads:
  photos: {image: 'ghcr.io/immich-app/immich-server:v2.5.2'}
";

#[test]
fn something_new_goes_where_there_is_room() {
    let lab = Folder::lab(LAB);
    let said = lab.run("place films lab.yaml --like jellyfin/jellyfin:10.11.4").code(CLEAN_EXIT);
    let told = out(&said);
    assert!(told.starts_with("films: container"), "{told}");
    assert!(told.contains("\n  1. as a container in apps (VM on pve1)"), "{told}");
    assert!(told.contains("containers:\n  films: {runs_on: apps, image: "), "{told}");
}

#[test]
fn what_has_no_place_yet_gets_one() {
    let lab = Folder::lab(LAB);
    let told = out(&lab.run("place photos lab.yaml").code(CLEAN_EXIT));
    assert!(told.contains("apps (VM on pve1)"), "{told}");
    let told = out(&lab.run("place photos lab.yaml --on small").code(FINDINGS));
    assert!(told.contains("not on\n  small: ") && told.contains("too little"), "{told}");
    let json = out(&lab.run("place photos lab.yaml --format json").code(CLEAN_EXIT));
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(value["candidates"][0]["machine"], "apps");
}

#[test]
fn the_entry_that_is_shown_adds_no_error() {
    let lab = Folder::lab(LAB);
    let told = out(&lab.run("place films lab.yaml --like jellyfin/jellyfin:10.11.4"));
    let entry = told.split("containers:\n").nth(1).expect("an entry");
    let line = entry.lines().next().expect("a line");
    let more = LAB.replace("containers:\n", &format!("containers:\n{line}\n"));
    let said = Folder::lab(more).run("check lab.yaml --fail-on error");
    said.code(CLEAN_EXIT);
}

#[test]
fn what_nobody_knows_is_not_placed() {
    let lab = Folder::lab(LAB);
    let said = lab.run("place phots lab.yaml").code(UNREADABLE);
    assert!(err(&said).contains("did you mean `photos`?"), "{}", err(&said));
    lab.run("place pve1 lab.yaml").code(UNREADABLE);
}
