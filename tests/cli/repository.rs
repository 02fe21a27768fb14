//! A repository as it is: files of other tools, what they are for, and where what is in them runs.

use super::{CLEAN_EXIT, Folder, UNREADABLE, code, err, out};

const WEB: &str = "services:\n  web: {image: 'nginx:1.31.1', depends_on: [db]}\n  db: {image: 'valkey/valkey:8.1.4'}\n";
const AGENT: &str = "services:\n  agent: {image: 'portainer/agent:2.33.6'}\n";

/// A folder of three hosts, one of them by number.
fn repository() -> Folder {
    Folder::new()
        .with("compose/nas/web/compose.yaml", WEB)
        .with("compose/vm-101/web/compose.yaml", WEB)
        .with("compose/shared/agent/compose.yaml", AGENT)
        .with("compose/somewhere/compose.yaml", "services:\n  lost: {image: 'nginx:1.31.1'}\n")
        .with("archive/compose.yaml", "services:\n  gone: {image: 'nginx:1.31.1'}\n")
        .with("node_modules/x/compose.yaml", AGENT)
        .with(".gitignore", "/scratch/\n")
        .with("scratch/compose.yaml", AGENT)
        .with("values.yaml", "services: none of these\n")
        .with(
            "labctl.yaml",
            "sources:\n  - {files: 'compose/shared/*/compose.yaml', runs_on: [nas, apps]}\n\
             hosts:\n  nas: {}\nvms:\n  apps: {runs_on: nas, vmid: 101}\n",
        )
}

/// What each system is called, and what it runs on.
fn placed(folder: &Folder) -> Vec<String> {
    let said = out(&folder.run("inventory . --format json"));
    let told: serde_json::Value = serde_json::from_str(&said).expect("it is JSON");
    let systems = told["labs"][0]["systems"].as_array().expect("there are systems").clone();
    let place = |system: &serde_json::Value| format!("{} {}", system["id"], system["runs_on"]);
    let mut places: Vec<String> =
        systems.iter().map(place).map(|place| place.replace('"', "")).collect();
    places.sort();
    places
}

#[test]
fn what_runs_where_follows_from_the_files_and_their_folders() {
    let expected = [
        "agent@apps [apps]",
        "agent@nas [nas]",
        "apps [nas]",
        "db@apps [apps]",
        "db@nas [nas]",
        "lost []",
        "nas []",
        "web@apps [apps]",
        "web@nas [nas]",
    ];
    assert_eq!(placed(&repository()), expected);
}

#[test]
fn what_is_needed_is_that_of_the_same_machine() {
    let said = out(&repository().run("inventory ."));
    for name in ["apps", "nas"] {
        assert!(said.contains(&format!("depends_on: db@{name}")), "{said}");
    }
}

#[test]
fn an_inventory_of_what_was_read_is_read_as_the_same() {
    let folder = repository();
    let said = out(&folder.run("inventory ."));
    let again = Folder::new().with("inventory.yaml", &said);
    let twice = out(&again.run("inventory inventory.yaml"));
    let told = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
        lines.map(str::to_owned).filter(|line| !line.is_empty()).collect()
    };
    assert_eq!(told(&said), told(&twice));
}

#[test]
fn it_is_said_which_file_gave_what() {
    let said = out(&repository().run("files ."));
    let lines = [
        ("archive/compose.yaml", "not deployed: it is in a folder called `archive`"),
        ("compose/somewhere/compose.yaml", "nothing says where it runs"),
        ("compose/nas/web/compose.yaml", "2 systems"),
        ("labctl.yaml", "inventory"),
        ("values.yaml", "no reader knows it"),
    ];
    for (file, what) in lines {
        let line = said.lines().find(|line| line.contains(file)).unwrap_or_default();
        assert!(line.contains(what), "{file} has no `{what}`:\n{said}");
    }
    assert!(said.contains("ignored by git"), "{said}");
    assert!(!said.contains("node_modules"), "{said}");
}

#[test]
fn a_name_that_several_have_asks_which() {
    let folder = repository();
    let said = folder.run("why agent .");
    assert_eq!(code(&said), Some(UNREADABLE));
    assert!(err(&said).contains("several workloads are called `agent`: `agent@nas`, `agent@apps`"));
    assert_eq!(code(&folder.run("why agent@nas .")), Some(CLEAN_EXIT));
    assert_eq!(code(&folder.run("why lost .")), Some(CLEAN_EXIT));
}

#[test]
fn one_definition_on_several_machines_is_told_once() {
    let folder = Folder::new()
        .with("agent/compose.yaml", "services:\n  agent:\n    image: portainer/agent:2.33.6\n    privileged: true\n")
        .with(
            "labctl.yaml",
            "sources:\n  - {files: 'agent/*', runs_on: [a, b]}\nvms:\n  a: {runs_on: external:x}\n  b: {runs_on: external:x}\n",
        );
    let said = out(&folder.run("check . --format concise"));
    assert_eq!(said.matches("privileged-container").count(), 1, "{said}");
}

#[test]
fn where_no_inventory_is_the_files_are_read_and_it_is_said() {
    let folder = Folder::new().with("web/compose.yaml", WEB);
    let said = folder.run("check");
    assert!(err(&said).contains("no inventory is here; read 1 file of other tools instead"));
    assert!(out(&said).contains("unplaced-file"), "{}", out(&said));
}

#[test]
fn a_machine_that_sources_name_and_nothing_defines_is_told_once() {
    let folder = Folder::new()
        .with("web/compose.yaml", WEB)
        .with("labctl.yaml", "sources: [{files: 'web/*', runs_on: nowhere}]\nhosts: {nas: {}}\n");
    let said = out(&folder.run("check . --format concise"));
    assert_eq!(
        said.matches("2 workloads run on `nowhere`, which is not defined").count(),
        1,
        "{said}"
    );
}

#[test]
fn a_repository_begins_with_the_lines_that_are_missing() {
    let folder =
        Folder::new().with("docker/a/x/compose.yaml", WEB).with("docker/b/y/compose.yaml", AGENT);
    assert_eq!(code(&folder.run("init")), Some(CLEAN_EXIT));
    let text = std::fs::read_to_string(folder.path("labctl.yaml")).expect("it was written");
    assert!(text.contains("# - {files: 'docker/{host}/**', runs_on: '{host}'}"), "{text}");
    assert!(text.contains("# 'a': {engine: docker}"), "{text}");
    // Nothing of it counts as it is.
    let said = out(&folder.run("check --format concise"));
    assert!(said.contains("unplaced-file") && !said.contains("unknown-host"), "{said}");
    let open = text.replace("  # - {", "  - {").replace("  # '", "  '");
    std::fs::write(folder.path("labctl.yaml"), open).expect("it can be written");
    assert_eq!(placed(&folder), ["a []", "agent@b [b]", "b []", "db@a [a]", "web@a [a]"]);
}
