//! What files other than an inventory tell of a lab, before it is known which of it is one and the same, and where
//! it runs.

use super::entry::{Entry, Text};
use super::stated::Stated;
use crate::source::{Span, Spanned};

/// A system as one file tells of it. Its name need not be the only one of its kind: two machines may both run a
/// `proxy`.
///
/// `entry.runs_on` is left absent where the file does not say it.
#[derive(Debug, Clone)]
pub struct FoundSystem {
    /// What is said of it.
    pub entry: Entry,
    /// By what else it may be known elsewhere.
    pub identity: Identity,
    /// Where parts of its fields are written that stand apart from the field, or cannot be known.
    pub parts: Vec<PartOrigin>,
}

impl From<Entry> for FoundSystem {
    fn from(entry: Entry) -> Self {
        Self { entry, identity: Identity::default(), parts: Vec::new() }
    }
}

/// By what a system may be known in other files, besides its name, `vmid`, hardware and network addresses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// Its UUID.
    pub uuid: Option<Text>,
    /// Further names: `container_name`, the host name, the name a running container has.
    pub aliases: Vec<Text>,
    /// The Compose project it belongs to, and the service that it is there.
    pub service: Option<(Text, Text)>,
}

/// Where a part of a field is written, and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartOrigin {
    /// The field, by its name in the inventory.
    pub field: &'static str,
    /// The part of its value: `limit`, `[2]`, `[0].host_ip`.
    pub path: Text,
    /// Its state and places; [`Stated::unknown`] says that nobody can know it.
    pub origin: Stated<()>,
}

/// What the lab keeps of where a system comes from that an inventory does not name.
#[derive(Debug, Clone)]
pub struct SystemOrigin {
    /// What read it.
    pub reader: &'static str,
    /// Where parts of its fields are written.
    pub parts: Vec<PartOrigin>,
    /// What its own file calls it.
    pub service: Option<Text>,
}

/// A file of which nothing says where its workloads run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnplacedFile {
    /// Its path.
    pub path: Text,
    /// The name of its first workload.
    pub at: Span,
    /// How many workloads there are.
    pub count: usize,
}

/// Something that a file defines and that is not deployed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotDeployed {
    /// Where it stands.
    pub at: Span,
    /// What it is, in a few words: "service `old`"; "the whole file" where that is it.
    pub what: Text,
    /// Why it is not, as a clause: "only extended".
    pub why: Text,
}

/// What a deployment file says of the place of other files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployment {
    /// What is deployed.
    pub what: Deployed,
    /// The machines it runs on.
    pub runs_on: Vec<Spanned<Text>>,
}

/// What a deployment file deploys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deployed {
    /// A file or folder, by a path from the top of the repository or the folder of the deployment file.
    Path(Text),
    /// A Compose project, by its name.
    Project(Text),
}

/// The files that were read together, and what they gave.
#[derive(Debug, Clone)]
pub struct FoundUnit {
    /// What read them.
    pub reader: &'static str,
    /// The files, whole, the main one first.
    pub files: Vec<Span>,
    /// Why nothing in them is deployed, as a clause.
    pub parked: Option<Text>,
    /// The path of the main file.
    pub path: Text,
    /// The machines that the owner says it runs on.
    pub runs_on: Vec<Spanned<Text>>,
    /// What it calls itself, where it does: the `name:` of a Compose project.
    pub project: Option<Spanned<Text>>,
    /// The systems that it gave.
    pub systems: Vec<FoundSystem>,
}

impl FoundUnit {
    /// The name of the folder that it stands in.
    pub(super) fn folder(&self) -> &str {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        folder.rsplit('/').next().unwrap_or_default()
    }
}
