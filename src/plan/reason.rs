//! Why each guest moves: the limits that its move is for.

use super::failure::FailureLimit;
use super::limits::LabModel;
use super::placing::Placing;

/// The names of the limits that each guest moves for, by its number; nothing for those that stay.
pub(super) fn reasons(
    it: &LabModel<'_>,
    placing: &Placing<'_>,
    failures: &[FailureLimit],
) -> Vec<Vec<&'static str>> {
    let model = &it.model;
    let now: Vec<Option<usize>> = model.guests.iter().map(|guest| Some(guest.now)).collect();
    let before = Placing::of(model, &now);
    let mut after = placing.clone();
    let name = |limit: usize| model.limits[limit].kind.name();
    let mut all = vec![Vec::new(); model.guests.len()];
    for (guest, reasons) in all.iter_mut().enumerate() {
        let home = model.guests[guest].now;
        let Some(host) = placing.place(guest).filter(|host| *host != home) else { continue };
        let mut names: Vec<&'static str> = Vec::new();
        names.extend(model.banned(guest, home).and_then(|ban| ban.limit).map(name));
        let capacities = model.capacities_of(guest, home);
        let broken = capacities.iter().filter(|number| before.is_broken(**number));
        names.extend(broken.map(|number| name(model.capacities[*number].limit)));
        let unions = model.guests[guest].unions.iter().filter(|union| before.is_torn(**union));
        names.extend(unions.map(|union| name(model.unions[*union].limit)));
        // It makes room: what would be broken if it had stayed.
        after.take(guest);
        if names.is_empty() {
            let full = capacities.iter().filter(|number| after.would_break(guest, **number));
            names.extend(full.map(|number| name(model.capacities[*number].limit)));
        }
        after.put(guest, host);
        if names.is_empty() {
            names.extend(failures.iter().map(|failure| name(failure.limit)));
        }
        names.sort_unstable();
        names.dedup();
        *reasons = names;
    }
    // What makes room for what makes room: the plan as a whole is why.
    let mut whole: Vec<&'static str> = all.iter().flatten().copied().collect();
    whole.sort_unstable();
    whole.dedup();
    for (guest, names) in all.iter_mut().enumerate() {
        let moves = placing.place(guest).is_some_and(|host| host != model.guests[guest].now);
        if moves && names.is_empty() {
            names.clone_from(&whole);
        }
    }
    all
}
