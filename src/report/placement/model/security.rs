//! What matters for security: how the lab is divided, and who may do more than others.

use std::collections::HashMap;

use serde::Serialize;

use super::numbered;
use crate::lab::{Confinement, Lab, Reach, Stated, System, VolumeSource};

/// What matters for security.
#[derive(Debug, Clone, Serialize)]
pub struct Security<'a> {
    /// The networks.
    pub segments: Vec<Segment<'a>>,
    /// The systems that stand out, each with what makes it so. Most do not, and are not here.
    pub marks: Vec<Mark>,
}

/// A network.
#[derive(Debug, Clone, Serialize)]
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
    /// How many systems are in it.
    pub members: usize,
}

/// A system that stands out.
#[derive(Debug, Clone, Serialize)]
pub struct Mark {
    /// The system, by its number.
    pub system: usize,
    /// What makes it stand out.
    pub says: Vec<String>,
}

pub(super) fn of(lab: &Lab) -> Security<'_> {
    let mut members: HashMap<&str, usize> = HashMap::new();
    for system in lab.systems() {
        for membership in &system.entry().connection.networks {
            *members.entry(membership.network.as_str()).or_default() += 1;
        }
    }
    let segments = lab.networks().map(|network| network.record()).map(|network| Segment {
        name: &network.name.value,
        vlan: network.vlan.as_ref().map(ToString::to_string),
        subnets: network.subnet.iter().map(|subnet| subnet.text.as_str()).collect(),
        zone: network.zone.as_ref().map(|zone| zone.as_str()),
        purpose: network.purpose.as_ref().map(|purpose| purpose.as_str()),
        members: members.get(network.name.as_str()).copied().unwrap_or_default(),
    });
    let marks = numbered(lab).map(|(system, it)| Mark { system, says: marks(it) });
    Security {
        segments: segments.collect(),
        marks: marks.filter(|mark| !mark.says.is_empty()).collect(),
    }
}

fn marks(system: System<'_>) -> Vec<String> {
    let entry = system.entry();
    let (connection, isolation) = (&entry.connection, &entry.isolation);
    let mut says = Vec::new();
    if let Some(exposure) =
        connection.exposure.as_ref().filter(|it| it.reach.value == Reach::Internet)
    {
        let via = exposure.via.as_ref().map_or(String::new(), |via| format!(" through {via}"));
        says.push(format!("can be reached from the internet{via}"));
    }
    let is = |field: &Stated<bool>, wanted| field.value() == Some(wanted);
    if is(&isolation.privileged, true) || is(&isolation.unprivileged, false) {
        says.push("is privileged".to_owned());
    }
    for namespace in &isolation.host_namespaces {
        says.push(format!("shares the {} namespace of its host", namespace.value));
    }
    if !isolation.capabilities.is_empty() {
        let names: Vec<&str> = isolation.capabilities.iter().map(|it| it.as_str()).collect();
        says.push(format!("may use {}", names.join(", ")));
    }
    if isolation.confinement.as_ref().is_some_and(|it| it.value == Confinement::Off) {
        says.push("is not confined".to_owned());
    }
    if entry.volumes.iter().any(|volume| is_engine_socket(&volume.source)) {
        says.push("controls its container engine".to_owned());
    }
    for hold in &isolation.holds {
        let kind = hold.kind.as_ref().map_or("credential", |kind| kind.as_str());
        let to = hold.to.as_ref().map_or(String::new(), |to| format!(" to {to}"));
        says.push(format!("holds a {kind}{to}"));
    }
    says
}

fn is_engine_socket(source: &VolumeSource) -> bool {
    let VolumeSource::Path(path) = source else { return false };
    ["docker.sock", "podman.sock", "containerd.sock"].iter().any(|socket| path.ends_with(socket))
}
