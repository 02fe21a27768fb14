//! What is known of a lab beyond what is written: each fact is worked out here once, when it is first asked for.
//!
//! Rules, reports and plans ask an [`Insight`] and work out nothing of their own, so no two of them can
//! disagree. Facts are data; words are found for them where they are told. Nothing here depends on which
//! rules run, or on what an allowance excuses.

use std::sync::OnceLock;

use crate::lab::Lab;
use crate::verdict::{Terms, Verdicts};

mod load;
mod suitability;
mod tenant;

pub use load::{Demand, Load, Loads};
pub use tenant::{Tenants, is_sandboxed};

/// A lab with all that is known of it.
#[derive(Debug)]
pub struct Insight {
    lab: Lab,
    verdicts: Verdicts,
    loads: OnceLock<Loads>,
    tenants: OnceLock<Tenants>,
}

impl Insight {
    /// What is known of a lab whose workloads are judged on these terms.
    pub fn of(lab: Lab, terms: Terms) -> Self {
        let verdicts = Verdicts::of(&lab, terms);
        Self { lab, verdicts, loads: OnceLock::new(), tenants: OnceLock::new() }
    }

    /// The lab.
    pub fn lab(&self) -> &Lab {
        &self.lab
    }

    /// Where each of its workloads belongs.
    pub fn verdicts(&self) -> &Verdicts {
        &self.verdicts
    }

    /// What the guests of each machine take.
    pub fn loads(&self) -> &Loads {
        self.loads.get_or_init(|| Loads::of(&self.lab))
    }

    /// Who runs code that nobody vouches for.
    pub fn tenants(&self) -> &Tenants {
        self.tenants.get_or_init(|| Tenants::of(&self.lab, &self.verdicts))
    }
}
