//! Container images have no tag, or one that moves, so what runs tomorrow is not what was written down.

use crate::claim;
use crate::finding::Findings;
use crate::finding::Level::{Info, Warning};
use crate::lab::{Container, Updates};
use crate::policy::Levels;
use crate::rules::group::name_all_at;
use crate::rules::words::count;
use crate::rules::{Case, Rule, authority};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    name: "floating-image-tag",
    level: Levels { strict: Some(Warning), ..Levels::unless_minimal(Info) },
    claims: &[
        claim::CONTAINERS_UPDATE_FAST,
        claim::CONTAINERS_ARE_REPRODUCIBLE,
        claim::PLUS_SAME_ENVIRONMENT,
        claim::LAYERED_IMAGES,
    ],
    sources: &[authority::CIS_DOCKER, authority::KUBE_LINTER],
    page: include_str!("floating_image_tag.md"),
    check,
};

/// Words of which moving tags are made: channels, variants and architectures without a version.
const MOVING: &[&str] = &[
    "alpine",
    "amd64",
    "arm64",
    "beta",
    "bookworm",
    "bullseye",
    "canary",
    "debian",
    "dev",
    "develop",
    "development",
    "edge",
    "full",
    "head",
    "latest",
    "lite",
    "lts",
    "main",
    "mainline",
    "master",
    "nightly",
    "release",
    "rolling",
    "rootless",
    "slim",
    "stable",
    "supervised",
    "test",
    "testing",
    "trixie",
    "trunk",
    "ubuntu",
    "unstable",
];

fn check(case: &Case, out: &mut Findings) {
    let floating = case.lab.containers().filter(|&container| {
        let follows = container.entry().nature.updates.as_ref();
        tag_of(container).is_some_and(is_moving)
            && container.runs()
            && !container.is_temporary()
            // Whoever updates with every release wants the tag to move.
            && follows.is_none_or(|updates| updates.value != Updates::Daily)
    });
    for group in out.parts(floating) {
        let first = group[0];
        let tag = tag_of(first).unwrap_or_default();
        let of_first = match tag {
            "" => format!("`{}` of `{}` has no tag", image_of(first), first.name()),
            tag => format!("that of `{}` follows `{tag}`", first.name()),
        };
        let message = match (group.len(), tag) {
            (1, "") => {
                format!("the image of `{}` has no tag, so it can change at any time", first.name())
            }
            (1, tag) => {
                format!(
                    "the image of `{}` follows `{tag}`, so it can change at any time",
                    first.name()
                )
            }
            (many, _) => format!("{} can change at any time; {of_first}", count(many, "image")),
        };
        let finding = out.report_all(&group, at_of(first), message);
        name_all_at(finding, &group, "the images are those of", at_of);
        finding.help(
            "name a version or a digest, and let a tool such as Renovate raise it; if it is to follow, say `updates: \
             daily`",
        );
    }
}

fn at_of(container: Container<'_>) -> Span {
    container.entry().image.as_ref().map_or(container.place(), |image| image.span)
}

fn image_of(container: Container<'_>) -> &str {
    container.entry().image.as_ref().map_or("", |image| image.as_str())
}

/// The tag of a container's image, empty if it has none; nothing if there is no image, or it is pinned.
fn tag_of(container: Container<'_>) -> Option<&str> {
    let image = container.entry().image.as_ref()?.as_str();
    let tag = image.rsplit_once(':').map_or("", |(_, tag)| tag);
    // Most tags begin with a version.
    let is_version = tag.trim_start_matches('v').starts_with(|first: char| first.is_ascii_digit());
    if is_version && !tag.contains('/') {
        return None;
    }
    // A path is a file, and a variable is anything.
    let is_other = image.contains(['@', '$', '{', ' ']) || image.starts_with(['/', '.']);
    if is_other || container.is_system_container() {
        return None;
    }
    Some(if tag.contains('/') { "" } else { tag })
}

/// True for a tag without any version: a channel, a variant, or none at all.
fn is_moving(tag: &str) -> bool {
    tag.split(['-', '_', '.']).all(|word| {
        word.is_empty() || MOVING.iter().any(|moving| moving.eq_ignore_ascii_case(word))
    })
}
