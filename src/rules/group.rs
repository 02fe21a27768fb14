//! Findings about several systems at once: how they begin, and where they name everybody.

use super::words::{count, names};
use crate::finding::Finding;
use crate::lab::System;
use crate::source::Span;

/// Who a message is about, with the verb that fits: `VM `apps` has`, or `3 workloads have`.
pub(super) fn who<'a, T: Copy + Into<System<'a>>>(
    group: &[T],
    noun: &str,
    [has, have]: [&str; 2],
) -> String {
    match group {
        [one] => {
            let one: System<'a> = (*one).into();
            format!("{} `{}` {has}", one.noun(), one.name())
        }
        many => format!("{} {have}", count(many.len(), noun)),
    }
}

/// Says who all of a group are, at the name of the second: `the VMs are `a` and `b``. One was named before.
pub(super) fn name_all<'a, T: Copy + Into<System<'a>>>(
    finding: &mut Finding,
    group: &[T],
    they_are: &str,
) {
    name_all_at(finding, group, they_are, |member| member.into().place());
}

/// The same at another place of the second.
pub(super) fn name_all_at<'a, T: Copy + Into<System<'a>>>(
    finding: &mut Finding,
    group: &[T],
    they_are: &str,
    at: impl Fn(T) -> Span,
) {
    if let [_, second, ..] = group {
        let all = names(group.iter().map(|&member| member.into().name()));
        finding.label(at(*second), format!("{they_are} {all}"));
    }
}
