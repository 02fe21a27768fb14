//! What is known of a field of a record, with its state and its places: what programs are told.

use serde_json::{Map, Number, Value};

use super::write::{WriteValue, Yaml};
use crate::lab::{List, Stated, ValueState};
use crate::source::Span;

/// A field as programs are told of it, or a part of its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ToldField {
    /// Its value; none where nobody can know it.
    pub(crate) value: Option<Value>,
    /// How sure it is.
    pub(crate) state: ValueState,
    /// Where it is written.
    pub(crate) at: Option<Span>,
    /// The second place that it came through.
    pub(crate) via: Option<Span>,
    /// Why it cannot be known, as a clause.
    pub(crate) why: Option<String>,
    /// What stands elsewhere than the field, or cannot be known: `[2]`, `[0].host_ip`.
    pub(crate) parts: Vec<(String, Self)>,
    /// Of a list, the place among the values of each item; one may stand for several.
    pub(crate) starts: Vec<usize>,
}

impl ToldField {
    /// What is known of a field, unless nothing is said.
    pub(super) fn of<T: WriteValue>(field: &Stated<T>) -> Option<Self> {
        let mut told = Self::without_value(field)?;
        told.value = field.as_ref().map(|stated| stated.value.json());
        Some(told)
    }

    /// The same of a field that is made of several values.
    pub(super) fn of_list<T: WriteValue>(list: &List<T>) -> Option<Self> {
        let field = list.as_stated();
        let mut told = Self::without_value(field)?;
        let mut values = Vec::new();
        for item in list {
            let start = values.len();
            told.starts.push(start);
            values.extend(item.json_items());
            for index in start..values.len() {
                if let Some(at) = item.place().filter(|at| Some(*at) != told.at) {
                    told.parts.push((format!("[{index}]"), Self::known_at(at)));
                }
                let inside = item.parts().into_iter();
                told.parts.extend(inside.map(|(key, part)| (format!("[{index}].{key}"), part)));
            }
        }
        told.value = field.is_some().then(|| Value::Array(values));
        Some(told)
    }

    /// The state and the places of a field.
    pub(crate) fn without_value<T>(field: &Stated<T>) -> Option<Self> {
        let state = field.state();
        (state != ValueState::Absent).then(|| Self {
            value: None,
            state,
            at: field.at(),
            via: field.via(),
            why: field.why().map(str::to_owned),
            parts: Vec::new(),
            starts: Vec::new(),
        })
    }

    /// What is written at a place.
    pub(crate) fn known_at(at: Span) -> Self {
        Self {
            value: None,
            state: ValueState::Known,
            at: Some(at),
            via: None,
            why: None,
            parts: Vec::new(),
            starts: Vec::new(),
        }
    }
}

/// Fields of a record as one value.
pub(crate) fn json_of(fields: Vec<(&'static str, ToldField)>) -> Map<String, Value> {
    let value = |(key, told): (&str, ToldField)| (key.to_owned(), told.value.unwrap_or_default());
    fields.into_iter().map(value).collect()
}

impl Yaml {
    /// The same for programs: sizes in bytes, numbers as numbers.
    pub(crate) fn json(&self) -> Value {
        match self {
            Self::Size(bytes, _) => Value::from(*bytes),
            Self::Plain(word) => plain(word),
            Self::Text(text) => Value::from(text.as_str()),
            Self::List(items) => Value::Array(items.iter().map(Self::json).collect()),
            Self::Map(pairs) => {
                let pair = |(key, value): &(String, Self)| (key.clone(), value.json());
                Value::Object(pairs.iter().map(pair).collect::<Map<_, _>>())
            }
        }
    }
}

fn plain(word: &str) -> Value {
    match word {
        "true" => true.into(),
        "false" => false.into(),
        _ => {
            let whole = word.parse::<u64>().ok().map(Number::from);
            let number = whole.or_else(|| Number::from_f64(word.parse().ok()?));
            number.map_or_else(|| word.into(), Value::Number)
        }
    }
}
