//! What matters for security: how the lab is divided, and who may do more than others.

use schemars::JsonSchema;
use serde::Serialize;

use super::numbered;
use crate::insight::{Insight, privileged, unconfined};
use crate::lab::{Reach, System};

/// What matters for security.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Security<'a> {
    /// The networks.
    pub segments: Vec<Segment<'a>>,
    /// The systems that stand out, each with what makes it so. Most do not, and are not here.
    pub marks: Vec<Notable>,
}

/// A network.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Segment<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its VLAN.
    pub vlan: Option<String>,
    /// Its ranges of addresses.
    pub subnets: Vec<&'a str>,
    /// Its zone of trust.
    pub zone: Option<&'a str>,
    /// What it is for.
    pub purpose: Option<&'a str>,
    /// The bridge or interface it is on.
    pub bridge: Option<&'a str>,
    /// Its name for machines.
    pub domain: Option<&'a str>,
    /// The largest packet that goes through it whole, in bytes.
    pub mtu: Option<u32>,
    /// How many systems are in it.
    pub members: usize,
}

/// A system that stands out.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Notable {
    /// The system, by its number.
    pub system: usize,
    /// What makes it stand out.
    pub says: Vec<String>,
}

pub(super) fn of(insight: &Insight) -> Security<'_> {
    let lab = insight.lab();
    let segments =
        lab.networks().map(|network| (network, network.record())).map(|(id, network)| Segment {
            name: &network.name.value,
            vlan: network.vlan.as_ref().map(ToString::to_string),
            subnets: network.subnet.iter().map(|subnet| subnet.text.as_str()).collect(),
            zone: network.zone.as_ref().map(|zone| zone.as_str()),
            purpose: network.purpose.as_ref().map(|purpose| purpose.as_str()),
            bridge: network.bridge.as_ref().map(|bridge| bridge.as_str()),
            domain: network.domain.as_ref().map(|domain| domain.as_str()),
            mtu: network.mtu.value(),
            members: insight.members().of_network(id).len(),
        });
    let marks = numbered(lab).map(|(system, it)| Notable { system, says: says(insight, it) });
    Security {
        segments: segments.collect(),
        marks: marks.filter(|mark| !mark.says.is_empty()).collect(),
    }
}

fn says(insight: &Insight, system: System<'_>) -> Vec<String> {
    let (connection, isolation) = (&system.connection, &system.isolation);
    let mut says = Vec::new();
    if let Some(exposure) =
        connection.exposure.as_ref().filter(|it| it.reach.value == Reach::Internet)
    {
        let via = exposure.via.as_ref().map_or(String::new(), |via| format!(" through {via}"));
        says.push(format!("can be reached from the internet{via}"));
    }
    if privileged(system).is_some() {
        says.push("is privileged".to_owned());
    }
    for namespace in &isolation.host_namespaces {
        says.push(format!("shares the {} namespace of its host", namespace.value));
    }
    if let Some(given) = isolation.capabilities.as_deref().filter(|it| !it.add.is_empty()) {
        let names: Vec<&str> = given.add.iter().map(|it| it.as_str()).collect();
        let is_denied = given.drop.iter().any(|name| name.eq_ignore_ascii_case("ALL"));
        let alone = if is_denied { " and nothing else" } else { "" };
        says.push(format!("may use {}{alone}", names.join(", ")));
    }
    if let Some((_, what)) = unconfined(system) {
        says.push(format!("runs without {what}"));
    }
    if isolation.nesting.value() == Some(true) {
        says.push("may run containers of its own".to_owned());
    }
    if let Some(map) = isolation.id_map.as_ref() {
        says.push(format!("maps its users to the host's by {map}"));
    }
    if insight.host_mounts().socket(system).is_some() {
        says.push("controls its container engine".to_owned());
    }
    for hold in &isolation.holds {
        let kind = hold.kind.as_ref().map_or("credential", |kind| kind.as_str());
        let to = hold.to.as_ref().map_or(String::new(), |to| format!(" to {to}"));
        says.push(format!("holds a {kind}{to}"));
    }
    says
}
