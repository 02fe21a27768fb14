//! How restart policies are read.

use crate::lab::{Restart, RestartPolicy};
use crate::read::field::{FieldContext, FieldValue, ValueShape, WriteValue, Yaml};
use crate::yaml::Node;

/// `on-failure` may be followed by how often that is tried: `on-failure:3`.
impl FieldValue for RestartPolicy {
    const SHAPE: ValueShape = Restart::SHAPE;

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let text = node.text().unwrap_or_default();
        Self::of(text).or_else(|| {
            let when = Restart::read(node, context)?;
            Some(Self { when, attempts: None })
        })
    }
}

impl WriteValue for RestartPolicy {
    fn write(&self) -> Option<Yaml> {
        Some(Yaml::plain(self))
    }
}
