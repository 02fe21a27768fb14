//! How capabilities are read.

use serde_json::Value;

use crate::lab::{Capabilities, List};
use crate::read::field::{
    ALL, FieldContext, FieldTable, FieldValue, Names, ValueShape, WriteValue, Yaml, field,
};
use crate::yaml::{Node, NodeKind};

static CAPABILITIES: FieldTable<Capabilities> = FieldTable::new(
    "capabilities",
    &[
        field!(ALL, "add", add: Names, "those it is given"),
        field!(ALL, "drop", drop: Names, "those it is denied; `ALL` are all that it is not given"),
    ],
);

/// A list is of those that are given.
impl FieldValue for Capabilities {
    const SHAPE: ValueShape = ValueShape::Either(&[
        ValueShape::Many(&ValueShape::Text),
        ValueShape::Record(|| CAPABILITIES.keys()),
    ]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        if node.kind() == NodeKind::Mapping {
            return Some(CAPABILITIES.record(node, context));
        }
        Some(Self { add: FieldValue::read(node, context)?, drop: List::ABSENT })
    }
}

impl WriteValue for Capabilities {
    /// Always by name.
    fn json(&self) -> Value {
        let names =
            |list: &Names| list.is_stated().then(|| list.iter().map(WriteValue::json).collect());
        let lists = [("add", names(&self.add)), ("drop", names(&self.drop))];
        let lists = lists.into_iter().filter_map(|(key, list)| Some((key.to_owned(), list?)));
        Value::Object(lists.collect())
    }

    fn write(&self) -> Option<Yaml> {
        if self.drop.is_absent() {
            return self.add.write();
        }
        Some(Yaml::Map(CAPABILITIES.write(self)))
    }
}
