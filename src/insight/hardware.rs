//! Hosts of which the usual advice is not much use: a NAS, and a computer on a single board.

use super::Insight;
use crate::lab::{Arch, Host};
use crate::software::Role;
use crate::verdict::Quality;

/// True if it is there to keep files: TrueNAS, Unraid, DSM and their like, or by its role.
pub fn is_nas(insight: &Insight, host: Host<'_>) -> bool {
    let nature = insight.verdicts().nature(*host);
    nature.role == Some(Role::StorageServer) && nature.sure >= Some(Quality::Name)
}

/// True if it is a Raspberry Pi or its like, by its processor, its make, its system or what people call it.
pub fn is_single_board(host: Host<'_>) -> bool {
    let entry = host.entry();
    let is_arm = |arch: Arch| matches!(arch, Arch::Arm64 | Arch::Armv7);
    let model = entry.cpu.as_ref().and_then(|cpu| cpu.model.as_deref());
    let make = entry.machine.model.as_ref().map(|model| model.as_str());
    let os = entry.os.as_ref().map(|os| os.as_str());
    let purpose = entry.purpose.as_ref().map(|purpose| purpose.as_str());
    entry.nature.arch.as_ref().is_some_and(|arch| is_arm(arch.value))
        || [model, make, os, purpose].into_iter().flatten().any(names_a_board)
        || words(host.name()).any(|word| is_board(&word) || word.trim_end_matches(is_digit) == "pi")
}

fn names_a_board(text: &str) -> bool {
    words(text).any(|word| is_board(&word))
}

fn is_board(word: &str) -> bool {
    const BOARDS: &[&str] =
        &["raspberry", "raspberrypi", "raspbian", "raspios", "rpi", "odroid", "armbian", "dietpi"];
    BOARDS.contains(&word.trim_end_matches(is_digit))
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric()).map(str::to_ascii_lowercase)
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit()
}
