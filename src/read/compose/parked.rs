//! What a project defines and does not run.

use super::project::{ComposeService, Project};
use super::service::can_run;
use super::value::ComposeValue;
use super::variables::Variables;
use crate::lab::{Draft, NotDeployed, Text};
use crate::source::Source;

/// What the whole of a file is called.
const WHOLE: &str = "the whole file";

/// The profiles that are asked for where nobody says anything; none, if that is not written down.
pub(super) struct ActiveProfiles(Option<Vec<Text>>);

impl ActiveProfiles {
    /// Those of `COMPOSE_PROFILES`.
    pub(super) fn of(variables: &Variables<'_>) -> Self {
        let list = variables.get("COMPOSE_PROFILES");
        Self(list.map(|(list, _)| list.split(',').map(|name| name.trim().into()).collect()))
    }

    /// True if a service is left out because none of its profiles is asked for.
    fn leave_out(&self, service: &ComposeService) -> bool {
        let Some(active) = &self.0 else { return false };
        let profiles = service.value.get("profiles").map(ComposeValue::names).unwrap_or_default();
        let is_active = |name: &str| active.iter().any(|it| it == name || it == "*");
        !profiles.is_empty() && !profiles.iter().any(|profile| is_active(profile))
    }
}

/// Why a service is not deployed, as a clause.
pub(super) fn reason(
    service: &ComposeService,
    project: &Project,
    active: &ActiveProfiles,
) -> Option<&'static str> {
    if !can_run(service) {
        let is_extended = project.extended.contains(&service.name.value);
        return Some(if is_extended {
            "it is only extended"
        } else {
            "it has neither an image nor a build"
        });
    }
    active.leave_out(service).then_some("`COMPOSE_PROFILES` leaves its profile out")
}

/// Notes a service that is not deployed.
pub(super) fn service(service: &ComposeService, why: &str, draft: &mut Draft) {
    let what = format!("service `{}`", service.name).into();
    draft.add_not_deployed(NotDeployed { at: service.name.span, what, why: why.into() });
}

/// Notes a file that a template engine has to read first.
pub(super) fn template(source: &Source, draft: &mut Draft) {
    let why = "it is a template: read what is made of it";
    draft.add_not_deployed(NotDeployed { at: source.whole(), what: WHOLE.into(), why: why.into() });
}

/// Notes a file that defines the same services as the main one.
pub(super) fn variant(source: &Source, main: &Source, draft: &mut Draft) {
    let why =
        format!("it defines services of `{}` anew, and nothing says that it is used", main.path());
    draft.add_not_deployed(NotDeployed { at: source.whole(), what: WHOLE.into(), why: why.into() });
}
