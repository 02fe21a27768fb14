//! What the concept pages say, thought by thought, in our words.
//!
//! labctl rests on four pages about virtualization and containers. A rule or a signal names the claims
//! it enforces; a claim that only sets the scene is marked `background`.

use std::fmt;

/// One of the concept pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Page {
    /// The role of virtualization and containers in a homelab. It exists in English and in German.
    Architecture,
    /// Virtualization and containers compared, when to use which, and both together.
    Comparison,
    /// Notes: definitions, advantages, security, practices.
    Notes,
    /// A chapter of a Linux course.
    Course,
}

/// One thought of a concept page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Claim {
    /// The page.
    pub page: Page,
    /// The statement's number on the page.
    pub number: u8,
    /// The heading it stands under.
    pub heading: &'static str,
    /// The thought, in our words.
    pub text: &'static str,
    /// True if nothing enforces it and nothing should.
    pub background: bool,
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Architecture => "architecture",
            Self::Comparison => "comparison",
            Self::Notes => "notes",
            Self::Course => "course",
        })
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.page, self.number)
    }
}

/// Declares each claim as a constant, and all of them as [`CLAIMS`].
macro_rules! claims {
    ($($page:ident, $heading:literal { $($number:literal $name:ident $($mark:ident)?: $text:literal)+ })+) => {
        $($(
            #[doc = $text]
            pub const $name: Claim = Claim {
                page: Page::$page,
                number: $number,
                heading: $heading,
                text: $text,
                background: claims!(@ $($mark)?),
            };
        )+)+

        /// Every claim, page by page.
        pub static CLAIMS: &[Claim] = &[$($($name,)+)+];
    };
    (@) => { false };
    (@ background) => { true };
}

claims! {
    Architecture, "Introduction" {
        1 SUBJECT background: "the page says what VMs and containers are each for in a homelab"
    }
    Architecture, "Purpose" {
        2 KEEP_WORKLOADS_APART background: "one aim is to keep workloads apart"
        3 GIVE_STRUCTURE background: "one aim is to give the systems a structure"
        4 EASE_OPERATION background: "one aim is a lab that is easier to run"
        5 ROLE_BEFORE_PRODUCT: "the role of a system comes before the technology that carries it"
        6 NO_IMPLEMENTATION background: "how it is set up is not the subject"
    }
    Architecture, "Role of Virtualization" {
        7 VMS_ARE_THE_PLATFORM: "virtual machines are the ground that the lab stands on"
        8 VMS_SEPARATE_ROLES: "virtual machines keep systems of different roles apart"
        9 VMS_ISOLATE: "virtual machines isolate workloads from each other"
        10 VMS_SHARE_OUT_RESOURCES: "virtual machines let a machine's resources be shared out as needed"
        11 VMS_EASE_RECOVERY: "virtual machines make it easier to restore a system and to move it"
        12 VMS_ARE_STABLE_UNITS: "a virtual machine is a stable, well-bounded unit that answers for itself"
    }
    Architecture, "Role of Containerization" {
        13 CONTAINERS_ARE_SMALL: "containers are for light services with a narrow task"
        14 CONTAINERS_UPDATE_FAST: "containers make a service quick to roll out and to update"
        15 CONTAINERS_ARE_REPRODUCIBLE: "containers have clear dependencies and can be set up again the same way"
        16 APPLICATION_APART_FROM_PLATFORM: "containers part the application from the platform under it"
        17 CONTAINERS_LIVE_IN_VMS: "as a rule, containers run inside virtual machines"
        18 CONTAINERS_COMPLEMENT_VMS: "containers add to virtual machines and do not take their place"
    }
    Architecture, "Separation of Use Cases" {
        19 EACH_HAS_ITS_FIELD: "each of the two has a field of its own"
        20 VMS_FOR_PLATFORMS: "platforms belong in virtual machines"
        21 VMS_FOR_INFRASTRUCTURE: "infrastructure belongs in virtual machines"
        22 VMS_FOR_LONG_LIVED: "systems that live long belong in virtual machines"
        23 CONTAINERS_FOR_APPLICATIONS: "applications belong in containers"
        24 CONTAINERS_FOR_SERVICES: "services belong in containers"
        25 CONTAINERS_FOR_SHORT_LIVED: "what lives briefly belongs in containers"
        26 CONTAINERS_FOR_SCALABLE: "what scales out belongs in containers"
        27 SEPARATION_AVOIDS_COMPLEXITY: "keeping the two apart avoids needless complexity"
        28 SEPARATION_EASES_TROUBLESHOOTING: "keeping the two apart makes running and debugging simpler"
    }
    Architecture, "Operationally Relevant Aspects" {
        29 CARE_FOR_RESTORE: "every layer has its backup, and its restore works"
        30 CARE_FOR_OBSERVATION: "every layer is monitored and logged"
        31 CARE_FOR_DOCUMENTATION: "every layer is documented and can be traced"
        32 CARE_FOR_RESPONSIBILITY: "every layer has somebody who answers for it"
    }
    Architecture, "Scope" {
        33 NO_PRODUCT_CONTEST background: "products are not compared"
        34 NO_INSTALLATION background: "installation steps are left out"
        35 NO_PLATFORM_SETTINGS background: "settings of single platforms are left out"
        36 DETAILS_ELSEWHERE background: "details stand on pages of their own"
    }
    Architecture, "Further Reading" {
        37 SIBLING_PAGES background: "other pages cover related aspects"
    }

    Comparison, "Virtualization and Containerization" {
        1 HARDWARE_MADE_VIRTUAL: "virtualization turns hardware, storage and network into software"
        2 ONE_MACHINE_MANY_VMS: "one physical machine is divided into isolated virtual ones"
        3 VM_BRINGS_AN_OS: "each virtual machine brings a complete guest system"
        4 HYPERVISOR_MANAGES_VMS: "a hypervisor is what manages the virtual machines"
        5 OS_LEVEL_VIRTUALIZATION background: "containers virtualize at the level of the operating system"
        6 CONTAINER_BUNDLES_APPLICATION: "a container bundles an application with all it needs"
        7 CONTAINERS_SHARE_THE_KERNEL: "containers share the kernel of their host, which makes them light and quick"
        8 ORIGINS background: "containers grew out of cgroups and LXC, and Docker made them common"
    }
    Comparison, "Virtualization vs. Containerization" {
        9 TABLE_HEADER background: "the table compares the two"
        10 VM_ISOLATION_IS_STRONG: "isolation: a virtual machine is parted from its host and from others completely"
        11 CONTAINER_ISOLATION_IS_WEAKER: "isolation: a container's boundary is weaker, since the kernel is shared"
        12 VM_RUNS_ITS_OWN_OS: "operating system: a virtual machine runs one of its own, in full"
        13 CONTAINER_IS_USER_SPACE: "operating system: a container is user space on the host's kernel"
        14 VM_COSTS_MUCH: "resources: a virtual machine takes much processor, memory and disk"
        15 CONTAINER_COSTS_LITTLE: "resources: a container takes little"
        16 VM_STARTS_SLOWLY: "start: a virtual machine boots for minutes"
        17 CONTAINER_STARTS_AT_ONCE: "start: a container is there at once"
        18 VM_TAKES_ANY_OS: "guests: a virtual machine takes nearly any operating system"
        19 CONTAINER_NEEDS_THE_HOSTS_OS: "guests: a container needs the operating system of its host"
        20 VMS_ARE_DEPLOYED_SINGLY: "deployment: virtual machines are set up one by one through a hypervisor"
        21 ENGINES_DEPLOY_CONTAINERS: "deployment: engines run containers, and Kubernetes runs many of them"
        22 VMS_MOVE_TO_BALANCE: "load: running virtual machines move within a failover cluster"
        23 ORCHESTRATORS_BALANCE: "load: an orchestrator starts and stops containers where there is room"
        24 VM_HAS_ITS_OWN_ADAPTER: "network: a virtual machine has complete adapters of its own"
        25 CONTAINER_SHARES_THE_ADAPTER: "network: a container sees a part of its host's adapter and shares the firewall"
    }
    Comparison, "When to Use Virtualization" {
        26 VM_FOR_LEGACY: "use a virtual machine for old software that needs an old or a special system"
        27 VM_FOR_TENANTS: "use a virtual machine where tenants must be parted strictly"
        28 VM_FOR_MONOLITHS: "use a virtual machine for a monolith that wants a full system or hardware of its own"
        29 VM_FOR_IAAS: "virtual machines are what infrastructure is rented out as"
    }
    Comparison, "When to Use Containerization" {
        30 CONTAINER_FOR_MICROSERVICES: "use containers for small services that are loosely coupled"
        31 CONTAINER_FOR_CI: "use containers for build and test pipelines"
        32 CONTAINER_FOR_CLOUD_NATIVE: "use containers for applications that scale across clouds"
        33 CONTAINER_FOR_PAAS background: "use containers to host many developers' environments on shared ground"
    }
    Comparison, "Using Both Together" {
        34 BOTH_COMBINE: "the two exclude neither each other nor a combination"
        35 USUAL_STACK: "the usual stack is hardware, virtual machines on it, containers in those"
        36 STACK_JOINS_BOTH background: "the stack joins the isolation of the one with the agility of the other"
        37 HYBRID_SECURITY: "in the stack, virtual machines part tenants and containers part applications"
        38 HYBRID_EFFICIENCY: "in the stack, many applications share one virtual machine"
        39 HYBRID_FLEXIBILITY: "in the stack, virtual machines carry different families of systems"
        40 HYBRID_SCALE: "in the stack, orchestrators run containers across the virtual machines"
        41 HYBRID_PRICE: "the price of the stack is that running it takes orchestration"
    }
    Comparison, "Decision Matrix" {
        42 DECISION_MATRIX: "a matrix should say what to choose"
    }

    Notes, "Definition" {
        1 BOTH_ISOLATE background: "both make isolated environments"
        2 VMS_EMULATE_HARDWARE background: "virtual machines imitate hardware"
        3 CONTAINERS_PACKAGE: "containers package applications and share the kernel"
    }
    Notes, "Virtualization" {
        4 VMS_EMULATE_A_MACHINE: "a virtual machine imitates a whole computer"
        5 TWO_TYPES_OF_HYPERVISOR: "hypervisors manage virtual machines and are of type 1 or type 2"
        6 PLUS_ISOLATION: "for virtual machines: strong isolation from each other"
        7 PLUS_OS_DIVERSITY: "for virtual machines: different systems on the same hardware"
        8 PLUS_HARDWARE_SEPARATION: "for virtual machines: security through separation in hardware"
        9 MINUS_HEAVY: "against virtual machines: they are heavy"
        10 MINUS_SLOW_START: "against virtual machines: they start slowly"
        11 MINUS_MANY_ARE_HARD: "against virtual machines: many of them are hard to look after"
    }
    Notes, "Containerization" {
        12 LIGHT_AND_PORTABLE: "containers are light units that can be carried elsewhere"
        13 ENGINES_MANAGE: "container engines manage containers"
        14 PLUS_LITTLE_OVERHEAD: "for containers: little overhead, since the kernel is shared"
        15 PLUS_QUICK_START: "for containers: they start quickly"
        16 PLUS_SCALE_OUT: "for containers: they scale out easily"
        17 PLUS_SAME_ENVIRONMENT: "for containers: the same environment from development to production"
        18 MINUS_WEAKER_ISOLATION: "against containers: weaker isolation on a shared kernel"
        19 MINUS_BOUND_TO_OS: "against containers: bound to the operating system of the host"
    }
    Notes, "Use Cases" {
        20 VM_FOR_OTHER_OS: "a virtual machine for applications that need another operating system"
        21 VM_FOR_LEGACY_NEEDS: "a virtual machine for legacy applications"
        22 VM_FOR_CRITICAL_SECURITY: "a virtual machine for applications whose security is critical"
        23 CONTAINER_FOR_SMALL_SERVICES: "containers for microservices"
        24 CONTAINER_FOR_PIPELINES: "containers for pipelines"
        25 CONTAINER_FOR_RAPID_SCALING: "containers where scaling and rollout must be quick"
    }
    Notes, "Security Considerations" {
        26 GUARD_THE_HYPERVISOR: "guard the hypervisor itself"
        27 GUARD_AGAINST_ESCAPE: "keep virtual machines from reaching their host"
        28 KERNEL_FLAWS_REACH_THE_HOST: "a kernel flaw used in a container reaches the host"
        29 CONFIGURE_NAMESPACES: "set up namespaces properly"
        30 LIMIT_RESOURCES: "limit what a container may use, with cgroups"
    }
    Notes, "Best Practices" {
        31 UPDATE_ALL_LAYERS: "update hypervisors and guest systems regularly"
        32 USE_TEMPLATES background: "make virtual machines from templates"
        33 SEGMENT_THE_NETWORK: "divide the network into segments"
        34 MINIMAL_IMAGES background: "build on minimal images"
        35 SCAN_IMAGES background: "scan images for known flaws"
        36 ORCHESTRATE: "manage many containers with an orchestrator"
        37 CONFINE_CONTAINERS: "confine containers with SELinux or AppArmor"
    }
    Notes, "Personal Insight" {
        38 IT_DEPENDS: "the choice depends on what a project needs"
        39 VMS_IN_SHORT background: "in short: virtual machines give isolation and any operating system"
        40 CONTAINERS_IN_SHORT background: "in short: containers give efficiency and speed"
        41 HYBRID_IS_OFTEN_BEST: "often both together serve best"
    }
    Notes, "Related Notes" {
        42 TAGS background: "tags and related notes"
    }

    Course, "Understanding Virtualization and Containers" {
        1 TWO_WAYS_TO_ISOLATE background: "both run isolated environments on one machine, in different ways"
        2 MENTAL_MODEL background: "the chapter gives a mental model"
    }
    Course, "The Big Picture" {
        3 BIG_PICTURE background: "one imitates hardware for whole systems, the other shares the kernel"
        4 THREE_TRADE_OFFS: "both isolate; they trade performance, flexibility and security differently"
    }
    Course, "Types of Virtualization" {
        5 STYLES background: "on Linux, virtualization means virtual machines in several styles"
        6 FULL_VIRTUALIZATION background: "fully virtualized, a guest does not notice"
        7 FULL_IMPLIES: "full virtualization runs other systems, isolates strongly and costs overhead"
        8 PARAVIRTUALIZATION background: "paravirtualized, a guest uses interfaces made for it"
        9 MODERN_LINUX background: "modern Linux mixes the styles"
        10 CPU_EXTENSIONS background: "processors have extensions for virtualization"
        11 EXTENSIONS_HELP background: "with them, guest code runs on the processor directly"
        12 WITHOUT_EXTENSIONS background: "without them, virtualization is slow"
    }
    Course, "Hypervisors" {
        13 HYPERVISOR_IS_THE_MANAGER: "the hypervisor is the part that manages virtual machines"
        14 TYPE_1_ON_METAL: "a type 1 hypervisor runs on the bare machine"
        15 KVM_IS_TYPE_1: "KVM counts as type 1, and comes with a full Linux host"
        16 TYPE_2_FOR_DEVELOPMENT: "a type 2 hypervisor is easy to install and meant for development"
        17 KVM_IS_A_MIX: "KVM with QEMU is a mix of both"
    }
    Course, "Containers" {
        18 CONTAINERS_VIRTUALIZE_THE_OS background: "containers virtualize the operating system"
        19 REMINDER background: "namespaces and cgroups are covered elsewhere"
        20 LAYERED_IMAGES: "containers are made from images, built in layers"
        21 IMAGE_BENEFITS background: "layers save space and time"
    }
    Course, "Comparing Virtual Machines and Containers" {
        22 COMPARE_RESOURCES: "compare what each takes in resources"
        23 COMPARE_SECURITY: "compare how each isolates"
        24 COMPARE_FLEXIBILITY: "compare what each can run"
        25 RULE_OF_THUMB background: "there is a rule of thumb"
    }
    Course, "Common Tools" {
        26 VM_TOOLS background: "there are tools for virtual machines"
        27 CONTAINER_TOOLS background: "there are tools for containers"
    }
    Course, "Typical Use Cases and Patterns" {
        28 PATTERNS_HELP: "knowing the usual patterns helps to choose"
        29 DEVELOPMENT_AND_TEST: "development and testing have patterns of their own"
        30 PRODUCTION_LAYERS: "in production, virtual machines isolate and containers hold the applications"
        31 DESKTOP_AND_HOMELAB background: "desktops and homelabs have patterns of their own"
    }
    Course, "Performance Considerations" {
        32 PERFORMANCE_DEPENDS background: "performance depends on the workload"
        33 TUNING_ELSEWHERE background: "tuning is covered elsewhere"
    }
    Course, "Security and Best-Practice Overview" {
        34 SECURITY_BASELINE: "both need a security baseline"
    }
    Course, "How This Fits into the Rest of the Course" {
        35 PLACE_IN_COURSE background: "later chapters build on this one"
    }
}
