//! Who is in which network.

use rustc_hash::FxHashMap;

use crate::lab::{Lab, System};

/// The systems in each network that `wanted` asks for, by the network's number among those of the lab.
pub(super) fn members_of(
    lab: &Lab,
    wanted: impl Fn(usize) -> bool,
) -> FxHashMap<usize, Vec<System<'_>>> {
    let numbers: FxHashMap<&str, usize> = lab
        .networks()
        .enumerate()
        .filter(|(number, _)| wanted(*number))
        .map(|(number, network)| (network.name(), number))
        .collect();
    let mut members: FxHashMap<usize, Vec<System>> = FxHashMap::default();
    if numbers.is_empty() {
        return members;
    }
    for system in lab.systems() {
        for membership in &system.entry().connection.networks {
            if let Some(&number) = numbers.get(membership.network.as_str()) {
                members.entry(number).or_default().push(system);
            }
        }
    }
    members
}
