//! The layers of a lab, from the metal up.

use schemars::JsonSchema;
use serde::Serialize;

use crate::lab::{Kind, System};
use crate::software::Tier;
use crate::verdict::Verdicts;

/// A layer of a lab. What is lower comes back first after a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
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

    /// The layer of a system: by its kind, by what runs on it, and by what it is known to do.
    pub fn of(system: System<'_>, verdicts: &Verdicts) -> Self {
        if system.entry().kind == Kind::Host {
            return Self::Machine;
        }
        if system.guests().len() > 0 {
            return Self::Platform;
        }
        match verdicts.nature(system).role.map(|role| role.tier()) {
            Some(Tier::Platform) => Self::Platform,
            Some(Tier::BaseService) => Self::BaseService,
            Some(Tier::Database) => Self::Database,
            Some(Tier::Operations) => Self::Operations,
            Some(Tier::Application) => Self::Application,
            Some(Tier::JobOrCi) => Self::Job,
            None => Self::Unknown,
        }
    }
}
