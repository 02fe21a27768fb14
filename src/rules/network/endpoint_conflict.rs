//! Two systems claim the same address, hardware address or port, or an address lies outside its network.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::insight::{Endpoint, address_conflicts, hardware_conflicts, port_conflicts, strays};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "endpoint-conflict",
    level: Levels::always(Error),
    claims: &[claim::VM_HAS_ITS_OWN_ADAPTER, claim::CONTAINER_SHARES_THE_ADAPTER],
    sources: &[authority::CIS_DOCKER],
    page: include_str!("endpoint_conflict.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    let conflicts = address_conflicts(case.lab).into_iter();
    for conflict in conflicts.chain(hardware_conflicts(case.lab)).chain(port_conflicts(case.lab)) {
        let ((first, at_first), (second, at)) = (conflict.first, conflict.second);
        let (what, help) = words(conflict.over);
        let message = format!("{what} is used by `{}` and by `{}`", first.name(), second.name());
        out.report(second, at, message)
            .label(at_first, format!("`{}` has it", first.name()))
            .help(help);
    }
    for stray in strays(case.lab) {
        let ranges: Vec<&str> =
            stray.network.subnet.iter().map(|range| range.text.as_str()).collect();
        let message = format!(
            "address {} of `{}` is not in {}, which is the range of `{}`",
            stray.address.text.value,
            stray.system.name(),
            ranges.join(" or "),
            stray.network.name.value,
        );
        out.report(stray.system, &stray.address.text, message)
            .label(&stray.network.name, "the network is declared here")
            .help("correct the address, or the `subnet` of the network");
    }
}

/// What to call it, and what to do.
fn words(endpoint: Endpoint<'_>) -> (String, String) {
    match endpoint {
        Endpoint::Address(ip) => (
            format!("address {ip}"),
            "give one of them another address; if it moves between them, say `{address: ..., vip: true}`"
                .to_owned(),
        ),
        Endpoint::Hardware(mac) => (
            format!("hardware address {mac}"),
            "give one of them another; a clone needs a new one before it starts".to_owned(),
        ),
        Endpoint::Port { machine, port, free } => (
            format!("port {port} of `{}`", machine.name()),
            free.map_or_else(
                || "publish one of them on another port".to_owned(),
                |free| format!("publish one of them on another port, such as {free}"),
            ),
        ),
    }
}
