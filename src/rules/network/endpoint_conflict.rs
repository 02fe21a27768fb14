//! Two systems claim the same address, hardware address or port, or an address lies outside its network.

use super::addresses::{address_clashes, hardware_clashes, strays};
use super::ports::port_clashes;
use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::Error;
use crate::lab::System;
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "endpoint-conflict",
    level: Levels::always(Error),
    claims: &[claim::VM_HAS_ITS_OWN_ADAPTER, claim::CONTAINER_SHARES_THE_ADAPTER],
    sources: &[authority::CIS_DOCKER],
    page: include_str!("endpoint_conflict.md"),
    check,
};

/// Two systems that claim the same thing.
pub(super) struct Clash<'a> {
    /// What they claim: `address 10.0.0.2`.
    pub(super) what: String,
    /// Who claimed it first, and where.
    pub(super) first: (System<'a>, Span),
    /// Who claims it too, and where.
    pub(super) second: (System<'a>, Span),
    /// What to do about it.
    pub(super) help: String,
}

fn check(case: &Case, out: &mut Findings) {
    let clashes = address_clashes(case.lab).into_iter();
    for clash in clashes.chain(hardware_clashes(case.lab)).chain(port_clashes(case.lab)) {
        let ((first, at_first), (second, at)) = (clash.first, clash.second);
        let message =
            format!("{} is used by `{}` and by `{}`", clash.what, first.name(), second.name());
        out.report(second, at, message)
            .label(at_first, format!("`{}` has it", first.name()))
            .help(clash.help);
    }
    for stray in strays(case.lab) {
        let message = format!(
            "address {} of `{}` is not in {}, which is the range of `{}`",
            stray.address.text.value,
            stray.system.name(),
            stray.ranges,
            stray.network.name.value,
        );
        out.report(stray.system, &stray.address.text, message)
            .label(&stray.network.name, "the network is declared here")
            .help("correct the address, or the `subnet` of the network");
    }
}
