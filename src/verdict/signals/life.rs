//! How long a workload lives, how it grows, starts and changes.

use super::{Mark, Signal, SignalMatch, declared, mark};
use crate::claim;
use crate::lab::{Lifetime, Scaling, Startup, Updates};
use crate::software::Tier;
use crate::verdict::known::Knowledge;

const PERMANENT: Mark =
    mark("permanent", 15.0, claim::VMS_FOR_LONG_LIVED).written("lifetime: permanent");
const LONG_LIVED: Mark =
    mark("long-lived", 15.0, claim::VMS_FOR_LONG_LIVED).written("lifetime: long-lived");
const SHORT_LIVED: Mark =
    mark("short-lived", -20.0, claim::CONTAINERS_FOR_SHORT_LIVED).written("lifetime: short-lived");
const EPHEMERAL: Mark =
    mark("ephemeral", -35.0, claim::CONTAINERS_FOR_SHORT_LIVED).written("lifetime: ephemeral");

pub(super) const LIFETIME: Signal = Signal {
    name: "lifetime",
    about: "how long it is meant to live",
    claims: &[
        claim::VMS_FOR_LONG_LIVED,
        claim::CONTAINERS_FOR_SHORT_LIVED,
        claim::VMS_ARE_STABLE_UNITS,
    ],
    scale: &[PERMANENT, LONG_LIVED, SHORT_LIVED, EPHEMERAL],
    seen: lifetime,
};

fn lifetime<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    let lifetime = known.system.entry().lifetime.as_ref()?;
    let mark = match lifetime.value {
        Lifetime::Permanent => &PERMANENT,
        Lifetime::LongLived => &LONG_LIVED,
        Lifetime::ShortLived => &SHORT_LIVED,
        Lifetime::Ephemeral => &EPHEMERAL,
    };
    Some(declared(mark, lifetime.span))
}

const REPLICAS: Mark = mark("several replicas", -20.0, claim::CONTAINERS_FOR_SCALABLE);
const HORIZONTAL: Mark =
    mark("horizontal", -25.0, claim::PLUS_SCALE_OUT).written("scaling: replicas");
const REDUNDANT: Mark =
    mark("several that stand in for each other", 0.0, claim::CONTAINERS_FOR_SCALABLE);

pub(super) const SCALING: Signal = Signal {
    name: "scaling",
    about: "whether several instances of it share the work",
    claims: &[
        claim::CONTAINERS_FOR_SCALABLE,
        claim::CONTAINER_FOR_CLOUD_NATIVE,
        claim::PLUS_SCALE_OUT,
        claim::CONTAINER_FOR_RAPID_SCALING,
    ],
    scale: &[REPLICAS, HORIZONTAL, REDUNDANT],
    seen: scaling,
};

fn scaling<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    let nature = &known.system.entry().nature;
    if let Some(scaling) = nature.scaling.as_ref() {
        let replicas = scaling.value == Scaling::Replicas;
        return (replicas).then(|| declared(&HORIZONTAL, scaling.span));
    }
    let replicas = nature.replicas.as_ref().filter(|replicas| replicas.value > 1)?;
    // Three voters or two name servers are there so that one can fail, not to share a load.
    let votes = known.product.is_some_and(|product| product.it.votes);
    let redundant = votes || known.tier().is_some_and(|tier| tier <= Tier::BaseService);
    let mark = if redundant { &REDUNDANT } else { &REPLICAS };
    Some(declared(mark, replicas.span))
}

const SECONDS: Mark =
    mark("within seconds", -10.0, claim::CONTAINER_STARTS_AT_ONCE).written("startup: seconds");

pub(super) const START_TIME: Signal = Signal {
    name: "start-time",
    about: "how fast it must be there",
    claims: &[
        claim::VM_STARTS_SLOWLY,
        claim::CONTAINER_STARTS_AT_ONCE,
        claim::MINUS_SLOW_START,
        claim::PLUS_QUICK_START,
    ],
    scale: &[SECONDS],
    seen: start_time,
};

fn start_time<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    let startup = known.system.entry().nature.startup.as_ref()?;
    (startup.value == Startup::Seconds).then(|| declared(&SECONDS, startup.span))
}

const DAILY: Mark = mark("daily", -15.0, claim::CONTAINERS_UPDATE_FAST).written("updates: daily");
const WEEKLY: Mark =
    mark("weekly", -15.0, claim::CONTAINERS_UPDATE_FAST).written("updates: weekly");
const YEARLY: Mark = mark("yearly", 10.0, claim::VMS_ARE_STABLE_UNITS).written("updates: yearly");

pub(super) const UPDATE_CADENCE: Signal = Signal {
    name: "update-cadence",
    about: "how often it is updated",
    claims: &[claim::CONTAINERS_UPDATE_FAST, claim::CONTAINER_FOR_RAPID_SCALING],
    scale: &[DAILY, WEEKLY, YEARLY],
    seen: update_cadence,
};

fn update_cadence<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    let updates = known.system.entry().nature.updates.as_ref()?;
    let mark = match updates.value {
        Updates::Daily => &DAILY,
        Updates::Weekly => &WEEKLY,
        Updates::Monthly => return None,
        Updates::Yearly => &YEARLY,
    };
    Some(declared(mark, updates.span))
}
