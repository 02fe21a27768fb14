//! How dependencies, credentials and the owner's decisions are read.

use serde_json::Value;

use crate::lab::{Declared, Dependency, Hold, List, PerNode, Pin, Stated, Text, When};
use crate::read::field::{
    ALL, FieldContext, FieldTable, FieldValue, Name, ValueShape, WriteValue, Yaml, field,
};
use crate::source::Spanned;
use crate::yaml::{Node, NodeKind};

static DEPENDENCY: FieldTable<Dependency> = FieldTable::new(
    "a dependency",
    &[
        field!(ALL, "name" ["on", "service"], on: Name, "what is needed"),
        field!(ALL, "when" ["condition"], when: Spanned<When>, "when it is needed"),
        field!(ALL, "optional", terms.optional: Spanned<bool>, "whether things go on without it"),
        field!(ALL, "fallback", terms.fallback: Name, "what serves instead"),
        field!(ALL, "kind" ["for", "type"], terms.kind: Name, "what it gives: storage, identity, monitoring"),
    ],
);

impl FieldValue for Dependency {
    const SHAPE: ValueShape =
        ValueShape::Either(&[ValueShape::Text, ValueShape::Record(|| DEPENDENCY.keys())]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        if node.kind() != NodeKind::Mapping {
            return Some(Self { on: FieldValue::read(node, context)?, ..Self::default() });
        }
        let dependency = DEPENDENCY.record(node, context);
        if dependency.on.is_empty() {
            context
                .expected(node, "a name, or a mapping with a `name`")
                .help(|| "write names as a list: `depends_on: [db, cache]`".to_owned());
            return None;
        }
        Some(dependency)
    }
}

static HOLD: FieldTable<Hold> = FieldTable::new(
    "a credential",
    &[
        field!(ALL, "kind" ["type"], kind: Name, "what it is: ssh-key, api-token, kubeconfig"),
        field!(ALL, "to" ["for", "of"], to: Name, "the host or cluster it opens"),
    ],
);

impl FieldValue for Hold {
    const SHAPE: ValueShape =
        ValueShape::Either(&[ValueShape::Text, ValueShape::Record(|| HOLD.keys())]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let at = node.span();
        if node.kind() == NodeKind::Mapping {
            return Some(Self { at, ..HOLD.record(node, context) });
        }
        Some(Self { at, kind: Name::read(node, context)?.into(), to: Stated::ABSENT })
    }
}

impl FieldValue for PerNode {
    const SHAPE: ValueShape = ValueShape::Many(&ValueShape::Text);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        if node.text() == Some("node") {
            return Some(Self::Node);
        }
        if node.kind() != NodeKind::Sequence {
            context.expected(node, "`node`, or a list of hosts");
            return None;
        }
        Some(Self::Of(List::<Name>::read(node, context)?.to_vec()))
    }
}

/// A pin in its long form.
#[derive(Default, Clone)]
struct LongPin {
    kind: Stated<Declared>,
    reason: Stated<Text>,
}

static PIN: FieldTable<LongPin> = FieldTable::new(
    "a pin",
    &[
        field!(ALL, "kind" ["as", "to"], kind: Spanned<Declared>, "what the workload must be"),
        field!(ALL, "reason" ["because", "why"], reason: Name, "why the owner decided so"),
    ],
);

impl FieldValue for Pin {
    const SHAPE: ValueShape =
        ValueShape::Either(&[Declared::SHAPE, ValueShape::Record(|| PIN.keys())]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        if node.kind() != NodeKind::Mapping {
            return Some(Self { kind: FieldValue::read(node, context)?, reason: Stated::ABSENT });
        }
        let LongPin { kind, reason } = PIN.record(node, context);
        let Some(kind) = kind.into_value() else {
            context.expected(node, "a mapping with `kind` and `reason`");
            return None;
        };
        Some(Self { kind, reason })
    }
}

impl WriteValue for Dependency {
    fn write(&self) -> Option<Yaml> {
        Some(Yaml::short(DEPENDENCY.write(self), "name"))
    }

    fn json(&self) -> Value {
        self.on.as_str().into()
    }
}

impl WriteValue for Hold {
    fn write(&self) -> Option<Yaml> {
        Some(Yaml::short(HOLD.write(self), "kind"))
    }
}

impl WriteValue for PerNode {
    fn write(&self) -> Option<Yaml> {
        Some(match self {
            Self::Node => Yaml::plain("node"),
            Self::Of(hosts) => Yaml::List(hosts.iter().filter_map(Spanned::write).collect()),
        })
    }
}

impl WriteValue for Pin {
    fn write(&self) -> Option<Yaml> {
        let fields = vec![("kind".to_owned(), self.kind.write()?)];
        let reason = self.reason.write().map(|reason| ("reason".to_owned(), reason));
        Some(Yaml::short(fields.into_iter().chain(reason).collect(), "kind"))
    }
}
