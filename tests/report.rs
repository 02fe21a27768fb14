//! What a placement report says of single labs: who falls with whom, who starts when, how full a host is.

use labctl::check::{Outcome, check};
use labctl::policy::Settings;
use labctl::read::Files;
use labctl::report::placement::{Answer, Aspect, LabReport, Report};
use labctl::source::Sources;

#[test]
fn guests_go_with_their_host_and_others_suffer() {
    let outcome = checked(
        "
hosts: {a: {}, b: {}, nas: {}}
storage: {tank: {on: nas, size: 4TB}}
vms:
  apps: {runs_on: a, disk: {size: 10GiB, storage: tank}}
  spare: {runs_on: a, status: stopped}
  db: {runs_on: b}
containers:
  web: {runs_on: apps, depends_on: [db]}
  wiki: {runs_on: apps, depends_on: [{name: db, optional: true}]}
  board: {runs_on: apps, depends_on: [{name: db, fallback: web}]}
  chart: {runs_on: apps, depends_on: [{name: db, when: run}]}
  build: {runs_on: apps, depends_on: [{name: db, when: deploy}]}
",
    );
    let report = report(&outcome);
    let lab = &report.labs[0];
    assert_eq!(falls(lab, "a"), ["apps web wiki board chart build", ""]);
    assert_eq!(falls(lab, "b"), ["db", "web chart"]);
    assert_eq!(falls(lab, "nas"), ["", "apps web wiki board chart build"]);
    assert!(lab.failures.iter().all(|failure| failure.survived == Some(false)));
}

#[test]
fn folders_of_a_storage_server_are_missed_with_it() {
    let outcome = checked(
        "
hosts: {pve: {hypervisor: proxmox}, nas: {}}
storage:
  media: {kind: nfs, on: nas, path: /mnt/media, clients: [apps]}
  photos: {kind: nfs, on: nas, path: /mnt/photos}
  copies: {kind: nfs, on: nas, path: /mnt/copies, clients: [pve]}
vms: {apps: {runs_on: pve}, quiet: {runs_on: pve}, other: {runs_on: pve}}
containers:
  films: {runs_on: quiet, volumes: ['/mnt/media/films:/media']}
  frames: {runs_on: quiet, volumes: ['/mnt/photos:/data']}
  music: {runs_on: other, volumes: ['nas:/export/music:/music']}
  books: {runs_on: other, volumes: ['copies:/books']}
",
    );
    let report = report(&outcome);
    // `films` sees a folder of `quiet`, which is no client of the storage that `apps` sees there.
    assert_eq!(falls(&report.labs[0], "nas"), ["", "apps frames music books"]);
}

#[test]
fn a_cluster_starts_guests_again_where_there_is_room() {
    let lab = |memory: &str, both: &str| {
        format!(
            "
clusters: {{pve: {{kind: proxmox, members: [a, b], witness: 'external:vote'}}}}
hosts: {{a: {{hypervisor: proxmox, memory: 32GiB}}, b: {{hypervisor: proxmox, memory: {memory}}}}}
vms:
  apps: {{runs_on: a, memory: 16GiB, ha: true}}
  other: {{runs_on: a, memory: 1GiB{both}}}
containers: {{web: {{runs_on: apps, memory: 1GiB}}}}
"
        )
    };
    let of_a = |text: &str| {
        let outcome = checked(text);
        let report = report(&outcome);
        let failure = report.labs[0].failures[0].clone();
        (names(&report.labs[0], &failure.restarts), failure.room, failure.survived)
    };
    let all = "apps other web".to_owned();
    assert_eq!(of_a(&lab("32GiB", ", ha: true")), (all.clone(), Some(true), Some(true)));
    assert_eq!(of_a(&lab("16GiB", ", ha: true")), (all, Some(false), Some(false)));
    assert_eq!(of_a(&lab("32GiB", "")), ("apps web".to_owned(), Some(true), Some(false)));
    // Room in two places is no room for one.
    let parted = "
clusters: {pve: {kind: proxmox, members: [a, b, c]}}
hosts: {a: {memory: 32GiB}, b: {memory: 12GiB}, c: {memory: 12GiB}}
vms: {apps: {runs_on: a, memory: 16GiB, ha: true}}
";
    assert_eq!(of_a(parted), ("apps".to_owned(), Some(false), Some(false)));
    // What a VM can give back need not be free, and neither need the limit of a container.
    let pressed = "
clusters: {pve: {kind: proxmox, members: [a, b], witness: 'external:vote'}}
hosts: {a: {memory: 32GiB}, b: {memory: 12GiB}}
vms: {apps: {runs_on: a, memory: {min: 8GiB, max: 16GiB}, ha: true}}
containers: {files: {runs_on: a, engine: lxc, memory: 16GiB, ha: true}}
";
    assert_eq!(of_a(pressed), ("apps files".to_owned(), Some(true), Some(true)));
    // What a finding says cannot be restarted is not promised here.
    let even = "
clusters: {pve: {kind: proxmox, members: [a, b]}}
hosts: {a: {memory: 32GiB}, b: {memory: 32GiB}}
vms: {apps: {runs_on: a, memory: 16GiB, ha: true}}
";
    assert_eq!(of_a(even), (String::new(), Some(true), Some(false)));
    let tied = "
clusters: {pve: {kind: proxmox, members: [a, b, c]}}
hosts: {a: {memory: 32GiB, devices: [{name: card, kind: pci}]}, b: {memory: 32GiB}, c: {memory: 32GiB}}
vms: {apps: {runs_on: a, memory: 16GiB, ha: true, devices: [card]}}
";
    assert_eq!(of_a(tied), (String::new(), Some(true), Some(false)));
}

#[test]
fn room_is_what_the_rule_finds_it_to_be() {
    let kept_apart = "
hosts:
  pve1: {hypervisor: proxmox, memory: 32GiB}
  pve2: {hypervisor: proxmox, memory: 32GiB}
  pi: {}
clusters: {home: {kind: proxmox, members: [pve1, pve2], witness: pi}}
vms:
  dns1: {runs_on: pve1, memory: 1GiB, ha: true}
  dns2: {runs_on: pve2, memory: 1GiB, ha: true}
placement: {apart: [[dns1, dns2]]}
";
    let outcome = checked(kept_apart);
    assert!(outcome.findings().any(|finding| finding.rule == "failover-does-not-fit"));
    let report = report(&outcome);
    let ends: Vec<_> =
        report.labs[0].failures.iter().map(|failure| (failure.room, failure.survived)).collect();
    assert_eq!(ends, [(Some(false), Some(false)), (Some(false), Some(false)), (None, Some(true))]);
}

#[test]
fn a_rule_that_is_off_frees_nobody() {
    let tied = "
hosts:
  pve1: {hypervisor: proxmox, devices: [{name: zigbee, kind: usb}]}
  pve2: {hypervisor: proxmox}
clusters: {home: {kind: proxmox, members: [pve1, pve2], witness: 'external:vote'}}
vms: {home-assistant: {runs_on: pve1, devices: [zigbee], ha: true}}
";
    let failures = |text: &str| report(&checked(text)).labs[0].failures.to_vec();
    let off =
        format!("{tied}policy: {{rules: {{movable-but-pinned: off, ha-cannot-fail-over: off}}}}\n");
    assert_eq!(failures(tied)[0].restarts, [0_usize; 0]);
    assert_eq!(failures(&off), failures(tied));
}

#[test]
fn circles_are_what_the_rules_see() {
    let seen = |text: &str| {
        let outcome = checked(text);
        let starts = |rule: &str| rule == "bootstrap-cycle" || rule == "dependency-cycle";
        let told = outcome.findings().filter(|finding| starts(finding.rule)).count();
        (report(&outcome).labs[0].recovery.circles.len(), told)
    };
    // A folder of the machine below that lies on a share, whose server waits for what mounts it.
    let share = "
hosts: {pve1: {hypervisor: proxmox}, pve2: {hypervisor: proxmox}}
storage: {media: {on: nas, kind: nfs, path: /mnt/media, clients: [apps]}}
vms: {nas: {runs_on: pve1, depends_on: [login]}, apps: {runs_on: pve2}}
containers: {login: {runs_on: apps, volumes: ['/mnt/media/login:/data']}}
";
    assert_eq!(seen(share), (1, 1));
    // Some node of the cluster can carry what the other node waits for; or none can.
    let nodes = |second: &str| {
        format!(
            "
hosts: {{pve1: {{hypervisor: proxmox}}, pve2: {{hypervisor: proxmox}}}}
clusters: {{k3s: {{kind: k3s, members: [one, two]}}}}
vms: {{one: {{runs_on: pve1, depends_on: [registry]}}, two: {{runs_on: pve2{second}}}}}
containers: {{registry: {{runs_on: k3s}}}}
"
        )
    };
    assert_eq!(seen(&nodes("")), (0, 0));
    assert_eq!(seen(&nodes(", depends_on: [registry]")), (1, 1));
}

#[test]
fn what_runs_on_a_cluster_of_vms_or_on_a_rented_machine_is_in_a_vm() {
    let outcome = checked(
        "
hosts: {a: {hypervisor: proxmox}, metal: {}, far: {virtual: true}}
clusters: {k3s: {kind: kubernetes, members: [one, two]}, mixed: {kind: kubernetes, members: [three, metal]}}
vms: {one: {runs_on: a}, two: {runs_on: a}, three: {runs_on: a}}
containers: {web: {runs_on: k3s}, wiki: {runs_on: mixed}, chat: {runs_on: far}, mail: {runs_on: metal}}
",
    );
    let report = report(&outcome);
    let lab = &report.labs[0];
    let inside = lab.systems.iter().filter(|item| item.in_vm).map(|item| item.name);
    assert_eq!(inside.collect::<Vec<_>>(), ["web", "chat"]);
}

#[test]
fn a_cluster_stands_as_long_as_one_of_its_machines_runs() {
    let lab = |status: &str| {
        format!(
            "
hosts: {{a: {{cluster: pve}}, b: {{cluster: pve, status: {status}}}}}
clusters: {{pve: {{kind: proxmox}}}}
vms: {{apps: {{runs_on: pve}}}}
"
        )
    };
    let hurt = |text: &str| {
        let outcome = checked(text);
        falls(&report(&outcome).labs[0], "a")[1].clone()
    };
    assert_eq!(hurt(&lab("running")), "");
    assert_eq!(hurt(&lab("stopped")), "apps");
}

#[test]
fn what_is_needed_starts_first() {
    let outcome = checked(
        "
hosts: {a: {}, nas: {role: nas}}
storage: {tank: {on: nas, size: 4TB}}
vms:
  apps: {runs_on: a, role: container-host, disk: {size: 10GiB, storage: tank}}
  late: {runs_on: a, role: dns, start_order: 2}
  soon: {runs_on: a, role: dns, start_order: 1, autostart: false}
  gone: {runs_on: a, status: retired}
containers:
  web: {runs_on: apps, role: web, depends_on: [db]}
  db: {runs_on: apps, role: database}
  hen: {runs_on: apps, role: web, depends_on: [egg]}
  egg: {runs_on: apps, role: web, depends_on: [hen]}
",
    );
    let report = report(&outcome);
    let lab = &report.labs[0];
    let steps: Vec<String> = lab
        .recovery
        .steps
        .iter()
        .map(|step| {
            let systems: Vec<usize> = step.systems.iter().map(|start| start.system).collect();
            format!("{}: {}", step.layer.key(), names(lab, &systems))
        })
        .collect();
    assert_eq!(
        steps,
        [
            "machine: a nas",
            "platform: apps",
            "base-service: soon late",
            "database: db",
            "application: web hen egg"
        ]
    );
    assert_eq!(names(lab, &lab.recovery.off), "gone");
    let circles: Vec<String> = lab.recovery.circles.iter().map(|it| names(lab, it)).collect();
    assert_eq!(circles, ["hen egg"]);
    let by_hand = lab.recovery.steps.iter().flat_map(|step| &step.systems);
    let by_hand = by_hand.filter(|start| start.by_hand).map(|start| start.system);
    assert_eq!(names(lab, &by_hand.collect::<Vec<_>>()), "soon");
}

#[test]
fn a_stopped_guest_takes_room_on_the_disk_only() {
    let outcome = checked(
        "
hosts: {a: {cpu: 8, memory: 32GiB, storage: {local: 1TiB}, reserve: {memory: 2GiB, cpu: 1}}}
storage: {tank: {on: a, size: 4TB}}
vms:
  on: {runs_on: a, cpu: 2, memory: 8GiB, disk: {size: 100GiB, storage: local}}
  off: {runs_on: a, cpu: 4, memory: 16GiB, disk: {size: 200GiB}, status: stopped}
  idea: {runs_on: a, cpu: 4, memory: 16GiB, disk: {size: 400GiB}, status: planned}
  far: {runs_on: a, cpu: 1, disk: {size: 800GiB, storage: tank}}
",
    );
    let report = report(&outcome);
    let usage = report.labs[0].systems[0].usage.expect("a host has one");
    assert_eq!(usage.memory.to_string(), "10 of 32 GiB (31%)");
    assert_eq!(usage.cores.to_string(), "4 of 8 cores (50%)");
    assert_eq!(usage.disk.to_string(), "300 GiB of 1 TiB (29%)");
    assert_eq!(usage.memory.unstated, 1);
}

#[test]
fn a_limit_is_no_promise() {
    let outcome = checked(
        "
hosts: {a: {cpu: 8, memory: 32GiB}}
vms: {apps: {runs_on: a, cpu: 2, memory: {min: 2GiB, max: 8GiB}}}
containers:
  dns: {runs_on: a, engine: lxc, cpu: 1, memory: 4GiB}
  db: {runs_on: a, engine: podman, memory: {min: 2GiB, max: 6GiB}}
  job: {runs_on: a, engine: podman, memory: 2GiB, lifetime: ephemeral}
  web: {runs_on: apps, cpu: 0.5, memory: 512MiB, replicas: 2}
",
    );
    let report = report(&outcome);
    let usage = |at: usize| report.labs[0].systems[at].usage.expect("something runs on it");
    assert_eq!(usage(0).memory.to_string(), "10 of 32 GiB (31%), limits 10 GiB");
    assert_eq!(usage(0).cores.to_string(), "2 of 8 cores (25%), limits 1 core");
    assert_eq!(usage(1).memory.to_string(), "limits 1 of 8 GiB (13%)");
    assert_eq!(usage(1).cores.to_string(), "limits 1 core of 2 cores (50%)");
}

#[test]
fn what_nobody_says_is_unknown() {
    let outcome = checked(
        "
hosts: {a: {docs: 'https://me:secret@wiki.example/a'}}
vms:
  kept: {runs_on: a, backup: {to: external:attic, restore_tested: 2026-08-02}, owner: alex}
  old: {runs_on: a, backup: {to: external:attic, restore_tested: 2019-08-02}, logs_to: []}
  none: {runs_on: a, backup: none}
  silent: {runs_on: a}
containers: {web: {runs_on: kept}, inner: {runs_on: web, monitored_by: [uptime]}}
",
    );
    let report = report(&outcome);
    let lab = &report.labs[0];
    let of = |name: &str| {
        let row = &lab.readiness.rows[number(lab, name)];
        let word = |aspect: Aspect| match row.cells[aspect as usize].answer {
            Answer::Yes => 'y',
            Answer::No => 'n',
            Answer::Unknown => '?',
        };
        Aspect::ALL.map(word).iter().collect::<String>()
    };
    assert_eq!(of("a"), "????y?");
    assert_eq!(of("kept"), "yy??yy");
    assert_eq!(of("old"), "yn?ny?");
    assert_eq!(of("none"), "nn??y?");
    assert_eq!(of("silent"), "????y?");
    assert_eq!(of("web"), "yy??yy");
    assert_eq!(of("inner"), "yyy?yy");
    let docs = &lab.readiness.rows[0].cells[Aspect::Documented as usize];
    assert_eq!(docs.note, "https://wiki.example/a");
    let inner = &lab.readiness.rows[number(lab, "inner")].cells;
    assert_eq!(inner[Aspect::Backup as usize].note, "with kept");
    assert_eq!(inner[Aspect::Documented as usize].note, "with a");
}

/// The report agrees with the rules on whom a word about a machine or a cluster goes for.
#[test]
fn what_is_said_of_a_machine_goes_for_its_guests() {
    let outcome = checked(
        "
clusters: {pve: {members: [a, b], monitored_by: [zabbix], owner: kim}}
hosts: {a: {backup: {to: external:attic}}, b: {}}
vms: {apps: {runs_on: a, logs_to: [loki]}, db: {runs_on: pve}}
containers: {web: {runs_on: apps}}
",
    );
    let report = report(&outcome);
    let lab = &report.labs[0];
    let answers = |name: &str| {
        lab.readiness.rows[number(lab, name)].cells.each_ref().map(|cell| cell.answer.name())
    };
    assert_eq!(answers("web"), ["yes", "unknown", "yes", "yes", "unknown", "yes"]);
    assert_eq!(answers("db"), ["unknown", "unknown", "yes", "unknown", "unknown", "yes"]);
    assert_eq!(answers("b"), ["unknown", "unknown", "yes", "unknown", "unknown", "yes"]);
}

fn checked(text: &str) -> Outcome {
    let mut sources = Sources::default();
    sources.add("lab.yaml".to_owned(), text.to_owned()).expect("under 4 GiB");
    let outcome = check(sources, &Files::default(), &Settings::default());
    let unread = outcome.findings().find(|finding| finding.rule.contains("field"));
    assert!(unread.is_none(), "{unread:?}");
    outcome
}

fn report(outcome: &Outcome) -> Report<'_> {
    Report::of(outcome, &Settings::default())
}

fn number(lab: &LabReport<'_>, name: &str) -> usize {
    lab.systems.iter().position(|item| item.name == name).expect("it is in the lab")
}

fn names(lab: &LabReport<'_>, systems: &[usize]) -> String {
    systems.iter().map(|at| lab.system(*at).name).collect::<Vec<_>>().join(" ")
}

/// What is gone with a host, and what suffers elsewhere.
fn falls(lab: &LabReport<'_>, host: &str) -> [String; 2] {
    let host = number(lab, host);
    let failure = lab.failures.iter().find(|it| it.host == host).expect("it is a host");
    [names(lab, &failure.gone), names(lab, failure.hurt.as_ref().expect("it is a small lab"))]
}
