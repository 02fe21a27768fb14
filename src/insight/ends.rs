//! What a lab runs whose last update is known, or is long past.

use rustc_hash::FxHashMap;

use crate::finding::Subject;
use crate::lab::{Cluster, Date, Kind, Lab, System};
use crate::software::releases::{
    Archived, Release, archived_image, base_of_image, release_of_image, release_of_system,
};
use crate::source::Span;

/// Something that a system or a cluster runs, and when its updates end.
#[derive(Debug, Clone, Copy)]
pub struct EndOfSupport {
    /// The system or the cluster.
    pub subject: Subject,
    /// Where it says what it runs.
    pub at: Span,
    /// Which component of it that is.
    pub component: Component,
    /// What it runs.
    pub what: LifecycleEntry,
}

/// A component of a system that has an end of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Component {
    /// Its operating system.
    System,
    /// Its hypervisor.
    Hypervisor,
    /// The software of its image, or what makes it a cluster.
    Software,
    /// The system that its image is built on.
    Base,
}

/// How many days before its end something is worth a word.
pub const SOON_DAYS: i32 = 90;

/// What ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LifecycleEntry {
    /// A release of something that goes on.
    Release(Release),
    /// Something that nobody works on any more.
    Archived(&'static Archived),
}

impl LifecycleEntry {
    /// The last day it gets updates.
    pub fn day(self) -> Date {
        match self {
            Self::Release(release) => release.end,
            Self::Archived(archived) => archived.since,
        }
    }
}

/// Everything in a lab whose end is known, near or far, system by system, then the clusters.
pub(super) fn of(lab: &Lab) -> Vec<EndOfSupport> {
    let mut known = LookedUp::default();
    let of_systems = lab.systems().flat_map(|system| of_system(system, &mut known));
    let mut endings: Vec<EndOfSupport> = of_systems.collect();
    endings.extend(lab.clusters().filter_map(of_cluster));
    endings
}

/// What was looked up before: most systems of a lab run what others run too.
#[derive(Default)]
struct LookedUp<'a> {
    systems: FxHashMap<&'a str, Option<Release>>,
    images: FxHashMap<&'a str, Option<LifecycleEntry>>,
    bases: FxHashMap<&'a str, Option<Release>>,
}

/// The components of a system with a known end.
fn of_system<'a>(
    system: System<'a>,
    known: &mut LookedUp<'a>,
) -> impl Iterator<Item = EndOfSupport> + use<'a> {
    let entry = system.entry();
    let ending = |component, at, what| EndOfSupport { subject: system.into(), at, component, what };
    let os = entry.os.as_ref().and_then(|os| {
        let release = *known.systems.entry(os.as_str()).or_insert_with(|| release_of_system(os));
        Some(ending(Component::System, os.span, LifecycleEntry::Release(release?)))
    });
    let hypervisor = entry.machine.hypervisor.as_ref().and_then(|hypervisor| {
        let version = hypervisor.version.as_ref()?;
        let text = format!("{} {}", hypervisor.product.as_deref()?, version.value);
        let release = release_of_system(&text)?;
        Some(ending(Component::Hypervisor, version.span, LifecycleEntry::Release(release)))
    });
    // The image of a VM is its system.
    let image = entry.image.as_ref().filter(|_| entry.kind != Kind::Vm);
    let base = image.and_then(|image| {
        let base = *known.bases.entry(image.as_str()).or_insert_with(|| base_of_image(image));
        Some(ending(Component::Base, image.span, LifecycleEntry::Release(base?)))
    });
    let image = image.and_then(|image| {
        let ends = *known.images.entry(image.as_str()).or_insert_with(|| {
            let archived = archived_image(image).map(LifecycleEntry::Archived);
            archived.or_else(|| release_of_image(image).map(LifecycleEntry::Release))
        });
        Some(ending(Component::Software, image.span, ends?))
    });
    [os, hypervisor, image, base].into_iter().flatten()
}

fn of_cluster(cluster: Cluster<'_>) -> Option<EndOfSupport> {
    let version = cluster.version.as_ref()?;
    let release =
        release_of_system(&format!("{} {}", cluster.kind.as_ref()?.as_str(), version.value))?;
    let what = LifecycleEntry::Release(release);
    Some(EndOfSupport {
        subject: cluster.into(),
        at: version.span,
        component: Component::Software,
        what,
    })
}
