//! What the `os` field says of the kernel below.

use crate::software::{self, Form, KernelFamily, Product};

/// What an operating system is, as far as the kernel goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OsFamily {
    /// A general Linux: VMs and containers run it alike.
    Linux,
    /// A Linux that comes only as a machine of its own.
    Appliance(&'static Product),
    /// Another kernel.
    Foreign(&'static str),
    /// A name that labctl does not know.
    Unknown,
}

/// Reads an `os` field, with or without knowledge of products.
pub fn family_of(os: &str, software: bool) -> OsFamily {
    let product = if software { software::by_os(os) } else { None };
    if let Some(product) = product {
        return match (product.kernel, product.form) {
            (KernelFamily::Linux, Form::Appliance) => OsFamily::Appliance(product),
            (KernelFamily::Linux, _) => OsFamily::Linux,
            (family, _) => OsFamily::Foreign(name(family)),
        };
    }
    by_word(os)
}

fn by_word(os: &str) -> OsFamily {
    let lower = os.to_ascii_lowercase();
    let mut words = lower.split(|letter: char| !letter.is_ascii_alphanumeric());
    if let Some(family) = words.clone().find_map(foreign) {
        return OsFamily::Foreign(family);
    }
    if words.any(|word| word.contains("linux") || DISTRIBUTIONS.contains(&word)) {
        return OsFamily::Linux;
    }
    OsFamily::Unknown
}

/// The family of kernels that a word stands for, if it is not Linux.
fn foreign(word: &str) -> Option<&'static str> {
    let word = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
    Some(match word {
        "windows" | "win" | "winserver" | "hyperv" => "Windows",
        "macos" | "osx" | "darwin" => "macOS",
        "solaris" | "illumos" | "omnios" | "smartos" | "openindiana" => "illumos",
        "dos" | "freedos" | "msdos" => "DOS",
        "openbsd" => "OpenBSD",
        "netbsd" => "NetBSD",
        "haiku" => "Haiku",
        "esxi" => "ESXi",
        word if word.ends_with("bsd") => "BSD",
        _ => return None,
    })
}

fn name(family: KernelFamily) -> &'static str {
    match family {
        KernelFamily::Linux => "Linux",
        KernelFamily::Windows => "Windows",
        KernelFamily::FreeBsd => "FreeBSD",
        KernelFamily::OpenBsd => "OpenBSD",
        KernelFamily::NetBsd => "NetBSD",
        KernelFamily::Illumos => "illumos",
        KernelFamily::Darwin => "macOS",
        KernelFamily::Other => "its own",
    }
}

/// General Linux distributions that people name without the word Linux.
const DISTRIBUTIONS: &[&str] = &[
    "alma",
    "almalinux",
    "alpine",
    "arch",
    "centos",
    "debian",
    "devuan",
    "fedora",
    "gentoo",
    "kali",
    "mageia",
    "mint",
    "nixos",
    "opensuse",
    "raspbian",
    "redhat",
    "rhel",
    "rocky",
    "slackware",
    "sles",
    "suse",
    "ubuntu",
    "void",
];
