//! What is taken of a Compose file, and how. Everything else is passed over: commands, the values of environment
//! variables, secrets, keys that are newer than this reader.

/// How a value is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Take {
    /// With all that is in it.
    All,
    /// That it is there, and where.
    Presence,
    /// Its keys, and of each whether a value is written for it. What that is does not matter to anybody.
    Keys,
    /// The labels that say something of the lab.
    Labels,
    /// A mapping of which these keys are taken.
    Some(&'static [Key]),
}

/// A key, and how its value is taken.
pub(super) type Key = (&'static str, Take);

/// What is taken of a file.
pub(super) const FILE: &[Key] =
    &[("name", Take::All), ("networks", Take::All), ("volumes", Take::All)];

/// What is taken of a service.
pub(super) const SERVICE: &[Key] = &[
    ("build", Take::Some(&[("context", Take::Presence), ("image", Take::Presence)])),
    ("cap_add", Take::All),
    ("cap_drop", Take::All),
    ("cgroup", Take::All),
    ("container_name", Take::All),
    ("cpus", Take::All),
    ("depends_on", Take::All),
    ("deploy", Take::Some(DEPLOY)),
    ("devices", Take::All),
    ("env_file", Take::Presence),
    ("environment", Take::Keys),
    ("extends", Take::All),
    ("gpus", Take::All),
    ("healthcheck", Take::Some(&[("disable", Take::All), ("test", Take::Presence)])),
    ("hostname", Take::All),
    ("image", Take::All),
    ("ipc", Take::All),
    ("labels", Take::Labels),
    ("links", Take::All),
    ("mac_address", Take::All),
    ("mem_limit", Take::All),
    ("mem_reservation", Take::All),
    ("network_mode", Take::All),
    ("networks", Take::All),
    ("pid", Take::All),
    ("platform", Take::All),
    ("ports", Take::All),
    ("privileged", Take::All),
    ("profiles", Take::All),
    ("provider", Take::Presence),
    ("read_only", Take::All),
    ("restart", Take::All),
    ("runtime", Take::All),
    ("scale", Take::All),
    ("security_opt", Take::All),
    ("sysctls", Take::Keys),
    ("use_api_socket", Take::All),
    ("user", Take::All),
    ("userns_mode", Take::All),
    ("uts", Take::All),
    ("volumes", Take::All),
    ("volumes_from", Take::All),
];

/// What is taken of the deployment of a service.
const DEPLOY: &[Key] = &[
    ("labels", Take::Labels),
    ("mode", Take::All),
    ("placement", Take::Some(&[("constraints", Take::All)])),
    ("replicas", Take::All),
    ("resources", Take::All),
    ("restart_policy", Take::Some(&[("condition", Take::All)])),
];

/// True for a label that says something of the lab: where the service is published, or what its owner tells labctl.
pub(super) fn is_wanted_label(name: &str) -> bool {
    name == "traefik.enable" || name.starts_with("com.docker.compose.") || is_router_rule(name)
}

/// True for a label that says under which names a Traefik router answers.
pub(super) fn is_router_rule(name: &str) -> bool {
    let router = name.strip_prefix("traefik.").and_then(|rest| rest.split_once(".routers."));
    router.is_some_and(|(_, rest)| rest.rsplit('.').next() == Some("rule"))
}
