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
#[derive(Debug, Default)]
pub(super) struct Endings {
    /// What ends, each once: most systems of a lab run what others run too.
    entries: Vec<LifecycleEntry>,
    /// Who runs it, where that is written, which component it is, and which of the entries.
    runs: Vec<(Subject, Span, Component, u32)>,
}

/// The entry of each text that was looked up before.
#[derive(Default)]
struct LookedUp<'a> {
    systems: FxHashMap<&'a str, Option<u32>>,
    images: FxHashMap<&'a str, Option<u32>>,
    bases: FxHashMap<&'a str, Option<u32>>,
}

impl Endings {
    pub(super) fn of(lab: &Lab) -> Self {
        let (mut endings, mut known) = (Self::default(), LookedUp::default());
        lab.systems().for_each(|system| endings.add_system(system, &mut known));
        lab.clusters().for_each(|cluster| endings.add_cluster(cluster));
        endings
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = EndOfSupport> {
        self.runs.iter().map(|&(subject, at, component, entry)| EndOfSupport {
            subject,
            at,
            component,
            what: self.entries[entry as usize],
        })
    }

    fn entry(&mut self, found: Option<LifecycleEntry>) -> Option<u32> {
        self.entries.push(found?);
        u32::try_from(self.entries.len() - 1).ok()
    }

    /// Adds the components of a system with a known end.
    fn add_system<'a>(&mut self, system: System<'a>, known: &mut LookedUp<'a>) {
        let entry = system.entry();
        let subject = Subject::from(system);
        if let Some(os) = entry.os.as_ref()
            && let Some(ends) = *known
                .systems
                .entry(os.as_str())
                .or_insert_with(|| self.entry(release_of_system(os).map(LifecycleEntry::Release)))
        {
            self.runs.push((subject, os.span, Component::System, ends));
        }
        if let Some(hypervisor) = entry.machine.hypervisor.as_ref()
            && let Some(version) = hypervisor.version.as_ref()
            && let Some(product) = hypervisor.product.as_deref()
            && let release = release_of_system(&format!("{product} {}", version.value))
            && let Some(ends) = self.entry(release.map(LifecycleEntry::Release))
        {
            self.runs.push((subject, version.span, Component::Hypervisor, ends));
        }
        // The image of a VM is its system.
        if let Some(image) = entry.image.as_ref().filter(|_| entry.kind != Kind::Vm)
            && let Some(ends) = *known.images.entry(image.as_str()).or_insert_with(|| {
                let archived = archived_image(image).map(LifecycleEntry::Archived);
                let release = || release_of_image(image).map(LifecycleEntry::Release);
                self.entry(archived.or_else(release))
            })
        {
            self.runs.push((subject, image.span, Component::Software, ends));
        }
        if let Some(image) = entry.image.as_ref().filter(|_| entry.kind != Kind::Vm)
            && let Some(ends) = *known
                .bases
                .entry(image.as_str())
                .or_insert_with(|| self.entry(base_of_image(image).map(LifecycleEntry::Release)))
        {
            self.runs.push((subject, image.span, Component::Base, ends));
        }
    }

    fn add_cluster(&mut self, cluster: Cluster<'_>) {
        if let (Some(kind), Some(version)) = (cluster.kind.as_ref(), cluster.version.as_ref())
            && let release = release_of_system(&format!("{} {}", kind.as_str(), version.value))
            && let Some(ends) = self.entry(release.map(LifecycleEntry::Release))
        {
            self.runs.push((cluster.into(), version.span, Component::Software, ends));
        }
    }
}
