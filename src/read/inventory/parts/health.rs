//! How health checks are read.

use crate::lab::Stated;
use crate::read::field::{FieldContext, FieldValue, ValueShape};
use crate::source::Spanned;
use crate::yaml::{Node, NodeKind};

/// A health check: a command, settings, or whether there is one.
pub(in super::super) struct HealthCheck(Spanned<bool>);

impl From<HealthCheck> for Stated<bool> {
    fn from(check: HealthCheck) -> Self {
        check.0.into()
    }
}

impl FieldValue for HealthCheck {
    const SHAPE: ValueShape = ValueShape::Any;

    fn read(node: Node<'_>, _: &mut FieldContext<'_>) -> Option<Self> {
        if node.is_null() {
            return None;
        }
        let denied =
            node.kind() == NodeKind::Scalar && matches!(node.text(), Some("false" | "none" | "no"));
        Some(Self(Spanned { value: !denied, span: node.written() }))
    }
}
