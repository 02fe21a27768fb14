//! A first inventory: written whole, never over another one, and nothing to mend in it.

use std::fs;

use super::{CLEAN_EXIT, Folder, NOTHING, UNREADABLE, err, out};

const TABLE: &str = "\
# Lab

| Name | Type | Node | RAM | IP |
|------|------|------|-----|----|
| dns | LXC | pve1 | 512 MB | 10.0.0.53 |
| [apps](docs/apps.md) | **VM** | `pve1` | 8 GB | 10.0.0.30 |
";

#[test]
fn a_starter_is_clean() {
    let folder = Folder::new();
    let said = folder.run("init").code(CLEAN_EXIT).stdout_eq("");
    assert!(
        err(&said).starts_with("wrote `inventory.yaml`; next: `labctl check inventory.yaml`\n"),
        "{}",
        err(&said)
    );
    assert_eq!(folder.names(), ["inventory.yaml"]);
    assert!(
        folder
            .read("inventory.yaml")
            .starts_with("# yaml-language-server: $schema=labctl.schema.json\n")
    );
    folder.run("check --fail-on info").code(CLEAN_EXIT);
    assert_eq!(out(&folder.run("init -").code(CLEAN_EXIT)), folder.read("inventory.yaml"));
    assert_eq!(err(&folder.run("init - --quiet").code(CLEAN_EXIT)), "");
}

#[test]
fn the_schema_beside_it() {
    let folder = Folder::new();
    fs::create_dir(folder.path("lab")).expect("a folder");
    folder.run("init lab --schema").code(CLEAN_EXIT).stdout_eq("");
    assert_eq!(folder.read("lab/labctl.schema.json"), out(&folder.run("schema")));
    assert!(folder.path("lab/inventory.yaml").exists());
}

#[test]
fn a_password_of_a_table_stays_in_the_table() {
    let table = "| Name | Typ | Node | User | Passwort |\n|---|---|---|---|---|\n| dns | LXC | pve1 | root | hunter2 |\n";
    let folder = Folder::lab("").with("table.md", table);
    let text = out(&folder.run("init --from table.md -").code(CLEAN_EXIT));
    assert!(text.contains("# not placed: User: root\n"), "{text}");
    assert!(text.contains("# not placed: Passwort: ****\n"), "{text}");
}

#[test]
fn what_is_there_stays_there() {
    let folder = Folder::lab("mine").with("labctl.schema.json", "mine too");
    for arguments in ["init lab.yaml", "init new.yaml --schema", "init lab.yaml --from table.md"] {
        let folder =
            Folder::lab("mine").with("labctl.schema.json", "mine too").with("table.md", TABLE);
        let said = folder.run(arguments).code(UNREADABLE).stdout_eq("");
        assert!(err(&said).contains(
            "is there already\nhelp: name another file, or write over it with `--force`\n"
        ));
        assert_eq!(folder.names(), ["lab.yaml", "labctl.schema.json", "table.md"]);
        assert_eq!(folder.read("lab.yaml") + &folder.read("labctl.schema.json"), "minemine too");
    }
    folder.run("init lab.yaml --schema --force").code(CLEAN_EXIT);
    folder.run("check lab.yaml").code(CLEAN_EXIT);
    assert_eq!(folder.names(), ["lab.yaml", "labctl.schema.json"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_something() {
    let folder = Folder::new();
    std::os::unix::fs::symlink("elsewhere.yaml", folder.path("inventory.yaml")).expect("a link");
    folder.run("init").code(UNREADABLE);
    assert_eq!(folder.names(), ["inventory.yaml"]);
    folder.run("init /dev/stdout").code(CLEAN_EXIT);
}

#[test]
fn tables_become_an_inventory() {
    let folder = Folder::new().with("table.md", TABLE);
    let said = folder.run("init --from table.md").code(CLEAN_EXIT).stdout_eq("");
    assert!(err(&said).starts_with("read 3 machines; what has no field stands in 0 comments\n"));
    let text = folder.read("inventory.yaml");
    let entry = "  apps:\n    runs_on: pve1\n    memory: 8GiB\n    addresses: 10.0.0.30\n    docs: docs/apps.md\n";
    assert!(text.contains(entry), "{text}");
    folder.run("check --fail-on info").code(CLEAN_EXIT);
    let piped = folder.labctl("init - --from -").stdin(TABLE).assert().code(CLEAN_EXIT);
    assert_eq!(out(&piped), text);
}

/// Pictures, bold names, several things in one column, and what each row runs on said in three ways.
const README: &str = "\
# 🏠 Homelab

## Hardware

| 🖥️ Hostname | Betriebssystem | Specs | IP |
|:---|---|---|---|
| **pve1** | Proxmox VE 9 | i5-12500T, 64GB RAM, 1TB NVMe | 192.168.1.10 |

## VMs on pve1

| VMID | Name | vCPU/RAM/Disk | Function | Backup |
|---:|---|---|---|:-:|
| 100 | apps | 4c/8GB/64GB | Container-Host | ✅ |

## Docker services

| Service | Läuft auf | Image | Port(s) | Notes |
|---|---|---|---|---|
| <img src=\"https://x.y/z.png\"> [Grafana](https://grafana.lan) | apps | `grafana/grafana:11.1.0` | 3000:3000 | graphs<br>and alerts |
| traefik | apps | `traefik:v3.1` | 80:80, 443:443 (web) | |
";

#[test]
fn a_readme_becomes_an_inventory() {
    let folder = Folder::new().with("README.md", README);
    folder.run("init --from README.md").code(CLEAN_EXIT);
    let text = folder.read("inventory.yaml");
    let entries = "
hosts:
  pve1:
    os: Proxmox VE 9
    cpu: {model: i5-12500T}
    memory: 64GiB
    storage: [{size: 1TB, media: nvme}]
    hypervisor: proxmox
    addresses: 192.168.1.10

vms:
  apps:
    role: container-host
    runs_on: pve1
    cpu: 4
    memory: 8GiB
    disk: 64GB
    vmid: 100
    backup: true

containers:
  Grafana:
    image: grafana/grafana:11.1.0
    engine: docker
    runs_on: apps
    ports: '3000:3000'
    docs: https://grafana.lan
    notes: 'graphs, and alerts'
  traefik:
    image: traefik:v3.1
    engine: docker
    runs_on: apps
    ports: ['80:80', '443:443']
    # not placed: Port(s): 80:80, 443:443 (web)

policy:
  profile: minimal
";
    assert!(text.ends_with(entries), "{text}");
    folder.run("check --fail-on info").code(CLEAN_EXIT);
}

#[test]
fn of_two_rows_of_one_name_none_is_lost() {
    let rows = "| web | VM | a | 1GB |\n| web | VM | b | 2GB |\n| web | LXC | b | 3GB |\n";
    let table = format!("| Name | Type | Node | RAM |\n|-|-|-|-|\n{rows}");
    let folder = Folder::new().with("README.md", table);
    folder.run("init --from README.md").code(CLEAN_EXIT);
    let text = folder.read("inventory.yaml");
    assert!(text.contains("  web@b:\n    runs_on: b\n    memory: 2GiB\n"), "{text}");
    let second = "# not placed: a second row called web@b, one of the containers: RAM: 3GB\n";
    assert!(text.ends_with(second), "{text}");
}

/// Nobody looks at all rows for each, however they hang together.
#[test]
fn many_rows() {
    let table = |line: &dyn Fn(usize) -> String| {
        "| Name | Node |\n|-|-|\n".to_owned() + &(0..20_000).map(line).collect::<String>()
    };
    for text in [
        table(&|n| format!("| vm{n} | host{n} |\n")),
        table(&|n| format!("| vm{n} | vm{} |\n", n + 1)),
        table(&|n| format!("| vm{n} | vm{} |\n", (n + 1) % 20_000)),
        "| Name | Node |\n|-|-|\n".to_owned() + &"| a ".repeat(300_000),
    ] {
        Folder::new().with("README.md", text).run("init --from README.md").code(CLEAN_EXIT);
    }
}

#[test]
fn without_a_table_nothing_is_written() {
    let folder = Folder::new().with(
        "table.md",
        "# Lab\n\n| VLAN | Name | Subnet |\n|-|-|-|\n| 1 | lan | 10.0.0.0/24 |\n",
    );
    let said = folder.run("init --from table.md").code(NOTHING).stdout_eq("");
    assert!(
        err(&said).starts_with("error: `table.md` has no table of machines\nhelp: "),
        "{}",
        err(&said)
    );
    folder.run("init --from gone.md").code(UNREADABLE);
    folder.run("init gone/new.yaml").code(UNREADABLE);
    assert_eq!(folder.names(), ["table.md"]);
}
