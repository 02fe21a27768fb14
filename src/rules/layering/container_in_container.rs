//! Application containers run inside another container, such as Docker in LXC.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Error, Info, Warning};
use crate::policy::Levels;
use crate::rules::group::{name_all, who};
use crate::rules::{Case, Rule, authority};

pub(super) const RULE: Rule = Rule {
    name: "container-in-container",
    level: Levels {
        strict: Some(Error),
        bare_metal: Some(Info),
        ..Levels::unless_minimal(Warning)
    },
    claims: &[
        claim::CONTAINERS_LIVE_IN_VMS,
        claim::CONTAINERS_SHARE_THE_KERNEL,
        claim::CONTAINER_ISOLATION_IS_WEAKER,
        claim::MINUS_WEAKER_ISOLATION,
        claim::KERNEL_FLAWS_REACH_THE_HOST,
        claim::CONFIGURE_NAMESPACES,
    ],
    sources: &[
        authority::PROXMOX_CONTAINERS,
        authority::PROXMOX_FAQ,
        authority::RUNC_IN_LXC_2025,
        authority::INCUS_CONTAINERS_AND_VMS,
    ],
    page: include_str!("container_in_container.md"),
    check,
};

fn check(case: &Case, out: &mut Findings) {
    for outer in case.lab.containers() {
        let inner = outer.guests().filter_map(|guest| guest.as_container());
        let inner = inner.filter(|container| !container.is_system_container());
        for group in out.parts(inner) {
            let kernel = outer.kernel();
            let who = who(&group, "container", ["runs", "run"]);
            let shared = kernel.map_or(String::new(), |kernel| {
                format!(", on the one kernel of `{}`", kernel.name())
            });
            let message = format!("{who} inside {} `{}`{shared}", outer.noun(), outer.name());
            let finding = out.report_all(&group, group[0].runs_on_span(), message);
            finding.label(outer, format!("`{}` is a container too", outer.name()));
            name_all(finding, &group, "the containers are");
            let applications = if group.len() > 1 { "applications" } else { "application" };
            finding.help(format!(
                "make `{}` a VM, or run the {applications} in it without a second engine",
                outer.name()
            ));
        }
    }
}
