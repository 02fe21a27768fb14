//! A field described for people.

use super::key::{FieldKey, ValueShape};
use crate::lab::Word;

/// A record of more keys than this is not shown whole.
const SHORT: usize = 20;

/// What is known of a section or a field.
pub struct FieldPage {
    name: &'static str,
    of: String,
    also: Vec<&'static str>,
    about: &'static str,
    shape: ValueShape,
}

impl FieldPage {
    /// Describes a field of something.
    pub(crate) fn of(key: &FieldKey, of: String) -> Self {
        let also = key.spellings().skip(1).collect();
        Self { name: key.name, of, also, about: key.about, shape: key.shape }
    }

    /// Its usual name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// True if it has this name, in any spelling.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.also.contains(&name)
    }

    /// The field in one line.
    pub fn line(&self) -> String {
        format!("{:18}{} ({})\n", self.name, self.about, self.of)
    }

    /// Everything that is known of it.
    pub fn text(&self) -> String {
        let mut text = format!("# {}\n\nA field of {}: {}.\n", self.name, self.of, self.about);
        if !self.also.is_empty() {
            text.push_str(&format!("Also understood: {}.\n", self.also.join(", ")));
        }
        let shapes = shapes(self.shape);
        if !shapes.is_empty() {
            text.push_str(&format!("\nIt takes {}.\n", shapes.join(", or ")));
        }
        if let Some(words) = words(self.shape) {
            text.push('\n');
            text.extend(words.iter().map(|word| format!("- `{}`: {}\n", word.name, word.about)));
        }
        for key in short_record(self.shape) {
            let Some(words) = words(key.shape) else { continue };
            text.push_str(&format!("\nIts {} ({}) is one of these:\n\n", key.name, key.about));
            text.extend(words.iter().map(|word| format!("- `{}`: {}\n", word.name, word.about)));
        }
        text.push('\n');
        text
    }
}

/// What a value may be, in words.
fn shapes(shape: ValueShape) -> Vec<String> {
    let one = |text: &str| vec![text.to_owned()];
    match shape {
        ValueShape::Text => one("text"),
        ValueShape::Flag => one("`true` or `false`"),
        ValueShape::Count => one("a whole number"),
        ValueShape::Number => one("a number"),
        ValueShape::Any => one("anything"),
        ValueShape::Format(format) => {
            let examples: Vec<String> =
                format.examples.iter().map(|example| format!("`{example}`")).collect();
            vec![format!("{} such as {}", format.name, examples.join(", "))]
        }
        ValueShape::Word(_) => one("one of the words below"),
        ValueShape::Many(inner) => {
            shapes(*inner).into_iter().chain(one("a list of these")).collect()
        }
        ValueShape::Lists(_) => one("a list of lists"),
        ValueShape::Map(_) => one("a map by name"),
        ValueShape::Record(keys) => {
            let names: Vec<&str> = keys().iter().map(|key| key.name).collect();
            if names.len() > SHORT {
                one("a mapping of fields")
            } else {
                vec![format!("a mapping of {}", names.join(", "))]
            }
        }
        ValueShape::Either(all) => all.iter().flat_map(|shape| shapes(*shape)).collect(),
    }
}

/// The keys of the record that a shape is or holds, if they are few.
fn short_record(shape: ValueShape) -> Vec<&'static FieldKey> {
    match shape {
        ValueShape::Record(keys) => {
            Some(keys()).filter(|keys| keys.len() <= SHORT).unwrap_or_default()
        }
        ValueShape::Many(inner) => short_record(*inner),
        ValueShape::Either(all) => all.iter().flat_map(|shape| short_record(*shape)).collect(),
        _ => Vec::new(),
    }
}

fn words(shape: ValueShape) -> Option<&'static [Word]> {
    match shape {
        ValueShape::Word(words) => Some(words),
        ValueShape::Many(inner) => words(*inner),
        ValueShape::Either(all) => all.iter().find_map(|shape| words(*shape)),
        _ => None,
    }
}
