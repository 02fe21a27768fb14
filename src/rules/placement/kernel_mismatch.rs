//! A container needs another operating system or processor than the machine below it has.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::insight::{Lack, Misfit};
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
        if matches!(misfit.lack, Lack::Kernel { .. }) && is_told_elsewhere(case, container) {
            continue;
        }
        let (name, below) = (container.name(), misfit.below.name());
        let (needs, has) = in_words(&misfit.lack);
        let message = format!("`{name}` needs {needs}, but `{below}` below it has {has}");
        let finding = out.report(*container, misfit.needed_at, message);
        finding.label(misfit.had_at, format!("`{below}` has {has}"));
        finding.help(help(name, &misfit));
        // Not every program of such a product uses what it is built with.
        if matches!(misfit.lack, Lack::Avx(product) if product.avx_since == Some("")) {
            finding.lower();
        }
    }
}

/// What is needed, and what there is.
fn in_words(lack: &Lack) -> (String, String) {
    match lack {
        Lack::Processor { needs, has } => {
            (format!("an {needs} processor"), format!("an {has} processor"))
        }
        Lack::Kernel { needs, has } => (format!("a {needs} kernel"), format!("a {has} kernel")),
        Lack::Windows { needs, has } => {
            (format!("Windows Server {needs}"), format!("Windows Server {has}"))
        }
        Lack::Avx(product) => {
            let version = product.avx_since.filter(|since| !since.is_empty());
            let since = version.map_or(String::new(), |since| format!(" from version {since} on"));
            let needs = format!("a processor with AVX ({}{since})", product.short_title());
            (needs, "a processor without AVX".to_owned())
        }
    }
}

fn help(name: &str, misfit: &Misfit<'_>) -> String {
    let below = misfit.below.name();
    match misfit.lack {
        Lack::Processor { needs, .. } => format!(
            "take an image for many processors, or run `{name}` on a machine with an {needs} processor"
        ),
        Lack::Kernel { needs, .. } => format!("run `{name}` on a machine with a {needs} kernel"),
        Lack::Windows { needs, has } => format!(
            "take the image of Windows Server {has}, or bring `{below}` to Windows Server {needs}"
        ),
        Lack::Avx(_) if misfit.below.as_vm().is_some() => format!(
            "give `{below}` `cpu_type: x86-64-v3` or `host`, if its host has AVX, or take an older version"
        ),
        Lack::Avx(_) => format!("run `{name}` on another machine, or take an older version"),
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
