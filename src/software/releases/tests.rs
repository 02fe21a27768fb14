//! Releases are found by what people write.

use super::{Release, archived_image, end_of_life, release_of_image, release_of_system};

/// A release in short: `Debian 10 until 2024-06-30`.
fn short(release: Option<Release>) -> Option<String> {
    let Release { product, version, end, is_older, .. } = release?;
    let sign = if is_older { "<" } else { "" };
    Some(format!("{product} {sign}{version} until {end}"))
}

#[test]
fn systems() {
    let table = [
        ("debian-10", Some("Debian 10 until 2024-06-30")),
        ("Debian GNU/Linux 10 (buster)", Some("Debian 10 until 2024-06-30")),
        ("buster", Some("Debian 10 until 2024-06-30")),
        ("debian-6", Some("Debian <8 until 2020-06-30")),
        ("ubuntu-18.04", Some("Ubuntu 18.04 until 2023-05-31")),
        ("Ubuntu 22", Some("Ubuntu 22.04 until 2027-04-01")),
        ("ubuntu core 20", None),
        ("windows-10", Some("Windows 10 until 2025-10-14")),
        ("Windows 10 LTSC", None),
        ("windows-11", None),
        ("Windows 11 22H2", Some("Windows 11 22h2 until 2025-10-14")),
        ("Windows Server 2012 R2", Some("Windows Server 2012 until 2023-10-10")),
        ("truenas-core-13", Some("TrueNAS 13 until 2026-04-30")),
        ("TrueNAS SCALE 24.10", None),
        ("freenas-11.3", Some("TrueNAS <13 until 2026-04-30")),
        ("proxmox 7.4", Some("Proxmox VE 7 until 2024-07-31")),
        ("proxmox-backup-server-2", Some("Proxmox Backup Server 2 until 2024-07-31")),
        ("FreeBSD 14.1", Some("FreeBSD 14.1 until 2025-03-31")),
        ("FreeBSD 14.10", Some("FreeBSD 14 until 2028-11-30")),
        ("DSM 6.2.4", Some("Synology DSM 6.2 until 2024-10-01")),
        ("LMDE 6 (based on Debian 12)", None),
        ("linux", None),
        ("", None),
        ("☃ 12", None),
    ];
    for (text, wanted) in table {
        assert_eq!(short(release_of_system(text)).as_deref(), wanted, "{text}");
    }
}

#[test]
fn images() {
    let table = [
        ("postgres:9.6", Some("PostgreSQL 9.6 until 2021-11-11")),
        (
            "docker.io/library/postgres:9.6-alpine@sha256:00",
            Some("PostgreSQL 9.6 until 2021-11-11"),
        ),
        ("postgres:8.4", Some("PostgreSQL <9.0 until 2015-10-08")),
        ("postgres:18", Some("PostgreSQL 18 until 2030-11-14")),
        ("postgres:19", None),
        ("pgvector/pgvector:0.8.0-pg13", Some("PostgreSQL 13 until 2025-11-13")),
        ("pgvector/pgvector:0.8.0", None),
        ("mariadb:10.3", Some("MariaDB 10.3 until 2023-05-25")),
        ("mariadb:10", Some("MariaDB 10.11 until 2028-02-16")),
        ("mongo:4", Some("MongoDB 4.4 until 2024-02-29")),
        ("redis:8", None),
        ("traefik:v2.11", Some("Traefik 2 until 2026-02-01")),
        ("traefik:v3.1", None),
        ("rancher/k3s:v1.28.5-k3s1", Some("Kubernetes 1.28 until 2024-10-28")),
        ("zabbix/zabbix-server-pgsql:alpine-5.0-latest", Some("Zabbix 5.0 until 2025-05-31")),
        ("debian:buster-slim", Some("Debian 10 until 2024-06-30")),
        ("node:16", Some("Node.js 16 until 2023-09-11")),
        ("kindest/node:v1.28.0", Some("Kubernetes 1.28 until 2024-10-28")),
        ("somebody/node:16", None),
        ("postgres:latest", None),
        ("postgres:${TAG}", None),
        ("postgres", None),
        (":9.6", None),
    ];
    for (image, wanted) in table {
        assert_eq!(short(release_of_image(image)).as_deref(), wanted, "{image}");
    }
}

#[test]
fn products() {
    let end = end_of_life("postgresql", "9.6.24");
    assert_eq!(short(end).as_deref(), Some("PostgreSQL 9.6 until 2021-11-11"));
    assert_eq!(end_of_life("PostgreSQL", "latest"), None);
    assert_eq!(end_of_life("nobody's", "1"), None);
}

#[test]
fn archived_software() {
    let product = |image| archived_image(image).map(|it| it.product);
    assert_eq!(product("containrrr/watchtower:1.7.1"), Some("Watchtower"));
    assert_eq!(product("ghcr.io/containrrr/watchtower"), Some("Watchtower"));
    assert_eq!(product("nickfedor/watchtower"), None);
    assert_eq!(product("docker.io/bitnamilegacy/redis:7"), Some("Bitnami's legacy image"));
    assert_eq!(product("lscr.io/linuxserver/readarr:develop"), Some("Readarr"));
}
