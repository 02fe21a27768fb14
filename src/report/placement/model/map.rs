//! The map: what runs on what, as one list that needs no recursion to draw.

use schemars::JsonSchema;
use serde::Serialize;

use crate::lab::{self, Lab, System};

/// So deep is the map drawn. What lies deeper is drawn on this level, behind what it runs on.
pub const DEEPEST: usize = 8;

/// A place on the map. Those that directly follow with a greater depth are inside it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Place<'a> {
    /// How many places it is inside of.
    pub depth: usize,
    /// How many places are inside it, at whatever depth.
    pub inside: usize,
    /// What is there.
    #[serde(flatten)]
    pub what: PlaceContent<'a>,
}

/// What is at a place of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceContent<'a> {
    /// A host or a workload, by its number.
    System(usize),
    /// The ground of what stands on no host that is known.
    Ground(Ground<'a>),
}

/// What workloads stand on that run on no known host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ground<'a> {
    /// Some node of a cluster.
    Cluster(&'a str),
    /// Something outside the lab.
    Outside,
    /// Something that is not said, or that nothing is called.
    Nowhere,
    /// Each other, in a circle.
    Circle,
}

impl Ground<'_> {
    /// What to call it.
    pub fn name(self) -> String {
        match self {
            Self::Cluster(name) => format!("{name} (cluster)"),
            Self::Outside => "outside the lab".to_owned(),
            Self::Nowhere => "nobody knows where".to_owned(),
            Self::Circle => "on each other, in a circle".to_owned(),
        }
    }
}

pub(super) fn of(lab: &Lab) -> Vec<Place<'_>> {
    let mut map = Vec::with_capacity(lab.systems().len());
    lab.hosts().filter(|host| !host.is_in_cycle()).for_each(|host| draw(*host, 0, &mut map));
    let on = |system: &System<'_>| match system.runs_on() {
        lab::RunsOn::Cluster(_) | lab::RunsOn::External => true,
        lab::RunsOn::Unplaced | lab::RunsOn::Unknown => system.as_host().is_none(),
        lab::RunsOn::System(_) => system.is_in_cycle(),
    };
    let mut rest: Vec<_> = lab
        .systems()
        .filter(|system| on(system) && !stands_as_host(*system))
        .map(|it| (ground(it), it))
        .collect();
    rest.sort_by_key(|(ground, system)| (*ground, system.id()));
    for group in rest.chunk_by(|(one, _), (other, _)| one == other) {
        map.push(Place { depth: 0, inside: 0, what: PlaceContent::Ground(group[0].0) });
        let start = map.len();
        group.iter().for_each(|(_, system)| draw(*system, 1, &mut map));
        map[start - 1].inside = map.len() - start;
    }
    map
}

/// True if it is drawn as a host, whatever else it says.
fn stands_as_host(system: System<'_>) -> bool {
    system.as_host().is_some() && !system.is_in_cycle()
}

fn ground(system: System<'_>) -> Ground<'_> {
    match system.runs_on() {
        lab::RunsOn::Cluster(_) => {
            Ground::Cluster(system.on_cluster().map_or("", lab::Cluster::name))
        }
        lab::RunsOn::External => Ground::Outside,
        lab::RunsOn::Unplaced | lab::RunsOn::Unknown => Ground::Nowhere,
        lab::RunsOn::System(_) => Ground::Circle,
    }
}

/// Draws a system and all that runs on it, without recursion: a stack may be as high as a file is long.
fn draw<'a>(root: System<'a>, depth: usize, map: &mut Vec<Place<'a>>) {
    let top = map.len();
    let mut waiting = vec![(root, depth)];
    while let Some((system, depth)) = waiting.pop() {
        map.push(Place { depth, inside: 0, what: PlaceContent::System(system.id()) });
        let deeper = (depth + 1).min(DEEPEST);
        // What runs in a circle, or is drawn as a host, has its own place.
        let guests = system.guests().filter(|it| !it.is_in_cycle() && !stands_as_host(*it));
        let first = waiting.len();
        waiting.extend(guests.map(|guest| (guest, deeper)));
        waiting[first..].reverse();
    }
    count_inside(&mut map[top..]);
}

/// From the end, each place knows how many of those after it are deeper without a break.
fn count_inside(drawn: &mut [Place<'_>]) {
    let mut open: Vec<usize> = Vec::new();
    for at in 0..=drawn.len() {
        let depth = drawn.get(at).map_or(0, |place| place.depth);
        while let Some(&last) = open.last() {
            if at < drawn.len() && drawn[last].depth < depth {
                break;
            }
            drawn[last].inside = at - last - 1;
            open.pop();
        }
        open.push(at);
    }
}
