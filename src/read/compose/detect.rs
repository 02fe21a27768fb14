//! Which files are Compose files: by what is in them, and never by the name alone.

use memchr::memmem;

use super::take::SERVICE;
use crate::source::Source;
use crate::yaml::{self, Node, NodeKind};

/// Keys of a service that no other format has at that place.
const TELLING: [&str; 4] = ["image", "build", "extends", "provider"];

/// Top-level keys of a Compose file, besides those that begin with `x-`.
const TOP: [&str; 9] = [
    "configs", "include", "models", "name", "networks", "secrets", "services", "version", "volumes",
];

/// Keys of a service that are passed over.
const PASSED_OVER: [&str; 61] = [
    "annotations",
    "attach",
    "blkio_config",
    "cgroup_parent",
    "command",
    "configs",
    "cpu_count",
    "cpu_percent",
    "cpu_period",
    "cpu_quota",
    "cpu_rt_period",
    "cpu_rt_runtime",
    "cpu_shares",
    "cpuset",
    "credential_spec",
    "develop",
    "device_cgroup_rules",
    "dns",
    "dns_opt",
    "dns_search",
    "domainname",
    "entrypoint",
    "expose",
    "external_links",
    "extra_hosts",
    "group_add",
    "init",
    "isolation",
    "label_file",
    "logging",
    "mem_swappiness",
    "memswap_limit",
    "models",
    "oom_kill_disable",
    "oom_score_adj",
    "pids_limit",
    "post_start",
    "pre_start",
    "pre_stop",
    "pull_policy",
    "secrets",
    "shm_size",
    "stdin_open",
    "stop_grace_period",
    "stop_signal",
    "storage_opt",
    "tmpfs",
    "tty",
    "ulimits",
    "working_dir",
    "cpu_shares",
    "volume_driver",
    "net",
    "log_driver",
    "log_opt",
    "dockerfile",
    "ip",
    "ipv4_address",
    "priority",
    "pull_refresh_after",
    "gw_priority",
];

/// True if a file is surely one.
pub(super) fn accepts(source: &Source) -> bool {
    let text = source.text().as_bytes();
    if memmem::find(text, b"services").is_none() && memmem::find(text, b"include").is_none() {
        return false;
    }
    // A template need not be YAML before it is filled in.
    if is_template_name(source.path()) {
        return is_template(source.text());
    }
    let tree = yaml::parse(source);
    let Some(root) = tree.documents().next() else { return false };
    is_compose(root, source)
}

fn is_compose(root: Node<'_>, source: &Source) -> bool {
    if root.kind() != NodeKind::Mapping || root.get("apiVersion").is_some() {
        return false;
    }
    let services = root.get("services");
    let entries = || services.into_iter().flat_map(Node::pairs).map(|pair| pair.value);
    let has = |entry: Node<'_>, keys: &[&str]| {
        entry.pairs().any(|pair| pair.key.text().is_some_and(|key| keys.contains(&key)))
    };
    if services.is_some_and(|it| it.kind() == NodeKind::Mapping)
        && entries().any(|entry| has(entry, &TELLING))
    {
        return true;
    }
    // An index that only includes, or parts that other files extend or put on top of theirs.
    let is_known = |key: &str| key.starts_with("x-") || TOP.contains(&key);
    let mut keys = root.pairs().filter_map(|pair| pair.key.text());
    if !keys.all(is_known) {
        return false;
    }
    if entries().next().is_some() {
        return entries().all(is_service)
            && entries().any(|entry| entry.kind() == NodeKind::Mapping);
    }
    let includes = root.get("include").is_some_and(|it| it.kind() == NodeKind::Sequence);
    includes && (source.path().contains("compose") || root.get("name").is_some())
}

/// True for a mapping that has nothing but keys of a service.
fn is_service(entry: Node<'_>) -> bool {
    let is_known = |key: &str| {
        key.starts_with("x-")
            || SERVICE.iter().any(|(known, _)| *known == key)
            || PASSED_OVER.contains(&key)
    };
    entry.is_null()
        || (entry.kind() == NodeKind::Mapping
            && entry.pairs().all(|pair| pair.key.text().is_some_and(is_known)))
}

/// True for the name of a file that a template engine has to read first.
pub(super) fn is_template_name(name: &str) -> bool {
    name.rsplit('.').next() == Some("j2")
}

/// True for the text of a template that gives a Compose file.
fn is_template(text: &str) -> bool {
    let mut lines = text.lines().skip_while(|line| !line.starts_with("services:"));
    let is_telling = |line: &str| {
        let key = line.trim_start().split(':').next().unwrap_or_default();
        line.starts_with([' ', '\t']) && TELLING.contains(&key)
    };
    lines.any(is_telling)
}
