//! Network: segments, addresses, ports.

use super::Family;

mod endpoint_conflict;
mod management_shares_segment;
mod resolver_not_asked;
mod sensitive_port_open;
mod zones_share_segment;

pub(super) const FAMILY: Family = Family {
    name: "network",
    about: "segments, addresses, ports",
    rules: &[
        sensitive_port_open::RULE,
        zones_share_segment::RULE,
        management_shares_segment::RULE,
        endpoint_conflict::RULE,
        resolver_not_asked::RULE,
    ],
    last: &[],
};
