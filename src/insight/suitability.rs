//! Whether a workload is declared as what suits it: what its verdict asks for, as far as that is met where it runs.

use super::Insight;
use crate::lab::{DeviceKind, Kind, SystemContainers, Workload};
use crate::verdict::constraint::{GUEST_OS, OWN_KERNEL, OWN_TENANT, WHOLE_DEVICE};
use crate::verdict::{Conclusion, Confidence, OsFamily, Proof, Requirement, family_of};

impl Insight {
    /// Whether the declared kind of a workload suits it; nothing where no kind is declared.
    ///
    /// A system container counts as a light VM where that is the policy. It shares the kernel of its machine
    /// all the same, so what rules out a container rules it out too.
    pub fn suits(&self, workload: Workload<'_>) -> Option<bool> {
        let outcome = self.verdicts.brief(workload).outcome;
        Some(match workload.kind {
            Kind::Host | Kind::Undecided => return None,
            Kind::Vm => outcome.allows_vm(),
            Kind::Native => !self.tenants().is_exposed(*workload),
            Kind::Container => {
                let misfit = workload.as_container().and_then(|container| self.misfit(container));
                misfit.is_none()
                    && !self.tenants().is_exposed(*workload)
                    && (outcome.allows_container() || self.stands_in_for_vm(workload))
            }
        })
    }

    /// What a container needs and cannot have where it runs, if its verdict rests on needs alone.
    pub fn unmet<'a>(&self, container: Workload<'a>) -> Vec<Proof<'a>> {
        let mut proofs = self.verdicts.explain(container).proofs;
        proofs.retain(|proof| !self.is_met(container, proof));
        proofs
    }

    /// True if a container is as good as the VM that its verdict asks for.
    fn stands_in_for_vm(&self, container: Workload<'_>) -> bool {
        let brief = self.verdicts.brief(container);
        if !matches!(brief.outcome, Conclusion::Vm | Conclusion::Physical)
            || !container.nature.pin.is_absent()
        {
            return false;
        }
        if brief.confidence == Confidence::Certain {
            return self.unmet(container).is_empty();
        }
        container.is_system_container()
            && self.verdicts.terms().system_containers == SystemContainers::Guest
    }

    /// True if a container has what is asked for where it runs.
    fn is_met(&self, container: Workload<'_>, proof: &Proof<'_>) -> bool {
        match proof.constraint {
            it if *it == GUEST_OS => shares_its_system(container),
            it if *it == OWN_KERNEL => has_its_modules(container),
            it if *it == OWN_TENANT => {
                container.kernel().is_some() && !self.tenants().is_exposed(*container)
            }
            // A graphics card is lent to a container by its device file, to one alone if need be.
            it if *it == WHOLE_DEVICE => container.devices().any(|device| {
                let kind = device.kind.as_ref().map(|kind| kind.value);
                device.name.span == proof.at && kind == Some(DeviceKind::Gpu)
            }),
            it => it.requires == Requirement::Container,
        }
    }
}

/// True if the machine below runs the same system, as under FreeBSD's jails.
fn shares_its_system(container: Workload<'_>) -> bool {
    let below =
        container.on().and_then(|on| on.kernel()).and_then(|below| below.entry().os.as_ref());
    let (Some(own), Some(below)) = (container.os.as_ref(), below) else { return false };
    let own = family_of(own, true);
    matches!(own, OsFamily::Foreign(_)) && own == family_of(below, true)
}

/// True if every module it asks for is loaded by the machine below.
fn has_its_modules(container: Workload<'_>) -> bool {
    let Some(kernel) = container.nature.kernel.as_ref() else { return false };
    let below = container.on().and_then(|on| on.kernel());
    let Some(below) = below.and_then(|below| below.entry().nature.kernel.as_ref()) else {
        return false;
    };
    let loaded = |module: &str| below.modules.iter().any(|loaded| loaded.value == module);
    kernel.own.is_absent() && kernel.modules.iter().all(|module| loaded(&module.value))
}
