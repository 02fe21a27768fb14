//! What several hosts fail together with: a power supply, a switch, a rack, a site.

use rustc_hash::FxHashSet;

use crate::lab::{Across, Entry, Lab, System, Text};
use crate::source::Spanned;

/// What hosts fail together with, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DomainKind {
    /// A power supply.
    Ups,
    /// A network switch.
    Switch,
    /// A rack.
    Rack,
    /// Something of which only a name is said.
    Named,
    /// A site.
    Site,
}

impl DomainKind {
    /// Every kind, the nearest first.
    pub const ALL: [Self; 5] = [Self::Ups, Self::Switch, Self::Rack, Self::Named, Self::Site];

    /// The one of this kind that a system depends on, said of itself or of what it runs on.
    pub fn of(self, system: System<'_>) -> Option<&Spanned<Text>> {
        system.inherit(|entry| self.stated(entry)).map(|(name, _)| name)
    }

    fn stated(self, entry: &Entry) -> Option<&Spanned<Text>> {
        let domain = entry.machine.failure_domain.as_ref();
        match self {
            Self::Ups => entry
                .machine
                .ups
                .as_ref()
                .or_else(|| domain?.ups.as_ref())
                .filter(|ups| !ups.eq_ignore_ascii_case("none")),
            Self::Switch => domain?.switch.as_ref(),
            Self::Rack => domain?.rack.as_ref(),
            Self::Named => domain?.name.as_ref(),
            Self::Site => entry.machine.site.as_ref().or_else(|| domain?.site.as_ref()),
        }
    }
}

/// Something that hosts depend on, and the first host that does at a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureDomain {
    /// What it is called.
    pub name: Text,
    /// Where it stands.
    pub site: Option<Text>,
    /// The host, by its number.
    pub host: usize,
}

/// All that hosts which run depend on, kind by kind, in the order of the text.
#[derive(Debug, Default)]
pub struct Domains([Vec<FailureDomain>; 5]);

impl Domains {
    pub(super) fn of(lab: &Lab) -> Self {
        Self(DomainKind::ALL.map(|kind| {
            let mut seen = FxHashSet::default();
            let hosts = lab.hosts().filter(|host| host.runs());
            let known = hosts.filter_map(|host| Some((kind.of(*host)?, host.site(), host.id())));
            let first = known.filter(|(name, site, _)| seen.insert((name.as_str(), *site)));
            let domain = |(name, site, host): (&Spanned<Text>, Option<&str>, usize)| {
                FailureDomain { name: name.value.clone(), site: site.map(Text::from), host }
            };
            first.map(domain).collect()
        }))
    }

    /// Those of a kind.
    pub fn of_kind(&self, kind: DomainKind) -> &[FailureDomain] {
        &self.0[kind as usize]
    }
}

/// The domain that a rule of placement takes a system to be in, as far as that is known. What stands for a
/// power supply or a rack may have only a name.
pub fn domain_across(system: System<'_>, across: Across) -> Option<&str> {
    // One that may run on several machines is where it has to be.
    if system.entry().runs_on.len() > 1 {
        return None;
    }
    match across {
        Across::Host => system.host().map(|host| host.name()),
        _ => domain_stated(system, across).map(|(name, _)| name),
    }
}

/// The site, power supply or rack that a system is said to depend on, and by which system of its stack that is
/// said. Nothing is said of the host itself.
pub fn domain_stated(system: System<'_>, across: Across) -> Option<(&str, System<'_>)> {
    let kind = match across {
        Across::Host => return None,
        Across::Site => {
            let (name, by) = system.inherit(|entry| DomainKind::Site.stated(entry))?;
            return Some((name.value.as_str(), by));
        }
        Across::Ups => DomainKind::Ups,
        Across::Rack => DomainKind::Rack,
    };
    let (name, by) =
        system.inherit(|entry| kind.stated(entry).or_else(|| DomainKind::Named.stated(entry)))?;
    Some((name.value.as_str(), by))
}
