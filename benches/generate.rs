//! Labs of any size that look like real ones: hosts with VMs, VMs with containers, a few system
//! containers, monitored and backed up, nothing wrong with them.

use std::fmt::Write;

/// An inventory with so many workloads.
pub(crate) fn lab(workloads: usize) -> String {
    let vms = (workloads / 5).max(1);
    let hosts = (vms / 20).max(1);
    let containers = workloads.saturating_sub(vms + 2).max(1);
    let mut yaml = String::with_capacity(workloads * 480);
    yaml.push_str("lab: bench\n\ndefaults:\n  owner: me\n  docs: https://wiki.example\n\nnetworks:\n  lan: {subnet: 10.0.0.0/8}\n\nhosts:\n");
    for host in 0..hosts {
        write!(
            yaml,
            "  pve{host}:\n    hypervisor: proxmox\n    cpu: 64\n    memory: 1024GiB\n    \
             storage: {{local-zfs: 20TB, tank: {{size: 200TB, media: hdd}}}}\n    networks: {{lan: 10.0.{}.{}}}\n    \
             failure_domain: ups-{}\n    monitored_by: ['external:healthchecks']\n    purpose: runs guests\n",
            host / 250,
            host % 250 + 1,
            host % 3,
        )
        .expect("a string takes all");
    }
    yaml.push_str("  nas:\n    role: nas\n    storage: {tank: 900TB}\n    purpose: backups\n    monitored_by: ['external:healthchecks']\n\nbackups:\n  pbs: {on: nas, storage: tank}\n\nvms:\n");
    yaml.push_str("  infra:\n    runs_on: pve0\n    os: debian-13\n    role: container-host\n    cpu: 4\n    memory: 8GiB\n    purpose: monitoring\n    backup: pbs\n");
    for vm in 0..vms {
        write!(
            yaml,
            "  vm{vm}:\n    runs_on: pve{}\n    os: debian-13\n    role: container-host\n    cpu: 4\n    memory: 16GiB\n    \
             disk: {{size: 100GiB, storage: local-zfs}}\n    lifetime: long-lived\n    \
             backup: {{to: pbs, schedule: daily, restore_tested: 2026-08-02}}\n    monitored_by: [prometheus]\n    \
             autostart: true\n    purpose: runs application containers, number {vm}\n",
            vm % hosts,
        )
        .expect("a string takes all");
    }
    yaml.push_str("\ncontainers:\n  prometheus: {runs_on: infra, image: 'prom/prometheus:v3.1.0', role: monitoring}\n");
    for container in 0..containers {
        if container % 10 == 0 {
            writeln!(yaml, "  # --- stack {}", container / 10).expect("a string takes all");
        }
        let (image, role, state) = PRODUCTS[container % PRODUCTS.len()];
        write!(
            yaml,
            "  app{container}:\n    runs_on: vm{}\n    image: {image}\n    role: {role}\n    lifetime: long-lived\n    \
             memory: {{min: 128MiB, max: 256MiB}}\n    cpu: 0.5\n    state: {state}\n    \
             volumes: ['/srv/app{container}/config:/config', '/srv/app{container}/data:/data']\n    \
             ports: ['127.0.0.1:{}:80/tcp']\n    restart: unless-stopped\n    healthcheck: true\n    \
             purpose: application number {container} of the lab\n    tags: [web, apps]\n",
            container % vms,
            8000 + container / vms,
        )
        .expect("a string takes all");
        if container % 5 > 0 {
            writeln!(yaml, "    depends_on: [app{}]", container / 5 * 5)
                .expect("a string takes all");
        }
    }
    yaml
}

/// Images with what they do and keep. Every fifth is what the four after it need.
const PRODUCTS: [(&str, &str, &str); 5] = [
    ("postgres:16.4", "database", "database"),
    ("grafana/grafana:11.2.0", "dashboard", "files"),
    ("ghcr.io/home-operations/sonarr:4.0.18", "media", "files"),
    ("nginx:1.27.1", "web", "none"),
    ("docker.io/library/redis:7.2.5", "cache", "cache"),
];
