//! Look-ups find what people write.

use super::{Form, NameMatch, Need, Product, Service, Trust, by_image, by_name, by_os, products};
use crate::lab::Arch;

#[test]
fn each_key_finds_its_product() {
    for product in products() {
        for name in product.names.iter().chain(product.everyday) {
            let is_everyday = product.everyday.contains(name);
            assert_eq!(
                by_name(name),
                Some(NameMatch { product, is_everyday }),
                "the name `{name}`"
            );
        }
        for image in product.images {
            assert_eq!(by_image(image), Some(product), "the image `{image}`");
        }
        for os in product.os {
            assert_eq!(by_os(os), Some(product), "the system `{os}`");
        }
    }
}

#[test]
fn agents_serve_nobody_else() {
    for product in products().filter(|product| product.form == Form::Agent) {
        // What renews the containers beside it serves them, and no other machine.
        let others = product.gives.iter().filter(|it| **it != Service::Updates);
        assert_eq!(others.count(), 0, "{}", product.title);
    }
}

#[test]
fn common_words_are_no_images_alone() {
    let common = "agent api app backend base client controller core data db frontend main mc node \
                  operator proxy server service test ui web worker";
    for word in common.split_whitespace() {
        let image = format!("somebody/{word}");
        assert_eq!(by_image(&image).map(|product| product.title), None, "`{image}`");
    }
}

#[test]
fn images() {
    let table = [
        ("ghcr.io/home-assistant/home-assistant:stable", Some("Home Assistant")),
        ("lscr.io/linuxserver/sonarr@sha256:0123456789abcdef", Some("Sonarr")),
        ("lscr.io/linuxserver/sonarr:4.0@sha256:0123456789abcdef", Some("Sonarr")),
        ("localhost:5000/foo/bar:1", None),
        ("localhost:5000/postgres:16", Some(POSTGRES)),
        ("docker.io/library/postgres", Some(POSTGRES)),
        ("docker.io/bitnami/postgresql:16", Some(POSTGRES)),
        ("postgres", Some(POSTGRES)),
        ("docker://postgres:16", Some(POSTGRES)),
        ("  postgres:16 ", Some(POSTGRES)),
        ("Postgres:${TAG:-16}", Some(POSTGRES)),
        ("ghcr.io/goauthentik/server:2025.2", Some("authentik")),
        ("gotify/server", Some("Gotify")),
        ("vaultwarden/server:latest", Some("Vaultwarden")),
        ("server", None),
        ("registry.example.org/server", None),
        ("node:20-alpine", Some("Node.js application")),
        ("kindest/node:v1.31", Some("kind (Kubernetes in Docker)")),
        ("example/node", None),
        ("registry.k8s.io/ingress-nginx/controller:v1.11", Some("Ingress NGINX controller")),
        ("prom/node-exporter", Some("Prometheus node_exporter")),
        ("", None),
        ("/", None),
        (":", None),
        ("@", None),
        ("sha256:0123456789abcdef", None),
        ("ünïcode/☃:1", None),
    ];
    for (image, title) in table {
        assert_eq!(by_image(image).map(|product| product.title), title, "`{image}`");
    }
}

#[test]
fn systems() {
    let table = [
        ("debian-12", Some("Debian")),
        ("debian12", Some("Debian")),
        ("Debian GNU/Linux 12 (bookworm)", Some("Debian")),
        ("Ubuntu 24.04 LTS", Some("Ubuntu Server")),
        ("ubuntu_24.04", Some("Ubuntu Server")),
        ("ubuntu-desktop-24.04", Some("Ubuntu Desktop")),
        ("Windows 11", Some("Windows 11")),
        ("Windows 10", Some("Windows client (10, 11)")),
        ("Windows", Some("Windows client (10, 11)")),
        ("windows11", Some("Windows 11")),
        ("Windows 11 25H2", Some("Windows 11")),
        ("Windows Server 2022", Some("Windows Server")),
        ("Microsoft Windows Server 2022 Datacenter", Some("Windows Server")),
        (
            "windows-server-2008-r2",
            Some("Windows before 10 (95 to 8.1, XP, 2000, Server 2003 to 2012)"),
        ),
        ("TrueNAS SCALE 24.10", Some("TrueNAS")),
        ("truenas-core-13", Some("TrueNAS CORE and FreeNAS")),
        ("truenas-13.0", Some("TrueNAS CORE and FreeNAS")),
        ("FreeBSD 14", Some("FreeBSD")),
        ("pve-8", Some("Proxmox VE")),
        ("Proxmox VE 8.2", Some("Proxmox VE")),
        ("proxmox-backup-server-3", Some("Proxmox Backup Server")),
        ("Home Assistant OS 14", Some("Home Assistant OS")),
        ("haos", Some("Home Assistant OS")),
        ("macOS", Some("macOS")),
        ("macOS 15 Sequoia", Some("macOS")),
        ("Apple macOS", Some("macOS")),
        ("Pop!_OS 22.04", Some("Pop!_OS")),
        ("Rocky Linux 9", Some("Rocky Linux")),
        ("Red Hat Enterprise Linux 9", Some("Red Hat Enterprise Linux")),
        ("OpenWrt", Some("OpenWrt")),
        ("VMware ESXi 8", Some("VMware ESXi")),
        ("linux", None),
        ("Linux Mint 22", Some("Linux Mint")),
        ("macbook", None),
        ("debianish", None),
        ("my debian", None),
        ("microsoft", None),
        ("", None),
        ("☃", None),
    ];
    for (os, title) in table {
        assert_eq!(by_os(os).map(|product| product.title), title, "`{os}`");
    }
}

#[test]
fn names() {
    let table = [
        ("docker-pihole-2", Some("Pi-hole")),
        ("pi-hole", Some("Pi-hole")),
        ("PIHOLE01", Some("Pi-hole")),
        ("k3s-agent-2", Some("K3s")),
        ("Home Assistant OS", Some("Home Assistant OS")),
        ("home_assistant", Some("Home Assistant")),
        ("nodered", Some("Node-RED")),
        ("Node-RED", Some("Node-RED")),
        ("node-exporter", Some("Prometheus node_exporter")),
        ("node_exporter", Some("Prometheus node_exporter")),
        ("node", None),
        ("immich-redis", Some("Redis")),
        ("immich_postgres", Some(POSTGRES)),
        ("plex-debian", Some("Plex Media Server")),
        ("ubuntu-vault", Some("HashiCorp Vault")),
        ("jellyfin-truenas", Some("Jellyfin")),
        ("vault-jellyfin", Some("Jellyfin")),
        ("jellyfin-vault", Some("Jellyfin")),
        ("zabbix-agent", Some("Zabbix agent")),
        ("proxmox-backup-server", Some("Proxmox Backup Server")),
        ("n8n", Some("n8n")),
        ("n8n-1", Some("n8n")),
        ("traefik.example.org", Some("Traefik")),
        ("services/media/plex", Some("Plex Media Server")),
        ("complex", None),
        ("plexiglas", None),
        ("linux", None),
        ("web-1", None),
        ("", None),
        ("---", None),
        ("☃-plex-☃", Some("Plex Media Server")),
        ("plex☃", None),
        ("\0\t\n", None),
    ];
    for (name, title) in table {
        assert_eq!(by_name(name).map(|named| named.product.title), title, "`{name}`");
    }
    let everyday = |name| by_name(name).is_some_and(|named| named.is_everyday);
    assert!(everyday("vault") && everyday("Vault-2") && everyday("npm"));
    assert!(!everyday("hashicorp-vault") && !everyday("nginx-proxy-manager"));
}

#[test]
fn long_names_end() {
    let long = "a-1-".repeat(5_000);
    assert_eq!(by_name(&long), None);
    assert_eq!(by_os(&long), None);
    assert_eq!(by_image(&long), None);
}

#[test]
fn an_entry_says_what_is_usual() {
    let opnsense = by_os("opnsense").expect("OPNsense is in the tables");
    assert_eq!(opnsense.form, Form::Appliance);
    assert!(opnsense.asks_for(Need::OwnKernel) && opnsense.gives_others(Service::Firewall));
    assert!(!opnsense.asks_for(Need::Desktop) && !opnsense.gives_others(Service::Mail));
    let pihole = by_name("pihole").expect("Pi-hole is in the tables").product;
    assert!(pihole.may_have("NET_ADMIN") && !pihole.may_have("privileged"));
    let runner = by_name("gitlab-runner").expect("GitLab Runner is in the tables").product;
    assert_eq!(runner.trust, Trust::UntrustedCode);
    let windows = by_os("windows-11").expect("Windows 11 is in the tables");
    assert_eq!((windows.minimum.cores, windows.minimum.memory), (2, 4096));
    let mongo = by_image("mongo:5").expect("MongoDB is in the tables");
    assert_eq!((mongo.avx_since, mongo.ports), (Some("5"), &[27017][..]));
    let vault = by_image("vaultwarden/server").expect("Vaultwarden is in the tables");
    assert!(vault.holds_secrets() && !mongo.holds_secrets());
    let database = by_image("mcr.microsoft.com/mssql/server:2022-latest").expect("it is known");
    assert!(database.lacks(Arch::Arm64) && !mongo.lacks(Arch::Arm64));
    assert!(by_image("containrrr/watchtower").is_some_and(Product::belongs_to_machine));
}

const POSTGRES: &str = "PostgreSQL (with pgvector, PostGIS, VectorChord builds)";
