//! How tags are read: words of the user, or names with values, as Compose and Kubernetes have them.

use super::super::field::Shape;
use super::super::notes::Notes;
use super::super::value::Value;
use super::{Name, named};
use crate::lab::List;
use crate::source::Spanned;
use crate::yaml::{Kind, Node};

/// The tags of an entry. A name with a value becomes `name=value`.
pub(in super::super) struct Tags(List<Name>);

impl From<Tags> for List<Name> {
    fn from(tags: Tags) -> Self {
        tags.0
    }
}

impl Value for Tags {
    const SHAPE: Shape = Shape::Either(&[Shape::Many(&Shape::Text), Shape::Map(&Shape::Text)]);

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        if node.kind() != Kind::Mapping {
            return Value::read(node, notes).map(Self);
        }
        let tags = named(node, notes).into_iter().map(|(name, value)| {
            match value.text().filter(|_| !value.is_null()) {
                Some(text) => Spanned { value: format!("{name}={text}").into(), span: name.span },
                None => name,
            }
        });
        Some(Self(List::stated(tags, node.span())))
    }
}
