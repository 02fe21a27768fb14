//! How a service starts, stops and is started again: `restart`, `healthcheck`, `profiles`, and the mode of `deploy`.

use super::project::Project;
use super::service::ServiceFields;
use super::value::{ComposeValue, ValueForm};
use crate::lab::{Lifetime, PerNode, Restart, RestartPolicy, Stated, Text};
use crate::source::{Span, Spanned};

pub(super) fn read(said: &mut ServiceFields<'_>, name: &Spanned<Text>, project: &Project) {
    if let Some(at) = project.waits_for_end_of(name) {
        said.fields.lifetime = Stated::derived(Lifetime::Ephemeral, at);
    }
    let name = name.span;
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

/// Whether there is a check. One of which only the times are set, or that is said not to be off, is that of the image.
fn health(check: &ComposeValue) -> Stated<bool> {
    let is_disabled = check.get("disable").is_some_and(ComposeValue::is_true);
    let is_none = |test: &ComposeValue| matches!(&test.form, ValueForm::Text(it) if it == "NONE");
    check.here(!is_disabled && !check.get("test").is_some_and(is_none))
}
