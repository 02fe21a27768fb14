//! What kind of machine a host is: a NAS, a computer on a single board, and of which architecture.

use super::Insight;
use crate::lab::{Arch, Host, System};
use crate::software::Role;
use crate::software::processor::{arch_of_machine, is_board};
use crate::source::Span;
use crate::verdict::Quality;

/// True if it is there to keep files: TrueNAS, Unraid, DSM and their like, or by its role.
pub fn is_nas(insight: &Insight, host: Host<'_>) -> bool {
    let nature = insight.verdicts().nature(*host);
    nature.role == Some(Role::StorageServer) && nature.sure >= Some(Quality::Name)
}

/// True if it is a Raspberry Pi or its like, by its processor, its make, its system or what people call it.
pub fn is_single_board(host: Host<'_>) -> bool {
    const SYSTEMS: &[&str] = &["armbian", "dietpi", "pi"];
    let entry = host.entry();
    let is_arm = |arch: Arch| matches!(arch, Arch::Arm64 | Arch::Armv7);
    let purpose = entry.purpose.as_ref().map(|purpose| purpose.as_str());
    let texts = makes(*host).map(|(text, _)| text).chain(purpose).chain([host.name()]);
    entry.nature.arch.as_ref().is_some_and(|arch| is_arm(arch.value))
        || texts.clone().any(is_board)
        || texts.flat_map(words).any(|word| SYSTEMS.contains(&word.as_str()))
}

/// The architecture of the machine that a system runs on or is, where that is written, and of which system it is:
/// stated, or that of its make, its processor or its operating system.
pub(super) fn arch_below(system: System<'_>) -> Option<(Arch, Span, System<'_>)> {
    system.stack().find_map(|below| {
        let stated = below.entry().nature.arch.as_ref().map(|arch| (arch.value, arch.span));
        let of_make = || makes(below).find_map(|(text, at)| Some((arch_of_machine(text)?, at)));
        let (arch, at) = stated.or_else(|| of_make().filter(|_| below.as_host().is_some()))?;
        Some((arch, at, below))
    })
}

/// What says of which make a machine is: its model, that of its processor, and its operating system.
fn makes(system: System<'_>) -> impl Iterator<Item = (&str, Span)> + Clone {
    let entry = system.entry();
    let model = entry.machine.model.as_ref().map(|model| (model.as_str(), model.span));
    let cpu = entry.cpu.as_ref().and_then(|cpu| Some((cpu.model.as_deref()?, cpu.span)));
    let os = entry.os.as_ref().map(|os| (os.as_str(), os.span));
    [model, cpu, os].into_iter().flatten()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric()).map(|word| {
        word.trim_end_matches(|letter: char| letter.is_ascii_digit()).to_ascii_lowercase()
    })
}
