//! The lab with guests elsewhere is the same lab, but for what moves change.

use labctl::finding::SystemId;
use labctl::insight::Loads;
use labctl::lab::{Lab, Move, System};
use labctl::read::{Files, read};

use super::{always, labs, sources};

fn labs(inventory: &labs::Inventory) -> Vec<Lab> {
    read(&sources(&labs::yaml(&inventory.in_lists())), &Files::default())
}

/// What is known of where a system stands and what it takes.
fn standing(system: System<'_>, loads: &Loads) -> String {
    let below: Vec<usize> = system.below().map(System::id).collect();
    let guests: Vec<usize> = system.guests().map(System::id).collect();
    let needs: Vec<&str> = system.depends_on.iter().map(|need| need.on.as_str()).collect();
    let clusters: Vec<&str> = system.clusters().map(|cluster| cluster.name()).collect();
    let (runs_on, demand) = (system.runs_on(), loads.demand(system));
    format!("{runs_on:?} {below:?} {guests:?} {needs:?} {clusters:?} {demand:?}")
}

#[test]
fn without_moves_nothing_changes() {
    always(labs::any(), |inventory| {
        for lab in labs(&inventory) {
            let same = lab.with(&[]);
            let (loads, same_loads) = (Loads::of(&lab), Loads::of(&same));
            assert_eq!(lab.systems().len(), same.systems().len());
            for (system, again) in lab.systems().zip(same.systems()) {
                assert_eq!(system.entry().fields, again.entry().fields);
                assert_eq!(standing(system, &loads), standing(again, &same_loads));
            }
        }
    });
}

#[test]
fn who_moves_takes_its_load_along() {
    always(labs::any(), |inventory| {
        for lab in labs(&inventory) {
            let Some(guest) = lab.workloads().find(|it| it.host().is_some()) else { continue };
            let Some(to) = lab.hosts().find(|&host| guest.host() != Some(host)) else { continue };
            let moved =
                lab.with(&[Move { guest: SystemId::from(*guest), to: SystemId::from(*to) }]);
            let (guest, to) = (moved.system_at(guest.id()), moved.system_at(to.id()));
            assert_eq!(guest.on(), Some(to));
            assert!(to.guests().any(|it| it == guest));
            let others = moved.systems().filter(|&it| it != to);
            assert!(others.flat_map(System::guests).all(|it| it != guest), "it is in one place");
            let (before, after) = (Loads::of(&lab), Loads::of(&moved));
            let (here, there) = (before.load(lab.system_at(to.id())), after.load(to));
            if guest.runs_continuously() {
                let taken = here.memory.most.0.saturating_add(after.demand(guest).most.0);
                assert_eq!(there.memory.most.0, taken);
            }
            let back = moved.with(&[]);
            assert_eq!(back.system_at(guest.id()).on().map(System::id), Some(to.id()));
        }
    });
}
