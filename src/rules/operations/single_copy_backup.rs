//! Something important has a single backup copy, or none in another building.

use rustc_hash::FxHashSet;

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::insight::{jobs_of, keeper, targets_of};
use crate::lab::{Criticality, Lab, System, external};
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
    let knows_buildings = case.lab.targets().any(|target| target.offsite.is_some());
    let lack = |system: System| {
        let jobs = jobs_of(system).filter(|jobs| !jobs.is_empty())?;
        let targets = targets_of(case.lab, jobs)?;
        let offsite = |name: &&str| is_offsite(case.lab, system, name);
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

fn is_important(system: System<'_>) -> bool {
    let stated = system.entry().operation.criticality.as_ref();
    stated.is_some_and(|it| matches!(it.value, Criticality::High | Criticality::Critical))
}

/// True if a target is not where the system is.
fn is_offsite(lab: &Lab, system: System<'_>, name: &str) -> bool {
    if external(name).is_some() {
        return true;
    }
    let Some(target) = lab.target(name) else { return false };
    if let Some(offsite) = target.offsite.as_ref() {
        return offsite.value;
    }
    let outside = target.on.iter().any(|on| external(on).is_some());
    let sites: FxHashSet<&str> =
        [Some(system), keeper(target)].into_iter().flatten().filter_map(System::site).collect();
    outside || sites.len() == 2
}
