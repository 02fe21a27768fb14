//! Copies are too few: something important has one, or none in another building, or several are on one machine.

use std::collections::{BTreeMap, BTreeSet};

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::insight::{is_important, is_offsite, jobs_of, keeper, own_jobs, targets_of};
use crate::lab::System;
use crate::policy::Levels;
use crate::rules::group::name_all;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "single-copy-backup",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[claim::VMS_EASE_RECOVERY, claim::CARE_FOR_RESTORE],
    sources: &[authority::US_CERT_BACKUP, authority::PBS_3_2_1],
    page: include_str!("single_copy_backup.md"),
    check,
};

/// What a system lacks to have enough copies in enough places.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MissingProtection {
    Copies,
    OtherBuilding,
}

fn check(case: &Case, out: &mut Findings) {
    on_one_machine(case, out);
    let knows_buildings = case.lab.targets().any(|target| target.offsite.is_some());
    let lack = |system: System| {
        let jobs = jobs_of(system).filter(|jobs| !jobs.is_empty())?;
        let targets = targets_of(case.lab, jobs)?;
        let offsite = |name: &&str| is_offsite(system, name);
        if targets.len() < 2 {
            Some(MissingProtection::Copies)
        } else if knows_buildings && !targets.iter().any(offsite) {
            Some(MissingProtection::OtherBuilding)
        } else {
            None
        }
    };
    let important =
        case.lab.systems().filter(|&system| is_important(system) && system.is_relied_on());
    let lacking: Vec<(System, MissingProtection)> =
        important.filter_map(|system| Some((system, lack(system)?))).collect();
    for (what, of_one, of_many) in [
        (MissingProtection::Copies, "has a single backup copy", "have a single backup copy each"),
        (
            MissingProtection::OtherBuilding,
            "has no backup copy in another building",
            "have no backup copy in another building",
        ),
    ] {
        let members = lacking.iter().filter(|(_, lack)| *lack == what).map(|(system, _)| *system);
        for group in out.parts(members) {
            let message = match group.as_slice() {
                [one] => format!("`{}` is important and {of_one}", one.name()),
                many => format!("{} {of_many}", count(many.len(), "important system")),
            };
            let at =
                jobs_of(group[0]).and_then(<[_]>::first).map_or(group[0].place(), |job| job.at);
            let finding = out.report_all(&group, at, message);
            if let Some(stated) = group[0].entry().operation.criticality.as_ref() {
                finding.label(stated, "said to be important here");
            }
            name_all(finding, &group, "the systems are");
            finding.help("back it up to a second target as well, in another building: `backups: {NAME: {offsite: true}}`");
        }
    }
}

/// Tells of copies that are several, and all on one machine.
fn on_one_machine(case: &Case, out: &mut Findings) {
    let mut by_keeper: BTreeMap<usize, Vec<System>> = BTreeMap::new();
    for system in case.lab.systems().filter(|&it| it.is_relied_on() && !own_jobs(it).is_empty()) {
        // Only those that it names; what a target is copied on to is beside that.
        let targets: BTreeSet<&str> =
            own_jobs(system).iter().flat_map(|job| &job.to).map(|to| to.as_str()).collect();
        let machine = |name: &&str| Some(keeper(case.lab.target(name)?)?.host()?.id());
        let machines: Option<BTreeSet<usize>> = targets.iter().map(machine).collect();
        let are_together = |machines: &BTreeSet<usize>| targets.len() > 1 && machines.len() == 1;
        if let Some(&keeper) = machines.filter(are_together).as_ref().and_then(BTreeSet::first) {
            by_keeper.entry(keeper).or_default().push(system);
        }
    }
    for (keeper, systems) in by_keeper {
        let keeper = case.lab.system_at(keeper);
        for group in out.parts(systems) {
            let whose = match group.as_slice() {
                [one] => format!("all copies of `{}` are", one.name()),
                many => format!("all copies of {} are", count(many.len(), "system")),
            };
            let at = own_jobs(group[0]).first().map_or(group[0].place(), |job| job.at);
            let message = format!("{whose} on one machine, `{}`", keeper.name());
            let finding = out.report_all(&group, at, message);
            finding.label(keeper.place(), "the copies lie here");
            name_all(finding, &group, "the systems are");
            finding
                .help("send one of them to another machine, in another building if there is one");
        }
    }
}
