//! What a running engine tells of a container belongs to the service of the Compose file that made it.

use rustc_hash::FxHashMap;

use super::entry::Text;
use super::machines::folded;
use super::settle::Instance;

/// Joins what engines tell of with what files define, and leaves what is defined nowhere. `is_live` says of a unit
/// whether it is what an engine told.
pub(super) fn join_live(
    instances: Vec<Instance>,
    is_live: impl Fn(usize) -> bool,
) -> Vec<Instance> {
    let (live, mut defined): (Vec<Instance>, Vec<Instance>) =
        instances.into_iter().partition(|instance| is_live(instance.unit));
    if live.is_empty() {
        return defined;
    }
    let mut by_name: FxHashMap<Text, Vec<usize>> = FxHashMap::default();
    for (at, instance) in defined.iter().enumerate() {
        for name in names_of(instance) {
            by_name.entry(name).or_default().push(at);
        }
    }
    let mut is_joined = vec![false; defined.len()];
    let mut alone = Vec::new();
    for instance in live {
        let found: Vec<usize> = names_of(&instance)
            .iter()
            .flat_map(|name| by_name.get(name).into_iter().flatten().copied())
            .filter(|at| !is_joined[*at] && fits(&defined[*at], &instance))
            .collect();
        let mut distinct = found.clone();
        distinct.dedup();
        let of_project = distinct.iter().find(|at| is_of_project(&defined[**at], &instance));
        match (of_project, &distinct[..]) {
            (Some(&at), _) | (None, &[at]) => {
                is_joined[at] = true;
                take_over(&mut defined[at], instance);
            }
            _ => alone.push(instance),
        }
    }
    defined.extend(alone);
    defined
}

/// The names that a container may go by.
fn names_of(instance: &Instance) -> Vec<Text> {
    let entry = &instance.system.entry;
    let own = entry.nature.container_name.as_ref().map(|name| folded(&name.value));
    let mut names = vec![folded(&entry.name.value)];
    names.extend(own.filter(|own| *own != names[0]));
    names
}

/// True if both may be on one machine, and run the same software as far as that is known.
fn fits(defined: &Instance, live: &Instance) -> bool {
    let same_host = match (&defined.host, &live.host) {
        (Some(one), Some(other)) => folded(one) == folded(other),
        _ => true,
    };
    let image = |instance: &Instance| {
        let image = instance.system.entry.image.as_ref()?;
        let name = image.value.rsplit('/').next()?;
        Some(Text::from(name.split([':', '@']).next()?))
    };
    let same_image = match (image(defined), image(live)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    same_host && same_image
}

fn is_of_project(defined: &Instance, live: &Instance) -> bool {
    let both = defined.system.identity.service.as_ref().zip(live.system.identity.service.as_ref());
    both.is_some_and(|(one, other)| one == other)
}

fn take_over(defined: &mut Instance, live: Instance) {
    let entry = &mut defined.system.entry;
    if defined.host.is_none() && live.host.is_some() {
        defined.host = live.host;
        entry.runs_on = live.system.entry.runs_on.clone();
    }
    entry.fields.fill_in(&live.system.entry.fields);
    entry.places.others.push(live.system.entry.places.main);
    defined.system.identity.aliases.extend(live.system.identity.aliases);
}
