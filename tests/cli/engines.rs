//! What Podman's units and the dumps of engines tell of a lab.

use super::{Folder, code, err, out};

/// Everything that a run says of the folder, in every way.
fn told(folder: &Folder) -> String {
    let commands = [
        "check .",
        "check . -v",
        "check . --format json",
        "inventory .",
        "inventory . --format json",
        "files .",
        "report . -f html",
    ];
    let said = commands.map(|command| {
        let said = folder.run(command);
        out(&said) + &err(&said)
    });
    said.concat()
}

#[test]
fn a_drop_in_counts_after_its_unit() {
    let folder = Folder::new()
        .with(
            "units/web.container",
            "[Container]\nImage=ghcr.io/example/web:1\nEnvironment=TOKEN=hidden-1 \\\n  KEY=hidden-2\nSecret=hidden-3\nAddCapability=NET_ADMIN\n\
             Label=x.token=hidden-4\n[Service]\nRestart=always\n",
        )
        .with("units/web.container.d/10.conf", "[Container]\nImage=ghcr.io/example/web:2\nAddCapability=\n")
        .with("units/worker@.container", "[Container]\nImage=ghcr.io/example/worker:%i\n");
    let told = told(&folder);
    assert!(told.contains("ghcr.io/example/web:2"), "{told}");
    assert!(!told.contains("ghcr.io/example/web:1\""), "{told}");
    assert!(told.contains("it is a template without an instance"), "{told}");
    for secret in ["hidden-1", "hidden-2", "hidden-3", "hidden-4"] {
        assert!(!told.contains(secret), "{secret}");
    }
}

const INSPECT: &str = r#"[{"Id": "a1", "Name": "/shop-web-1", "State": {"Status": "running"},
  "Config": {"Image": "ghcr.io/example/web:1", "Env": ["TOKEN=hidden-1"], "Cmd": ["--key", "hidden-2"],
    "Labels": {"com.docker.compose.project": "shop", "com.docker.compose.service": "web", "x.token": "hidden-3"}},
  "HostConfig": {"Memory": 0, "Privileged": true, "RestartPolicy": {"Name": ""}}, "Mounts": []}]"#;
const INFO: &str = r#"{"Name": "apps", "NCPU": 4, "MemTotal": 8318910464, "OperatingSystem": "Debian GNU/Linux 13"}"#;
const STATS: &str =
    "{\"Name\": \"shop-web-1\", \"CPUPerc\": \"0.0%\", \"MemUsage\": \"512MiB / 7GiB\"}\n";

#[test]
fn a_dump_says_where_the_service_of_a_compose_file_runs() {
    let folder = Folder::new()
        .with("live/apps-inspect.json", INSPECT)
        .with("live/apps-info.json", INFO)
        .with("live/apps-stats.jsonl", STATS)
        .with("shop/compose.yaml", "services:\n  web: {image: 'ghcr.io/example/web:1'}\n")
        .with(
            "other/compose.yaml",
            "services:\n  other: {image: 'nginx:1.31.1'}\nx-labctl: {runs_on: 'external:x'}\n",
        );
    let told = told(&folder);
    for secret in ["hidden-1", "hidden-2", "hidden-3"] {
        assert!(!told.contains(secret), "{secret}");
    }
    let said = folder.run("inventory . --format json");
    assert_eq!(code(&said), Some(0), "{}", err(&said));
    let told: serde_json::Value = serde_json::from_str(&out(&said)).expect("it is JSON");
    let systems = told["labs"][0]["systems"].as_array().expect("a list");
    let web = systems.iter().find(|it| it["name"] == "web").expect("it is there once");
    assert_eq!(web["runs_on"], serde_json::json!(["apps"]));
    assert_eq!(web["fields"]["usage"]["value"]["memory"], 512 << 20);
    assert_eq!(web["fields"]["container_name"]["value"], "shop-web-1");
    assert_eq!(systems.len(), 3, "{systems:#?}");
}

#[test]
fn what_is_no_dump_is_passed_over() {
    let folder = Folder::new()
        .with("package.json", "{\"name\": \"x\", \"Config\": {}}")
        .with("broken-inspect.json", &INSPECT[..INSPECT.len() / 2])
        .with("compose.yaml", "services: {web: {image: 'nginx:1.31.1'}}\n");
    let told = told(&folder);
    assert!(!told.contains("hidden-1"), "{told}");
}
