//! What somebody wants of a plan.

use crate::finding::SystemId;

/// What a plan is to do, beside repairing what is broken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanRequest {
    /// Hosts that are to be emptied.
    pub drain: Vec<SystemId>,
    /// Guests that are to stay where they are.
    pub keep: Vec<SystemId>,
    /// What the lab has to stand afterwards.
    pub survive: Survival,
}

/// What a lab has to stand after a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Survival {
    /// Nothing is asked for.
    #[default]
    Any,
    /// Whichever host of a cluster fails, every guest with `ha` has a host to restart on.
    EachHost,
}
