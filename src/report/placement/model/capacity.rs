//! How much of a machine is promised to what runs on it, as gauges.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::insight::{Allocation, Allocations};
use crate::lab::{Bytes, Cores};

/// How much of a machine is promised to what runs directly on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Usage {
    /// Memory, in bytes. Only of what always runs, with what is kept back for the machine itself.
    pub memory: Gauge,
    /// Processor cores, in thousandths. Only of what always runs, with what is kept back.
    pub cores: Gauge,
    /// Room on its own pools or disks, in bytes, stopped guests included.
    pub disk: Gauge,
}

/// How much of something is promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gauge {
    /// What it counts.
    pub unit: GaugeUnit,
    /// How much is promised.
    pub used: u64,
    /// What the limits of containers add up to. They promise nothing.
    pub limits: u64,
    /// How much there is, if that is said.
    pub total: Option<u64>,
    /// How many per cent are promised, rounded; where nothing is, how many the limits are.
    pub percent: Option<u64>,
    /// How many guests do not say what they take.
    pub unstated: usize,
}

/// What a gauge counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GaugeUnit {
    /// Bytes.
    Bytes,
    /// Thousandths of a processor core.
    Millicores,
}

/// How full something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fullness {
    /// There is room, or nothing is promised.
    Fine,
    /// Nearly all is promised.
    High,
    /// More is promised than there is.
    Over,
}

impl Usage {
    pub(super) fn of(of: Allocations) -> Self {
        Self {
            memory: Gauge::of(GaugeUnit::Bytes, of.memory),
            cores: Gauge::of(GaugeUnit::Millicores, of.cores),
            disk: Gauge::of(GaugeUnit::Bytes, of.disk),
        }
    }

    /// The gauges that show something, each with what it is of.
    pub fn gauges(&self) -> impl Iterator<Item = (&'static str, Gauge)> {
        let gauges = [("memory", self.memory), ("cores", self.cores), ("disk", self.disk)];
        gauges.into_iter().filter(|(_, gauge)| gauge.percent.is_some())
    }
}

impl Gauge {
    fn of(unit: GaugeUnit, Allocation { used, limits, total, unstated }: Allocation) -> Self {
        let shown = if used > 0 { used } else { limits };
        let percent = |total: u64| {
            let (shown, total) = (u128::from(shown), u128::from(total));
            u64::try_from((shown * 100 + total / 2) / total).unwrap_or(u64::MAX)
        };
        let total = total.filter(|total| *total > 0);
        // An empty bar says nothing: either nobody takes of it, or nobody says how much.
        let percent = total.filter(|_| shown > 0).map(percent);
        Self { unit, used, limits, total, percent, unstated }
    }

    /// How full that is. Limits fill nothing up.
    pub fn fullness(self) -> Fullness {
        match self.percent.filter(|_| self.used > 0) {
            None | Some(0..=80) => Fullness::Fine,
            Some(81..=100) => Fullness::High,
            Some(_) => Fullness::Over,
        }
    }

    /// What is shown of it where there is little room: `38%`, or `≤13%` where there are only limits.
    pub fn brief(self) -> Option<String> {
        let at_most = if self.used == 0 { "≤" } else { "" };
        self.percent.map(|percent| format!("{at_most}{percent}%"))
    }

    /// An amount of it with its unit.
    pub fn amount(self, of: u64) -> String {
        match self.unit {
            GaugeUnit::Bytes => Bytes(of).to_string(),
            GaugeUnit::Millicores => {
                let cores = Cores(u32::try_from(of).unwrap_or(u32::MAX));
                format!("{cores} {}", if of == 1000 { "core" } else { "cores" })
            }
        }
    }

    /// An amount, and of how much that is.
    fn share(self, amount: u64) -> String {
        let shown = self.amount(amount);
        match (self.total, self.percent) {
            (Some(total), Some(percent)) => {
                let total = self.amount(total);
                // The unit is said once where both have the same.
                let unit = total.split_once(' ').map_or("", |(_, unit)| unit);
                let shown = shown.strip_suffix(unit).map_or(shown.as_str(), str::trim_end);
                format!("{shown} of {total} ({percent}%)")
            }
            (Some(total), None) => {
                let none = if self.unstated > 0 { "unknown" } else { "none" };
                format!("{none} of {}", self.amount(total))
            }
            _ if amount == 0 => "unknown".to_owned(),
            _ => format!("{shown} of an unknown amount"),
        }
    }
}

impl fmt::Display for Gauge {
    /// Writes `24 of 64 GiB (38%), limits 4 GiB`, or what of that is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.used, self.limits) {
            (used, 0) => f.write_str(&self.share(used)),
            (0, limits) => write!(f, "limits {}", self.share(limits)),
            (used, limits) => write!(f, "{}, limits {}", self.share(used), self.amount(limits)),
        }
    }
}
