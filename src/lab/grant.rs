//! What a container is given that reaches through its walls: rights over its machine, and keys to others.

use super::entry::Text;
use super::handle::System;
use super::volume::{Volume, VolumeSource};
use super::words::{Confinement, Namespace};
use crate::source::Span;

/// Something that a container is given, and where that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// What it is.
    pub right: Right,
    /// Where it is written.
    pub at: Span,
}

/// A right over the machine below, or a key to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Right {
    /// Root inside is root outside.
    Privileged,
    /// Confinement is switched off: which.
    Unconfined(&'static str),
    /// The control socket of an engine or a hypervisor: its path.
    ControlSocket(Text),
    /// A namespace of the machine.
    Namespace(Namespace),
    /// A capability that is as good as root on the machine, or comes close.
    Capability(&'static str),
    /// A folder of the machine with which whoever may write to it can take it over.
    Folder(Text),
    /// A key that opens other systems: the path of its file or folder. To read it is enough.
    Key(Text),
}

/// Capabilities that are as good as root on the machine, or come close.
const CAPABILITIES: &[&str] =
    &["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO", "DAC_READ_SEARCH", "BPF"];

/// Folders with which a container that may write to them can take the machine over.
const FOLDERS: &[&str] = &[
    "/",
    "/boot",
    "/dev",
    "/etc",
    "/home",
    "/lib",
    "/lib/modules",
    "/proc",
    "/root",
    "/run",
    "/sys",
    "/usr",
    "/var",
    "/var/lib",
    "/var/lib/containers",
    "/var/lib/docker",
    "/var/run",
];

/// Folders of keys.
const KEY_FOLDERS: &[&str] =
    &[".aws", ".azure", ".gnupg", ".kube", ".password-store", ".ssh", ".talos", ".terraform.d"];

/// Folders of keys that are known by their whole path.
const KEY_PATHS: &[&str] =
    &["/etc/kubernetes", "/etc/kubernetes/pki", "/etc/pve", "/etc/pve/priv", "/etc/ssh"];

/// Files of keys.
const KEY_FILES: &[&str] = &[
    ".git-credentials",
    ".netrc",
    ".vault-token",
    "admin.conf",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
    "id_rsa",
    "k3s.yaml",
    "kubeconfig",
    "rke2.yaml",
    "talosconfig",
];

impl System<'_> {
    /// Everything of the kind that it is given, if it is a container; the greatest first.
    pub fn grants(self) -> Vec<Grant> {
        let mut grants = Vec::new();
        if self.as_container().is_none() {
            return grants;
        }
        let mut add = |right, at| grants.push(Grant { right, at });
        let isolation = &self.entry().isolation;
        let privileged = isolation.privileged.as_ref().filter(|stated| stated.value);
        let opposite = isolation.unprivileged.as_ref().filter(|stated| !stated.value);
        if let Some(stated) = privileged.or(opposite) {
            add(Right::Privileged, stated.span);
        }
        if let Some((at, what)) = self.unconfined() {
            add(Right::Unconfined(what), at);
        }
        for shared in &isolation.host_namespaces {
            add(Right::Namespace(shared.value), shared.span);
        }
        if let Some(pid) = isolation.pid.as_ref().filter(|pid| pid.as_str() == "host") {
            add(Right::Namespace(Namespace::Pid), pid.span);
        }
        for given in isolation.capabilities.as_deref().into_iter().flat_map(|it| &it.add) {
            let bare = given.strip_prefix("CAP_").unwrap_or(given);
            if let Some(known) = CAPABILITIES.iter().find(|it| it.eq_ignore_ascii_case(bare)) {
                add(Right::Capability(known), given.span);
            }
        }
        let given = isolation.engine_socket.as_ref().filter(|given| given.value);
        let is_mounted = |volume: &Volume| volume.source.is_engine_socket();
        if let Some(given) = given.filter(|_| !self.entry().volumes.iter().any(is_mounted)) {
            add(Right::ControlSocket(Text::new()), given.span);
        }
        for volume in &self.entry().volumes {
            if let Some(right) = right_of(volume) {
                add(right, volume.at);
            }
        }
        grants
    }

    /// Where confinement is switched off, and which.
    fn unconfined(self) -> Option<(Span, &'static str)> {
        let isolation = &self.entry().isolation;
        if let Some(stated) =
            isolation.confinement.as_ref().filter(|it| it.value == Confinement::Off)
        {
            return Some((stated.span, "confinement"));
        }
        isolation.security_opt.iter().find_map(|option| {
            let (key, value) = option.split_once(['=', ':'])?;
            let what = match (key.trim(), value.trim()) {
                ("apparmor", "unconfined") => "AppArmor",
                ("seccomp", "unconfined") => "seccomp",
                ("label", "disable" | "disabled") => "SELinux",
                ("systempaths", "unconfined") => "masked system paths",
                _ => return None,
            };
            Some((option.span, what))
        })
    }
}

/// What a volume gives besides the data in it.
fn right_of(volume: &Volume) -> Option<Right> {
    let VolumeSource::Path(path) = &volume.source else { return None };
    let bare = if path == "/" { path } else { path.trim_end_matches('/') };
    if volume.source.is_engine_socket() {
        Some(Right::ControlSocket(path.clone()))
    } else if is_key(bare) {
        Some(Right::Key(path.clone()))
    } else if FOLDERS.contains(&bare) && !volume.read_only {
        Some(Right::Folder(path.clone()))
    } else {
        None
    }
}

/// True for the path of a key, or of a folder of keys. What lies beside a project is its own.
fn is_key(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let last = parts.next().unwrap_or_default();
    let is_for_all = matches!(last, "config" | "authorized_keys" | "known_hosts")
        || last.rsplit_once('.').is_some_and(|(_, ending)| ending == "pub");
    let is_ssh = path.contains("/.ssh");
    if path.starts_with("./") || is_ssh && is_for_all {
        return false;
    }
    KEY_PATHS.contains(&path)
        || KEY_FILES.contains(&last)
        || path.split('/').any(|part| KEY_FOLDERS.contains(&part))
        || path.ends_with("/.config/gcloud")
        || path.ends_with("/.config/sops/age")
}

#[cfg(test)]
mod tests {
    use super::is_key;

    #[test]
    fn keys_are_told_from_what_lies_beside_them() {
        for key in [
            "/root/.ssh",
            "~/.ssh/id_ed25519",
            "/home/me/.kube/config",
            "$HOME/.aws",
            "/etc/rancher/k3s/k3s.yaml",
            "/etc/pve",
        ] {
            assert!(is_key(key), "{key}");
        }
        for other in [
            "/root/.ssh/known_hosts",
            "/home/me/.ssh/id_rsa.pub",
            "./.ssh",
            "/srv/ssh",
            "/etc/ssl/certs",
            "/srv/app/config",
        ] {
            assert!(!is_key(other), "{other}");
        }
    }
}
