//! Values whose form no reader could take for anything.

use super::project::Project;
use super::value::{ComposeValue, ValueForm};
use crate::lab::{Draft, MistakeKind};

/// The keys of a service that are lists, and nothing else.
const LISTS: [&str; 7] =
    ["cap_add", "cap_drop", "devices", "ports", "profiles", "security_opt", "volumes"];

/// The keys of a service that are lists of names, or mappings by name.
const NAMED: [&str; 3] = ["depends_on", "networks", "labels"];

/// Notes what has the wrong form.
pub(super) fn check(project: &Project, draft: &mut Draft) {
    for service in &project.services {
        for pair in service.value.pairs() {
            let (key, value) = (pair.key.as_str(), &pair.value);
            let what = if LISTS.contains(&key) && !is_list(value) {
                "a list"
            } else if NAMED.contains(&key) && !is_list(value) && !is_mapping(value) {
                "a list or a mapping"
            } else {
                continue;
            };
            // What only a template or a variable can say may be anything.
            if value.unknown.is_some() || value.is_null() {
                continue;
            }
            let message = format_args!("`{key}` should be {what}");
            draft.mistake(MistakeKind::InvalidField, value.at, message);
        }
    }
}

fn is_list(value: &ComposeValue) -> bool {
    matches!(value.form, ValueForm::List(_))
}

fn is_mapping(value: &ComposeValue) -> bool {
    matches!(value.form, ValueForm::Map(_))
}
