//! What a lab runs whose last update is known, or is long past.

use rustc_hash::FxHashMap;

use crate::finding::Subject;
use crate::lab::{Cluster, Date, Kind, Lab, System};
use crate::software::releases::{
    Archived, Release, archived_image, release_of_image, release_of_system,
};
use crate::source::Span;

/// Something that a system or a cluster runs, and when its updates end.
#[derive(Debug, Clone, Copy)]
pub struct Ending {
    /// The system or the cluster.
    pub subject: Subject,
    /// Where it says what it runs.
    pub at: Span,
    /// Which part of it that is.
    pub part: Part,
    /// What it runs.
    pub what: Ends,
}

/// A part of a system that has an end of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Its operating system.
    System,
    /// Its hypervisor.
    Hypervisor,
    /// The software of its image, or what makes it a cluster.
    Software,
}

/// What ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// A release of something that goes on.
    Release(Release),
    /// Something that nobody works on any more.
    Archived(&'static Archived),
}

impl Ends {
    /// The last day it gets updates.
    pub fn day(self) -> Date {
        match self {
            Self::Release(release) => release.end,
            Self::Archived(archived) => archived.since,
        }
    }
}

/// Everything in a lab whose end is known, near or far, system by system, then the clusters.
pub(super) fn of(lab: &Lab) -> Vec<Ending> {
    let mut known = Known::default();
    let of_systems = lab.systems().flat_map(|system| known.parts(system));
    let mut endings: Vec<Ending> = of_systems.collect();
    endings.extend(lab.clusters().filter_map(of_cluster));
    endings
}

/// What was looked up before: many systems run the same.
#[derive(Default)]
struct Known<'a> {
    systems: FxHashMap<&'a str, Option<Release>>,
    images: FxHashMap<&'a str, Option<Ends>>,
}

impl<'a> Known<'a> {
    /// The parts of a system with a known end.
    fn parts(&mut self, system: System<'a>) -> impl Iterator<Item = Ending> + use<'a> {
        let entry = system.entry();
        let ending = |part, at, what| Ending { subject: system.into(), at, part, what };
        let os = entry.os.as_ref().and_then(|os| {
            let found = self.systems.entry(os.as_str());
            let release = found.or_insert_with(|| release_of_system(os));
            Some(ending(Part::System, os.span, Ends::Release((*release)?)))
        });
        let hypervisor = entry.machine.hypervisor.as_ref().and_then(|hypervisor| {
            let version = hypervisor.version.as_ref()?;
            let text = format!("{} {}", hypervisor.product.as_deref()?, version.value);
            Some(ending(Part::Hypervisor, version.span, Ends::Release(release_of_system(&text)?)))
        });
        // The image of a VM is its system.
        let image = entry.image.as_ref().filter(|_| entry.kind != Kind::Vm).and_then(|image| {
            let found = self.images.entry(image.as_str());
            let ends = found.or_insert_with(|| {
                let archived = archived_image(image).map(Ends::Archived);
                archived.or_else(|| release_of_image(image).map(Ends::Release))
            });
            Some(ending(Part::Software, image.span, (*ends)?))
        });
        [os, hypervisor, image].into_iter().flatten()
    }
}

fn of_cluster(cluster: Cluster<'_>) -> Option<Ending> {
    let version = cluster.version.as_ref()?;
    let release =
        release_of_system(&format!("{} {}", cluster.kind.as_ref()?.as_str(), version.value))?;
    let what = Ends::Release(release);
    Some(Ending { subject: cluster.into(), at: version.span, part: Part::Software, what })
}
