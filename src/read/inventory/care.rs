//! Small values of how a system is looked after.

use super::field::Shape;
use super::notes::Notes;
use super::value::Value;
use crate::lab::Stated;
use crate::source::Spanned;
use crate::yaml::{Kind, Node};

/// A health check: a command, settings, or whether there is one.
pub(super) struct Check(Spanned<bool>);

impl From<Check> for Stated<bool> {
    fn from(check: Check) -> Self {
        check.0.into()
    }
}

impl Value for Check {
    const SHAPE: Shape = Shape::Any;

    fn read(node: Node<'_>, _: &mut Notes<'_>) -> Option<Self> {
        if node.is_null() {
            return None;
        }
        let denied =
            node.kind() == Kind::Scalar && matches!(node.text(), Some("false" | "none" | "no"));
        Some(Self(Spanned { value: !denied, span: node.written() }))
    }
}
