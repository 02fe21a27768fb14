//! What a workload is for, and how it is built.

use super::{Mark, Signal, SignalMatch, declared, known_of, mark};
use crate::claim;
use crate::lab::{Architecture, Environment};
use crate::software::{Form, Product, Role, Tier};
use crate::verdict::Value;
use crate::verdict::known::{Fact, Knowledge};
use crate::verdict::reading::Meaning;

const PLATFORM: Mark = mark("platform", 40.0, claim::VMS_FOR_PLATFORMS);
const LOGIN: Mark = mark("a machine to log in to", 40.0, claim::VMS_ARE_STABLE_UNITS);
const INFRASTRUCTURE: Mark = mark("infrastructure", 16.0, claim::VMS_FOR_INFRASTRUCTURE)
    .in_strict(30.0, claim::VMS_FOR_INFRASTRUCTURE)
    .written("role: dns");
// Where nobody says that it is infrastructure, a base service may as well be in a container that runs in
// a VM. Which VM that should be is asked by `platform-service-among-apps`.
const BASE_SERVICE: Mark = mark("base service", -10.0, claim::CONTAINERS_FOR_SERVICES)
    .in_strict(30.0, claim::VMS_FOR_INFRASTRUCTURE);
const UPKEEP: Mark = mark("upkeep", 4.0, claim::VMS_FOR_INFRASTRUCTURE).written("role: monitoring");
const OPERATIONS: Mark = mark("operations", -15.0, claim::CONTAINERS_FOR_SERVICES)
    .in_strict(5.0, claim::VMS_FOR_INFRASTRUCTURE);
const BROKER: Mark = mark("message broker", 0.0, claim::IT_DEPENDS);
const CLUSTER_PART: Mark = mark("part of a cluster", -30.0, claim::ORCHESTRATORS_BALANCE);
const DATABASE: Mark = mark("database", -10.0, claim::CONTAINERS_FOR_SERVICES)
    .in_strict(5.0, claim::VMS_FOR_INFRASTRUCTURE)
    .written("role: database");
const APPLICATION: Mark =
    mark("application", -25.0, claim::CONTAINERS_FOR_APPLICATIONS).written("role: application");
const JOB: Mark = mark("job", -45.0, claim::CONTAINERS_FOR_SHORT_LIVED).written("role: job");
const RUNNER: Mark = mark("runner", -15.0, claim::CONTAINER_FOR_CI);
const EXECUTOR: Mark = mark("runner on its machine", 15.0, claim::VM_ISOLATION_IS_STRONG);

pub(super) const ROLE: Signal = Signal {
    name: "role",
    about: "what it does for the others",
    claims: &[
        claim::ROLE_BEFORE_PRODUCT,
        claim::VMS_FOR_PLATFORMS,
        claim::VMS_FOR_INFRASTRUCTURE,
        claim::CONTAINERS_FOR_APPLICATIONS,
        claim::CONTAINERS_FOR_SERVICES,
        claim::CONTAINERS_ARE_SMALL,
        claim::VMS_SEPARATE_ROLES,
        claim::PATTERNS_HELP,
    ],
    scale: &[
        PLATFORM,
        LOGIN,
        INFRASTRUCTURE,
        BASE_SERVICE,
        UPKEEP,
        OPERATIONS,
        BROKER,
        DATABASE,
        APPLICATION,
        CLUSTER_PART,
        JOB,
        RUNNER,
        EXECUTOR,
    ],
    seen: role,
};

fn role<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    if let Some(meaning) = known.meaning.filter(|meaning| meaning.it == Meaning::Machine) {
        let mark = &LOGIN;
        let Fact { quality, at, .. } = meaning;
        return Some(SignalMatch {
            mark,
            shown: Value::Word(known.word),
            quality,
            at,
            product: None,
        });
    }
    if let Some(part) = known.part_of_cluster() {
        return Some(known_of(&CLUSTER_PART, part));
    }
    let Fact { it: role, quality, at } = known.role?;
    let product = known.product_of_role();
    let is_stated = known.states_role();
    // A part of a platform that comes as an image runs on the platform rather than being it.
    let runs_on_it = |it: &Product| matches!(it.form, Form::Image | Form::Agent | Form::Cluster);
    let mark = match role.tier() {
        Tier::Platform if product.is_some_and(runs_on_it) => &OPERATIONS,
        Tier::Platform => &PLATFORM,
        Tier::BaseService if is_stated => &INFRASTRUCTURE,
        Tier::BaseService => &BASE_SERVICE,
        Tier::Operations if role == Role::Backup && is_stated => &INFRASTRUCTURE,
        Tier::Operations if is_stated => &UPKEEP,
        Tier::Operations => &OPERATIONS,
        Tier::Database if role == Role::MessageBroker => &BROKER,
        Tier::Database => &DATABASE,
        Tier::Application => &APPLICATION,
        Tier::JobOrCi if role == Role::CiRunner && known.is_executor() => &EXECUTOR,
        Tier::JobOrCi if role == Role::CiRunner => &RUNNER,
        Tier::JobOrCi => &JOB,
    };
    // What an appliance does speaks for no container: it comes as a machine.
    let as_machine = product.is_some_and(|product| product.form == Form::Appliance);
    if as_machine && mark != &PLATFORM {
        return None;
    }
    let shown = match known.word {
        word if word == mark.value => Value::Word(word),
        word => Value::CountsAs(word, mark.value),
    };
    Some(SignalMatch { mark, shown, quality, at, product })
}

const PIPELINE: Mark = mark("pipeline", -30.0, claim::CONTAINER_FOR_PIPELINES);
const TEST: Mark = mark("test environment", -5.0, claim::PLUS_SAME_ENVIRONMENT);

pub(super) const BUILD_AND_TEST: Signal = Signal {
    name: "build-and-test",
    about: "whether it builds or tests software",
    claims: &[
        claim::CONTAINER_FOR_CI,
        claim::CONTAINER_FOR_PIPELINES,
        claim::PLUS_SAME_ENVIRONMENT,
    ],
    scale: &[PIPELINE, TEST],
    seen: build_and_test,
};

fn build_and_test<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    let runner = known.role.filter(|role| role.it == Role::CiRunner && !known.is_executor());
    if let Some(Fact { quality, at, .. }) = runner {
        let product = known.product_of_role();
        return Some(SignalMatch {
            mark: &PIPELINE,
            shown: Value::Word(known.word),
            quality,
            at,
            product,
        });
    }
    let environment = known.system.entry().operation.environment.as_ref()?;
    let test = environment.value == Environment::Test && known.is_oci;
    (test).then(|| declared(&TEST, environment.span))
}

const MONOLITH: Mark =
    mark("monolith", 25.0, claim::VM_FOR_MONOLITHS).written("architecture: monolith");
const MICROSERVICE: Mark = mark("microservice", -30.0, claim::CONTAINER_FOR_MICROSERVICES)
    .written("architecture: microservice");

pub(super) const ARCHITECTURE: Signal = Signal {
    name: "architecture",
    about: "whether it is one large program or a small part",
    claims: &[
        claim::VM_FOR_MONOLITHS,
        claim::CONTAINER_FOR_MICROSERVICES,
        claim::CONTAINER_FOR_SMALL_SERVICES,
    ],
    scale: &[MONOLITH, MICROSERVICE],
    seen: architecture,
};

fn architecture<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    let architecture = known.system.entry().nature.architecture.as_ref()?;
    let mark = match architecture.value {
        Architecture::Monolith => &MONOLITH,
        Architecture::Microservice => &MICROSERVICE,
    };
    Some(declared(mark, architecture.span))
}

const OLD: Mark = mark("legacy", 40.0, claim::VM_FOR_LEGACY).written("legacy: true");

pub(super) const LEGACY: Signal = Signal {
    name: "legacy",
    about: "whether it needs its old surroundings",
    claims: &[claim::VM_FOR_LEGACY, claim::VM_FOR_LEGACY_NEEDS],
    scale: &[OLD],
    seen: legacy,
};

fn legacy<'a>(known: &Knowledge<'a>) -> Option<SignalMatch<'a>> {
    let legacy = known.system.entry().nature.legacy.as_ref().filter(|legacy| legacy.value)?;
    Some(declared(&OLD, legacy.span))
}
