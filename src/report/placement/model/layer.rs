//! The layers of a lab, from the metal up, and who answers for them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::item::Item;
use crate::lab::{Kind, System};
use crate::software::Group;
use crate::verdict::Verdicts;

/// A layer of a lab. What is lower comes back first after a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// Physical machines, and rented ones used like them.
    Machine,
    /// What runs other workloads, or connects machines.
    Platform,
    /// What everything else needs to be reached and trusted.
    BaseService,
    /// What keeps other software's data.
    Database,
    /// What keeps the lab going.
    Operations,
    /// What serves people.
    Application,
    /// What runs, does its work and ends.
    Job,
    /// Nobody said what it does.
    Unknown,
}

/// What is on a layer, and who answers for it.
#[derive(Debug, Clone, Serialize)]
pub struct LayerRow<'a> {
    /// The layer.
    pub layer: Layer,
    /// How many systems are on it.
    pub systems: usize,
    /// Who answers for how many of them, by name.
    pub owners: Vec<(&'a str, usize)>,
    /// How many nobody is said to answer for.
    pub without_owner: usize,
}

impl Layer {
    /// Every layer, from the bottom up.
    pub const ALL: [Self; 8] = [
        Self::Machine,
        Self::Platform,
        Self::BaseService,
        Self::Database,
        Self::Operations,
        Self::Application,
        Self::Job,
        Self::Unknown,
    ];

    /// Its name in words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Machine => "machines",
            Self::Platform => "platform",
            Self::BaseService => "base services",
            Self::Database => "databases",
            Self::Operations => "operations",
            Self::Application => "applications",
            Self::Job => "jobs",
            Self::Unknown => "purpose unknown",
        }
    }

    /// Its name as a key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Machine => "machine",
            Self::Platform => "platform",
            Self::BaseService => "base-service",
            Self::Database => "database",
            Self::Operations => "operations",
            Self::Application => "application",
            Self::Job => "job",
            Self::Unknown => "unknown",
        }
    }

    pub(super) fn of(system: System<'_>, verdicts: &Verdicts) -> Self {
        if system.entry().kind == Kind::Host {
            return Self::Machine;
        }
        if system.guests().len() > 0 {
            return Self::Platform;
        }
        match verdicts.nature(system).role.map(|role| role.group()) {
            Some(Group::Platform) => Self::Platform,
            Some(Group::BaseService) => Self::BaseService,
            Some(Group::Database) => Self::Database,
            Some(Group::Operations) => Self::Operations,
            Some(Group::Application) => Self::Application,
            Some(Group::JobOrCi) => Self::Job,
            None => Self::Unknown,
        }
    }
}

pub(super) fn rows<'a>(systems: &[Item<'a>]) -> Vec<LayerRow<'a>> {
    let mut layers: BTreeMap<Layer, (usize, BTreeMap<Option<&'a str>, usize>)> = BTreeMap::new();
    for system in systems {
        let (count, owners) = layers.entry(system.layer).or_default();
        *count += 1;
        *owners.entry(system.owner).or_default() += 1;
    }
    let row = |(layer, (systems, mut owners)): (Layer, (usize, BTreeMap<_, _>))| LayerRow {
        layer,
        systems,
        without_owner: owners.remove(&None).unwrap_or_default(),
        owners: owners.into_iter().filter_map(|(owner, count)| Some((owner?, count))).collect(),
    };
    layers.into_iter().map(row).collect()
}
