//! What a project shares with the rest of the lab: networks that reach out of it, and volumes that are shares.

use super::networks::{reaches_out, some, subnets, vlan_of};
use super::project::Project;
use super::value::ComposePair;
use super::volumes;
use crate::lab::{
    Draft, NetworkFields, NetworkShare, Record, RecordFields, StorageFields, Subnet, Text, Vlan,
    VolumeSource,
};
use crate::source::Spanned;

/// Adds the networks and shares of a project to the lab.
pub(super) fn read(project: &Project, draft: &mut Draft) {
    for pair in project.networks() {
        if let Some(network) = network(pair)
            && draft.networks.iter().all(|known| known.name.value != network.name.value)
        {
            draft.name(NetworkFields::subject(draft.networks.len()), &network.name);
            draft.networks.push(network);
        }
    }
    for pair in project.volumes() {
        let Some((kind, share)) = volumes::share(&pair.value) else { continue };
        let name = share_name(&share);
        if draft.storage.iter().all(|known| known.name.value != name) {
            let storage = storage(pair, name, kind, share);
            draft.name(StorageFields::subject(draft.storage.len()), &storage.name);
            draft.storage.push(storage);
        }
    }
}

fn network(pair: &ComposePair) -> Option<Record<NetworkFields>> {
    let (network, place) = (&pair.value, pair.key.span.to(pair.value.at));
    if !reaches_out(network) {
        return None;
    }
    let mut record = Record::<NetworkFields>::new(pair.key.clone(), place);
    if let Some(driver) = network.get("driver") {
        record.fields.kind = driver.stated(|text| Some(text.into()));
    }
    if let Some(parent) = network.at_path(&["driver_opts", "parent"]) {
        record.fields.bridge = parent.stated(|text| Some(text.into()));
        if let Some(vlan) = vlan_of(parent) {
            record.fields.vlan =
                parent.placed(crate::lab::Stated::derived(Vlan::Number(vlan.value), vlan.span));
        }
    }
    let ranges = subnets(network);
    let read = ranges.iter().filter_map(|range| {
        let name = range.name()?;
        Some(Spanned { value: Subnet::of(name.value), span: name.span })
    });
    if let Some(first) = ranges.first() {
        record.fields.subnet = some(read.collect(), first);
    }
    Some(record)
}

fn share_name(share: &NetworkShare) -> Text {
    format!("{}:{}", share.server, share.export).into()
}

fn storage(
    pair: &ComposePair,
    name: Text,
    kind: &str,
    share: NetworkShare,
) -> Record<StorageFields> {
    let place = pair.key.span.to(pair.value.at);
    let name = Spanned { value: name, span: pair.key.span };
    let mut record = Record::<StorageFields>::new(name, place);
    let options = pair.value.get("driver_opts").unwrap_or(&pair.value);
    record.fields.kind = options.here(kind.into());
    record.fields.path = options.here(share.export);
    record
}

/// The shared storage that a named volume of a project lies on, with its place.
pub(super) fn storage_of(source: &VolumeSource, project: &Project) -> Option<Spanned<Text>> {
    let VolumeSource::Named(name) = source else { return None };
    let volume = project.volumes().find(|pair| pair.key.value == *name)?;
    let (_, share) = volumes::share(&volume.value)?;
    Some(Spanned { value: share_name(&share), span: volume.key.span })
}
