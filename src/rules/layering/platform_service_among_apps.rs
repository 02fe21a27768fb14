//! A base service that other machines need shares its virtual machine with applications.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::lab::{Container, System, Vm};
use crate::policy::Levels;
use crate::rules::words::{count, names};
use crate::rules::{Case, Rule, authority};
use crate::software::Tier;
use crate::verdict::Quality;

pub(super) const RULE: Rule = Rule {
    name: "platform-service-among-apps",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[
        claim::VMS_SEPARATE_ROLES,
        claim::APPLICATION_APART_FROM_PLATFORM,
        claim::EACH_HAS_ITS_FIELD,
        claim::CARE_FOR_RESPONSIBILITY,
    ],
    sources: &[authority::DNS_SINGLE_2021],
    page: include_str!("platform_service_among_apps.md"),
    check,
};

/// From how many systems on other machines on a service belongs to the platform.
const MANY: usize = 3;

fn check(case: &Case, out: &mut Findings) {
    for vm in case.lab.vms() {
        let services = vm.guests().filter_map(|guest| guest.as_container());
        let services = services.filter(|&service| serves_others(case, vm, service));
        for group in out.parts(services) {
            let applications: Vec<System<'_>> = vm
                .guests()
                .filter(|&guest| tier_of(case, guest) == Some(Tier::Application))
                .collect();
            let Some(application) = applications.first() else { continue };
            let first = group[0];
            let who = match group.as_slice() {
                [one] => {
                    let served = outside(case, vm, *one).count();
                    format!("`{}` serves {} and shares", one.name(), count(served, "system"))
                }
                many => format!("{} share", names(many.iter().map(|service| service.name()))),
            };
            let message =
                format!("{who} `{}` with {}", vm.name(), count(applications.len(), "application"));
            out.report_all(&group, first.runs_on_span(), message)
                .label(*application, "an application beside it")
                .help(format!(
                    "give base services a VM of their own and move {} there",
                    names(group.iter().map(|service| service.name()))
                ));
        }
    }
}

fn serves_others(case: &Case, vm: Vm<'_>, service: Container<'_>) -> bool {
    tier_of(case, *service) == Some(Tier::BaseService)
        && outside(case, vm, service).nth(MANY - 1).is_some()
}

/// What needs a service and runs elsewhere.
fn outside<'a>(
    case: &Case<'a>,
    vm: Vm<'a>,
    service: Container<'a>,
) -> impl Iterator<Item = System<'a>> {
    let users = case.graph().users(*service).into_iter();
    users.filter(move |user| user.runs() && user.kernel() != Some(*vm))
}

fn tier_of(case: &Case, system: System<'_>) -> Option<Tier> {
    let nature = case.verdicts.nature(system);
    let sure = nature.sure.is_some_and(|sure| sure >= Quality::Image);
    nature.role.filter(|_| sure).map(|role| role.tier())
}
