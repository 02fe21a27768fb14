//! Volumes: what is mounted into a workload, and from where.

use super::entry::Text;
use super::sparse::{Empty, Sparse};
use super::stated::Stated;
use crate::source::Span;

/// Where a piece of a workload's data comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VolumeSource {
    /// A volume with a name, managed by the engine or the cluster.
    Named(Text),
    /// A path of the host.
    Path(Text),
    /// A path or a name that hangs on a variable without a value, as it is written.
    Unresolved(Text),
    /// A share of a server on the network.
    Share(Box<NetworkShare>),
    /// Nothing that is named: it goes with the container.
    Anonymous,
    /// The memory of the machine.
    Tmpfs,
}

/// A share of a server on the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkShare {
    /// The server, by name or address.
    pub server: Text,
    /// What it exports.
    pub export: Text,
}

/// A piece of data that is mounted into a workload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    /// Where it is written.
    pub at: Span,
    /// Where it comes from.
    pub source: VolumeSource,
    /// Where it is mounted; empty if that is not said.
    pub target: Text,
    /// Whether it cannot be written to.
    pub read_only: bool,
    /// The finer points.
    pub keeping: Sparse<Keeping>,
}

impl Volume {
    /// Reads its short form, `source:/mount`, `server:/export:/mount`, a source or a mount alone, into
    /// source and target.
    pub fn split(text: &str) -> (VolumeSource, Text) {
        let Some((first, rest)) = text.split_once(':') else {
            let is_mount = text.starts_with('/');
            return if is_mount {
                (VolumeSource::Anonymous, text.into())
            } else {
                (VolumeSource::Named(text.into()), Text::new())
            };
        };
        if first.starts_with(['/', '.', '~', '$']) {
            return (VolumeSource::of_path(first), rest.into());
        }
        match rest.rsplit_once(':') {
            Some((export, target)) => {
                let share = NetworkShare { server: first.into(), export: export.into() };
                (VolumeSource::Share(Box::new(share)), target.into())
            }
            None if first.is_empty() => (VolumeSource::Anonymous, rest.into()),
            None => (VolumeSource::Named(first.into()), rest.into()),
        }
    }
}

/// What the control sockets of engines are called.
const SOCKETS: &[&str] = &["/docker.sock", "/podman.sock", "/containerd.sock", "/crio.sock"];

impl VolumeSource {
    /// True for the control socket of an engine.
    pub fn is_engine_socket(&self) -> bool {
        matches!(self, Self::Path(path) if SOCKETS.iter().any(|socket| path.ends_with(socket)))
    }

    /// A path of the host, unless it is a variable without a value and nothing else.
    pub fn of_path(path: &str) -> Self {
        let name = path.strip_prefix('$').unwrap_or_default();
        let name = name.strip_prefix('{').and_then(|it| it.strip_suffix('}')).unwrap_or(name);
        let is_variable = !name.is_empty()
            && name.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric());
        if is_variable { Self::Unresolved(path.into()) } else { Self::Path(path.into()) }
    }
}

/// How the data of a volume is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keeping {
    /// The pool or shared storage it lies on.
    pub storage: Stated<Text>,
    /// Whether the guest's backup includes it.
    pub backup: Stated<bool>,
}

impl Empty for Keeping {
    const EMPTY: &'static Self = &Self { storage: Stated::ABSENT, backup: Stated::ABSENT };
}
