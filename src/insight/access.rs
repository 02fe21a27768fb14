//! Which containers have power over the machine below or hold keys to others, and which of them need it.

use rustc_hash::FxHashSet;

use crate::lab::{Cluster, Container, Grant, Lab, Namespace, Right, System};
use crate::software::{self, Holding, Product, Role};
use crate::verdict::{Quality, Verdicts};

/// What the containers of a lab are given, by the number of the container; most have nothing of it.
#[derive(Debug)]
pub struct Access {
    holders: Vec<AccessHolder>,
}

/// A container with the rights it has.
#[derive(Debug)]
struct AccessHolder {
    id: usize,
    grants: Vec<Grant>,
    is_excused: bool,
}

impl Access {
    /// Looks for them in a lab.
    pub fn of(lab: &Lab, verdicts: &Verdicts) -> Self {
        let proxied = Proxied::of(lab, verdicts);
        let holder = |container: Container<'_>| {
            let grants = container.grants();
            let is_excused = !grants.is_empty() && {
                let need = |grant: &Grant| is_needed(*container, grant, verdicts);
                let beyond = |grant: &&Grant| !grant.right.is_usual();
                grants.iter().filter(beyond).all(need)
                    && !container.is_exposed()
                    && !proxied.is_avoided_by(*container, &grants, verdicts)
            };
            let id = container.id();
            (!grants.is_empty()).then_some(AccessHolder { id, grants, is_excused })
        };
        Self { holders: lab.containers().filter_map(holder).collect() }
    }

    /// The containers that have any, in the order of the text.
    pub fn holders<'a>(&self, lab: &'a Lab) -> impl Iterator<Item = System<'a>> {
        self.holders.iter().map(|holder| lab.system_at(holder.id))
    }

    /// What a container is given.
    pub fn of_container(&self, container: System<'_>) -> &[Grant] {
        self.holder(container).map_or(&[], |holder| &holder.grants)
    }

    /// The first of what a container is given that is of some sort.
    pub fn find(&self, container: System<'_>, is_it: impl Fn(&Right) -> bool) -> Option<&Grant> {
        self.of_container(container).iter().find(|grant| is_it(&grant.right))
    }

    /// True if its software is known to need all that it has, and it is not open to the internet.
    pub fn is_excused(&self, container: System<'_>) -> bool {
        self.holder(container).is_some_and(|holder| holder.is_excused)
    }

    /// True if it is a proxy that passes on only a part of the engine's API.
    pub fn is_proxy(&self, container: System<'_>, verdicts: &Verdicts) -> bool {
        self.is_excused(container) && is_proxy(container, verdicts)
    }

    fn holder(&self, container: System<'_>) -> Option<&AccessHolder> {
        let at = self.holders.binary_search_by_key(&container.id(), |holder| holder.id).ok()?;
        self.holders.get(at)
    }
}

impl Right {
    /// True for what many have for a good reason, such as the machine's network to find devices.
    pub fn is_usual(&self) -> bool {
        matches!(self, Self::Namespace(Namespace::Network | Namespace::Uts | Namespace::Cgroup))
    }

    /// The path on the machine of what is mounted.
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::ControlSocket(path) | Self::Folder(path) | Self::Key(path) => Some(path),
            _ => None,
        }
    }

    /// The word that the table of software has for it, besides `privileged`, which means all but keys.
    fn words(&self) -> [&str; 2] {
        match self {
            Self::ControlSocket(_) => ["engine-socket", ""],
            Self::Namespace(Namespace::Pid) => ["host-pid", "privileged"],
            Self::Namespace(Namespace::Network) => ["host-network", "privileged"],
            Self::Capability(capability) => [capability, "privileged"],
            Self::Folder(_) => ["host-folders", "privileged"],
            Self::Privileged | Self::Unconfined(_) | Self::Namespace(_) => ["privileged", ""],
            Self::Key(_) => ["", ""],
        }
    }
}

/// True if the product of its image is known to need exactly this. To manage containers takes their engine.
fn is_needed(container: System<'_>, grant: &Grant, verdicts: &Verdicts) -> bool {
    let nature = verdicts.nature(container);
    let manages = nature.role == Some(Role::ContainerManagement)
        && nature.sure >= Some(Quality::Image)
        && matches!(grant.right, Right::ControlSocket(_));
    let product = nature.product.filter(|_| nature.product_sure >= Some(Quality::Image));
    let knows = |product: &Product| match grant.right {
        // What copies, deploys or manages goes to other machines for it.
        Right::Key(_) => {
            let opens = |it: &Holding| matches!(it, Holding::Keys | Holding::Management);
            product.role == Role::Backup || product.holds.iter().any(opens)
        }
        _ => grant.right.words().iter().any(|word| product.may_have(word)),
    };
    manages || product.is_some_and(knows)
}

/// True if the engine of a socket runs without root, so that it controls the containers of one user only.
pub fn is_rootless(container: System<'_>, socket: &str) -> bool {
    let says = |system: System<'_>| system.entry().isolation.rootless.value() == Some(true);
    socket.contains("/run/user/")
        || socket.starts_with("$XDG_RUNTIME_DIR")
        || socket.starts_with("${XDG_RUNTIME_DIR")
        || says(container)
        || container.on().is_some_and(says)
}

/// The kernels and clusters on which a proxy passes on only a part of the engine's API.
#[derive(Default)]
struct Proxied<'a> {
    kernels: FxHashSet<usize>,
    clusters: Vec<Cluster<'a>>,
}

impl<'a> Proxied<'a> {
    fn of(lab: &'a Lab, verdicts: &Verdicts) -> Self {
        let mut proxied = Self::default();
        let proxies = lab.containers().filter(|it| it.runs() && is_proxy(**it, verdicts));
        for proxy in proxies {
            proxied.kernels.extend(proxy.kernel().map(System::id));
            proxied.clusters.extend(proxy.on_cluster());
        }
        proxied
    }

    /// True if such a proxy runs beside a container that has the socket itself and does not manage containers.
    fn is_avoided_by(&self, container: System<'_>, grants: &[Grant], verdicts: &Verdicts) -> bool {
        let has_socket = || grants.iter().any(|it| matches!(it.right, Right::ControlSocket(_)));
        let nature = verdicts.nature(container);
        let kernel = container.kernel();
        let is_on = |cluster: &Cluster<'_>| {
            container.on_cluster().is_some_and(|own| own.id() == cluster.id())
                || kernel.is_some_and(|it| it.clusters().any(|own| own.id() == cluster.id()))
        };
        has_socket()
            && !matches!(nature.role, Some(Role::ContainerManagement | Role::Agent))
            && (kernel.is_some_and(|kernel| self.kernels.contains(&kernel.id()))
                || self.clusters.iter().any(is_on))
    }
}

fn is_proxy(container: System<'_>, verdicts: &Verdicts) -> bool {
    verdicts.nature(container).product.is_some_and(software::is_socket_proxy)
}
