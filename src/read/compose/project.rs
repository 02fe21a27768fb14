//! A project: the services and the other top-level keys of its files, put together.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use super::merge::{Joining, by_name, merge, merge_service};
use super::value::{ComposePair, ComposeValue, Meeting, ValueForm};
use crate::lab::{SystemFields, Text};
use crate::source::{Span, Spanned};

/// A service, with all that its files say of it.
#[derive(Debug, Clone)]
pub(super) struct ComposeService {
    pub(super) name: Spanned<Text>,
    /// From its name to its last value, in the file that defines it.
    pub(super) place: Span,
    /// Where other files speak of it.
    pub(super) others: Vec<Span>,
    pub(super) value: ComposeValue,
    /// What its owner says of it in the words of an inventory.
    pub(super) owner: SystemFields,
}

/// A project, or what one file adds to it.
#[derive(Debug, Default)]
pub(super) struct Project {
    pub(super) name: Option<ComposeValue>,
    /// The services in the order in which they are defined.
    pub(super) services: Vec<ComposeService>,
    numbers: HashMap<Text, usize>,
    /// The services for whose end others wait, with where one of them says so.
    jobs: HashMap<Text, Span>,
    /// Top-level keys other than `services`, those of all files together.
    pub(super) rest: FxHashMap<&'static str, ComposeValue>,
    /// What its owner says of all its services in the words of an inventory.
    pub(super) owner: SystemFields,
    /// The services that another one of the same file extends.
    pub(super) extended: Vec<Text>,
}

/// The services for whose end a service waits.
fn jobs(service: &ComposeValue) -> Vec<(Text, Span)> {
    let needs = service.get("depends_on").map(ComposeValue::pairs).unwrap_or_default();
    let waits = |need: &ComposePair| {
        let condition = need.value.get("condition")?;
        let is_job = condition.known() == Some("service_completed_successfully");
        is_job.then(|| (need.key.value.clone(), condition.at))
    };
    needs.iter().filter_map(waits).collect()
}

/// What a later file says, and of the rest what an earlier one says.
fn filled(mut later: SystemFields, earlier: &SystemFields) -> SystemFields {
    later.fill_in(earlier);
    later
}

impl Project {
    pub(super) fn push(&mut self, service: ComposeService) {
        self.numbers.insert(service.name.value.clone(), self.services.len());
        self.services.push(service);
    }

    pub(super) fn service(&self, name: &str) -> Option<&ComposeService> {
        Some(&self.services[*self.numbers.get(name)?])
    }

    /// Where another service says that it waits for the end of this one, if one does: it is a job.
    pub(super) fn waits_for_end_of(&self, name: &str) -> Option<Span> {
        self.jobs.get(name).copied()
    }

    /// The networks that it defines.
    pub(super) fn networks(&self) -> impl Iterator<Item = &ComposePair> {
        self.rest.get("networks").into_iter().flat_map(ComposeValue::pairs)
    }

    /// The volumes that it defines.
    pub(super) fn volumes(&self) -> impl Iterator<Item = &ComposePair> {
        self.rest.get("volumes").into_iter().flat_map(ComposeValue::pairs)
    }

    /// Puts what a later file says on top.
    pub(super) fn add(&mut self, later: Self, joining: Joining) {
        if later.name.is_some() {
            self.name = later.name;
        }
        for (key, value) in later.rest {
            let merged = match self.rest.remove(key) {
                Some(earlier) => merge(earlier, value, joining),
                None => value,
            };
            self.rest.insert(key, merged);
        }
        self.extended.extend(later.extended);
        self.owner = filled(later.owner, &self.owner);
        for service in later.services {
            let Some(&at) = self.numbers.get(&service.name.value) else {
                self.push(service);
                continue;
            };
            let known = &mut self.services[at];
            let own = std::mem::replace(
                &mut known.value,
                ComposeValue::new(ValueForm::Null, known.place),
            );
            known.value = merge_service(own, service.value, joining);
            known.owner = filled(service.owner, &known.owner);
            known.others.push(service.place);
            known.others.extend(service.others);
        }
    }

    /// Takes what an included project says: of what is there already, nothing.
    pub(super) fn include(&mut self, included: Self) {
        for (key, value) in included.rest {
            // What two of them define, both define alike.
            let merged = match self.rest.remove(key) {
                Some(earlier) => merge(value, earlier, Joining::Extending),
                None => value,
            };
            self.rest.insert(key, merged);
        }
        self.extended.extend(included.extended);
        for service in included.services {
            if !self.numbers.contains_key(&service.name.value) {
                self.push(service);
            }
        }
    }

    /// Removes what `!reset` takes away as a whole, and gives lists of names their one form.
    pub(super) fn tidy(&mut self) {
        self.services.retain(|service| service.value.meeting != Meeting::Remove);
        for service in &mut self.services {
            let ValueForm::Map(pairs) = &mut service.value.form else { continue };
            pairs.retain(|pair| pair.value.meeting != Meeting::Remove);
            for pair in pairs {
                if matches!(pair.key.as_str(), "depends_on" | "networks") {
                    let empty = ComposeValue::new(ValueForm::Null, pair.key.span);
                    pair.value = by_name(std::mem::replace(&mut pair.value, empty));
                }
            }
        }
        self.jobs = self.services.iter().flat_map(|service| jobs(&service.value)).collect();
        self.numbers =
            self.services.iter().enumerate().map(|(at, it)| (it.name.value.clone(), at)).collect();
    }
}
