//! A baseline: what was found before does not count, and what is new does.

use super::{CLEAN_EXIT, FINDINGS, Folder, UNREADABLE, code, err, out};

const LAB: &str = "hosts:\n  pve1: {hypervisor: proxmox}\nvms:\n  apps: {runs_on: pve1}\ncontainers:\n  \
                   one: {runs_on: pve1, image: 'a:1'}\n  two: {runs_on: pve1, image: 'b:1'}\n";

/// A lab whose findings are written down.
fn written_down() -> Folder {
    let lab = Folder::lab(LAB);
    let first = lab.run("check lab.yaml --write-baseline known.json");
    assert_eq!(code(&first), Some(CLEAN_EXIT), "{}", err(&first));
    assert!(err(&first).contains("known.json"), "{}", err(&first));
    lab
}

#[test]
fn what_was_there_before_does_not_count() {
    let lab = written_down();
    let again = lab.run("check lab.yaml --baseline known.json");
    assert_eq!(code(&again), Some(CLEAN_EXIT), "{}", out(&again));
    assert!(out(&again).contains("known from before"), "{}", out(&again));
    assert_eq!(err(&again), "");
}

#[test]
fn lines_may_move() {
    let lab = written_down();
    let lab = lab.with("lab.yaml", format!("# a comment\n\n{LAB}"));
    let moved = lab.run("check lab.yaml --baseline known.json");
    assert_eq!(code(&moved), Some(CLEAN_EXIT), "{}", out(&moved));
}

#[test]
fn a_group_tells_only_its_new_members() {
    let lab = written_down();
    let lab = lab.with("lab.yaml", format!("{LAB}  three: {{runs_on: pve1, image: 'c:1'}}\n"));
    let grown = lab.run("check lab.yaml --baseline known.json --format json");
    assert_eq!(code(&grown), Some(FINDINGS));
    let told: serde_json::Value = serde_json::from_str(&out(&grown)).expect("JSON");
    let new = told["findings"].as_array().expect("findings").iter();
    let new: Vec<_> = new.filter(|it| it["known"] == false && it["level"] != "info").collect();
    assert_eq!(new.len(), 1, "{new:?}");
    assert_eq!(new[0]["subjects"], serde_json::json!(["three"]));
}

#[test]
fn what_is_mended_is_said_to_be_gone() {
    let lab = written_down();
    let lab = lab.with("lab.yaml", LAB.replace("two: {runs_on: pve1", "two: {runs_on: apps"));
    let mended = lab.run("check lab.yaml --baseline known.json");
    assert_eq!(code(&mended), Some(CLEAN_EXIT), "{}", out(&mended));
    assert!(err(&mended).contains("found no more"), "{}", err(&mended));
    assert!(err(&mended).contains("of two"), "{}", err(&mended));
}

#[test]
fn a_mistake_in_the_text_is_known_and_any_other_is_new() {
    let lab = Folder::lab(format!("{LAB}nonsense: 1\n"));
    lab.run("check lab.yaml --write-baseline known.json");
    let again = lab.run("check lab.yaml --baseline known.json");
    assert_eq!(code(&again), Some(CLEAN_EXIT), "{}", out(&again));
    let lab = lab.with("lab.yaml", format!("{LAB}nonsense: 1\nrubbish: 1\n"));
    let again = lab.run("check lab.yaml --baseline known.json");
    assert_eq!(code(&again), Some(FINDINGS), "{}", out(&again));
    assert!(out(&again).contains("rubbish"), "{}", out(&again));
    assert!(!lab.read("known.json").contains("nonsense"), "the text may hold a secret");
}

/// Whatever is found, a baseline covers what it was written from.
#[test]
fn a_baseline_covers_what_it_was_written_from() {
    for text in [
        "hosts:\n  h: {hypervisor: proxmox}\nimage: x\nvms:\n  ? [v]\n  : {runs_on: h}\n",
        "hosts:\n  a: {ram: lots, os: no}\n  a: {}\n",
        "vms:\n  v: {runs_on: gone, cpuu: 1, memory: 12}\n# labctl: allow(no-rule)\n",
    ] {
        let lab = Folder::lab(text);
        assert_eq!(code(&lab.run("check lab.yaml --fail-on info")), Some(FINDINGS), "{text}");
        lab.run("check lab.yaml --write-baseline known.json");
        let again = lab.run("check lab.yaml --baseline known.json --fail-on info");
        assert_eq!(code(&again), Some(CLEAN_EXIT), "{text}: {}", out(&again));
    }
}

#[test]
fn another_file_is_no_baseline() {
    for (text, says) in [("x", "no baseline"), ("{\"version\": 9, \"findings\": []}", "version 9")]
    {
        let lab = Folder::lab(LAB).with("known.json", text);
        let said = lab.run("check lab.yaml --baseline known.json");
        assert_eq!(code(&said), Some(UNREADABLE));
        assert!(err(&said).contains(says), "{}", err(&said));
    }
    let lab = Folder::lab(LAB);
    let said = lab.run("check lab.yaml --baseline missing.json");
    assert_eq!(code(&said), Some(UNREADABLE));
    let said = lab.run("check lab.yaml --write-baseline lab.yaml");
    assert_eq!(code(&said), Some(UNREADABLE), "it never writes over an input");
}
