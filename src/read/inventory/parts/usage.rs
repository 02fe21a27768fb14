//! How observed usage is read.

use crate::lab::{Bytes, ObservedUsage, SizeKind};
use crate::read::field::{
    FieldContext, FieldKey, FieldValue, ValueShape, WriteValue, Yaml, memory, size,
};
use crate::yaml::{Node, NodeKind};

static MEMORY: FieldKey = FieldKey {
    name: "memory",
    or: None,
    also: &["ram"],
    about: "the memory it used",
    shape: Bytes::SHAPE,
};

impl FieldValue for ObservedUsage {
    const SHAPE: ValueShape = ValueShape::Record(|| vec![&MEMORY]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        if node.kind() != NodeKind::Mapping {
            context.expected(node, "a mapping such as `{memory: 512MiB}`");
            return None;
        }
        let mut usage = Self::default();
        for pair in node.pairs() {
            match pair.key.text() {
                Some("memory" | "ram") => {
                    usage.memory = size(pair.value, SizeKind::Memory, context);
                }
                Some(key) => context.unknown_key(pair.key, key, ["memory"].into_iter()),
                None => context.odd_key(pair.key),
            }
        }
        Some(usage)
    }
}

impl WriteValue for ObservedUsage {
    fn write(&self) -> Option<Yaml> {
        Some(Yaml::map([("memory", self.memory.map(memory))]))
    }
}
