//! Kernels that carry something that outsiders reach beside something that keeps secrets.

use std::collections::BTreeMap;

use super::Insight;
use super::tenant::is_sandboxed;
use super::zone::{is_foreign, is_same, zone_of};
use crate::lab::{Cluster, Kind, Reach, Right, System};
use crate::software::{Holding, Role};
use crate::source::Span;
use crate::verdict::Quality;

/// One such kernel, or the kernels of one cluster.
#[derive(Debug)]
pub struct MixedTrust<'a> {
    /// Whose kernel it is.
    pub place: KernelOwner<'a>,
    /// What outsiders reach, and where that is written.
    pub open: Vec<(System<'a>, Span)>,
    /// What keeps secrets there, and which.
    pub keepers: Vec<(System<'a>, Secret)>,
}

/// A kernel that several workloads share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KernelOwner<'a> {
    /// That of a machine.
    Machine(System<'a>),
    /// Those of the nodes of a cluster, of which nobody says which has what.
    Cluster(Cluster<'a>),
}

/// What a workload keeps that opens other doors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Secret {
    /// Passwords of people and services.
    Passwords,
    /// Who may log in.
    Logins,
    /// Keys to other systems.
    Keys,
    /// Copies of what others keep.
    Backups,
    /// Power over other systems.
    Power,
}

/// Every such kernel: the machines first, then the clusters. A zone that both name settles it.
pub fn mixed_trust(insight: &Insight) -> Vec<MixedTrust<'_>> {
    let mut kernels: BTreeMap<(bool, usize), MixedTrust<'_>> = BTreeMap::new();
    let lab = insight.lab();
    for system in lab.systems().filter(|it| shares_kernel(*it)) {
        let (open, secret) = (open(insight, system), secret(insight, system));
        if open.is_none() && secret.is_none() {
            continue;
        }
        let (key, place) = match (system.kernel(), system.on_cluster()) {
            (Some(kernel), _) => ((false, kernel.id()), KernelOwner::Machine(kernel)),
            (None, Some(cluster)) => ((true, cluster.id().index()), KernelOwner::Cluster(cluster)),
            (None, None) => continue,
        };
        let mixed = kernels.entry(key).or_insert_with(|| MixedTrust {
            place,
            open: Vec::new(),
            keepers: Vec::new(),
        });
        mixed.open.extend(open.map(|at| (system, at)));
        mixed.keepers.extend(secret.map(|secret| (system, secret)));
    }
    kernels.into_values().filter_map(unsettled).collect()
}

/// What is left of it without those whom their owner put into the zone of what is open.
fn unsettled(mut mixed: MixedTrust<'_>) -> Option<MixedTrust<'_>> {
    let open = &mixed.open;
    mixed.keepers.retain(|(keeper, _)| {
        let own = zone_of(*keeper);
        open.iter().take(FEW).any(|(open, _)| {
            let zones = own.zip(zone_of(*open));
            open != keeper && !zones.is_some_and(|(own, zone)| is_same(own, zone))
        })
    });
    (!mixed.open.is_empty() && !mixed.keepers.is_empty()).then_some(mixed)
}

/// How many open workloads of a kernel are held against each keeper.
const FEW: usize = 16;

/// True for what runs on a kernel with others, with nothing in between.
fn shares_kernel(system: System<'_>) -> bool {
    matches!(system.kind, Kind::Container | Kind::Native)
        && system.serves()
        && !is_sandboxed(system)
        && !system.kernel().unwrap_or(system).is_for_trial()
}

/// Where it is written that outsiders reach it, unless to let them in is its work.
fn open(insight: &Insight, system: System<'_>) -> Option<Span> {
    let is_way_in = matches!(
        insight.verdicts().nature(system).role,
        Some(
            Role::ReverseProxy
                | Role::LoadBalancer
                | Role::Tunnel
                | Role::Vpn
                | Role::RouterFirewall
                | Role::Dns
                | Role::Identity
        )
    );
    let exposure = || system.open_exposure().filter(|it| it.reach > Reach::Home);
    let zone = || zone_of(system).filter(|zone| is_foreign(zone)).map(|_| system.place());
    if is_way_in { None } else { exposure().map(|it| it.at).or_else(zone) }
}

/// What it keeps that opens other doors, if that is known of its image, its role or its mounts.
fn secret(insight: &Insight, system: System<'_>) -> Option<Secret> {
    let nature = insight.verdicts().nature(system);
    let is_sure = |sure: Option<Quality>| sure >= Some(Quality::Image);
    let role = nature.role.filter(|_| is_sure(nature.sure));
    let of_role = match role {
        Some(Role::Secrets) => Some(Secret::Passwords),
        Some(Role::Identity) => Some(Secret::Logins),
        Some(Role::Pki) => Some(Secret::Keys),
        Some(Role::Backup) => Some(Secret::Backups),
        Some(Role::ContainerManagement) => Some(Secret::Power),
        // A way in has keys too, those of its own certificates.
        Some(Role::ReverseProxy | Role::LoadBalancer | Role::Tunnel | Role::Vpn) => return None,
        _ => None,
    };
    let of_product = || {
        let product = nature.product.filter(|_| is_sure(nature.product_sure))?;
        product.holds.first().map(|holding| match holding {
            Holding::Passwords => Secret::Passwords,
            Holding::Identity => Secret::Logins,
            Holding::Keys => Secret::Keys,
            Holding::Backups => Secret::Backups,
            Holding::Management => Secret::Power,
        })
    };
    let has_key = || {
        let is_key = |right: &Right| matches!(right, Right::Key(_));
        insight.access().find(system, is_key).is_some() || !system.isolation.holds.is_empty()
    };
    of_role.or_else(of_product).or_else(|| has_key().then_some(Secret::Keys))
}
