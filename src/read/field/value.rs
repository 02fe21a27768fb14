//! How plain values are read: text, numbers, words, dates, lists.

use std::fmt;

use super::context::FieldContext;
use super::key::{TextFormat, ValueShape};
use crate::lab::{Date, List, Text, Vocabulary, Word};
use crate::near::nearest;
use crate::source::Spanned;
use crate::yaml::{Node, NodeKind};

/// Something a field can hold.
pub(crate) trait FieldValue: Sized {
    /// What it may look like.
    const SHAPE: ValueShape;

    /// Reads it. What cannot be read is noted, and nothing comes back.
    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self>;
}

/// The text of a scalar that has a value; `null` is as good as not written.
pub(crate) fn scalar<'t>(
    node: Node<'t>,
    what: impl fmt::Display,
    context: &mut FieldContext<'_>,
) -> Option<&'t str> {
    if node.is_null() {
        return None;
    }
    let text = node.text();
    if text.is_none() {
        let form = if node.kind() == NodeKind::Mapping { "a mapping" } else { "a list" };
        let is_environment = context.place.field == "environment";
        context.expected(node, format_args!("{what}, not {form}")).help(|| {
            is_environment
                .then(|| "labctl reads no variables: leave them where they are".to_owned())
        });
    }
    text
}

impl FieldValue for Text {
    const SHAPE: ValueShape = ValueShape::Text;

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let text = scalar(node, "text", context)?;
        if node.is_plain() {
            context.yaml_1_1(node, text);
        }
        Some(text.trim_end_matches('\n').into())
    }
}

impl FieldValue for bool {
    const SHAPE: ValueShape = ValueShape::Flag;

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let text = scalar(node, "`true` or `false`", context)?;
        // YAML 1.1 and the tools that people know have more words for it, and they mean the same here.
        let value = match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "y" | "1" | "enabled" => Some(true),
            "false" | "no" | "off" | "n" | "0" | "disabled" => Some(false),
            _ => None,
        };
        if value.is_none() {
            context.expected(node, "`true` or `false`");
        }
        value
    }
}

impl FieldValue for u32 {
    const SHAPE: ValueShape = ValueShape::Count;

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let text = scalar(node, "a whole number", context)?;
        let number = if has_spare_zero(text) { None } else { text.parse().ok() };
        if number.is_none() {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            let plain = digits.trim_start_matches('0');
            let mut mistake = context.expected(node, "a whole number");
            if text.chars().all(|c| c.is_ascii_digit() || c == '_') && !plain.is_empty() {
                mistake.help(|| format!("write `{plain}`"));
            }
        }
        number
    }
}

impl FieldValue for f64 {
    const SHAPE: ValueShape = ValueShape::Number;

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let text = scalar(node, "a number", context)?;
        let number = text.parse().ok().filter(|number: &Self| number.is_finite() && *number >= 0.0);
        if number.is_none() {
            context.expected(node, "a number");
        }
        number
    }
}

impl<T: Vocabulary> FieldValue for T {
    const SHAPE: ValueShape = ValueShape::Word(T::WORDS);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let text = scalar(node, OneOf(Self::WORDS), context)?;
        let value = Self::from_word(text);
        // A word of the vocabulary is none of YAML 1.1's truth values here, `off` and `no` included.
        if value.is_none() {
            context.expected(node, OneOf(Self::WORDS)).help(|| {
                let known = Self::WORDS.iter().flat_map(|word| {
                    std::iter::once((word.name, word.name))
                        .chain(word.also.iter().map(|also| (*also, word.name)))
                });
                let near = nearest(text, known.clone().map(|(spelling, _)| spelling))?;
                let (_, name) = known.clone().find(|(spelling, _)| *spelling == near)?;
                Some(format!("did you mean `{name}`?"))
            });
        }
        value
    }
}

impl<T: FieldValue> FieldValue for Spanned<T> {
    const SHAPE: ValueShape = T::SHAPE;

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let value = T::read(node, context)?;
        Some(Self { value, span: node.span() })
    }
}

/// One value stands for a list of one.
impl<T: FieldValue> FieldValue for List<T> {
    const SHAPE: ValueShape = ValueShape::Many(&T::SHAPE);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let at = node.span();
        Some(match node.kind() {
            NodeKind::Sequence => {
                let items = node.items().filter_map(|item| T::read(item, context));
                Self::sized(node.items().count(), items, at)
            }
            _ if node.is_null() => Self::stated([], at),
            _ => Self::sized(1, [T::read(node, context)?], at),
        })
    }
}

static DATE: TextFormat = TextFormat {
    name: "a date",
    pattern: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    examples: &["2026-08-02"],
    numbers: None,
};

impl FieldValue for Date {
    const SHAPE: ValueShape = ValueShape::Format(&DATE);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let what = "a date, such as `2026-08-02`";
        let text = scalar(node, what, context)?;
        let date = if text.len() == 10 { text.parse().ok() } else { None };
        if date.is_none() {
            context.expected(node, what);
        }
        date
    }
}

/// The words of a vocabulary, to choose from.
struct OneOf(&'static [Word]);

impl fmt::Display for OneOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.0.iter().map(|word| word.name).collect();
        write!(f, "one of {}", listed(&words))
    }
}

/// Names in a row, each in backticks.
pub(crate) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// The first words of a text that may be long.
pub(crate) fn brief(text: &str) -> String {
    if text.chars().count() <= 40 {
        return text.to_owned();
    }
    text.chars().take(39).chain(['…']).collect()
}

/// True for `014`, which some readers take for an octal number.
fn has_spare_zero(text: &str) -> bool {
    text.len() > 1 && text.starts_with('0')
}
