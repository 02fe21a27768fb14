//! Resilience: what goes on when one thing fails.

use super::Family;

mod base_service_single_instance;
mod database_on_network_share;
mod depends_on_less_durable;
mod even_quorum;
mod failover_does_not_fit;
mod ha_cannot_fail_over;
mod no_autostart;
mod one_storage_under_all;
mod pool_without_redundancy;
mod quorum_on_one_host;
mod replicas_rest_on_one;
mod replicas_share_host;
mod slow_medium;
mod start_order_inverted;
mod state_without_volume;
mod unknown_votes;

pub(super) const FAMILY: Family = Family {
    name: "resilience",
    about: "what goes on when one thing fails",
    rules: &[
        even_quorum::RULE,
        quorum_on_one_host::RULE,
        unknown_votes::RULE,
        replicas_share_host::RULE,
        replicas_rest_on_one::RULE,
        base_service_single_instance::RULE,
        one_storage_under_all::RULE,
        ha_cannot_fail_over::RULE,
        failover_does_not_fit::RULE,
        no_autostart::RULE,
        start_order_inverted::RULE,
        state_without_volume::RULE,
        database_on_network_share::RULE,
        slow_medium::RULE,
        pool_without_redundancy::RULE,
        depends_on_less_durable::RULE,
    ],
    last: &[],
};
