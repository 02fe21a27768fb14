//! Constraints: what decides by itself, because the other way does not work.

use std::borrow::Cow;

use super::Proof;
use super::known::Knowledge;
use super::reading;
use super::system::OsFamily;
use crate::claim::{self, Claim};
use crate::lab::{Device, DeviceKind, Migration, Mode, Scaling, Tenancy};
use crate::software::system_container::{has_control_groups_v2, needs_control_groups_v1};
use crate::software::{Form, Need, Product, Role, by_name};
use crate::source::Span;

/// A reason that decides by itself.
#[derive(Debug)]
pub struct Constraint {
    /// What it is called.
    pub name: &'static str,
    /// When it holds, in one line.
    pub about: &'static str,
    /// What it requires.
    pub requires: Requirement,
    /// What an owner writes to state it; empty where nothing short does.
    pub write: &'static str,
    /// The thoughts of the concept pages it rests on.
    pub claims: &'static [Claim],
    seen: for<'a> fn(&Knowledge<'a>) -> Option<ConstraintMatch<'a>>,
}

/// What a constraint requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// A kernel of its own, with hardware to itself: a VM, or a physical machine.
    Machine,
    /// The bare machine, or a VM where it is only for trying out.
    Metal,
    /// A kernel that it shares with nobody it should be kept from.
    OwnKernel,
    /// A container.
    Container,
}

struct ConstraintMatch<'a> {
    reason: Cow<'a, str>,
    at: Span,
    product: Option<&'static Product>,
}

/// Every constraint.
pub static CONSTRAINTS: &[Constraint] = &[
    GUEST_OS,
    APPLIANCE_IMAGE,
    OWN_KERNEL,
    OLD_SYSTEM,
    WHOLE_SYSTEM,
    WHOLE_DEVICE,
    RUNS_VMS,
    RUNS_CONTAINERS_FOR_OTHERS,
    OWN_TENANT,
    LIVE_MIGRATION,
    ELASTIC,
];

pub(crate) const GUEST_OS: Constraint = Constraint {
    name: "guest-os",
    about: "its operating system has another kernel than containers share",
    requires: Requirement::Machine,
    write: "",
    claims: &[
        claim::VM_TAKES_ANY_OS,
        claim::CONTAINER_NEEDS_THE_HOSTS_OS,
        claim::PLUS_OS_DIVERSITY,
        claim::MINUS_BOUND_TO_OS,
        claim::VM_FOR_OTHER_OS,
        claim::HYBRID_FLEXIBILITY,
        claim::FULL_IMPLIES,
        claim::COMPARE_FLEXIBILITY,
    ],
    seen: guest_os,
};

pub(crate) const APPLIANCE_IMAGE: Constraint = Constraint {
    name: "appliance-image",
    about: "it comes as an operating system of its own",
    requires: Requirement::Machine,
    write: "",
    claims: &[claim::VM_BRINGS_AN_OS, claim::VM_RUNS_ITS_OWN_OS, claim::VM_FOR_MONOLITHS],
    seen: appliance_image,
};

pub(crate) const OWN_KERNEL: Constraint = Constraint {
    name: "own-kernel",
    about: "it needs a kernel of its own, or modules that it loads",
    requires: Requirement::Machine,
    write: "kernel: {own: ...}",
    claims: &[claim::CONTAINERS_SHARE_THE_KERNEL, claim::CONTAINER_IS_USER_SPACE],
    seen: own_kernel,
};

pub(crate) const OLD_SYSTEM: Constraint = Constraint {
    name: "old-system",
    about: "it is a container of a system too old for the control groups of the machine below",
    requires: Requirement::Machine,
    write: "",
    claims: &[claim::CONTAINERS_SHARE_THE_KERNEL, claim::VM_FOR_LEGACY],
    seen: old_system,
};

pub(crate) const WHOLE_SYSTEM: Constraint = Constraint {
    name: "whole-system",
    about: "it manages the operating system it runs on",
    requires: Requirement::Machine,
    write: "",
    claims: &[claim::VM_FOR_MONOLITHS, claim::VM_RUNS_ITS_OWN_OS],
    seen: whole_system,
};

pub(crate) const WHOLE_DEVICE: Constraint = Constraint {
    name: "whole-device",
    about: "it has a PCI device or a graphics card to itself",
    requires: Requirement::Machine,
    write: "",
    claims: &[claim::VM_FOR_MONOLITHS],
    seen: whole_device,
};

pub(crate) const RUNS_VMS: Constraint = Constraint {
    name: "runs-vms",
    about: "virtual machines run on it",
    requires: Requirement::Metal,
    write: "",
    claims: &[claim::VM_FOR_IAAS, claim::TWO_TYPES_OF_HYPERVISOR],
    seen: runs_vms,
};

pub(crate) const RUNS_CONTAINERS_FOR_OTHERS: Constraint = Constraint {
    name: "runs-containers-for-others",
    about: "containers run on it, or it is a node of a cluster that runs them",
    requires: Requirement::Machine,
    write: "role: container-host",
    claims: &[claim::USUAL_STACK, claim::HYBRID_SCALE, claim::VMS_FOR_PLATFORMS],
    seen: runs_containers,
};

pub(crate) const OWN_TENANT: Constraint = Constraint {
    name: "own-tenant",
    about: "it runs for people or code that nobody vouches for",
    requires: Requirement::OwnKernel,
    write: "tenancy: untrusted",
    claims: &[claim::VM_FOR_TENANTS, claim::HYBRID_SECURITY, claim::VM_FOR_CRITICAL_SECURITY],
    seen: own_tenant,
};

pub(crate) const LIVE_MIGRATION: Constraint = Constraint {
    name: "live-migration",
    about: "it moves between hosts while it runs",
    requires: Requirement::Machine,
    write: "migration: live",
    claims: &[claim::VMS_EASE_RECOVERY, claim::VMS_MOVE_TO_BALANCE],
    seen: live_migration,
};

pub(crate) const ELASTIC: Constraint = Constraint {
    name: "elastic",
    about: "instances of it come and go with the load",
    requires: Requirement::Container,
    write: "scaling: auto",
    claims: &[
        claim::CONTAINERS_FOR_SCALABLE,
        claim::ORCHESTRATORS_BALANCE,
        claim::CONTAINER_FOR_CLOUD_NATIVE,
        claim::CONTAINER_FOR_RAPID_SCALING,
    ],
    seen: elastic,
};

impl PartialEq for Constraint {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Collects everything that decides by itself.
pub(super) fn collect<'a>(known: &Knowledge<'a>, proofs: &mut Vec<Proof<'a>>) {
    for constraint in CONSTRAINTS {
        if let Some(ConstraintMatch { reason, at, product }) = (constraint.seen)(known) {
            proofs.push(Proof { constraint, reason, at, product });
        }
    }
}

impl<'a> ConstraintMatch<'a> {
    fn new(reason: impl Into<Cow<'a, str>>, at: Span) -> Self {
        Self { reason: reason.into(), at, product: None }
    }
}

fn guest_os<'a>(known: &Knowledge<'a>) -> Option<ConstraintMatch<'a>> {
    let os = known.os?;
    let OsFamily::Foreign(family) = os.it else { return None };
    // There are containers of Windows, on Windows.
    if family == "Windows" && known.is_oci {
        return None;
    }
    if family == "its own" {
        return Some(ConstraintMatch::new(
            "runs an operating system with a kernel of its own",
            os.at,
        ));
    }
    Some(ConstraintMatch::new(
        format!("runs {family}, which has another kernel than containers share"),
        os.at,
    ))
}

fn appliance_image<'a>(known: &Knowledge<'a>) -> Option<ConstraintMatch<'a>> {
    let os = known.os?;
    let OsFamily::Appliance(product) = os.it else { return None };
    let reason =
        format!("runs {}, which comes as an operating system of its own", product.short_title());
    Some(ConstraintMatch { reason: reason.into(), at: os.at, product: Some(product) })
}

fn own_kernel<'a>(known: &Knowledge<'a>) -> Option<ConstraintMatch<'a>> {
    let kernel = known.system.entry().nature.kernel.as_ref()?;
    if let Some(own) = kernel.own.as_ref() {
        return Some(ConstraintMatch::new(
            format!("needs kernel {} to itself", own.value),
            own.span,
        ));
    }
    let module = kernel.modules.first()?;
    Some(ConstraintMatch::new(format!("loads the kernel module {}", module.value), module.span))
}

fn old_system<'a>(known: &Knowledge<'a>) -> Option<ConstraintMatch<'a>> {
    let container = known.system.as_container().filter(|it| it.is_system_container())?;
    let os = container.entry().os.as_ref().filter(|os| needs_control_groups_v1(os))?;
    let below = container.on()?.kernel()?.entry();
    let hypervisor = below.machine.hypervisor.as_ref().and_then(|it| it.product.as_deref());
    let system = below.os.as_ref().map(|os| os.as_str());
    let is_unified = system.and_then(has_control_groups_v2);
    let is_unified = is_unified.or_else(|| has_control_groups_v2(hypervisor?));
    let parameters = below.nature.kernel.as_ref().map(|kernel| &kernel.parameters);
    let is_set = parameters.into_iter().flatten().any(|it| it.contains("unified_cgroup_hierarchy"));
    (is_unified == Some(true) && !is_set).then(|| {
        let reason = format!(
            "runs {}, which is too old for the control groups of the machine below",
            os.value
        );
        ConstraintMatch::new(reason, os.span)
    })
}

fn whole_system<'a>(known: &Knowledge<'a>) -> Option<ConstraintMatch<'a>> {
    let manages = |product: &'static Product| product.asks_for(Need::WholeSystem);
    // The name may be of the product, and the purpose of its edition.
    let of_purpose = || {
        let purpose = known.system.entry().purpose.as_ref().filter(|_| known.terms.names)?;
        let named = reading::things(purpose).filter_map(by_name).find(|it| manages(it.product))?;
        Some((named.product, purpose.span))
    };
    let of_product = known.product.filter(|product| manages(product.it));
    let (product, at) = of_product.map(|product| (product.it, product.at)).or_else(of_purpose)?;
    let reason =
        format!("is {}, which manages the operating system it runs on", product.short_title());
    Some(ConstraintMatch { reason: reason.into(), at, product: Some(product) })
}

fn whole_device<'a>(known: &Knowledge<'a>) -> Option<ConstraintMatch<'a>> {
    let device = known.system.devices().find(|device| is_whole(device))?;
    Some(ConstraintMatch::new(
        format!("has the device {} to itself", device.name.value),
        device.name.span,
    ))
}

/// True if nobody else can use the device, and a container could not be given it safely.
fn is_whole(device: &Device) -> bool {
    let shared = device.share.as_ref().is_some_and(|share| share.value)
        || device.mode.as_ref().is_some_and(|mode| mode.value == Mode::Shared);
    let alone = device.mode.as_ref().is_some_and(|mode| mode.value == Mode::Passthrough);
    match device.kind.as_ref().map(|kind| kind.value) {
        Some(DeviceKind::Pci) => !shared,
        Some(DeviceKind::Gpu) => alone,
        _ => false,
    }
}

fn runs_vms<'a>(known: &Knowledge<'a>) -> Option<ConstraintMatch<'a>> {
    let workload = known.system;
    let hypervisor = workload.entry().machine.hypervisor.as_ref();
    if let Some((stated, product)) = hypervisor.and_then(|it| Some((it, it.product.as_ref()?))) {
        return Some(ConstraintMatch::new(format!("is a hypervisor: {product}"), stated.span));
    }
    if let Some(vm) = workload.guests().find_map(|guest| guest.as_vm()) {
        return Some(ConstraintMatch::new(format!("runs the VM {}", vm.name()), vm.runs_on_span()));
    }
    let os = workload.entry().os.as_ref()?;
    let product = known.product.filter(|product| product.at == os.span)?.it;
    let hypervisor = product.role == Role::Hypervisor && product.form == Form::Appliance;
    let reason = format!("is a hypervisor: {}", product.short_title());
    hypervisor.then(|| ConstraintMatch {
        reason: reason.into(),
        at: os.span,
        product: Some(product),
    })
}

fn runs_containers<'a>(known: &Knowledge<'a>) -> Option<ConstraintMatch<'a>> {
    let workload = known.system;
    if let Some(guest) = workload.guests().find_map(|guest| guest.as_container()) {
        return Some(ConstraintMatch::new(
            format!("runs the container {}", guest.name()),
            guest.runs_on_span(),
        ));
    }
    let entry = workload.entry();
    let stated = |role| entry.role.iter().find(move |stated| Role::of(stated) == Some(role));
    if let Some(role) = stated(Role::ContainerHost) {
        return Some(ConstraintMatch::new("runs containers for others", role.span));
    }
    if let Some(role) = stated(Role::ClusterNode) {
        return Some(ConstraintMatch::new("is a node of a cluster", role.span));
    }
    if workload.lab().clusters().len() == 0 {
        return None;
    }
    let cluster = workload.clusters().find(|cluster| cluster.orchestrates())?;
    let mention = cluster.mention(workload);
    let at = entry.machine.cluster.as_ref().map_or(workload.place(), |own| own.span);
    let reason = format!("is a node of {}, which runs containers", cluster.name.value);
    Some(ConstraintMatch::new(reason, mention.unwrap_or(at)))
}

fn own_tenant<'a>(known: &Knowledge<'a>) -> Option<ConstraintMatch<'a>> {
    let nature = &known.system.entry().nature;
    let tenancy = nature.tenancy.as_ref().filter(|it| it.value == Tenancy::Untrusted)?;
    // A sandbox such as gVisor or Kata keeps the kernel apart.
    if !nature.runtime.is_absent() {
        return None;
    }
    Some(ConstraintMatch::new("runs for people or code that nobody vouches for", tenancy.span))
}

fn live_migration<'a>(known: &Knowledge<'a>) -> Option<ConstraintMatch<'a>> {
    let migration = known.system.entry().running.migration.as_ref()?;
    (migration.value == Migration::Live).then_some(())?;
    Some(ConstraintMatch::new("moves between hosts while it runs", migration.span))
}

fn elastic<'a>(known: &Knowledge<'a>) -> Option<ConstraintMatch<'a>> {
    let scaling = known.system.entry().nature.scaling.as_ref()?;
    (scaling.value == Scaling::Auto).then_some(())?;
    Some(ConstraintMatch::new("scales by itself with the load", scaling.span))
}
