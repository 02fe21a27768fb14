//! How much of a machine a workload brings or asks for.

use super::{Mark, Signal, SignalMatch, declared, known_of, mark};
use crate::claim;
use crate::software::{Form, Need, Role};
use crate::verdict::agent::agent;
use crate::verdict::known::{Fact, Knowledge};
use crate::verdict::reading::Meaning;
use crate::verdict::system::OsFamily;
use crate::verdict::{Quality, Value};

const CONTAINER_IMAGE: Mark = mark("container image", -20.0, claim::CONTAINER_BUNDLES_APPLICATION);
const DISK_IMAGE: Mark = mark("disk image", 60.0, claim::VM_BRINGS_AN_OS);
const PACKAGES: Mark = mark("packages", 5.0, claim::VM_RUNS_ITS_OWN_OS);
const EITHER_IMAGE: Mark = mark("image and appliance", 0.0, claim::IT_DEPENDS);
const AGENT: Mark = mark("agent", -10.0, claim::CONTAINERS_ARE_SMALL);
const POD: Mark = mark("pod", -20.0, claim::HYBRID_SCALE);

pub(super) const PACKAGING: Signal = Signal {
    name: "packaging",
    about: "how it is delivered",
    claims: &[
        claim::CONTAINER_BUNDLES_APPLICATION,
        claim::CONTAINERS_PACKAGE,
        claim::CONTAINERS_ARE_REPRODUCIBLE,
        claim::CONTAINERS_UPDATE_FAST,
        claim::LIGHT_AND_PORTABLE,
        claim::LAYERED_IMAGES,
        claim::VMS_ARE_DEPLOYED_SINGLY,
        claim::ENGINES_DEPLOY_CONTAINERS,
    ],
    scale: &[CONTAINER_IMAGE, DISK_IMAGE, PACKAGES, EITHER_IMAGE, AGENT, POD],
    seen: packaging,
};

fn packaging<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    let image = known.system.entry().image.as_ref().filter(|_| known.is_oci);
    if known.is_pod {
        let at = image.map_or(known.system.runs_on_span(), |image| image.span);
        return Some(declared(&POD, at));
    }
    if let Some(image) = image {
        let both = known.product.filter(|product| product.it.form == Form::Both);
        let mark = if both.is_some() { &EITHER_IMAGE } else { &CONTAINER_IMAGE };
        return Some(declared(mark, image.span));
    }
    if let Some(Fact { quality, at, .. }) =
        known.meaning.filter(|meaning| meaning.it == Meaning::Appliance)
    {
        let shown = Value::Word(known.word);
        return Some(SignalMatch { mark: &DISK_IMAGE, shown, quality, at, product: None });
    }
    let product = known.product?;
    let mark = match product.it.form {
        Form::Appliance => &DISK_IMAGE,
        Form::Package => &PACKAGES,
        Form::Image | Form::Cluster => &CONTAINER_IMAGE,
        Form::Both => &EITHER_IMAGE,
        Form::Agent => &AGENT,
        Form::Base => return None,
    };
    Some(known_of(mark, product))
}

const SERVES: Mark = mark("an agent", 0.0, claim::ROLE_BEFORE_PRODUCT);

pub(in crate::verdict) const MACHINE: Signal = Signal {
    name: "machine",
    about: "whether it watches or serves the machine it runs on, and so belongs to that",
    claims: &[claim::ROLE_BEFORE_PRODUCT],
    scale: &[SERVES],
    seen: machine,
};

fn machine<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    let Fact { it, quality, at } = agent(known)?;
    Some(SignalMatch { mark: &SERVES, shown: Value::Word(it), quality, at, product: None })
}

const UNKNOWN_SYSTEM: Mark = mark("a system of its own", 40.0, claim::VM_TAKES_ANY_OS);

pub(super) const OPERATING_SYSTEM: Signal = Signal {
    name: "operating-system",
    about: "whether it runs a system that labctl does not know",
    claims: &[claim::VM_TAKES_ANY_OS, claim::CONTAINER_NEEDS_THE_HOSTS_OS],
    scale: &[UNKNOWN_SYSTEM],
    seen: operating_system,
};

fn operating_system<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    let Fact { quality, at, .. } = known.os.filter(|os| os.it == OsFamily::Unknown)?;
    let shown = Value::Word(known.system.entry().os.as_ref()?.as_str());
    Some(SignalMatch { mark: &UNKNOWN_SYSTEM, shown, quality, at, product: None })
}

const DESKTOP: Mark = mark("desktop", 30.0, claim::VM_RUNS_ITS_OWN_OS).written("role: desktop");
const INIT_SYSTEM: Mark = mark("full init system", 20.0, claim::VM_RUNS_ITS_OWN_OS);

pub(super) const OS_SERVICES: Signal = Signal {
    name: "os-services",
    about: "whether it wants a full system around it",
    claims: &[claim::VM_RUNS_ITS_OWN_OS, claim::VM_FOR_MONOLITHS],
    scale: &[DESKTOP, INIT_SYSTEM],
    seen: os_services,
};

fn os_services<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    if let Some(Fact { quality, at, .. }) = known.role.filter(|role| role.it == Role::Desktop) {
        let product = known.product_of_role();
        return Some(SignalMatch {
            mark: &DESKTOP,
            shown: Value::Word(DESKTOP.value),
            quality,
            at,
            product,
        });
    }
    if let Some(product) = known.asks_for(Need::Desktop) {
        return Some(known_of(&DESKTOP, product));
    }
    Some(known_of(&INIT_SYSTEM, known.asks_for(Need::Systemd)?))
}

const KERNEL_PARAMETERS: Mark = mark("kernel parameters", 25.0, claim::CONTAINER_IS_USER_SPACE)
    .written("kernel: {parameters: ...}");

pub(super) const KERNEL_CONTROL: Signal = Signal {
    name: "kernel-control",
    about: "whether it sets what belongs to the kernel",
    claims: &[claim::VM_RUNS_ITS_OWN_OS, claim::CONFIGURE_NAMESPACES],
    scale: &[KERNEL_PARAMETERS],
    seen: kernel_control,
};

fn kernel_control<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    let kernel = known.system.entry().nature.kernel.as_ref();
    if let Some(parameter) = kernel.and_then(|kernel| kernel.parameters.first()) {
        let (mark, quality) = (&KERNEL_PARAMETERS, Quality::Declared);
        let shown = Value::Word(parameter.as_str());
        return Some(SignalMatch { mark, shown, quality, at: parameter.span, product: None });
    }
    Some(known_of(&KERNEL_PARAMETERS, known.asks_for(Need::KernelControl)?))
}

const ROUTES: Mark =
    mark("routes or bridges", 20.0, claim::VM_HAS_ITS_OWN_ADAPTER).written("role: router-firewall");

pub(super) const NETWORK_STACK: Signal = Signal {
    name: "network-stack",
    about: "whether it stands between networks",
    claims: &[claim::VM_HAS_ITS_OWN_ADAPTER, claim::CONTAINER_SHARES_THE_ADAPTER],
    scale: &[ROUTES],
    seen: network_stack,
};

fn network_stack<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    if let Some(product) = known.asks_for(Need::Segment) {
        return Some(known_of(&ROUTES, product));
    }
    let Fact { quality, at, .. } = known.role.filter(|role| role.it == Role::RouterFirewall)?;
    let (mark, shown) = (&ROUTES, Value::Word(known.word));
    let product = known.product_of_role();
    Some(SignalMatch { mark, shown, quality, at, product })
}
