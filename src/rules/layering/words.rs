//! What several rules of the family say: a circle of needs in words, and a way out for a NAS.

use crate::insight::{EdgeKind, Step};

/// The steps as a sentence: `a` needs `b`, which runs on `c`, which needs `a`.
pub(super) fn sentence(steps: &[Step<'_>], verb: impl Fn(&Step<'_>) -> &'static str) -> String {
    let clause = |step: &Step<'_>| format!("{} `{}`", verb(step), step.on.name());
    let clauses: Vec<String> = steps.iter().map(clause).collect();
    let start = steps.first().map_or("", |step| step.from.name());
    format!("`{start}` {}", clauses.join(", which "))
}

/// How one needs the other.
pub(super) fn verb(step: &Step<'_>) -> &'static str {
    match step.need.kind {
        EdgeKind::RunsOn | EdgeKind::Node => "runs on",
        EdgeKind::Storage | EdgeKind::Client => "has its data on",
        EdgeKind::Mount => "mounts a share of",
        EdgeKind::Identity => "logs in through",
        EdgeKind::NetworkOf => "has the network of",
        EdgeKind::Image => "gets its image from",
        EdgeKind::Dns => "asks for names at",
        EdgeKind::Gateway => "gets out through",
        EdgeKind::Monitor => "is watched by",
        EdgeKind::Backup => "has its backups on",
        EdgeKind::DependsOn | EdgeKind::Ntp | EdgeKind::Choice => "needs",
    }
}

/// What to do about applications that run on a NAS itself; `instead` is the other way.
pub(super) fn allow_on_nas(rule: &str, instead: &str) -> String {
    format!(
        "apps beside their files are common on a NAS: say so there with `allow: {{rule: {rule}, reason: ...}}`, or \
         {instead}"
    )
}
