//! Security: shared kernels, privileges, end of life, exposure.

use super::Family;
use super::group::name_all_at;
use super::words::names;
use crate::finding::{Findings, Level};
use crate::lab::{Cluster, System};
use crate::source::Span;

mod confinement_disabled;
mod end_of_life_os;
mod end_of_life_software;
mod ends;
mod engine_socket_mounted;
mod floating_image_tag;
mod host_access_granted;
mod management_plane_exposed;
mod mixed_zones_on_one_kernel;
mod privileged_container;
mod secret_in_inventory;
mod tenant_in_container;

pub(super) const FAMILY: Family = Family {
    name: "security",
    about: "shared kernels, privileges, end of life, exposure",
    rules: &[
        mixed_zones_on_one_kernel::RULE,
        tenant_in_container::RULE,
        privileged_container::RULE,
        engine_socket_mounted::RULE,
        host_access_granted::RULE,
        confinement_disabled::RULE,
        secret_in_inventory::RULE,
        end_of_life_os::RULE,
        end_of_life_software::RULE,
        floating_image_tag::RULE,
        management_plane_exposed::RULE,
    ],
    last: &[],
};

/// True if a flaw of it would hurt: it runs, stays, and its machine is not there for trying out.
fn matters(system: System<'_>) -> bool {
    system.serves() && !system.kernel().unwrap_or(system).is_for_trial()
}

/// The machine whose kernel it runs on, or the cluster that has it.
fn machine(system: System<'_>) -> Option<&str> {
    let cluster = || system.stack().find_map(System::on_cluster).map(Cluster::name);
    system.kernel().map(System::name).or_else(cluster)
}

/// The machines that some systems run on, in words.
fn machines(group: &[System<'_>]) -> String {
    let mut all: Vec<&str> = Vec::new();
    for name in group.iter().filter_map(|&system| machine(system)).take(100) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    match all.len() {
        0 if group.len() == 1 => "its machine".to_owned(),
        1..=3 => names(all),
        _ => "their machines".to_owned(),
    }
}

/// Reports some containers in one finding, at the place where the first says it.
fn tell<'a>(
    caught: impl IntoIterator<Item = System<'a>>,
    out: &mut Findings,
    message: impl Fn(&[System<'a>]) -> String,
    place: impl Fn(System<'a>) -> Option<Span>,
    help: &str,
) {
    tell_at(None, caught, out, message, place, help);
}

/// The same for what is only worth knowing, such as what software is known to need.
fn tell_as_info<'a>(
    caught: impl IntoIterator<Item = System<'a>>,
    out: &mut Findings,
    message: impl Fn(&[System<'a>]) -> String,
    place: impl Fn(System<'a>) -> Option<Span>,
    help: &str,
) {
    tell_at(Some(Level::Info), caught, out, message, place, help);
}

fn tell_at<'a>(
    level: Option<Level>,
    caught: impl IntoIterator<Item = System<'a>>,
    out: &mut Findings,
    message: impl Fn(&[System<'a>]) -> String,
    place: impl Fn(System<'a>) -> Option<Span>,
    help: &str,
) {
    for group in out.parts(caught) {
        let at = |container: System<'a>| place(container).unwrap_or(container.place());
        let finding = out.report_all(&group, at(group[0]), message(&group));
        finding.level = level.unwrap_or(finding.level);
        name_all_at(finding, &group, "the containers are", at);
        finding.help(help);
    }
}
