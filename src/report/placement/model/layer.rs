//! Who answers for the layers of a lab.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::item::Item;
use crate::insight::Layer;

/// What is on a layer, and who answers for it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LayerRow<'a> {
    /// The layer.
    pub layer: Layer,
    /// How many systems are on it.
    pub systems: usize,
    /// Who answers for how many of them, by name.
    pub owners: Vec<(&'a str, usize)>,
    /// How many nobody is said to answer for.
    pub without_owner: usize,
}

pub(super) fn rows<'a>(systems: &[Item<'a>]) -> Vec<LayerRow<'a>> {
    let mut layers: BTreeMap<Layer, (usize, BTreeMap<Option<&'a str>, usize>)> = BTreeMap::new();
    for system in systems {
        let (count, owners) = layers.entry(system.layer).or_default();
        *count += 1;
        *owners.entry(system.owner).or_default() += 1;
    }
    let row = |(layer, (systems, mut owners)): (Layer, (usize, BTreeMap<_, _>))| LayerRow {
        layer,
        systems,
        without_owner: owners.remove(&None).unwrap_or_default(),
        owners: owners.into_iter().filter_map(|(owner, count)| Some((owner?, count))).collect(),
    };
    layers.into_iter().map(row).collect()
}
