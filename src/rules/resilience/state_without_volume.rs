//! A container keeps data, and has no volume to keep it in.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Warning};
use crate::lab::{Container, State, VolumeSource};
use crate::policy::Levels;
use crate::rules::{Case, Rule, authority};
use crate::software::Role;
use crate::verdict::Quality;

pub(super) const RULE: Rule = Rule {
    name: "state-without-volume",
    level: Levels { strict: Some(Error), ..Levels::unless_minimal(Warning) },
    claims: &[
        claim::CONTAINERS_UPDATE_FAST,
        claim::CONTAINERS_FOR_SHORT_LIVED,
        claim::CARE_FOR_RESTORE,
    ],
    sources: &[authority::MICROSOFT_CONTAINERS_VS_VMS],
    page: include_str!("state_without_volume.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for container in case.lab.containers().filter(|container| container.volumes.is_stated()) {
        let Some(keeps) = keeps(case, container) else { continue };
        if !has_nowhere_to_keep(container) || container.is_temporary() || container.is_for_trial() {
            continue;
        }
        let message = format!("container `{}` keeps {keeps}, and has no volume", container.name());
        let at = container.volumes.span().unwrap_or(container.place());
        let finding = out.report(container, at, message);
        if let Some(state) = container.nature.state.as_ref() {
            finding.label(state.span, "gone with the next update of the container");
        }
        finding.help("add a volume such as `data:/path/inside`; if nothing is lost with it, set `state: none`");
    }
}

/// True if none of its volumes outlives it.
fn has_nowhere_to_keep(container: Container<'_>) -> bool {
    let keeps = |source: &VolumeSource| match source {
        VolumeSource::Anonymous | VolumeSource::Tmpfs => false,
        // Sockets and the like of the machine below.
        VolumeSource::Path(path) => {
            !["/var/run", "/run", "/dev", "/sys", "/proc", "/etc/localtime"]
                .iter()
                .any(|own| path.starts_with(own))
        }
        VolumeSource::Named(_) | VolumeSource::Unresolved(_) | VolumeSource::Share(_) => true,
    };
    let entry = container.entry();
    let kept = entry.volumes.iter().any(|volume| !volume.read_only && keeps(&volume.source));
    !kept && entry.disks.is_empty() && !container.is_system_container() && container.runs()
}

/// What it keeps, if that is said, or if it is a database.
fn keeps(case: &Case, container: Container<'_>) -> Option<&'static str> {
    if let Some(state) = container.nature.state.as_ref() {
        return match state.value {
            State::None | State::Cache => None,
            State::Files => Some("files"),
            State::Database => Some("a database"),
            State::Blocks => Some("whole disks"),
        };
    }
    let nature = case.verdicts.nature(*container);
    let sure = nature.sure.is_some_and(|sure| sure >= Quality::Image);
    (sure && nature.role == Some(Role::Database)).then_some("a database")
}
