//! How the variables of a container's environment are read. Their values are looked at and never kept.

use super::named;
use crate::lab::{List, Variable};
use crate::read::field::{
    FieldContext, FieldValue, Name, TextFormat, ValueShape, WriteValue, Yaml,
};
use crate::source::Spanned;
use crate::yaml::{Node, NodeKind};

/// The variables of an entry, as a mapping or as a list of `NAME=value`.
pub(in super::super) struct VariableList(List<Variable>);

impl From<VariableList> for List<Variable> {
    fn from(variables: VariableList) -> Self {
        variables.0
    }
}

impl FieldValue for VariableList {
    const SHAPE: ValueShape = ValueShape::Either(&[
        ValueShape::Many(&ValueShape::Text),
        ValueShape::Map(&ValueShape::Text),
    ]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let mut variables: Vec<Variable> = Vec::new();
        let mut add = |name: Name, value: Option<&str>| {
            let is_new = !variables.iter().any(|known| known.name.value == name.value);
            if is_new && !name.is_empty() && !name.contains('=') {
                variables.push(Variable { name, is_literal: value.is_some_and(is_literal) });
            }
        };
        if node.kind() == NodeKind::Mapping {
            for (name, value) in named(node, context) {
                // What only another program can read, such as a vault's, is no literal.
                let text = value.text().filter(|_| !value.is_null() && value.tag().is_none());
                add(name, text);
            }
        } else {
            for line in &List::<Name>::read(node, context)? {
                let (name, value) = match line.split_once('=') {
                    Some((name, value)) => (name, Some(value)),
                    None => (line.as_str(), None),
                };
                add(Spanned { value: name.trim().into(), span: line.span }, value);
            }
        }
        Some(Self(List::stated(variables, node.span())))
    }
}

/// A variable with its value, as a program is given it.
static VARIABLE: TextFormat = TextFormat {
    name: "a variable, an equals sign, and its value",
    pattern: "^([A-Z_][A-Z0-9_]*$|[^=]+=)",
    examples: &["TZ="],
    numbers: None,
};

/// Variables where a word has another meaning.
pub(in super::super) const VARIABLES: ValueShape = ValueShape::Either(&[
    ValueShape::Many(&ValueShape::Format(&VARIABLE)),
    ValueShape::Map(&ValueShape::Text),
]);

/// False for what only refers to a value, or stands for one that was taken out.
fn is_literal(value: &str) -> bool {
    let value = value.trim().trim_matches(['"', '\'']);
    let is_reference = value.starts_with(['$', '<', '!'])
        || ["${", "{{", "ENC[", "op://", "vault:", "ref+"].iter().any(|it| value.contains(it));
    let is_masked = value.chars().all(|letter| matches!(letter, '*' | 'x' | 'X' | '.' | '…'));
    let is_word = matches!(value, "true" | "false" | "yes" | "no" | "on" | "off" | "REDACTED");
    !(is_reference || is_masked || is_word)
}

impl WriteValue for Variable {
    fn write(&self) -> Option<Yaml> {
        let name = &self.name.value;
        Some(Yaml::text(if self.is_literal { format!("{name}=set") } else { name.to_string() }))
    }
}
