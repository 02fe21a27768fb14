//! Resilience: what goes on when one thing fails.

use super::Family;

mod clusters;
mod even_quorum;
mod failover;
mod failover_does_not_fit;
mod ha_cannot_fail_over;
mod packing;
mod quorum_on_one_host;

pub(super) const FAMILY: Family = Family {
    name: "resilience",
    about: "what goes on when one thing fails",
    rules: &[
        even_quorum::RULE,
        quorum_on_one_host::RULE,
        ha_cannot_fail_over::RULE,
        failover_does_not_fit::RULE,
    ],
    last: &[],
};
