//! The policy and the allowances of an inventory.

use super::parts::named;
use crate::lab::{
    Allowance, Cover, Date, Limits, List, Profile, Severity, Statement, SystemContainers,
};
use crate::read::field::{
    ALL, Field, FieldContext, FieldKey, FieldTable, FieldValue, Name, RecordOwner, ValueShape,
    WriteValue, Yaml, field,
};
use crate::source::Spanned;
use crate::yaml::{Node, NodeKind};

static LIMITS: FieldTable<Limits> = FieldTable::new(
    "the limits",
    &[
        field!(ALL, "max_depth", max_depth: Spanned<u32>, "how many layers a workload may have, from itself down to the host"),
        field!(ALL, "vcpu_per_core" ["vcpu_ratio"], vcpu_per_core: Spanned<f64>, "how many virtual processors a core may carry"),
        field!(ALL, "memory_overcommit", memory_overcommit: Spanned<f64>, "how much memory guests may be promised, as a multiple of what there is"),
        field!(ALL, "thin_ratio", thin_ratio: Spanned<f64>, "how much thin storage may be promised, as a multiple of what there is"),
        field!(ALL, "critical_dependents", critical_dependents: Spanned<u32>, "from how many dependents on a system is critical"),
        field!(ALL, "restore_test_days", restore_test_days: Spanned<u32>, "after how many days a restore has to be tested again"),
        field!(ALL, "manual_containers" ["manual_limit"], manual_containers: Spanned<u32>, "how many containers may be managed by hand"),
    ],
);

impl FieldValue for Limits {
    const SHAPE: ValueShape = ValueShape::Record(|| LIMITS.keys());

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let mut limits = Self::default();
        LIMITS.read(&mut limits, node, RecordOwner::PART, context);
        Some(limits)
    }
}

/// Levels by rule.
struct RuleLevels(Vec<(Name, Spanned<Severity>)>);

impl From<RuleLevels> for Vec<(Name, Spanned<Severity>)> {
    fn from(levels: RuleLevels) -> Self {
        levels.0
    }
}

impl FieldValue for RuleLevels {
    const SHAPE: ValueShape = ValueShape::Map(&Severity::SHAPE);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        if node.kind() != NodeKind::Mapping {
            context.expected(node, "a mapping of rules to `off`, `info`, `warning` or `error`");
            return None;
        }
        let rules = named(node, context);
        Some(Self(
            rules
                .into_iter()
                .filter_map(|(rule, level)| Some((rule, FieldValue::read(level, context)?)))
                .collect(),
        ))
    }
}

/// A policy together with the allowances that it makes for the whole lab.
#[derive(Default)]
struct PolicyRecord {
    statement: Statement,
    allow: Vec<Granted>,
}

static POLICY: FieldTable<PolicyRecord> = FieldTable::new(
    "the policy",
    &[
        field!(ALL, "profile", statement.profile: Spanned<Profile>, "how strict labctl is"),
        field!(ALL, "rules" ["levels"], statement.rules: RuleLevels, "other levels for single rules"),
        field!(ALL, "limits", statement.limits: Limits, "thresholds"),
        field!(ALL, "system_containers", statement.system_containers: Spanned<SystemContainers>, "what LXC and Incus containers count as"),
        field!(ALL, "allow", allow: Grants, "exceptions for the whole lab, or for `on: [names]`"),
    ],
);

/// What the policy of an inventory may look like.
pub(super) fn policy_keys() -> Vec<&'static FieldKey> {
    POLICY.keys()
}

/// Reads `policy:` into the draft.
pub(super) fn read_policy(node: Node<'_>, context: &mut FieldContext<'_>) {
    let mut policy = PolicyRecord::default();
    policy.statement.at = node.span();
    POLICY.read(&mut policy, node, RecordOwner::PART, context);
    for granted in policy.allow {
        let cover =
            if granted.on.is_stated() { Cover::Named(granted.on.clone()) } else { Cover::Lab };
        context.draft.allowances.extend(granted.allowance(cover));
    }
    context.draft.statements.push(policy.statement);
}

/// The `allow` field of an entry: exceptions for it and for what runs on it.
pub(super) const fn allow_field<T>() -> Field<T> {
    Field {
        key: FieldKey {
            name: "allow",
            or: None,
            also: &[],
            about: "exceptions from rules, each `{rule, reason, until}`",
            shape: Grants::SHAPE,
        },
        kinds: ALL,
        read: |_, node, context| {
            let Some(grants) = Grants::read(node, context) else { return };
            let cover = Cover::Thing(context.subject());
            let all = grants.0.into_iter().filter_map(|granted| granted.allowance(cover.clone()));
            context.draft.allowances.extend(all);
        },
        leave: |_, _, _| {},
        copy: |_, _| {},
        // The allowances stand in the draft.
        write: |_| None,
        told: |_| None,
    }
}

/// An entry of an `allow` field.
#[derive(Default, Clone)]
pub(super) struct Granted {
    at: crate::source::Span,
    rule: Option<Name>,
    reason: Option<Name>,
    until: Option<Spanned<Date>>,
    on: List<Name>,
}

static GRANTED: FieldTable<Granted> = FieldTable::new(
    "an allowance",
    &[
        field!(ALL, "rule" ["name"], rule: Name, "the rule"),
        field!(ALL, "reason" ["because", "why"], reason: Name, "why the exception is made"),
        field!(ALL, "until" ["expires"], until: Spanned<Date>, "the last day it holds"),
        field!(ALL, "on" ["for"], on: List<Name>, "the things it is made for; in a policy only"),
    ],
);

impl FieldValue for Granted {
    const SHAPE: ValueShape =
        ValueShape::Either(&[ValueShape::Text, ValueShape::Record(|| GRANTED.keys())]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let mut granted = Self { at: node.span(), ..Self::default() };
        if node.kind() == NodeKind::Mapping {
            GRANTED.read(&mut granted, node, RecordOwner::PART, context);
            if granted.rule.is_none() {
                context.expected(node, "a list of `{rule, reason, until}`");
            }
        } else {
            granted.rule = Some(FieldValue::read(node, context)?);
        }
        Some(granted)
    }
}

impl Granted {
    pub(super) fn allowance(self, cover: Cover) -> Option<Allowance> {
        let Self { at, rule, reason, until, .. } = self;
        Some(Allowance { at, rule: rule?, reason: reason.into(), until: until.into(), cover })
    }
}

/// All entries of an `allow` field.
#[derive(Default, Clone)]
pub(super) struct Grants(pub(super) Vec<Granted>);

impl From<Grants> for Vec<Granted> {
    fn from(grants: Grants) -> Self {
        grants.0
    }
}

impl FieldValue for Grants {
    const SHAPE: ValueShape = ValueShape::Many(&Granted::SHAPE);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        Some(Self(List::<Granted>::read(node, context)?.to_vec()))
    }
}

impl WriteValue for Limits {
    fn write(&self) -> Option<Yaml> {
        let limits = LIMITS.write(self);
        (!limits.is_empty()).then_some(Yaml::Map(limits))
    }
}

/// A rule with its level. Several are one map.
impl WriteValue for (Name, Spanned<Severity>) {
    fn write(&self) -> Option<Yaml> {
        Some(Self::write_list(std::slice::from_ref(self)))
    }

    fn write_list(items: &[Self]) -> Yaml {
        let levels =
            items.iter().filter_map(|(rule, level)| Some((rule.to_string(), level.write()?)));
        Yaml::Map(levels.collect())
    }
}

impl WriteValue for Granted {
    fn write(&self) -> Option<Yaml> {
        Some(Yaml::short(GRANTED.write(self), "rule"))
    }
}

impl From<&Allowance> for Granted {
    fn from(allowance: &Allowance) -> Self {
        let Allowance { at, rule, reason, until, cover } = allowance.clone();
        let on = if let Cover::Named(on) = cover { on } else { List::default() };
        Self { at, rule: Some(rule), reason: reason.into_value(), until: until.into_value(), on }
    }
}

/// What the policy of a lab is, as the inventory states it: where two statements differ, the later one counts.
pub(crate) fn write_policy(statements: &[Statement], allow: &[Allowance]) -> Vec<(String, Yaml)> {
    let mut policy = Vec::new();
    for statement in statements {
        let record = PolicyRecord { statement: statement.clone(), allow: Vec::new() };
        merge(&mut policy, POLICY.write(&record));
    }
    policy.extend(write_allow(allow).map(|allow| ("allow".to_owned(), allow)));
    policy
}

/// Allowances as an `allow` field takes them.
pub(crate) fn write_allow(allow: &[Allowance]) -> Option<Yaml> {
    allow.iter().map(Granted::from).collect::<Vec<_>>().write()
}

fn merge(into: &mut Vec<(String, Yaml)>, from: Vec<(String, Yaml)>) {
    for (key, value) in from {
        match (into.iter_mut().find(|(known, _)| *known == key), value) {
            (Some((_, Yaml::Map(known))), Yaml::Map(value)) => merge(known, value),
            (Some((_, known)), value) => *known = value,
            (None, value) => into.push((key, value)),
        }
    }
}
