//! What machines can make system containers of: which versions of Proxmox VE take images, and which systems are too
//! old to start as a container where the machine below has control groups of version 2 only:
//! those with a systemd before 232.
//!
//! Source: Proxmox VE Administration Guide, Proxmox Container Toolkit; Debian wiki, LXC/CGroupV2.

/// The last releases of distributions with so old a systemd.
const TOO_OLD: &[(&str, MajorMinor)] = &[
    ("centos", (7, 99)),
    ("rhel", (7, 99)),
    ("red hat", (7, 99)),
    ("oracle", (7, 99)),
    ("scientific", (7, 99)),
    ("ubuntu", (16, 4)),
    ("debian", (8, 99)),
    ("sles", (12, 99)),
    ("opensuse", (42, 2)),
    ("fedora", (24, 99)),
];

/// The first releases that have version 2 alone, as they come.
const UNIFIED: &[(&str, MajorMinor)] = &[
    ("proxmox", (7, 0)),
    ("pve", (7, 0)),
    ("ubuntu", (21, 10)),
    ("debian", (11, 0)),
    ("fedora", (31, 0)),
    ("rhel", (9, 0)),
    ("almalinux", (9, 0)),
    ("alma", (9, 0)),
    ("rocky", (9, 0)),
    ("centos", (9, 0)),
    ("incusos", (0, 0)),
];

/// Hypervisors that are named without a version.
const HYPERVISORS: &[&str] = &["proxmox", "proxmox-ve", "pve", "incusos"];

/// The first two numbers of a version.
pub type MajorMinor = (u32, u32);

/// True for a system that cannot start as a container under version 2.
pub fn needs_control_groups_v1(os: &str) -> bool {
    release_in(os, TOO_OLD).is_some_and(|(release, last)| release.is_some_and(|it| it <= last))
}

/// Whether a machine has version 2 alone; nothing where that is not known. A hypervisor whose version is not said is
/// taken for one that still gets updates.
pub fn has_control_groups_v2(os: &str) -> Option<bool> {
    let (release, first) = release_in(os, UNIFIED)?;
    match release {
        Some(release) => Some(release >= first),
        None => HYPERVISORS.iter().any(|name| os.eq_ignore_ascii_case(name)).then_some(true),
    }
}

/// The version of Proxmox VE that a machine runs.
pub fn proxmox_version(os: &str) -> Option<MajorMinor> {
    release_in(os, &[("proxmox", (0, 0)), ("pve", (0, 0))])?.0
}

/// The first version of Proxmox VE that makes system containers of container images.
pub const TAKES_IMAGES: MajorMinor = (9, 1);

/// The release that a system has, and that of the table, if its name is in that.
fn release_in(os: &str, known: &[(&str, MajorMinor)]) -> Option<(Option<MajorMinor>, MajorMinor)> {
    let lower = os.to_ascii_lowercase().replace(['-', '_'], " ");
    let &(name, limit) = known.iter().find(|(name, _)| lower.starts_with(name))?;
    let rest = lower[name.len()..].trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let mut numbers = rest.split(|letter: char| !letter.is_ascii_digit()).map(str::parse);
    let major = numbers.next().and_then(Result::ok);
    let minor = numbers.next().and_then(Result::ok).unwrap_or_default();
    Some((major.map(|major| (major, minor)), limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_systems_and_new_machines_are_told_apart() {
        assert!(
            ["centos-7", "CentOS 7.9", "ubuntu-16.04", "debian-8"]
                .iter()
                .all(|os| needs_control_groups_v1(os))
        );
        assert!(
            !["centos-stream-9", "ubuntu-18.04", "debian-9", "centos", "alpine-3.22"]
                .iter()
                .any(|os| needs_control_groups_v1(os))
        );
        let of = has_control_groups_v2;
        assert_eq!([of("proxmox-9.1"), of("ubuntu-24.04"), of("proxmox")], [Some(true); 3]);
        assert_eq!([of("ubuntu-20.04"), of("debian-10"), of("proxmox-6.4")], [Some(false); 3]);
        assert_eq!([of("debian"), of("nixos")], [None; 2]);
    }
}
