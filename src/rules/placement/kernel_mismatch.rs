//! A container needs another operating system or processor than the machine below it has.

use std::collections::BTreeMap;

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::insight::{Misfit, MisfitKind};
use crate::lab::Container;
use crate::policy::Levels;
use crate::rules::group::{name_all, who};
use crate::rules::words::them;
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
    let mut groups: BTreeMap<(usize, String), Vec<(Container<'_>, Misfit<'_>)>> = BTreeMap::new();
    for container in case.lab.containers().filter(|container| container.is_intended()) {
        let Some(misfit) = case.insight.misfit(container) else { continue };
        if matches!(misfit.kind, MisfitKind::Kernel { .. }) && is_told_elsewhere(case, container) {
            continue;
        }
        let key = (misfit.below.id(), in_words(&misfit.kind).0);
        groups.entry(key).or_default().push((container, misfit));
    }
    // What a machine lacks is one thing, however many containers want it.
    for members in groups.into_values() {
        for group in out.parts(members.iter().map(|(container, _)| *container)) {
            let first = members.iter().find(|(container, _)| *container == group[0]);
            report(&group, &first.expect("it is one of them").1, out);
        }
    }
}

fn report(group: &[Container<'_>], misfit: &Misfit<'_>, out: &mut Findings) {
    let (below, it) = (misfit.below.name(), them(group.len()));
    let who = |verbs| who(group, "container", verbs);
    let (needs, has) = in_words(&misfit.kind);
    let asks_for_rights = matches!(misfit.kind, MisfitKind::NfsServer | MisfitKind::Mount);
    let message = if asks_for_rights {
        format!("{} {needs}, {has}", who(["tries", "try"]))
    } else {
        format!("{} {needs}, but `{below}` below {it} has {has}", who(["needs", "need"]))
    };
    let finding = out.report_all(group, misfit.needed_at, message);
    let there = if asks_for_rights {
        "it is unprivileged".to_owned()
    } else {
        format!("`{below}` has {has}")
    };
    finding.label(misfit.had_at, there);
    name_all(finding, group, "the containers are");
    finding.help(help(it, misfit));
    match misfit.kind {
        // Not every program of such a product uses what it is built with, and there are servers in user space.
        MisfitKind::Avx(product) if product.avx_since == Some("") => finding.lower(),
        MisfitKind::NfsServer | MisfitKind::Image { .. } => finding.lower(),
        // People write the share where they mean the folder it is mounted on below.
        MisfitKind::Mount => finding.lower().lower(),
        _ => finding,
    };
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
        MisfitKind::Image { has: (major, minor) } => (
            "Proxmox VE 9.1, which makes system containers of images".to_owned(),
            format!("Proxmox VE {major}.{minor}"),
        ),
        MisfitKind::NfsServer => (
            "to serve files by NFS".to_owned(),
            "which the kernel does and lets no unprivileged container do".to_owned(),
        ),
        MisfitKind::Mount => {
            ("to mount a share".to_owned(), "which no unprivileged container may".to_owned())
        }
        MisfitKind::Avx(product) => {
            let version = product.avx_since.filter(|since| !since.is_empty());
            let since = version.map_or(String::new(), |since| format!(" from version {since} on"));
            let needs = format!("a processor with AVX ({}{since})", product.short_title());
            (needs, "a processor without AVX".to_owned())
        }
    }
}

fn help(it: &str, misfit: &Misfit<'_>) -> String {
    let below = misfit.below.name();
    match misfit.kind {
        MisfitKind::Processor { needs, .. } => {
            format!(
                "take an image for many processors, or run {it} on a machine with an {needs} processor"
            )
        }
        MisfitKind::Kernel { needs, .. } => format!("run {it} on a machine with a {needs} kernel"),
        MisfitKind::Windows { needs, has } => format!(
            "take the image of Windows Server {has}, or bring `{below}` to Windows Server {needs}"
        ),
        MisfitKind::Image { .. } => {
            format!("bring `{below}` up to date, or run {it} with an engine for containers in a VM")
        }
        MisfitKind::Avx(_) if misfit.below.as_vm().is_some() => format!(
            "give `{below}` `cpu_type: x86-64-v3` or `host`, if its host has AVX, or take an older version"
        ),
        MisfitKind::NfsServer => format!(
            "make {it} a VM, let `{below}` serve the share, or take a server in user space such as NFS-Ganesha"
        ),
        MisfitKind::Mount => format!(
            "mount it on `{below}`, and hand in the folder: `volumes: ['/mnt/SHARE:TARGET']`"
        ),
        MisfitKind::Avx(_) => format!("run {it} on another machine, or take an older version"),
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
