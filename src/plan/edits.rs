//! A plan as changes of the inventory: each guest that moves names its new host.

use super::PlacementPlan;
use crate::check::Checked;
use crate::finding::{Edit, Subject, SystemId};
use crate::lab::{Lab, Move, System};
use crate::source::{Sources, Span};
use crate::write;

/// The changes that a plan asks for, and the guests whose place is not written where it could be changed: in
/// defaults, behind an anchor, or as one of several.
pub fn edits(
    sources: &Sources,
    checked: &Checked,
    plan: &PlacementPlan,
) -> (Vec<Edit>, Vec<SystemId>) {
    let lab = checked.lab();
    let (mut edits, mut left) = (Vec::new(), Vec::new());
    for Move { guest, to: host } in plan.changes(lab) {
        match written_place(sources, lab, lab.system_at(guest.index())) {
            Some(at) => {
                let text = write::scalar(lab.system_at(host.index()).name());
                edits.push(Edit { at, text });
            }
            None => left.push(guest),
        }
    }
    (edits, left)
}

/// Where a guest itself names its only host.
fn written_place(sources: &Sources, lab: &Lab, guest: System<'_>) -> Option<Span> {
    let [place] = &guest.entry().runs_on[..] else { return None };
    let mut own = lab.places_of(Subject::from(guest))?.iter();
    let text = sources.of(place.span).slice(place.span);
    let names_it = text.trim_matches(['"', '\'']) == place.value.as_str();
    (names_it && own.any(|at| at.contains(place.span)) && !lab.is_default(place.span))
        .then_some(place.span)
}
