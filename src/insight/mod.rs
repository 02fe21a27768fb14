//! What is known of a lab beyond what is written: each fact is worked out here once, when it is first asked for.
//!
//! Rules, reports and plans ask an [`Insight`] and work out nothing of their own, so no two of them can
//! disagree. Facts are data; words are found for them where they are told. Nothing here depends on which
//! rules run, or on what an allowance excuses.

use std::sync::OnceLock;

use crate::lab::Lab;
use crate::verdict::{Criteria, Verdicts};

mod access;
mod address;
mod backup;
mod care;
mod ends;
mod graph;
mod layer;
mod load;
mod member;
mod mounted;
mod port;
mod recovery;
mod suitability;
mod tenant;
pub mod zone;

pub use access::{HostMounts, privileged, unconfined};
pub use address::{Conflict, Endpoint, Stray, address_conflicts, hardware_conflicts, strays};
pub use backup::{are_kept, is_of_the_system, jobs_of, keeper, own_jobs, targets_of};
pub use care::{Answer, Aspect, Care, is_overdue, is_relied_on, last_restore, own_answer};
pub use ends::{Ending, Ends, Part};
pub use graph::{Circle, Graph, Need, NeedKind, Step};
pub use layer::Layer;
pub use load::{Demand, Load, Loads};
pub use member::Memberships;
pub use mounted::Mounted;
pub use port::port_conflicts;
pub use recovery::{Phase, Recovery, Start};
pub use tenant::{Tenants, is_sandboxed};

/// A lab with all that is known of it.
#[derive(Debug)]
pub struct Insight {
    lab: Lab,
    verdicts: Verdicts,
    facts: Facts,
}

/// What was asked for so far.
#[derive(Debug, Default)]
struct Facts {
    graph: OnceLock<Graph>,
    loads: OnceLock<Loads>,
    care: OnceLock<Care>,
    host_mounts: OnceLock<HostMounts>,
    members: OnceLock<Memberships>,
    mounted: OnceLock<Mounted>,
    recovery: OnceLock<Recovery>,
    tenants: OnceLock<Tenants>,
    endings: OnceLock<Vec<Ending>>,
}

impl Insight {
    /// What is known of a lab whose workloads are judged on these terms.
    pub fn of(lab: Lab, terms: Criteria) -> Self {
        let verdicts = Verdicts::of(&lab, terms);
        Self { lab, verdicts, facts: Facts::default() }
    }

    /// The lab.
    pub fn lab(&self) -> &Lab {
        &self.lab
    }

    /// Where each of its workloads belongs.
    pub fn verdicts(&self) -> &Verdicts {
        &self.verdicts
    }

    /// Who needs whom.
    pub fn graph(&self) -> &Graph {
        self.facts.graph.get_or_init(|| Graph::of(&self.lab, self.mounted()))
    }

    /// Which shared storage a path lies on.
    pub fn mounted(&self) -> &Mounted {
        self.facts.mounted.get_or_init(|| Mounted::of(&self.lab))
    }

    /// In which order everything comes back after a power cut.
    pub fn recovery(&self) -> &Recovery {
        self.facts.recovery.get_or_init(|| Recovery::of(self))
    }

    /// What the guests of each machine take.
    pub fn loads(&self) -> &Loads {
        self.facts.loads.get_or_init(|| Loads::of(&self.lab))
    }

    /// Who says how each system is looked after.
    pub fn care(&self) -> &Care {
        self.facts.care.get_or_init(|| Care::of(&self.lab, &self.verdicts))
    }

    /// Who mounts what of the machine below that gives power over it.
    pub fn host_mounts(&self) -> &HostMounts {
        self.facts.host_mounts.get_or_init(|| HostMounts::of(&self.lab))
    }

    /// Who is in which network.
    pub fn members(&self) -> &Memberships {
        self.facts.members.get_or_init(|| Memberships::of(&self.lab))
    }

    /// Who runs code that nobody vouches for.
    pub fn tenants(&self) -> &Tenants {
        self.facts.tenants.get_or_init(|| Tenants::of(&self.lab, &self.verdicts))
    }

    /// What of the lab gets no updates from some day on, near or far.
    pub fn endings(&self) -> &[Ending] {
        self.facts.endings.get_or_init(|| ends::of(&self.lab))
    }
}
