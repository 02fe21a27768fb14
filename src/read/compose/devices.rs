//! The devices of a service: those that are mapped in, and graphics cards that are reserved or asked for.

use super::service::ServiceFields;
use super::value::{ComposeValue, ValueForm};
use crate::lab::{Device, DeviceKind, Stated, Text};
use crate::read::engine::{device_kind, split_outside_variables};
use crate::source::Spanned;

pub(super) fn read(said: &mut ServiceFields<'_>) {
    let mut devices = Vec::new();
    let mut list = None;
    if let Some(mapped) = said.get("devices") {
        list = Some(mapped);
        devices.extend(mapped.items().iter().filter_map(device));
    }
    let reserved = said.at_path(&["deploy", "resources", "reservations", "devices"]);
    for (source, cards) in
        [(reserved, reserved.map(cards)), (said.get("gpus"), said.get("gpus").map(cards))]
    {
        let (Some(source), Some(cards)) = (source, cards) else { continue };
        list = list.or(Some(source));
        devices.extend(cards);
    }
    // A runtime that brings its cards along.
    if let Some(runtime) = said.get("runtime").filter(|it| it.known() == Some("nvidia"))
        && devices.iter().all(|device| device.kind.value() != Some(DeviceKind::Gpu))
    {
        list = list.or(Some(runtime));
        devices.push(graphics_card("nvidia".into(), runtime));
    }
    if let Some(list) = list {
        said.fields.devices = list.listed(devices);
    }
}

/// A device that is mapped in: `path[:path inside[:rights]]`, or the long form.
fn device(item: &ComposeValue) -> Option<Device> {
    let path = match &item.form {
        ValueForm::Map(_) => item.get("source")?.text()?,
        _ => split_outside_variables(item.text()?).first().copied()?,
    };
    // `vendor.example/class=name` is the name of one that the engine knows.
    let name: &str = if path.starts_with('/') { path } else { item.text().unwrap_or(path) };
    let name = Spanned { value: Text::from(name), span: item.at };
    let kind = item.placed(Stated::derived(device_kind(&name), item.at));
    Some(Device { name, kind, ..Device::default() })
}

/// The graphics cards of a reservation: a list of what is asked for, or `all` and a number.
fn cards(asked: &ComposeValue) -> Vec<Device> {
    let ValueForm::List(items) = &asked.form else {
        return vec![graphics_card("gpu".into(), asked)];
    };
    let card = |item: &ComposeValue| {
        let capabilities = item.get("capabilities").map(|it| it.names().to_vec());
        let is_card = capabilities.is_none_or(|all| all.iter().any(|it| it.as_str() == "gpu"));
        let driver = item.get("driver").and_then(ComposeValue::known).unwrap_or("gpu");
        let mut device = graphics_card(driver.into(), item);
        if let Some(count) = item.get("count") {
            device.count = count.stated(|text| text.parse().ok());
        }
        is_card.then_some(device)
    };
    items.iter().filter_map(card).collect()
}

fn graphics_card(name: Text, asked: &ComposeValue) -> Device {
    let kind = asked.placed(Stated::derived(DeviceKind::Gpu, asked.at));
    Device { name: Spanned { value: name, span: asked.at }, kind, ..Device::default() }
}
