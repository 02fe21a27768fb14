//! What a container asks of the kernel or the processor below it, and does not get there.

use super::Insight;
use super::hardware::arch_below;
use crate::lab::{Arch, Container, System, VolumeSource};
use crate::software::processor::{arch_of_image, hides_avx, lacks_avx, needs_avx, shows_host};
use crate::software::system_container::{MajorMinor, TAKES_IMAGES, proxmox_version};
use crate::software::windows::{is_windows_image, windows_of_image, windows_of_system};
use crate::software::{Form, Product, by_image};
use crate::source::Span;
use crate::verdict::{OsFamily, family_of};

/// Something that a container needs and does not find below it.
#[derive(Debug, Clone, Copy)]
pub struct Misfit<'a> {
    /// What it needs, and what there is instead.
    pub kind: MisfitKind,
    /// Where it is written that it needs this.
    pub needed_at: Span,
    /// Where it is written what there is.
    pub had_at: Span,
    /// The machine below.
    pub below: System<'a>,
}

/// What is needed, and what there is.
#[derive(Debug, Clone, Copy)]
pub enum MisfitKind {
    /// Another architecture.
    Processor {
        /// The one it is built for.
        needs: Arch,
        /// The one below it.
        has: Arch,
    },
    /// Another family of kernels.
    Kernel {
        /// The one it belongs to.
        needs: &'static str,
        /// The one below it.
        has: &'static str,
    },
    /// A newer Windows Server: a container may be of its machine's release or of an older one.
    Windows {
        /// The release it is made of.
        needs: u16,
        /// The release below it.
        has: u16,
    },
    /// AVX instructions, which this product is built with.
    Avx(&'static Product),
    /// A Proxmox VE that makes system containers of images.
    Image {
        /// The version below it.
        has: MajorMinor,
    },
    /// To serve files by NFS: the server is in the kernel, which lets no unprivileged container use it.
    NfsServer,
    /// To mount a share by itself, which no unprivileged container may.
    Mount,
}

impl Insight {
    /// The first thing that a container needs and does not find below it.
    pub fn misfit<'a>(&self, container: Container<'a>) -> Option<Misfit<'a>> {
        processor(container)
            .or_else(|| kernel(container))
            .or_else(|| avx(container))
            .or_else(|| image(container))
            .or_else(|| self.unprivileged(container))
    }
}

impl Insight {
    /// What an unprivileged system container does that takes more rights.
    fn unprivileged<'a>(&self, container: Container<'a>) -> Option<Misfit<'a>> {
        let isolation = &container.entry().isolation;
        let stated = isolation.unprivileged.as_ref().filter(|it| it.value);
        let stated = stated.or(isolation.privileged.as_ref().filter(|it| !it.value))?;
        let below = container.on()?;
        if !container.is_system_container() {
            return None;
        }
        let misfit = |kind, needed_at| Misfit { kind, needed_at, had_at: stated.span, below };
        if let Some(at) = self.nfs_server(*container) {
            return Some(misfit(MisfitKind::NfsServer, at));
        }
        let mut volumes = container.entry().volumes.iter();
        let share = volumes.find(|volume| matches!(volume.source, VolumeSource::Share(_)))?;
        Some(misfit(MisfitKind::Mount, share.at))
    }

    /// Where it is written that a system serves files by NFS.
    fn nfs_server(&self, system: System<'_>) -> Option<Span> {
        let known = self.facts.nfs_servers.get_or_init(|| {
            let shares =
                self.lab().storage().filter_map(|it| Some((it, it.record().kind.as_ref()?)));
            let shares = shares.filter(|(_, kind)| kind.to_ascii_lowercase().starts_with("nfs"));
            shares.flat_map(|(it, kind)| it.servers().map(|at| (at.id(), kind.span))).collect()
        });
        known.get(&system.id()).copied()
    }
}

/// What a container is below: the system it runs on, or each node of its cluster.
fn grounds(container: Container<'_>) -> Vec<System<'_>> {
    match (container.on(), container.on_cluster()) {
        (Some(on), _) => vec![on],
        (None, Some(cluster)) if cluster.has_all_nodes() => cluster.nodes().collect(),
        _ => Vec::new(),
    }
}

fn processor(container: Container<'_>) -> Option<Misfit<'_>> {
    let entry = container.entry();
    let stated = entry.nature.arch.as_ref().map(|arch| (arch.value, arch.span));
    let of_image = || {
        let image = entry.image.as_ref()?;
        Some((arch_of_image(image)?, image.span))
    };
    let (needs, needed_at) = stated.or_else(of_image)?;
    // A scheduler finds the node that fits, if there is one.
    let mut first = None;
    for below in grounds(container) {
        let (has, had_at, below) = arch_below(below)?;
        let runs = match (has, needs) {
            (Arch::Any, _) | (_, Arch::Any) | (Arch::Arm64, Arch::Armv7) => true,
            (has, needs) => has == needs,
        };
        if runs {
            return None;
        }
        let kind = MisfitKind::Processor { needs, has };
        first.get_or_insert(Misfit { kind, needed_at, had_at, below });
    }
    first
}

fn kernel(container: Container<'_>) -> Option<Misfit<'_>> {
    let entry = container.entry();
    let below = container.on()?.kernel()?;
    let had = below.entry().os.as_ref()?;
    let has = family(had)?;
    let of_image = || entry.image.as_ref().filter(|image| is_windows_image(image));
    let stated = entry.os.as_ref().and_then(|os| Some((family(os)?, os.span)));
    let (needs, needed_at) = stated.or_else(|| Some(("Windows", of_image()?.span)))?;
    let misfit = |kind, needed_at| Misfit { kind, needed_at, had_at: had.span, below };
    if needs == "Windows" && has == "Windows" {
        let of_os = entry.os.as_ref().and_then(|os| Some((windows_of_system(os)?, os.span)));
        let of_tag = || {
            let image = entry.image.as_ref()?;
            Some((windows_of_image(image)?, image.span))
        };
        let ((needs, at), has) = (of_os.or_else(of_tag)?, windows_of_system(had)?);
        return (needs > has).then(|| misfit(MisfitKind::Windows { needs, has }, at));
    }
    // Docker on Windows and macOS brings a Linux machine along.
    let brought =
        needs == "Linux" && matches!(has, "Windows" | "macOS") && !container.is_system_container();
    let alike = needs == has
        || [needs, has].contains(&"BSD") && needs.ends_with("BSD") && has.ends_with("BSD");
    (!brought && !alike).then(|| misfit(MisfitKind::Kernel { needs, has }, needed_at))
}

/// The family of kernels that an operating system belongs to, if it is known.
fn family(os: &str) -> Option<&'static str> {
    match family_of(os, true) {
        OsFamily::Linux | OsFamily::Appliance(_) => Some("Linux"),
        OsFamily::Foreign("its own") | OsFamily::Unknown => None,
        OsFamily::Foreign(family) => Some(family),
    }
}

/// AVX is there unless the model of the VM hides it or the processor of the host has none.
fn avx(container: Container<'_>) -> Option<Misfit<'_>> {
    let image = container.entry().image.as_ref()?;
    let kind = MisfitKind::Avx(needs_avx(image)?);
    let ground = container.on()?;
    if arch_below(ground).is_some_and(|(arch, ..)| arch != Arch::Amd64) {
        return None;
    }
    let misfit = |below, had_at| Misfit { kind, needed_at: image.span, had_at, below };
    for below in ground.stack() {
        let entry = below.entry();
        let model = entry.cpu.as_ref().and_then(|cpu| Some((cpu.model.as_ref()?, cpu.span)));
        if below.as_vm().is_some() {
            // What is not said is a default that changes from version to version.
            let cpu_type = entry.machine.cpu_type.as_ref()?;
            if hides_avx(cpu_type) {
                return Some(misfit(below, cpu_type.span));
            }
            if !shows_host(cpu_type) {
                return None;
            }
        } else if let Some((_, at)) = model.filter(|(model, _)| lacks_avx(model)) {
            return Some(misfit(below, at));
        }
    }
    None
}

/// A system container of an image that is made for engines, under a Proxmox VE that does not take such images.
fn image(container: Container<'_>) -> Option<Misfit<'_>> {
    let image = container.entry().image.as_ref().filter(|_| container.is_system_container())?;
    by_image(image).filter(|product| matches!(product.form, Form::Image | Form::Both))?;
    let below = container.on()?.kernel()?;
    let os = below.entry().os.as_ref()?;
    let has = proxmox_version(os).filter(|version| *version < TAKES_IMAGES)?;
    let kind = MisfitKind::Image { has };
    Some(Misfit { kind, needed_at: image.span, had_at: os.span, below })
}
