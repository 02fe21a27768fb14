//! How dependencies, credentials and the owner's decisions are read.

use super::super::field::{ALL, Field, Key, Shape, Table, field};
use super::super::notes::Notes;
use super::super::value::Value;
use super::{Name, record};
use crate::lab::{Declared, Dependency, Each, Hold, List, Pin, Stated, Text, When};
use crate::source::Spanned;
use crate::yaml::{Kind, Node};

static DEPENDENCY: Table<Dependency> = Table::new(
    "a dependency",
    &[
        field!(ALL, "name" ["on", "service"], on: Name, "what is needed"),
        field!(ALL, "when" ["condition"], when: Spanned<When>, "when it is needed"),
        field!(ALL, "optional", terms.optional: Spanned<bool>, "whether things go on without it"),
        field!(ALL, "fallback", terms.fallback: Name, "what serves instead"),
        field!(ALL, "kind" ["for", "type"], terms.kind: Name, "what it gives: storage, identity, monitoring"),
    ],
);

impl Value for Dependency {
    const SHAPE: Shape = Shape::Either(&[Shape::Text, Shape::Record(|| DEPENDENCY.keys())]);

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        if node.kind() != Kind::Mapping {
            return Some(Self { on: Value::read(node, notes)?, ..Self::default() });
        }
        let dependency = record(&DEPENDENCY, node, notes);
        if dependency.on.is_empty() {
            notes
                .expected(node, "a name, or a mapping with a `name`")
                .help(|| "write names as a list: `depends_on: [db, cache]`".to_owned());
            return None;
        }
        Some(dependency)
    }
}

static HOLD: Table<Hold> = Table::new(
    "a credential",
    &[
        field!(ALL, "kind" ["type"], kind: Name, "what it is: ssh-key, api-token, kubeconfig"),
        field!(ALL, "to" ["for", "of"], to: Name, "the host or cluster it opens"),
    ],
);

impl Value for Hold {
    const SHAPE: Shape = Shape::Either(&[Shape::Text, Shape::Record(|| HOLD.keys())]);

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        let at = node.span();
        if node.kind() == Kind::Mapping {
            return Some(Self { at, ..record(&HOLD, node, notes) });
        }
        Some(Self { at, kind: Name::read(node, notes)?.into(), to: Stated::ABSENT })
    }
}

impl Value for Each {
    const SHAPE: Shape = Shape::Many(&Shape::Text);

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        if node.text() == Some("node") {
            return Some(Self::Node);
        }
        if node.kind() != Kind::Sequence {
            notes.expected(node, "`node`, or a list of hosts");
            return None;
        }
        Some(Self::Of(List::<Name>::read(node, notes)?.to_vec()))
    }
}

/// A pin in its long form.
#[derive(Default, Clone)]
struct LongPin {
    kind: Stated<Declared>,
    reason: Stated<Text>,
}

static PIN: Table<LongPin> = Table::new(
    "a pin",
    &[
        field!(ALL, "kind" ["as", "to"], kind: Spanned<Declared>, "what the workload must be"),
        field!(ALL, "reason" ["because", "why"], reason: Name, "why the owner decided so"),
    ],
);

impl Value for Pin {
    const SHAPE: Shape = Shape::Either(&[Declared::SHAPE, Shape::Record(|| PIN.keys())]);

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        if node.kind() != Kind::Mapping {
            return Some(Self { kind: Value::read(node, notes)?, reason: Stated::ABSENT });
        }
        let LongPin { kind, reason } = record(&PIN, node, notes);
        let Some(kind) = kind.into_value() else {
            notes.expected(node, "a mapping with `kind` and `reason`");
            return None;
        };
        Some(Self { kind, reason })
    }
}
