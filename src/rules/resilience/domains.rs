//! What several hosts fail together with: a power supply, a rack, a site.

use std::collections::HashSet;

use crate::lab::{Entry, Host, Lab, System, Text};
use crate::source::Spanned;

/// A sort of thing that hosts fail together with.
pub(super) struct Sort {
    /// What it is called, behind the word that places something there.
    pub(super) noun: &'static str,
    /// How to have one more of it.
    pub(super) another: &'static str,
    /// True if nobody has several of it only to spread a cluster.
    pub(super) far: bool,
    /// What an entry says of it.
    of: fn(&Entry) -> Option<&Spanned<Text>>,
}

/// Every sort, the nearest first.
pub(super) static SORTS: &[Sort] = &[
    Sort {
        noun: "on power supply",
        another: "plug one of them in elsewhere",
        far: false,
        of: |entry| entry.machine.failure_domain.as_ref()?.ups.as_ref(),
    },
    Sort {
        noun: "in rack",
        another: "put one of them in another rack",
        far: false,
        of: |entry| entry.machine.failure_domain.as_ref()?.rack.as_ref(),
    },
    Sort {
        noun: "in failure domain",
        another: "put one of them elsewhere",
        far: true,
        of: |entry| entry.machine.failure_domain.as_ref()?.name.as_ref(),
    },
    Sort {
        noun: "at site",
        another: "put one vote at a third site",
        far: true,
        of: |entry| {
            let of_domain = || entry.machine.failure_domain.as_ref()?.site.as_ref();
            entry.machine.site.as_ref().or_else(of_domain)
        },
    },
];

impl Sort {
    /// The one of this sort that a system depends on, said of itself or of what it runs on.
    pub(super) fn of<'a>(&self, system: System<'a>) -> Option<&'a Spanned<Text>> {
        system.inherit(|entry| (self.of)(entry)).map(|(name, _)| name)
    }
}

/// A thing that hosts depend on, and the first host that does at a site.
pub(super) struct Domain<'a> {
    pub(super) name: &'a str,
    pub(super) site: Option<&'a str>,
    pub(super) host: Host<'a>,
}

/// All that hosts which run depend on, sort by sort, in the order of the text.
pub(super) fn domains(lab: &Lab) -> Vec<Vec<Domain<'_>>> {
    let of_sort = |sort: &'static Sort| {
        let mut seen = HashSet::new();
        let known = lab.hosts().filter(|host| host.runs()).filter_map(|host| {
            Some(Domain { name: sort.of(*host)?.as_str(), site: host.site(), host })
        });
        known.filter(|domain| seen.insert((domain.name, domain.site))).collect()
    };
    SORTS.iter().map(of_sort).collect()
}
