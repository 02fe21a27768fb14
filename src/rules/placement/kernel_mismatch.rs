//! A container needs another operating system or processor than the machine below it has.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::insight::{Misfit, MisfitKind};
use crate::lab::Container;
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};
use crate::verdict::{Conclusion, Confidence};

pub(super) const RULE: Rule = Rule {
    name: "kernel-mismatch",
    level: Levels { firm: true, ..Levels::always(Error) },
    claims: &[
        claim::CONTAINER_IS_USER_SPACE,
        claim::CONTAINER_NEEDS_THE_HOSTS_OS,
        claim::VMS_EMULATE_A_MACHINE,
        claim::MINUS_BOUND_TO_OS,
    ],
    sources: &[
        authority::PROXMOX_CONTAINERS,
        authority::INCUS_CONTAINERS_AND_VMS,
        authority::MICROSOFT_CONTAINERS_VS_VMS,
        authority::MICROSOFT_CONTAINER_VERSIONS,
        authority::DOCKER_MULTI_PLATFORM,
        authority::MONGODB_PRODUCTION_NOTES,
    ],
    page: include_str!("kernel_mismatch.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for container in case.lab.containers().filter(|container| container.is_intended()) {
        let Some(misfit) = case.insight.misfit(container) else { continue };
        if matches!(misfit.kind, MisfitKind::Kernel { .. }) && is_told_elsewhere(case, container) {
            continue;
        }
        let (name, below) = (container.name(), misfit.below.name());
        let (needs, has) = in_words(&misfit.kind);
        let message = match misfit.kind {
            MisfitKind::NfsServer | MisfitKind::Mount => format!("`{name}` {needs}, {has}"),
            _ => format!("`{name}` needs {needs}, but `{below}` below it has {has}"),
        };
        let finding = out.report(*container, misfit.needed_at, message);
        finding.label(
            misfit.had_at,
            match misfit.kind {
                MisfitKind::NfsServer | MisfitKind::Mount => format!("`{name}` is unprivileged"),
                _ => format!("`{below}` has {has}"),
            },
        );
        finding.help(help(name, &misfit));
        match misfit.kind {
            // Not every program of such a product uses what it is built with, and there are servers in user space.
            MisfitKind::Avx(product) if product.avx_since == Some("") => finding.lower(),
            MisfitKind::NfsServer => finding.lower(),
            // People write the share where they mean the folder it is mounted on below.
            MisfitKind::Mount => finding.lower().lower(),
            _ => finding,
        };
    }
}

/// What is needed, and what there is.
fn in_words(kind: &MisfitKind) -> (String, String) {
    match kind {
        MisfitKind::Processor { needs, has } => {
            (format!("an {needs} processor"), format!("an {has} processor"))
        }
        MisfitKind::Kernel { needs, has } => {
            (format!("a {needs} kernel"), format!("a {has} kernel"))
        }
        MisfitKind::Windows { needs, has } => {
            (format!("Windows Server {needs}"), format!("Windows Server {has}"))
        }
        MisfitKind::NfsServer => (
            "serves files by NFS".to_owned(),
            "which the kernel does and lets no unprivileged container do".to_owned(),
        ),
        MisfitKind::Mount => {
            ("mounts a share itself".to_owned(), "which no unprivileged container may".to_owned())
        }
        MisfitKind::Avx(product) => {
            let version = product.avx_since.filter(|since| !since.is_empty());
            let since = version.map_or(String::new(), |since| format!(" from version {since} on"));
            let needs = format!("a processor with AVX ({}{since})", product.short_title());
            (needs, "a processor without AVX".to_owned())
        }
    }
}

fn help(name: &str, misfit: &Misfit<'_>) -> String {
    let below = misfit.below.name();
    match misfit.kind {
        MisfitKind::Processor { needs, .. } => format!(
            "take an image for many processors, or run `{name}` on a machine with an {needs} processor"
        ),
        MisfitKind::Kernel { needs, .. } => {
            format!("run `{name}` on a machine with a {needs} kernel")
        }
        MisfitKind::Windows { needs, has } => format!(
            "take the image of Windows Server {has}, or bring `{below}` to Windows Server {needs}"
        ),
        MisfitKind::Avx(_) if misfit.below.as_vm().is_some() => format!(
            "give `{below}` `cpu_type: x86-64-v3` or `host`, if its host has AVX, or take an older version"
        ),
        MisfitKind::NfsServer => format!(
            "make `{name}` a VM, let `{below}` serve the share, or take a server in user space such as NFS-Ganesha"
        ),
        MisfitKind::Mount => format!(
            "mount it on `{below}`, and hand in the folder: `volumes: ['/mnt/SHARE:TARGET']`"
        ),
        MisfitKind::Avx(_) => format!("run `{name}` on another machine, or take an older version"),
    }
}

/// True if it is already said to have to be a VM.
fn is_told_elsewhere(case: &Case, container: Container<'_>) -> bool {
    container.as_workload().is_some_and(|workload| {
        let brief = case.verdicts.brief(workload);
        let pinned = !workload.entry().nature.pin.is_absent();
        brief.outcome == Conclusion::Vm && brief.confidence == Confidence::Certain && !pinned
    })
}
