//! Releases of operating systems, and the last day each gets updates without extra pay.
//!
//! As published on endoflife.date on 22 August 2026, unless a line says otherwise. Where volunteers or the
//! maker go on for everybody, as with Debian LTS, their last day counts. Rolling systems have no end.

use crate::lab::Date;

/// A release of an operating system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Release {
    /// What the system is called.
    pub(super) system: &'static str,
    /// The version, as far as it matters.
    pub(super) version: &'static str,
    /// The last day it gets updates.
    pub(super) end: Date,
    /// True if the release is older than any in the table, and ended before that day.
    pub(super) is_older: bool,
}

/// A system, the words it goes by, and its releases, the newest first.
struct Line {
    title: &'static str,
    names: &'static [&'static str],
    releases: &'static [(&'static str, Date)],
}

/// The release that an `os` field or a hypervisor with its version means, if its end is known.
pub(super) fn release_of(text: &str) -> Option<Release> {
    let text = text.to_ascii_lowercase();
    let words: Vec<&str> = words(&text).collect();
    if words.iter().any(|word| OTHERWISE.contains(word)) {
        return None;
    }
    let by_name = LINES
        .iter()
        .find_map(|line| Some((line, line.names.iter().find_map(|name| after(&words, name))?)));
    let is_number = |word: &&str| word.starts_with(|first: char| first.is_ascii_digit());
    let numbered =
        by_name.and_then(|(line, rest)| Some((line, rest, rest.iter().position(is_number)?)));
    if let Some((line, rest, at)) = numbered {
        return line.release(rest[at], rest.get(at + 1).copied().unwrap_or_default());
    }
    let (_, title, version) = CODENAMES.iter().find(|(code, ..)| words.contains(code))?;
    LINES.iter().find(|line| line.title == *title)?.release(version, "")
}

/// The words of a text; a number that follows letters at once is a word of its own.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.').flat_map(|word| {
        let number = word.find(|letter: char| letter.is_ascii_digit()).unwrap_or(word.len());
        let (name, number) = word.split_at(number);
        [name, number].into_iter().filter(|part| !part.is_empty())
    })
}

/// What follows a name of one or several words.
fn after<'w, 't>(words: &'w [&'t str], name: &str) -> Option<&'w [&'t str]> {
    let count = name.split(' ').count();
    let at = words.windows(count).position(|some| some.iter().copied().eq(name.split(' ')))?;
    Some(&words[at + count..])
}

impl Line {
    fn release(&self, version: &str, next: &str) -> Option<Release> {
        let found = |&&(known, _): &&(&'static str, Date)| match known.split_once(' ') {
            Some((known, edition)) => known == version && edition == next,
            None => version
                .strip_prefix(known)
                .is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_digit())),
        };
        let release = |&(version, end): &(&'static str, Date), is_older| Release {
            system: self.title,
            version,
            end,
            is_older,
        };
        // The longest that fits is the most exact: 14.1 before 14.
        let exact = self.releases.iter().filter(found).max_by_key(|(known, _)| known.len());
        if let Some(exact) = exact {
            return Some(release(exact, false));
        }
        let oldest = self.releases.last()?;
        (number(version)? < number(oldest.0)?).then(|| release(oldest, true))
    }
}

/// The first two numbers of a version.
fn number(version: &str) -> Option<(u32, u32)> {
    let version = version.split(' ').next()?;
    let mut parts = version.split('.').map(str::parse);
    Some((parts.next()?.ok()?, parts.next().and_then(Result::ok).unwrap_or(u32::MAX)))
}

const fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

/// Words for editions and relatives that are supported otherwise.
const OTHERWISE: &[&str] =
    &["core", "els", "embedded", "esm", "eus", "iot", "lmde", "ltsb", "ltsc", "mint"];

/// Names of releases that stand for their number.
const CODENAMES: &[(&str, &str, &str)] = &[
    ("trixie", "Debian", "13"),
    ("bookworm", "Debian", "12"),
    ("bullseye", "Debian", "11"),
    ("buster", "Debian", "10"),
    ("stretch", "Debian", "9"),
    ("noble", "Ubuntu", "24.04"),
    ("jammy", "Ubuntu", "22.04"),
    ("focal", "Ubuntu", "20.04"),
    ("bionic", "Ubuntu", "18.04"),
    ("xenial", "Ubuntu", "16.04"),
];

/// Longer names stand before shorter ones that begin alike. Of Windows 11, the editions for firms count.
/// Talos Linux is as its own support matrix says.
#[rustfmt::skip]
const LINES: &[Line] = &[
    Line {
        title: "Proxmox Backup Server",
        names: &["proxmox backup", "pbs"],
        releases: &[
            ("3", day(2026, 8, 31)), ("2", day(2024, 7, 31)), ("1", day(2022, 9, 30)),
        ],
    },
    Line {
        title: "Proxmox Mail Gateway",
        names: &["proxmox mail", "pmg"],
        releases: &[
            ("8", day(2026, 8, 31)), ("7", day(2024, 7, 31)), ("6", day(2022, 9, 30)),
        ],
    },
    Line {
        title: "Proxmox VE",
        names: &["proxmox", "pve"],
        releases: &[
            ("8", day(2026, 8, 31)), ("7", day(2024, 7, 31)), ("6", day(2022, 9, 30)), ("5", day(2020, 7, 31)),
            ("4", day(2018, 6, 30)),
        ],
    },
    Line {
        title: "VMware ESXi",
        names: &["esxi", "vsphere"],
        releases: &[
            ("9.0", day(2027, 9, 17)), ("8.0", day(2027, 10, 11)), ("7.0", day(2025, 10, 2)),
            ("6.7", day(2022, 10, 15)), ("6.5", day(2022, 10, 15)), ("6.0", day(2020, 3, 12)),
        ],
    },
    Line {
        title: "XCP-ng",
        names: &["xcp ng", "xcpng"],
        releases: &[
            ("8.3", day(2028, 11, 30)), ("8.2", day(2025, 6, 25)), ("8.1", day(2021, 3, 31)),
            ("8.0", day(2020, 11, 13)),
        ],
    },
    Line {
        title: "OPNsense",
        names: &["opnsense"],
        releases: &[
            ("26.1", day(2026, 7, 15)), ("25.7", day(2026, 1, 28)), ("25.1", day(2025, 7, 23)),
            ("24.7", day(2025, 1, 28)), ("24.1", day(2024, 7, 25)), ("23.7", day(2024, 1, 26)),
            ("23.1", day(2023, 7, 28)),
        ],
    },
    Line {
        title: "OpenWrt",
        names: &["openwrt"],
        releases: &[
            ("24.10", day(2026, 9, 5)), ("23.05", day(2025, 8, 16)), ("22.03", day(2024, 4, 11)),
            ("21.02", day(2023, 4, 30)), ("19.07", day(2022, 4, 30)),
        ],
    },
    Line {
        title: "Debian",
        names: &["debian"],
        releases: &[
            ("13", day(2030, 6, 30)), ("12", day(2028, 6, 30)), ("11", day(2026, 8, 31)),
            ("10", day(2024, 6, 30)), ("9", day(2022, 7, 1)), ("8", day(2020, 6, 30)),
        ],
    },
    Line {
        title: "Ubuntu",
        names: &["ubuntu"],
        releases: &[
            ("26.04", day(2031, 4, 30)), ("25.10", day(2026, 7, 1)), ("25.04", day(2026, 1, 17)),
            ("24.10", day(2025, 7, 10)), ("24.04", day(2029, 5, 31)), ("23.10", day(2024, 7, 12)),
            ("23.04", day(2024, 1, 20)), ("22.10", day(2023, 7, 20)), ("22.04", day(2027, 4, 1)),
            ("21.10", day(2022, 7, 14)), ("21.04", day(2022, 1, 20)), ("20.10", day(2021, 7, 22)),
            ("20.04", day(2025, 5, 31)), ("18.04", day(2023, 5, 31)), ("16.04", day(2021, 4, 2)),
            ("14.04", day(2019, 4, 2)),
        ],
    },
    Line {
        title: "Alpine Linux",
        names: &["alpine"],
        releases: &[
            ("3.24", day(2028, 6, 1)), ("3.23", day(2027, 11, 1)), ("3.22", day(2027, 5, 1)),
            ("3.21", day(2026, 11, 1)), ("3.20", day(2026, 4, 1)), ("3.19", day(2025, 11, 1)),
            ("3.18", day(2025, 5, 9)), ("3.17", day(2024, 11, 22)), ("3.16", day(2024, 5, 23)),
        ],
    },
    Line {
        title: "Fedora",
        names: &["fedora"],
        releases: &[
            ("44", day(2027, 6, 2)), ("43", day(2026, 12, 9)), ("42", day(2026, 5, 27)),
            ("41", day(2025, 12, 15)), ("40", day(2025, 5, 13)), ("39", day(2024, 11, 26)),
            ("38", day(2024, 5, 21)),
        ],
    },
    Line {
        title: "CentOS Stream",
        names: &["centos stream"],
        releases: &[
            ("10", day(2030, 5, 31)), ("9", day(2027, 5, 31)), ("8", day(2024, 5, 31)),
        ],
    },
    Line {
        title: "CentOS",
        names: &["centos"],
        releases: &[
            ("8", day(2021, 12, 31)), ("7", day(2024, 6, 30)), ("6", day(2020, 11, 30)),
        ],
    },
    Line {
        title: "Rocky Linux",
        names: &["rocky", "rockylinux"],
        releases: &[
            ("10", day(2035, 5, 31)), ("9", day(2032, 5, 31)), ("8", day(2029, 5, 31)),
        ],
    },
    Line {
        title: "AlmaLinux",
        names: &["alma", "almalinux"],
        releases: &[
            ("10", day(2035, 5, 31)), ("9", day(2032, 5, 31)), ("8", day(2029, 5, 31)),
        ],
    },
    Line {
        title: "Oracle Linux",
        names: &["oracle", "oraclelinux"],
        releases: &[
            ("9", day(2032, 6, 30)), ("8", day(2029, 7, 31)), ("7", day(2024, 12, 31)), ("6", day(2021, 3, 31)),
        ],
    },
    Line {
        title: "Red Hat Enterprise Linux",
        names: &["rhel", "redhat", "red hat"],
        releases: &[
            ("10", day(2035, 5, 31)), ("9", day(2032, 5, 31)), ("8", day(2029, 5, 31)), ("7", day(2024, 6, 30)),
            ("6", day(2020, 11, 30)),
        ],
    },
    Line {
        title: "openSUSE Leap",
        names: &["opensuse", "leap"],
        releases: &[
            ("16.0", day(2027, 10, 31)), ("15.6", day(2026, 4, 30)), ("15.5", day(2024, 12, 31)),
            ("15.4", day(2023, 12, 7)), ("15.3", day(2022, 12, 31)), ("15.2", day(2022, 1, 4)),
        ],
    },
    Line {
        title: "NixOS",
        names: &["nixos"],
        releases: &[
            ("26.05", day(2026, 12, 31)), ("25.11", day(2026, 6, 30)), ("25.05", day(2025, 12, 31)),
            ("24.11", day(2025, 6, 30)), ("24.05", day(2024, 12, 31)),
        ],
    },
    Line {
        title: "FreeBSD",
        names: &["freebsd"],
        releases: &[
            ("15.1", day(2027, 3, 31)), ("15.0", day(2026, 9, 30)), ("15", day(2029, 12, 31)),
            ("14.4", day(2026, 12, 31)), ("14.3", day(2026, 6, 30)), ("14.2", day(2025, 9, 30)),
            ("14.1", day(2025, 3, 31)), ("14.0", day(2024, 9, 30)), ("14", day(2028, 11, 30)),
            ("13.4", day(2025, 6, 30)), ("13.3", day(2024, 12, 31)), ("13.2", day(2024, 6, 30)),
            ("13", day(2026, 4, 30)), ("12", day(2023, 12, 31)),
        ],
    },
    Line {
        title: "OpenBSD",
        names: &["openbsd"],
        releases: &[
            ("7.7", day(2026, 5, 19)), ("7.6", day(2025, 10, 22)), ("7.5", day(2025, 4, 28)),
            ("7.4", day(2024, 10, 8)),
        ],
    },
    Line {
        title: "Windows Server",
        names: &["windows server", "winserver"],
        releases: &[
            ("2025", day(2034, 11, 14)), ("2022", day(2031, 10, 14)), ("2019", day(2029, 1, 9)),
            ("2016", day(2027, 1, 12)), ("2012", day(2023, 10, 10)), ("2008", day(2020, 1, 14)),
        ],
    },
    Line {
        title: "Windows",
        names: &["windows", "win"],
        releases: &[
            ("11 25h2", day(2028, 10, 10)), ("11 24h2", day(2027, 10, 12)), ("11 23h2", day(2026, 11, 10)),
            ("11 22h2", day(2025, 10, 14)), ("11 21h2", day(2024, 10, 8)), ("10", day(2025, 10, 14)),
            ("8.1", day(2023, 1, 10)), ("8", day(2016, 1, 12)), ("7", day(2020, 1, 14)),
        ],
    },
    Line {
        title: "Talos Linux",
        names: &["talos"],
        releases: &[
            ("1.12", day(2026, 4, 28)), ("1.11", day(2025, 12, 22)), ("1.10", day(2025, 9, 1)),
        ],
    },
];
