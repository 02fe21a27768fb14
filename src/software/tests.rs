//! The tables say each thing once and in known words; look-ups find what people write.

use std::collections::BTreeMap;

use super::everyday::EVERYDAY;
use super::tables::TABLES;
use super::{EXCUSES, Form, NEEDS, Product, SERVICES, Trust, by_image, by_name, by_os, products};

fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(' ').filter(|word| !word.is_empty())
}

fn in_order<T: Ord>(mut list: impl Iterator<Item = T>) -> bool {
    let mut last = list.next();
    list.all(|next| {
        let next = Some(next);
        let grows = last < next;
        last = next;
        grows
    })
}

#[test]
fn there_are_many() {
    assert!(products().count() >= 400);
}

#[test]
fn tables_are_in_order() {
    for table in TABLES {
        let titles: Vec<String> =
            table.iter().map(|product| product.title.to_lowercase()).collect();
        for pair in titles.windows(2) {
            assert!(pair[0] < pair[1], "`{}` stands before `{}`", pair[0], pair[1]);
        }
    }
    assert!(in_order(EVERYDAY.iter()), "the everyday words are not in order");
}

#[test]
fn each_key_belongs_to_one_product() {
    let fields: [fn(&Product) -> &'static str; 3] =
        [|product| product.names, |product| product.images, |product| product.os];
    for field in fields {
        let mut owners = BTreeMap::new();
        for product in products() {
            for key in words(field(product)) {
                let folded = key.replace(['-', '_', '.'], "");
                let before = owners.insert(folded, product.title);
                assert_eq!(before, None, "`{key}` is `{}` already", product.title);
            }
        }
    }
}

#[test]
fn each_key_finds_its_product() {
    for product in products() {
        for name in words(product.names) {
            let found = by_name(name).map(|named| named.product);
            assert_eq!(found, Some(product), "the name `{name}`");
        }
        for image in words(product.images) {
            assert_eq!(by_image(image), Some(product), "the image `{image}`");
        }
        for os in words(product.os) {
            assert_eq!(by_os(os), Some(product), "the system `{os}`");
        }
    }
}

#[test]
fn lines_use_known_words() {
    for product in products() {
        let title = product.title;
        assert!(words(product.needs).all(|word| NEEDS.contains(&word)), "{title} needs");
        assert!(words(product.provides).all(|word| SERVICES.contains(&word)), "{title} gives");
        let capability =
            |word: &str| word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        let excused = |word| EXCUSES.contains(&word) || capability(word);
        assert!(words(product.excused).all(excused), "{title} is excused");
        assert!(product.source.starts_with("https://"), "{title} has a source");
        let folder = |path: &str| path.starts_with('/') && !path.ends_with('/');
        assert!(words(product.database).all(folder), "{title} has its database in a folder");
        for list in [
            product.names,
            product.images,
            product.os,
            product.database,
            product.needs,
            product.provides,
            product.excused,
        ] {
            assert_eq!(
                list,
                words(list).collect::<Vec<_>>().join(" "),
                "{title}: one blank between words"
            );
        }
    }
    assert!(in_order(NEEDS.iter()) && in_order(SERVICES.iter()) && in_order(EXCUSES.iter()));
}

#[test]
fn each_product_can_be_found() {
    for product in products() {
        let keys = [product.names, product.images, product.os];
        assert!(keys.iter().any(|keys| !keys.is_empty()), "{} has no key", product.title);
    }
}

#[test]
fn agents_serve_nobody_else() {
    for product in products().filter(|product| product.form == Form::Agent) {
        assert_eq!(product.provides, "", "{}", product.title);
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
fn everyday_words_are_names() {
    for word in EVERYDAY {
        let named = by_name(word).unwrap_or_else(|| panic!("`{word}` is no name"));
        assert!(named.is_everyday, "`{word}`");
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
        ("Windows 11", Some("Windows client (10, 11)")),
        ("windows11", Some("Windows client (10, 11)")),
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
fn a_line_says_what_is_usual() {
    let opnsense = by_os("opnsense").expect("OPNsense is in the tables");
    assert_eq!(opnsense.form, Form::Appliance);
    assert!(opnsense.asks_for("own-kernel") && opnsense.gives_others("firewall"));
    assert!(!opnsense.asks_for("kernel") && !opnsense.gives_others(""));
    let pihole = by_name("pihole").expect("Pi-hole is in the tables").product;
    assert!(pihole.may_have("NET_ADMIN") && !pihole.may_have("privileged"));
    let runner = by_name("gitlab-runner").expect("GitLab Runner is in the tables").product;
    assert_eq!(runner.trust, Trust::UntrustedCode);
}

const POSTGRES: &str = "PostgreSQL (with pgvector, PostGIS, VectorChord builds)";
