//! Under which names a service is published: the rules of a Traefik router in its labels.

use super::service::ServiceFields;
use super::take::is_router_rule;
use super::value::ComposeValue;
use crate::lab::{Exposure, Reach, Stated};
use crate::source::Spanned;

/// What stands between.
const PROXY: &str = "traefik";

pub(super) fn read(said: &mut ServiceFields<'_>) {
    let labels = [said.get("labels"), said.at_path(&["deploy", "labels"])];
    let labels = || labels.iter().flatten().flat_map(|labels| labels.pairs());
    let is_off = |label: &ComposeValue| matches!(label.known(), Some("false" | "False"));
    if labels().any(|it| it.key.as_str() == "traefik.enable" && is_off(&it.value)) {
        return;
    }
    let mut rules = labels().filter(|it| is_router_rule(&it.key)).map(|it| &it.value);
    let Some(rule) = rules.next() else { return };
    let at = rule.at;
    if let Some(name) = rule.known().and_then(host) {
        let url = format!("https://{name}").into();
        said.fields.connection.url = rule.placed(Stated::derived(url, at));
    }
    // A port that it publishes itself goes around the proxy.
    if said.fields.ports.iter().any(|port| !port.published.is_absent()) {
        return;
    }
    let reach = Spanned { value: Reach::Home, span: at };
    let via = Stated::derived(PROXY.into(), at);
    said.fields.connection.exposure = rule.placed(Stated::derived(Exposure { reach, via }, at));
}

/// The first host name of a rule: ``Host(`a.example`)``.
fn host(rule: &str) -> Option<&str> {
    let (_, rest) = rule.split_once("Host(")?;
    let quote = rest.trim_start().chars().next()?;
    let name = rest.trim_start().strip_prefix(['`', '"', '\''])?.split(quote).next()?;
    (!name.is_empty()).then_some(name)
}
