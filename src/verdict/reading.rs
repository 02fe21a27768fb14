//! What single words in a name or a sentence say: `router`, `desktop`, `node`, `exporter` ...
//!
//! No list of products is ever complete. The last known word of the first phrase that has one is taken:
//! in "media server for the children" that is `media`, in "k3s server node" it is `node`.

use crate::software::Role;

/// What a word says of a workload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// What it does.
    Does(Role),
    /// It is a machine that somebody logs in to, whatever it does.
    Machine,
    /// It is delivered as a machine.
    Appliance,
}

/// What a name says, and the word that says it.
pub(super) fn of_name(name: &str) -> Option<(Meaning, &str)> {
    of_phrase(name)
}

/// What a sentence says, and the word that says it.
pub(super) fn of_sentence(sentence: &str) -> Option<(Meaning, &str)> {
    things(sentence).find_map(of_phrase)
}

/// What a sentence names: of each clause, what stands before the first preposition. The rest is where that
/// works, and for whom, unless what stands before says nothing: "VM for Nextcloud".
pub(super) fn things(sentence: &str) -> impl Iterator<Item = &str> {
    let clauses = sentence.split([',', ';', ':', '(', ')', '|', '/']);
    clauses.flat_map(|clause| {
        let mut rest = Some(clause);
        std::iter::from_fn(move || {
            let text = rest?;
            let Some((at, length)) = preposition(text) else { return rest.take() };
            let thing = &text[..at];
            rest = says_nothing(thing).then(|| &text[at + length..]);
            Some(thing)
        })
    })
}

/// True for words that any workload could go by.
fn says_nothing(phrase: &str) -> bool {
    words(phrase).all(|word| {
        let known =
            ["vm", "vms", "lxc", "ct", "container", "containers", "box", "host", "instance"];
        let general = ["server", "service", "services", "system", "machine", "stack", "the", "a"];
        known.iter().chain(&general).any(|known| known.eq_ignore_ascii_case(word))
    })
}

/// Where the first preposition stands between two other words, and how long it is.
fn preposition(text: &str) -> Option<(usize, usize)> {
    let mut at = text.find(' ')? + 1;
    while let Some(length) = text[at..].find(' ') {
        let known = matches!(
            &text[at..at + length],
            "for"
                | "of"
                | "with"
                | "on"
                | "in"
                | "to"
                | "from"
                | "by"
                | "and"
                | "that"
                | "behind"
                | "via"
        );
        if known {
            return Some((at, length));
        }
        at += length + 1;
    }
    None
}

/// The words of a phrase: runs of letters and digits.
fn words(phrase: &str) -> impl DoubleEndedIterator<Item = &str> {
    phrase.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn of_phrase(phrase: &str) -> Option<(Meaning, &str)> {
    let mut words = words(phrase).rev().peekable();
    let mut is_last = true;
    while let Some(word) = words.next() {
        let before = words.peek().copied().unwrap_or("");
        if let Some(meaning) = meaning(before, word, is_last) {
            return Some((meaning, word));
        }
        // A number behind the last word only counts: `node-2`.
        is_last &= word.bytes().all(|byte| byte.is_ascii_digit());
    }
    None
}

fn meaning(before: &str, word: &str, is_last: bool) -> Option<Meaning> {
    let (mut folded, mut folded_before) = ([0; 24], [0; 24]);
    if word.len() > 3 && word.ends_with("OS") && word[..word.len() - 2].ends_with(is_lower) {
        return Some(Meaning::Does(Role::GuestOs));
    }
    let word = fold(word, &mut folded)?;
    let before = fold(before, &mut folded_before).unwrap_or("");
    two_words(before, word).or_else(|| if is_last { last_word(word) } else { None }).or_else(|| {
        let plural = word.strip_suffix('s').filter(|word| word.len() > 3);
        one_word(word).or_else(|| one_word(plural?))
    })
}

fn is_lower(letter: char) -> bool {
    letter.is_ascii_lowercase()
}

/// The word in small letters, unless it is longer than any that is known.
fn fold<'b>(word: &str, buffer: &'b mut [u8; 24]) -> Option<&'b str> {
    let folded = buffer.get_mut(..word.len())?;
    folded.copy_from_slice(word.as_bytes());
    folded.make_ascii_lowercase();
    std::str::from_utf8(folded).ok()
}

fn two_words(before: &str, word: &str) -> Option<Meaning> {
    Some(match (before, word) {
        ("k3s" | "k8s" | "rke2" | "k0s" | "talos" | "kubernetes" | "swarm" | "nomad", "agent")
        | (
            "k3s" | "k8s" | "rke2" | "k0s" | "talos" | "kubernetes",
            "server" | "master" | "worker",
        )
        | ("control", "plane")
        | ("swarm", "manager" | "worker") => Meaning::Does(Role::ClusterNode),
        ("docker" | "container" | "podman" | "compose", "host" | "hosts" | "engine" | "server") => {
            Meaning::Does(Role::ContainerHost)
        }
        ("operating", "system") => Meaning::Does(Role::GuestOs),
        ("active", "directory") | ("domain", "controller") => Meaning::Does(Role::Identity),
        ("virtual", "appliance")
        | ("virtual" | "qemu" | "kvm", "machine" | "machines")
        | ("qemu" | "kvm", "guest" | "vm") => Meaning::Appliance,
        ("password" | "secret" | "secrets", "manager") => Meaning::Does(Role::Secrets),
        ("reverse" | "web", "proxy") => Meaning::Does(Role::ReverseProxy),
        ("load", "balancer" | "balancing") => Meaning::Does(Role::LoadBalancer),
        ("object", "storage") => Meaning::Does(Role::ObjectStorage),
        ("message", "broker" | "queue") => Meaning::Does(Role::MessageBroker),
        ("home", "automation") | ("smart", "home") => Meaning::Does(Role::HomeAutomation),
        ("game", "server") => Meaning::Does(Role::GameServer),
        ("file" | "nfs" | "smb" | "storage", "server") => Meaning::Does(Role::StorageServer),
        ("ci" | "github" | "gitlab" | "gitea" | "forgejo", "runner" | "runners") => {
            Meaning::Does(Role::CiRunner)
        }
        ("jump" | "bastion" | "test" | "dev" | "lab", "host" | "box" | "machine" | "vm") => {
            Meaning::Machine
        }
        _ => return None,
    })
}

/// Words that say something only at the end: in a "node exporter" the node is no node.
fn last_word(word: &str) -> Option<Meaning> {
    Some(match word {
        "node" | "nodes" => Meaning::Does(Role::ClusterNode),
        "os" | "linux" | "bsd" => Meaning::Does(Role::GuestOs),
        "machine" | "vm" | "bastion" | "jumphost" | "jumpbox" | "sandbox" => Meaning::Machine,
        "va" | "appliance" | "ova" | "iso" | "vnf" => Meaning::Appliance,
        "gateway" => Meaning::Does(Role::RouterFirewall),
        "desktop" | "workstation" | "pc" => Meaning::Does(Role::Desktop),
        word if word.len() > 4 && word.ends_with("bsd") => Meaning::Does(Role::GuestOs),
        _ => return None,
    })
}

fn one_word(word: &str) -> Option<Meaning> {
    Some(Meaning::Does(match word {
        "hypervisor" | "virtualization" | "virtualisation" => Role::Hypervisor,
        "nas" | "san" | "fileserver" => Role::StorageServer,
        "k3s" | "k8s" | "rke2" | "microk8s" | "kubernetes" => Role::ClusterNode,
        "router" | "firewall" | "utm" | "ngfw" => Role::RouterFirewall,
        "switch" => Role::NetworkDevice,
        "windows" | "macos" => Role::GuestOs,
        "dns" | "resolver" | "nameserver" | "adblock" => Role::Dns,
        "dhcp" => Role::Dhcp,
        "ntp" => Role::Time,
        "ldap" | "sso" | "idp" | "identity" | "auth" | "oidc" | "radius" => Role::Identity,
        "pki" | "acme" | "certificate" | "cert" => Role::Pki,
        "vpn" | "wireguard" | "openvpn" => Role::Vpn,
        "proxy" | "ingress" | "waf" => Role::ReverseProxy,
        "loadbalancer" => Role::LoadBalancer,
        "secret" | "vault" | "password" => Role::Secrets,
        "tunnel" => Role::Tunnel,
        "monitoring" | "metric" | "alerting" | "uptime" | "observability" | "alert" => {
            Role::Monitoring
        }
        "logging" | "log" | "syslog" => Role::Logging,
        "siem" | "ids" => Role::Siem,
        "backup" | "restore" | "snapshot" => Role::Backup,
        "git" | "forge" => Role::Git,
        "automation" | "orchestration" | "workflow" | "operator" => Role::Automation,
        "inventory" | "ipam" | "cmdb" => Role::Inventory,
        "ups" | "nut" => Role::Power,
        "registry" | "mirror" => Role::Registry,
        "exporter" | "agent" | "sidecar" | "collector" | "daemon" | "probe" | "csi" | "driver"
        | "plugin" | "provisioner" | "webhook" => Role::Agent,
        "database" | "db" | "sql" | "postgre" | "postgresql" | "mysql" | "mariadb" | "postgres" => {
            Role::Database
        }
        "cache" | "redi" | "redis" => Role::Cache,
        "mqtt" | "queue" | "broker" => Role::MessageBroker,
        "s3" => Role::ObjectStorage,
        "job" | "cron" | "cronjob" | "batch" | "task" | "cleanup" => Role::Job,
        "runner" | "ci" | "build" => Role::CiRunner,
        "iot" | "zigbee" | "zwave" => Role::HomeAutomation,
        "media" | "music" | "video" | "movie" | "tv" | "streaming" => Role::Media,
        "photo" | "picture" => Role::Photos,
        "camera" | "nvr" | "surveillance" => Role::Surveillance,
        "file" | "files" | "sync" | "share" => Role::Files,
        "document" | "wiki" | "note" | "office" => Role::Documents,
        "mail" | "email" | "smtp" | "imap" => Role::Mail,
        "chat" | "messaging" | "bot" | "matrix" => Role::Chat,
        "voip" | "pbx" | "telephony" => Role::Telephony,
        "web" | "website" | "blog" | "cms" | "webserver" => Role::Web,
        "dashboard" | "homepage" => Role::Dashboard,
        "rss" | "feed" => Role::Feeds,
        "finance" | "accounting" | "budget" => Role::Finance,
        "business" | "erp" | "crm" => Role::Business,
        "download" | "torrent" | "usenet" | "downloader" => Role::Downloads,
        "game" | "gaming" | "minecraft" => Role::GameServer,
        "llm" | "ai" | "inference" => Role::Ai,
        "development" => Role::Development,
        "security" => Role::SecurityTool,
        "app" | "application" | "api" | "frontend" | "backend" | "service" | "assistant"
        | "client" | "tool" | "helper" | "console" => Role::Application,
        _ => return None,
    }))
}
