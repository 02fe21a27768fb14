//! What is known of a field of a record, with its state and its places: what programs are told.

use serde_json::{Map, Number, Value};

use super::write::{WriteValue, Yaml};
use crate::lab::{Stated, ValueState};
use crate::source::Span;

/// A field as programs are told of it.
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
}

impl ToldField {
    /// What is known of a field, unless nothing is said.
    pub(super) fn of<T: WriteValue>(field: &Stated<T>) -> Option<Self> {
        Self::with(field, WriteValue::json)
    }

    /// The same of a field that is made of several values.
    pub(super) fn with<T>(field: &Stated<T>, json: impl Fn(&T) -> Value) -> Option<Self> {
        let state = field.state();
        (state != ValueState::Absent).then(|| Self {
            value: field.as_ref().map(|stated| json(&stated.value)),
            state,
            at: field.at(),
            via: field.via(),
            why: field.why().map(str::to_owned),
        })
    }
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
