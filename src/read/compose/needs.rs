//! What a service needs: `depends_on`, `links`, and whose namespaces or volumes it shares.

use super::service::ServiceFields;
use super::value::ComposeValue;
use crate::lab::{Dependency, Text, When};
use crate::source::Spanned;

pub(super) fn read(said: &mut ServiceFields<'_>) {
    let mut needs: Vec<Dependency> = Vec::new();
    let mut list = None;
    if let Some(depends_on) = said.get("depends_on") {
        list = Some(depends_on);
        needs.extend(depends_on.pairs().iter().map(|pair| {
            let mut need = Dependency { on: pair.key.clone(), ..Dependency::default() };
            if let Some(condition) = pair.value.get("condition") {
                need.when = condition.stated(when);
            }
            if let Some(required) = pair.value.get("required") {
                need.terms.optional = required.stated(|text| Some(text == "false"));
            }
            need
        }));
    }
    let shared = ["network_mode", "pid", "ipc"].iter().filter_map(|key| {
        let value = said.get(key)?;
        Some((value, value.known()?.strip_prefix("service:")?))
    });
    let listed = ["links", "volumes_from"].iter().filter_map(|key| said.get(key));
    let listed = listed.flat_map(ComposeValue::items).filter_map(|item| {
        let text = item.known().filter(|text| !text.starts_with("container:"))?;
        Some((item, text.split(':').next()?))
    });
    for (value, name) in shared.chain(listed) {
        if needs.iter().all(|need| need.on.as_str() != name) {
            list = list.or(Some(value));
            let on = Spanned { value: Text::from(name), span: value.at };
            needs.push(Dependency { on, ..Dependency::default() });
        }
    }
    if let Some(list) = list {
        said.fields.depends_on = list.listed(needs);
    }
}

/// When the other one is needed. That it has started is what a name alone says, too.
fn when(condition: &str) -> Option<When> {
    match condition {
        "service_healthy" | "service_started" => Some(When::Boot),
        "service_completed_successfully" => Some(When::Deploy),
        _ => None,
    }
}
