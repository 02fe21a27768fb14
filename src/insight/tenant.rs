//! Code that nobody vouches for: who runs it, and what runs beside it on the same kernel.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Insight;
use crate::lab::{Host, Kind, Right, System, Tenancy};
use crate::software::{Role, Trust};
use crate::verdict::{Classification, Quality};

/// Who runs code that nobody vouches for.
#[derive(Debug)]
pub struct Tenants {
    /// Whether each system, or one that it runs on, says that it is not trusted; empty if none does.
    untrusted: Vec<bool>,
    /// Whether each system runs foreign code behind nothing but a kernel.
    foreign: Vec<bool>,
    /// Of those, the ones whose code has the machine without breaking out, by their numbers.
    loose: FxHashSet<usize>,
    /// What each system is in that runs directly on their common kernel, or the system itself.
    outer: Vec<usize>,
    /// How many others run on each kernel that has such code, by the number of its machine.
    neighbours: FxHashMap<usize, usize>,
}

impl Tenants {
    /// Looks for them in a lab.
    pub fn of(insight: &Insight) -> Self {
        let (lab, verdicts) = (insight.lab(), insight.verdicts());
        let is_any = lab.systems().any(says_untrusted);
        let untrusted = if is_any { lab.hold_from_below(says_untrusted) } else { Vec::new() };
        let is_foreign = |system: System<'_>| {
            let trusted = !untrusted.get(system.id()).copied().unwrap_or_default();
            shares_kernel(system) && (!trusted || runs_jobs(verdicts.nature(system)))
        };
        let foreign: Vec<bool> = lab.systems().map(is_foreign).collect();
        let mut neighbours = FxHashMap::default();
        let kernels =
            lab.systems().filter(|system| foreign[system.id()]).filter_map(System::kernel);
        for kernel in kernels {
            neighbours.entry(kernel.id()).or_insert_with(|| {
                let is_other = |guest: &System| guest.runs() && !foreign[guest.id()];
                kernel.guests().filter(is_other).count()
            });
        }
        let mut outer: Vec<usize> = (0..foreign.len()).collect();
        for system in lab.from_the_ground().filter(|_| !neighbours.is_empty()) {
            if let Some(below) = system.below().next().filter(|it| Some(*it) != system.kernel()) {
                outer[system.id()] = outer[below.id()];
            }
        }
        let has_machine = |it: &System| foreign[it.id()] && has_machine(insight, *it);
        let loose = lab.systems().filter(has_machine).map(System::id).collect();
        Self { untrusted, foreign, loose, outer, neighbours }
    }

    /// True if it, or what it runs on, says that nobody vouches for it.
    pub fn is_untrusted(&self, system: System<'_>) -> bool {
        self.untrusted.get(system.id()).copied().unwrap_or_default()
    }

    /// True if it runs code of others, and only a kernel, or nothing, is between that and its neighbours.
    pub fn runs_foreign_code(&self, system: System<'_>) -> bool {
        self.foreign[system.id()]
    }

    /// How many others run on the kernel of something that runs foreign code, itself and what it is in aside.
    pub fn neighbours(&self, system: System<'_>) -> usize {
        let Some(kernel) = system.kernel() else { return 0 };
        let all = self.neighbours.get(&kernel.id()).copied().unwrap_or_default();
        let outer = system.lab().system_at(self.outer[system.id()]);
        let is_counted = outer.runs() && !self.foreign[outer.id()];
        all.saturating_sub(usize::from(is_counted))
    }

    /// True if nothing but the kernel keeps untrusted code from others, or not even that keeps jobs from their
    /// machine: it has no sandbox, and is not alone on a machine that does nothing else. Who breaks out onto a hypervisor has all that runs on it.
    pub fn is_exposed(&self, system: System<'_>) -> bool {
        let is_untrusted = self.is_untrusted(system) && shares_kernel(system);
        let is_open = is_untrusted || self.loose.contains(&system.id());
        is_open
            && !is_sandboxed(system)
            && system.kernel().is_some_and(|kernel| {
                self.neighbours(system) > 0 || kernel.as_host().is_some_and(Host::is_hypervisor)
            })
    }
}

/// True if something stands between it and the kernel, such as gVisor or Kata.
pub fn is_sandboxed(system: System<'_>) -> bool {
    let known = ["gvisor", "runsc", "kata", "firecracker", "nabla"];
    let runtime = system.entry().nature.runtime.as_ref();
    runtime
        .is_some_and(|runtime| known.iter().any(|word| runtime.to_ascii_lowercase().contains(word)))
}

/// True for what has no kernel of its own.
fn shares_kernel(system: System<'_>) -> bool {
    matches!(system.kind, Kind::Container | Kind::Native)
}

fn says_untrusted(system: System<'_>) -> bool {
    system.nature.tenancy.as_ref().is_some_and(|tenancy| tenancy.value == Tenancy::Untrusted)
}

/// True if what it runs has its machine: as a service of it that says nothing of walls, over the socket of its
/// engine, or as a system container on a hypervisor.
fn has_machine(insight: &Insight, system: System<'_>) -> bool {
    let kernel = system.kernel().and_then(System::as_host);
    let controls = |right: &Right| matches!(right, Right::Privileged | Right::ControlSocket(_));
    match system.kind {
        Kind::Native => !has_walls(system),
        _ if system.is_system_container() && kernel.is_some_and(Host::is_hypervisor) => true,
        _ => insight.access().find(system, controls).is_some() && !is_rootless_here(system),
    }
}

/// True if its jobs run in containers or in a sandbox, as far as it says so.
fn has_walls(system: System<'_>) -> bool {
    let entry = system.entry();
    is_rootless_here(system)
        || !entry.nature.engine.is_absent()
        || !entry.nature.runtime.is_absent()
}

fn is_rootless_here(system: System<'_>) -> bool {
    system.entry().isolation.rootless.value() == Some(true)
}

/// True if it runs jobs, or anything that somebody brings.
fn runs_jobs(nature: Classification) -> bool {
    let runs_jobs = nature.role == Some(Role::CiRunner) && nature.sure >= Some(Quality::Image);
    let runs_anything = nature.product.is_some_and(|it| it.trust == Trust::UntrustedCode)
        && nature.product_sure >= Some(Quality::Image);
    runs_jobs || runs_anything
}
