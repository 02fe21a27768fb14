//! What separates a service from its host: rights, namespaces, confinement.

use super::service::ServiceFields;
use super::value::ComposeValue;
use crate::lab::{Capabilities, List, Namespace, Stated, Text};
use crate::source::{Span, Spanned};

/// The keys that share a namespace with the host where they say `host`.
const NAMESPACES: [(&str, Namespace); 6] = [
    ("network_mode", Namespace::Network),
    ("pid", Namespace::Pid),
    ("ipc", Namespace::Ipc),
    ("userns_mode", Namespace::User),
    ("uts", Namespace::Uts),
    ("cgroup", Namespace::Cgroup),
];

pub(super) fn read(said: &mut ServiceFields<'_>, name: Span) {
    let isolation = &mut *said.fields.isolation;
    isolation.privileged = match said.value.get("privileged") {
        Some(privileged) => privileged.stated(flag),
        None => Stated::implied(false, name),
    };
    let (add, drop) = (said.value.get("cap_add"), said.value.get("cap_drop"));
    if let Some(first) = add.or(drop) {
        let list = |value: Option<&ComposeValue>| value.map(capabilities).unwrap_or_default();
        isolation.capabilities = first.here(Capabilities { add: list(add), drop: list(drop) });
    }
    let shared: Vec<Spanned<Namespace>> = NAMESPACES
        .iter()
        .filter_map(|(key, namespace)| {
            let value = said.value.get(key)?;
            (value.known()? == "host").then_some(Spanned { value: *namespace, span: value.at })
        })
        .collect();
    if let Some(first) = shared.first().map(|first| first.span) {
        isolation.host_namespaces = List::stated(shared, first);
    }
    if let Some(options) = said.value.get("security_opt") {
        isolation.security_opt = options.names();
    }
    if let Some(socket) = said.value.get("use_api_socket") {
        isolation.engine_socket = socket.stated(flag);
    }
    if let Some(other) = said.value.get("pid").and_then(joined) {
        isolation.pid_of = other;
    }
}

fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn capabilities(list: &ComposeValue) -> List<Spanned<Text>> {
    let names = list.names();
    let bare = names.iter().map(|name| {
        let upper = name.to_ascii_uppercase();
        let value = Text::from(upper.strip_prefix("CAP_").unwrap_or(&upper));
        Spanned { value, span: name.span }
    });
    list.listed(bare.collect())
}

/// The container whose namespace is joined: a service of the project, or one from outside of it.
pub(super) fn joined(mode: &ComposeValue) -> Option<Stated<Text>> {
    let text = mode.text()?;
    let name = if let Some(service) = text.strip_prefix("service:") {
        service.into()
    } else {
        format!("external:{}", text.strip_prefix("container:")?).into()
    };
    Some(mode.stated(|_| Some(name)))
}
