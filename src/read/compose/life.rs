//! How a service starts, stops and is started again: `restart`, `healthcheck`, `profiles`, and the mode of `deploy`.

use super::service::ServiceFields;
use super::value::{ComposeValue, ValueForm};
use crate::lab::{Lifetime, PerNode, Restart, RestartPolicy, Stated};
use crate::source::Span;

pub(super) fn read(said: &mut ServiceFields<'_>, name: Span) {
    said.fields.running.restart = restart(said, name);
    said.fields.running.healthcheck = said.get("healthcheck").map(health).unwrap_or_default();
    if let Some(profiles) = said.get("profiles") {
        said.fields.running.profiles = profiles.names();
    }
    if let Some(count) = said.at_path(&["deploy", "replicas"]).or(said.get("scale")) {
        said.fields.nature.replicas = count.stated(|text| text.parse().ok());
    }
    let Some(mode) = said.at_path(&["deploy", "mode"]) else { return };
    if matches!(mode.known(), Some("global" | "global-job")) {
        said.fields.nature.each = mode.here(PerNode::Node);
    }
    if matches!(mode.known(), Some("replicated-job" | "global-job")) {
        said.fields.lifetime = mode.placed(Stated::derived(Lifetime::Ephemeral, mode.at));
    }
}

/// Without a word for it, a container is not started again.
fn restart(said: &ServiceFields<'_>, name: Span) -> Stated<RestartPolicy> {
    if let Some(restart) = said.get("restart") {
        return restart.stated(RestartPolicy::of);
    }
    let condition = said.at_path(&["deploy", "restart_policy", "condition"]);
    let swarm = condition.map(|condition| {
        condition.stated(|text| {
            let when = match text {
                "any" => Restart::Always,
                "on-failure" => Restart::OnFailure,
                "none" => Restart::No,
                _ => return None,
            };
            Some(when.into())
        })
    });
    swarm.unwrap_or_else(|| Stated::implied(Restart::No.into(), name))
}

/// Whether there is a check; nothing, if only its times are set: then that of the image counts.
fn health(check: &ComposeValue) -> Stated<bool> {
    if let Some(disable) = check.get("disable").filter(|it| it.is_true()) {
        return disable.placed(check.here(false));
    }
    match check.get("test") {
        Some(test) => {
            let is_off = matches!(&test.form, ValueForm::Text(text) if text == "NONE");
            check.here(!is_off)
        }
        None => Stated::ABSENT,
    }
}
