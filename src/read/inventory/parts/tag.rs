//! How tags are read: words of the user, or names with values, as Compose and Kubernetes have them.

use super::named;
use crate::lab::List;
use crate::read::field::{FieldContext, FieldValue, Name, ValueShape};
use crate::source::Spanned;
use crate::yaml::{Node, NodeKind};

/// The tags of an entry. A name with a value becomes `name=value`.
pub(in super::super) struct Tags(List<Name>);

impl From<Tags> for List<Name> {
    fn from(tags: Tags) -> Self {
        tags.0
    }
}

impl FieldValue for Tags {
    const SHAPE: ValueShape = ValueShape::Either(&[
        ValueShape::Many(&ValueShape::Text),
        ValueShape::Map(&ValueShape::Text),
    ]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        if node.kind() != NodeKind::Mapping {
            return FieldValue::read(node, context).map(Self);
        }
        let tags = named(node, context).into_iter().map(|(name, value)| {
            match value.text().filter(|_| !value.is_null()) {
                Some(text) => Spanned { value: format!("{name}={text}").into(), span: name.span },
                None => name,
            }
        });
        Some(Self(List::stated(tags, node.span())))
    }
}
