//! What a workload does for the others: its role, and the part of a lab that the role belongs to.

use std::fmt;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::lab::{Vocabulary, Word, words};

words! {
    /// What a workload does for the others.
    Role {
        Hypervisor = "hypervisor" ["virtualization", "vm-host", "virtualisation"]: "runs virtual machines",
        StorageServer = "storage-server" ["nas", "san", "fileserver", "file-server", "nfs-server", "storage"]: "keeps other machines' disks and files",
        ContainerHost = "container-host" ["docker-host", "docker", "podman-host", "container-engine"]: "runs containers for others",
        ClusterNode = "cluster-node" ["k8s-node", "k3s-node", "kubernetes-node", "kubernetes", "control-plane", "worker-node", "node", "swarm-node"]: "is a node of a cluster that runs containers",
        GuestOs = "guest-os" ["operating-system", "os", "base-system", "test-machine"]: "is an operating system, for whatever will be done with it",
        RouterFirewall = "router-firewall" ["router", "firewall", "gateway", "edge-router"]: "stands between networks",
        NetworkDevice = "network-device" ["switch", "virtual-router"]: "acts as a network device, as in a lab of networks",
        Desktop = "desktop" ["workstation", "remote-desktop"]: "is a machine that people sit at",
        Dns = "dns" ["resolver", "nameserver", "dns-server", "ad-blocker"]: "answers for names",
        Dhcp = "dhcp" ["dhcp-server"]: "hands out addresses",
        Time = "time" ["ntp", "ntp-server"]: "tells the time",
        Identity = "identity" ["sso", "ldap", "directory", "auth", "authentication", "idp", "domain-controller"]: "knows who may log in",
        Pki = "pki" ["ca", "certificates", "certificate-authority"]: "issues certificates",
        Vpn = "vpn" ["vpn-server", "wireguard"]: "connects networks or people from outside",
        ReverseProxy = "reverse-proxy" ["proxy", "ingress", "web-proxy", "waf"]: "takes requests and passes them on",
        LoadBalancer = "load-balancer" ["lb"]: "spreads requests",
        Secrets = "secrets" ["vault", "password-manager"]: "keeps secrets",
        Tunnel = "tunnel": "carries traffic through somebody else's network",
        Monitoring = "monitoring" ["metrics", "alerting", "observability", "uptime"]: "watches the others",
        Logging = "logging" ["logs", "log-server"]: "collects logs",
        Siem = "siem" ["ids", "intrusion-detection"]: "looks for attacks",
        Backup = "backup" ["backups", "backup-server"]: "keeps copies",
        Git = "git" ["vcs", "source-control", "forge"]: "keeps code",
        Automation = "automation" ["orchestration", "workflow", "gitops"]: "does things by itself",
        Inventory = "inventory" ["cmdb", "ipam", "asset-management"]: "knows what there is",
        NetworkController = "network-controller" ["controller", "wifi-controller", "unifi"]: "configures network devices",
        Power = "power" ["ups", "nut"]: "watches the power supply",
        Registry = "registry" ["mirror", "package-cache"]: "hands out images and packages",
        ContainerManagement = "container-management" ["docker-management"]: "manages containers",
        Agent = "agent" ["exporter", "daemon", "collector"]: "watches or serves the machine it runs on",
        Database = "database" ["db", "sql", "postgres", "mysql", "search-engine"]: "keeps other software's data",
        Cache = "cache" ["redis"]: "keeps what can be made again",
        MessageBroker = "message-broker" ["mqtt", "queue", "broker"]: "passes messages on",
        ObjectStorage = "object-storage" ["s3"]: "keeps objects",
        Job = "job" ["cron", "batch", "scheduled-job", "one-shot"]: "runs, does its work and ends",
        CiRunner = "ci-runner" ["ci", "runner", "build", "build-agent"]: "builds and tests",
        HomeAutomation = "home-automation" ["smart-home", "home-assistant", "iot"]: "runs the house",
        Media = "media" ["media-server", "streaming", "music", "video"]: "plays or organizes media",
        Photos = "photos" ["photo"]: "keeps photos",
        Surveillance = "surveillance" ["nvr", "cameras", "camera"]: "records cameras",
        Files = "files" ["file-sharing", "sync", "cloud"]: "shares files",
        Documents = "documents" ["wiki", "notes", "dms", "office"]: "keeps documents",
        Mail = "mail" ["email", "mail-server", "smtp"]: "handles mail",
        Chat = "chat" ["messaging", "communication"]: "lets people talk",
        Telephony = "telephony" ["voip", "pbx"]: "handles calls",
        Web = "web" ["website", "web-server", "cms", "blog"]: "serves web pages",
        Dashboard = "dashboard" ["homepage", "start-page"]: "shows where everything is",
        Feeds = "feeds" ["rss"]: "collects news",
        Finance = "finance" ["accounting", "budget"]: "keeps accounts",
        Business = "business" ["erp", "crm"]: "runs a business",
        Downloads = "downloads" ["download", "torrent", "usenet", "arr"]: "fetches files",
        GameServer = "game-server" ["gaming", "game", "games"]: "runs a game",
        Ai = "ai" ["llm", "machine-learning", "ml", "inference"]: "runs models",
        Development = "development" ["dev", "ide"]: "helps to write software",
        SecurityTool = "security-tool" ["security", "pentest"]: "tests or guards security",
        Application = "application" ["app", "service", "apps", "misc"]: "serves people",
    }
}

/// The part of a lab that a role belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// What everything else stands on.
    Platform,
    /// What everything else needs to be reached and trusted.
    BaseService,
    /// What keeps the lab going.
    Operations,
    /// What keeps other software's data.
    Database,
    /// What serves people.
    Application,
    /// What runs, does its work and ends.
    JobOrCi,
}

impl Role {
    /// The role of a word, as an owner writes it.
    pub fn of(word: &str) -> Option<Self> {
        // Nearly every word is written as it stands here; the rest may take longer.
        static KNOWN: LazyLock<FxHashMap<&str, Role>> = LazyLock::new(|| {
            let names = |(&role, word): (&Role, &'static Word)| {
                let names = std::iter::once(word.name).chain(word.also.iter().copied());
                names.map(move |name| (name, role))
            };
            Role::VALUES.iter().zip(Role::WORDS).flat_map(names).collect()
        });
        KNOWN.get(word).copied().or_else(|| Self::from_word(&word.replace(' ', "-")))
    }

    /// Its word.
    pub fn name(self) -> &'static str {
        Self::WORDS[self as usize].name
    }

    /// The part of a lab it belongs to.
    pub const fn tier(self) -> Tier {
        match self {
            Self::Hypervisor
            | Self::StorageServer
            | Self::ContainerHost
            | Self::ClusterNode
            | Self::GuestOs
            | Self::RouterFirewall
            | Self::NetworkDevice
            | Self::Desktop => Tier::Platform,
            Self::Dns
            | Self::Dhcp
            | Self::Time
            | Self::Identity
            | Self::Pki
            | Self::Vpn
            | Self::ReverseProxy
            | Self::LoadBalancer
            | Self::Secrets
            | Self::Tunnel => Tier::BaseService,
            Self::Monitoring
            | Self::Logging
            | Self::Siem
            | Self::Backup
            | Self::Git
            | Self::Automation
            | Self::Inventory
            | Self::NetworkController
            | Self::Power
            | Self::Registry
            | Self::ContainerManagement
            | Self::Agent => Tier::Operations,
            Self::Database | Self::Cache | Self::MessageBroker | Self::ObjectStorage => {
                Tier::Database
            }
            Self::Job | Self::CiRunner => Tier::JobOrCi,
            _ => Tier::Application,
        }
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Platform => "platform",
            Self::BaseService => "base service",
            Self::Operations => "operations",
            Self::Database => "database",
            Self::Application => "application",
            Self::JobOrCi => "job",
        })
    }
}
