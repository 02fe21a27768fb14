//! How each system is looked after: what of it is copied, what watches it, where it is described, who answers for it.
//!
//! What is said of a machine goes for what runs on it, at whatever depth, until something else is said there: a
//! backup takes guests along, and who watches or describes a machine knows them.

use schemars::JsonSchema;
use serde::Serialize;

use super::backup::own_jobs;
use crate::lab::{Backup, Date, Lab, List, System};
use crate::software::{Role, Tier};
use crate::verdict::{Quality, Verdicts};

/// What is asked of each system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// Is there a backup of it?
    Backup,
    /// Was it restored, not too long ago?
    RestoreTested,
    /// Does something watch it?
    Monitored,
    /// Do its logs go somewhere?
    Logged,
    /// Is it documented?
    Documented,
    /// Does somebody answer for it?
    Owned,
}

/// Whether something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It is.
    Yes,
    /// It is not, and the inventory says so.
    No,
    /// Nobody said.
    Unknown,
}

/// Who says how each system is looked after.
#[derive(Debug)]
pub struct Coverage {
    /// For each aspect but the restore, the system that says it: itself, or the nearest one below it.
    said_by: Vec<[Option<u32>; Self::SAID.len()]>,
    hosts: Vec<u32>,
    guests: Vec<u32>,
}

impl Coverage {
    /// What is said by itself. A restore is part of the backup.
    const SAID: [Aspect; 5] =
        [Aspect::Backup, Aspect::Monitored, Aspect::Logged, Aspect::Documented, Aspect::Owned];

    /// Looks it up for a whole lab.
    pub fn of(lab: &Lab, verdicts: &Verdicts) -> Self {
        let mut said_by = vec![[None; Self::SAID.len()]; lab.systems().len()];
        for system in lab.from_the_ground() {
            let own = Self::SAID.map(|aspect| speaks(system, aspect));
            let below =
                system.below().next().map_or([None; Self::SAID.len()], |it| said_by[it.id()]);
            let id = number(system);
            said_by[system.id()] =
                std::array::from_fn(|at| if own[at] { Some(id) } else { below[at] });
        }
        let asked = lab.systems().filter(|&system| owes_records(system, verdicts));
        let (hosts, guests): (Vec<_>, Vec<_>) = asked.partition(|it| it.as_host().is_some());
        let numbers = |systems: Vec<System>| systems.into_iter().map(number).collect();
        Self { said_by, hosts: numbers(hosts), guests: numbers(guests) }
    }

    /// The system that answers a question for another: itself, or the nearest one below it that says anything.
    pub fn said_by<'a>(&self, system: System<'a>, aspect: Aspect) -> Option<System<'a>> {
        let aspect = if aspect == Aspect::RestoreTested { Aspect::Backup } else { aspect };
        let at = Self::SAID.iter().position(|it| *it == aspect)?;
        self.said_by[system.id()][at].map(|id| system.lab().system_at(id as usize))
    }

    /// True if nobody says anything of it.
    pub fn is_unknown(&self, system: System<'_>, aspect: Aspect) -> bool {
        self.said_by(system, aspect).is_none()
    }

    /// The hosts of which records are expected, in the order of the text.
    pub fn hosts<'a>(&self, lab: &'a Lab) -> impl ExactSizeIterator<Item = System<'a>> {
        self.hosts.iter().map(|&id| lab.system_at(id as usize))
    }

    /// The same of what runs on them: VMs and system containers; in the strict profile also what all others
    /// need to be reached and trusted.
    pub fn guests<'a>(&self, lab: &'a Lab) -> impl ExactSizeIterator<Item = System<'a>> {
        self.guests.iter().map(|&id| lab.system_at(id as usize))
    }
}

/// True if a system says anything of itself, though it may be nothing that can be known.
fn speaks(system: System<'_>, aspect: Aspect) -> bool {
    let operation = &system.operation;
    match aspect {
        Aspect::Backup | Aspect::RestoreTested => !operation.backup.is_absent(),
        Aspect::Monitored => system.monitored_by().is_some(),
        Aspect::Logged => !operation.logs_to.is_absent(),
        Aspect::Documented => !operation.docs.is_absent(),
        Aspect::Owned => !operation.owner.is_absent() || system.owner().is_some(),
    }
}

/// What a system says of itself. Of a restore, whether a day is noted on which one worked.
pub fn own_answer(system: System<'_>, aspect: Aspect) -> Answer {
    let operation = &system.operation;
    let written = |is_written| if is_written { Answer::Yes } else { Answer::Unknown };
    match aspect {
        Aspect::Backup => match operation.backup.as_ref().map(|backup| &backup.value) {
            None => Answer::Unknown,
            Some(Backup::None(_)) => Answer::No,
            Some(Backup::Jobs(_)) => Answer::Yes,
        },
        // What is not backed up cannot be restored.
        Aspect::RestoreTested => match own_answer(system, Aspect::Backup) {
            Answer::Yes => written(last_restore(system).is_some()),
            other => other,
        },
        Aspect::Monitored => system.monitored_by().map_or(Answer::Unknown, named),
        Aspect::Logged => named(&operation.logs_to),
        Aspect::Documented => written(operation.docs.is_some()),
        Aspect::Owned => written(system.owner().is_some()),
    }
}

/// The last day on which a restore of its own backup worked, as far as one is noted.
pub fn last_restore(system: System<'_>) -> Option<Date> {
    own_jobs(system).iter().filter_map(|job| Some(job.restore_tested.as_ref()?.value)).max()
}

/// True if a restore is longer ago than so many days.
pub fn is_overdue(tested: Date, as_of: Date, days: u32) -> bool {
    (as_of - tested).get_days() > i32::try_from(days).unwrap_or(i32::MAX)
}

/// What a list of names says: an empty one says no.
fn named<T>(names: &List<T>) -> Answer {
    match (names.is_stated(), names.is_empty()) {
        (false, _) => Answer::Unknown,
        (true, true) => Answer::No,
        (true, false) => Answer::Yes,
    }
}

/// So many workloads that somebody relies on make a lab of which silence says something.
const LAB: usize = 6;

/// True for a lab with more than a few workloads: of those it is worth saying once what its file says nothing of.
pub fn is_more_than_a_sketch(lab: &Lab) -> bool {
    lab.workloads().filter(|workload| workload.is_relied_on()).nth(LAB - 1).is_some()
}

fn owes_records(system: System<'_>, verdicts: &Verdicts) -> bool {
    let is_base = || {
        let nature = verdicts.nature(system);
        nature.role.map(Role::tier) == Some(Tier::BaseService)
            && nature.sure >= Some(Quality::Image)
    };
    let is_machine = system.as_host().is_some() || system.is_guest();
    (is_machine || (verdicts.terms().strict && is_base())) && system.is_relied_on()
}

fn number(system: System<'_>) -> u32 {
    u32::try_from(system.id()).expect("fewer than 2^32 systems")
}

impl Aspect {
    /// Every question, in the order they are asked.
    pub const ALL: [Self; 6] = [
        Self::Backup,
        Self::RestoreTested,
        Self::Monitored,
        Self::Logged,
        Self::Documented,
        Self::Owned,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Backup => "backup",
            Self::RestoreTested => "restore tested",
            Self::Monitored => "monitored",
            Self::Logged => "logged",
            Self::Documented => "documented",
            Self::Owned => "owned",
        }
    }
}

impl Answer {
    /// Its word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}
