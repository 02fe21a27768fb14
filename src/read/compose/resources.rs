//! Memory and cores: the limits of `deploy.resources`, and their older forms.

use super::service::ServiceFields;
use super::value::ComposeValue;
use crate::lab::{Amount, Bytes, Cores, Cpu, PartOrigin, SizeKind, Stated};

pub(super) fn read(said: &mut ServiceFields<'_>) {
    let limit =
        said.at_path(&["deploy", "resources", "limits", "memory"]).or(said.get("mem_limit"));
    let reserved = said
        .at_path(&["deploy", "resources", "reservations", "memory"])
        .or(said.get("mem_reservation"));
    said.fields.memory = amount("memory", limit, reserved, bytes, &mut said.parts);
    if said.fields.memory.at().is_none() {
        said.fields.memory = Stated::implied(Amount::default(), said.value.at);
    }
    let limit = said.at_path(&["deploy", "resources", "limits", "cpus"]).or(said.get("cpus"));
    let reserved = said.at_path(&["deploy", "resources", "reservations", "cpus"]);
    let cores = amount("cpu", limit, reserved, |text| text.parse().ok(), &mut said.parts);
    said.fields.cpu = cores.map(|cores: Amount<Cores>| Cpu { cores, model: None });
}

/// A limit and a reservation as one amount. What one of them cannot say is no reason to lose the other.
fn amount<T: Copy>(
    field: &'static str,
    limit: Option<&ComposeValue>,
    reserved: Option<&ComposeValue>,
    read: fn(&str) -> Option<T>,
    parts: &mut Vec<PartOrigin>,
) -> Stated<Amount<T>> {
    let max = limit.map(|limit| limit.stated(read)).unwrap_or_default();
    let min = reserved.map(|reserved| reserved.stated(read)).unwrap_or_default();
    let mut part = |path: &str, of: &Stated<T>| {
        if of.at().is_some() {
            let origin = of.clone().map(|_| ());
            parts.push(PartOrigin { field, path: path.into(), origin });
        }
    };
    part("limit", &max);
    part("reservation", &min);
    let both = Amount { max: max.value(), min: min.value() };
    match (both.max.is_some(), both.min.is_some()) {
        (true, _) => max.map(|_| both),
        (false, true) if !max.is_unknown() => min.map(|_| both),
        _ if max.is_unknown() => max.map(|_| both),
        _ => min.map(|_| both),
    }
}

/// An amount of memory: without a unit it is bytes, and zero is no limit.
fn bytes(text: &str) -> Option<Bytes> {
    let read = Bytes::read(text, SizeKind::Memory).or_else(|_| Bytes::read_in(text, Bytes(1)));
    read.ok().filter(|bytes| bytes.0 > 0)
}
