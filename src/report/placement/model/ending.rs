//! The calendar of ends: what gets no more updates, and from which day on.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::Scope;
use crate::finding::Subject;
use crate::insight::{Component, LifecycleEntry, SOON_DAYS};
use crate::lab::Date;

/// Something that gets no more updates from some day on.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Ending<'a> {
    /// The last day it gets updates, as 2027-06-30.
    pub day: String,
    /// How far away that is.
    pub state: EndingState,
    /// What ends: a product and its version.
    pub what: String,
    /// The systems that run it, by their numbers.
    pub systems: Vec<usize>,
    /// The clusters that run it.
    pub clusters: Vec<&'a str>,
    /// The page that says so.
    pub source: &'static str,
}

/// How far away an end is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EndingState {
    /// It is past.
    Over,
    /// It is near enough to plan for.
    Soon,
    /// It is further away.
    Later,
}

impl EndingState {
    /// Its word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Over => "over",
            Self::Soon => "soon",
            Self::Later => "later",
        }
    }

    fn of(day: Date, as_of: Date) -> Self {
        match (day - as_of).get_days() {
            ..0 => Self::Over,
            days if days <= SOON_DAYS => Self::Soon,
            _ => Self::Later,
        }
    }
}

/// Every end of a lab, the first day first.
pub(super) fn all<'a>(scope: Scope<'a, '_>) -> Vec<Ending<'a>> {
    let mut by_day: BTreeMap<(Date, String), Ending<'a>> = BTreeMap::new();
    for ending in scope.checked.insight.endings() {
        let day = ending.what.day();
        let (what, source) = match ending.what {
            LifecycleEntry::Release(release) if release.is_older => {
                (format!("{} before {}", release.product, release.version), release.source)
            }
            LifecycleEntry::Release(release) => {
                (format!("{} {}", release.product, release.version), release.source)
            }
            LifecycleEntry::Archived(archived) => (archived.product.to_owned(), archived.source),
        };
        let what =
            if ending.component == Component::Base { format!("{what} in images") } else { what };
        let entry = by_day.entry((day, what.clone())).or_insert_with(|| Ending {
            day: day.to_string(),
            state: EndingState::of(day, scope.policy.as_of),
            what,
            systems: Vec::new(),
            clusters: Vec::new(),
            source,
        });
        match ending.subject {
            Subject::System(id) => entry.systems.push(id.index()),
            subject => entry.clusters.extend(scope.lab.name_of(subject)),
        }
    }
    by_day.into_values().collect()
}
