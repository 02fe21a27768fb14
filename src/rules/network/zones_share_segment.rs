//! Systems of different zones of trust are in one network segment.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::insight::zone::{has_zones, is_same};
use crate::lab::{Network, System, Text};
use crate::policy::Levels;
use crate::rules::words::names;
use crate::rules::{Case, Rule, authority};
use crate::source::Spanned;

pub(super) const RULE: Rule = Rule {
    name: "zones-share-segment",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::VMS_SEPARATE_ROLES,
        claim::VM_HAS_ITS_OWN_ADAPTER,
        claim::CONTAINER_SHARES_THE_ADAPTER,
        claim::SEGMENT_THE_NETWORK,
    ],
    sources: &[authority::NIST_800_190],
    page: include_str!("zones_share_segment.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    if !has_zones(case.lab) {
        return;
    }
    let members = case.insight.members();
    for network in case.lab.networks() {
        if is_isolated(network) {
            continue;
        }
        // One foot in each of several networks is how zones are joined on purpose.
        let settles = |system: &System| system.runs() && members.is_in_one_network(*system);
        let settled = members.of_network(network).map(|(system, _)| system);
        let settled = settled.filter(settles);
        let mut zones: Vec<(&Spanned<Text>, Option<System>)> =
            network.record().zone.as_ref().into_iter().map(|zone| (zone, None)).collect();
        for system in settled {
            let Some(zone) = system.entry().connection.zone.as_ref() else { continue };
            if !zones.iter().any(|(known, _)| is_same(known, zone)) {
                zones.push((zone, Some(system)));
            }
        }
        if zones.len() > 1 {
            report(case, network, &zones, out);
        }
    }
}

fn is_isolated(network: Network<'_>) -> bool {
    network.isolated.as_ref().is_some_and(|isolated| isolated.value)
}

fn report(
    case: &Case,
    network: Network<'_>,
    zones: &[(&Spanned<Text>, Option<System<'_>>)],
    out: &mut Findings,
) {
    let all = names(zones.iter().map(|(zone, _)| zone.as_str()));
    let message = format!("network `{}` holds systems of the zones {all}", network.name.value);
    let finding = out.report(case.lab.subject_at(network.name.span), &network.name, message);
    for (zone, member) in zones.iter().take(4) {
        match member {
            Some(member) => {
                finding.label(*member, format!("`{}` is in zone {}", member.name(), zone.value))
            }
            None => finding.label(*zone, "its own zone"),
        };
    }
    finding.help("give each zone a VLAN of its own, or say `isolated: true` if its members cannot reach each other");
}
