//! Ports that are open farther than what listens there can stand.

use super::Insight;
use crate::lab::{ExposureOrigin, OpenExposure, Port, Reach, System};
use crate::software::{Hazard, Role, sensitive_port};
use crate::source::Span;
use crate::verdict::Quality;

/// A service that can be reached, and had better not be.
#[derive(Debug, Clone, Copy)]
pub struct OpenPort<'a> {
    /// Who opens it.
    pub system: System<'a>,
    /// Where that is written.
    pub at: Span,
    /// The number of the port; nothing, if only the service is known to be open.
    pub port: Option<u16>,
    /// What listens there.
    pub service: &'static str,
    /// What whoever reaches it can do.
    pub hazard: Hazard,
    /// From where it can be reached.
    pub reach: Reach,
    /// The nearest place from which it must not be reached.
    pub from: Reach,
    /// The machine on which it is published, where that is what opens it so far.
    pub machine: Option<System<'a>>,
}

/// Every such service of what runs, open beyond its own machine; of each system the worst one.
pub fn open_ports(insight: &Insight) -> impl Iterator<Item = OpenPort<'_>> {
    let running = insight.lab().systems().filter(|system| system.runs());
    running.filter_map(|system| worst_port(system).or_else(|| open_database(insight, system)))
}

/// The port of a system that is open farthest beyond what it can stand.
fn worst_port(system: System<'_>) -> Option<OpenPort<'_>> {
    let open = |port: &Port| {
        let known = sensitive_port(port.target?, port.protocol)?;
        let reach = system.reach_of(port);
        (reach >= Reach::Home).then_some(OpenPort {
            system,
            at: port.at,
            port: port.target,
            service: known.service,
            hazard: known.hazard,
            reach,
            from: known.from,
            machine: system.open_exposure().and_then(machine),
        })
    };
    let ports = system.entry().ports.iter().filter_map(open);
    ports.min_by_key(|it| (it.reach < it.from, std::cmp::Reverse(it.reach), it.hazard))
}

/// A database that is open to people from outside, whatever its port.
fn open_database<'a>(insight: &'a Insight, system: System<'a>) -> Option<OpenPort<'a>> {
    let open = system.open_exposure().filter(|open| open.reach > Reach::Home)?;
    let nature = insight.verdicts().nature(system);
    let is_database = matches!(nature.role?, Role::Database | Role::Cache);
    (is_database && nature.sure >= Some(Quality::Image)).then_some(OpenPort {
        system,
        at: open.at,
        port: None,
        service: "a database",
        hazard: Hazard::Data,
        reach: open.reach,
        from: Reach::Guest,
        machine: machine(open),
    })
}

fn machine(open: OpenExposure<'_>) -> Option<System<'_>> {
    match open.origin {
        ExposureOrigin::Stated => None,
        ExposureOrigin::PublishedOn(machine) => Some(machine),
    }
}

impl OpenPort<'_> {
    /// True if it can be reached from where it must not.
    pub fn is_too_far(&self) -> bool {
        self.reach >= self.from
    }
}
