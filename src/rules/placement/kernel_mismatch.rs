//! A container needs another operating system or processor than the machine below it has.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::lab::{Arch, Container, System};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;
use crate::verdict::{Conclusion, Confidence, OsFamily, family_of};

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
    ],
    page: include_str!("kernel_mismatch.md"),
    check,
};

/// What a container needs, what there is, and where each is written.
struct Mismatch<'a> {
    needs: String,
    needed_at: Span,
    has: String,
    had_at: Span,
    below: System<'a>,
}

fn check(case: &Case, out: &mut Findings) {
    for container in case.lab.containers() {
        let entry = container.entry();
        if entry.os.is_absent() && entry.nature.arch.is_absent() || !container.is_intended() {
            continue;
        }
        let Some(wrong) = processor(container).or_else(|| system(case, container)) else {
            continue;
        };
        let (name, below) = (container.name(), wrong.below.name());
        let message =
            format!("`{name}` needs {}, but `{below}` below it has {}", wrong.needs, wrong.has);
        out.report(*container, wrong.needed_at, message)
            .label(wrong.had_at, format!("`{below}` has {}", wrong.has))
            .help(format!("run `{name}` on a machine with {}", wrong.needs));
    }
}

fn processor(container: Container<'_>) -> Option<Mismatch<'_>> {
    let needed = container.entry().nature.arch.as_ref()?;
    let (had, below) = container.on()?.inherit(|entry| entry.nature.arch.as_ref())?;
    let runs = match (had.value, needed.value) {
        (Arch::Any, _) | (_, Arch::Any) | (Arch::Arm64, Arch::Armv7) => true,
        (had, needed) => had == needed,
    };
    (!runs).then(|| Mismatch {
        needs: format!("an {} processor", needed.value),
        needed_at: needed.span,
        has: format!("an {} processor", had.value),
        had_at: had.span,
        below,
    })
}

fn system<'a>(case: &Case<'a>, container: Container<'a>) -> Option<Mismatch<'a>> {
    let needed = container.entry().os.as_ref()?;
    let below = container.on()?.kernel()?;
    let had = below.entry().os.as_ref()?;
    let (needs, has) = (kernel(needed)?, kernel(had)?);
    // Docker on Windows and macOS brings a Linux machine along.
    let brought =
        needs == "Linux" && matches!(has, "Windows" | "macOS") && !container.is_system_container();
    let alike = needs == has
        || [needs, has].contains(&"BSD") && needs.ends_with("BSD") && has.ends_with("BSD");
    if brought || alike || is_told_elsewhere(case, container) {
        return None;
    }
    let (needs, has) = (format!("a {needs} kernel"), format!("a {has} kernel"));
    Some(Mismatch { needs, needed_at: needed.span, has, had_at: had.span, below })
}

/// The family of kernels that an operating system belongs to, if it is known.
fn kernel(os: &str) -> Option<&'static str> {
    match family_of(os, true) {
        OsFamily::Linux | OsFamily::Appliance(_) => Some("Linux"),
        OsFamily::Foreign("its own") | OsFamily::Unknown => None,
        OsFamily::Foreign(family) => Some(family),
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
