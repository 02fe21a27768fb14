//! Values on their way into a text: the inverse of reading them.

use std::fmt;

use serde_json::Value;

use super::told::ToldField;
use crate::lab::{
    Amount, Bytes, Cores, Date, GuestNumber, HardwareAddress, List, Stated, Subnet, Text,
    ValueState, Vlan, Vocabulary,
};
use crate::source::{Span, Spanned};

/// A value in the terms of YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Yaml {
    /// A number, a size, a word of the language: written as it is.
    Plain(String),
    /// A size in bytes, and how it is written.
    Size(u64, String),
    /// Text of people: quoted wherever a reader could take it for something else.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// Values by key.
    Map(Vec<(String, Self)>),
}

impl Yaml {
    /// A value as it shows itself.
    pub(crate) fn plain(value: impl fmt::Display) -> Self {
        Self::Plain(value.to_string())
    }

    /// Text of people.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A list, or what is alone in it.
    pub(crate) fn or_alone(self) -> Self {
        match self {
            Self::List(mut items) if items.len() == 1 && !matches!(items[0], Self::List(_)) => {
                items.remove(0)
            }
            other => other,
        }
    }

    /// A record, or the value of this field, if it is simple and nothing else is stated.
    pub(crate) fn short(mut fields: Vec<(String, Self)>, key: &str) -> Self {
        let is_alone = fields.len() == 1 && fields[0].0 == key;
        match fields.pop_if(|(_, value)| is_alone && !matches!(value, Self::List(_) | Self::Map(_)))
        {
            Some((_, value)) => value,
            None => Self::Map(fields),
        }
    }

    /// Values by key, as far as they are there.
    pub(crate) fn map<const N: usize>(pairs: [(&str, Option<Self>); N]) -> Self {
        let pairs = pairs.into_iter();
        Self::Map(pairs.filter_map(|(key, value)| Some((key.to_owned(), value?))).collect())
    }
}

/// Something that can be written so that it is read as the same again.
pub(crate) trait WriteValue: Sized {
    /// The value as people write it; none if nothing is stated.
    fn write(&self) -> Option<Yaml>;

    /// Several of them. One alone stands for a list of one.
    fn write_list(items: &[Self]) -> Yaml {
        Yaml::List(items.iter().filter_map(Self::write).collect()).or_alone()
    }

    /// The value as programs are told it.
    fn json(&self) -> Value {
        self.write().map_or(Value::Null, |value| value.json())
    }

    /// The same as one or more items of a list.
    fn json_items(&self) -> Vec<Value> {
        vec![self.json()]
    }

    /// Where it is written, if it says so itself.
    fn place(&self) -> Option<Span> {
        None
    }

    /// The parts of it that stand elsewhere, or that nobody can know.
    fn parts(&self) -> Vec<(&'static str, ToldField)> {
        Vec::new()
    }

    /// What is known of it, if it is a field that may be absent or unknown.
    fn told(&self) -> Option<ToldField> {
        None
    }
}

impl WriteValue for Text {
    fn write(&self) -> Option<Yaml> {
        Some(Yaml::text(self.as_str()))
    }
}

impl<T: Vocabulary + fmt::Display> WriteValue for T {
    fn write(&self) -> Option<Yaml> {
        Some(Yaml::plain(self))
    }
}

macro_rules! written_as_displayed {
    ($($type:ty),+) => {
        $(impl WriteValue for $type {
            fn write(&self) -> Option<Yaml> {
                Some(Yaml::plain(self))
            }
        })+
    };
}

written_as_displayed!(bool, u32, f64, Date, Cores);

impl WriteValue for Subnet {
    fn write(&self) -> Option<Yaml> {
        self.text.write()
    }
}

impl WriteValue for Vlan {
    fn write(&self) -> Option<Yaml> {
        Some(match self {
            Self::Number(number) => Yaml::plain(number),
            Self::Name(name) => Yaml::text(name.as_str()),
        })
    }
}

impl WriteValue for GuestNumber {
    fn write(&self) -> Option<Yaml> {
        Some(match self {
            Self::Number(number) => Yaml::plain(number),
            Self::Name(name) => Yaml::text(name.as_str()),
        })
    }
}

impl WriteValue for HardwareAddress {
    fn write(&self) -> Option<Yaml> {
        self.text.write()
    }
}

impl<T: WriteValue> WriteValue for Spanned<T> {
    fn write(&self) -> Option<Yaml> {
        self.value.write()
    }

    fn json(&self) -> Value {
        self.value.json()
    }

    fn place(&self) -> Option<Span> {
        Some(self.span)
    }
}

impl<T: WriteValue> WriteValue for Option<T> {
    fn write(&self) -> Option<Yaml> {
        self.as_ref()?.write()
    }
}

/// What is guessed or unknown is not stated, and what follows from other values follows from them again.
impl<T: WriteValue> WriteValue for Stated<T> {
    fn write(&self) -> Option<Yaml> {
        self.as_ref().filter(|_| is_told(self.state()))?.write()
    }

    fn told(&self) -> Option<ToldField> {
        ToldField::of(self)
    }
}

impl<T: WriteValue> WriteValue for List<T> {
    fn write(&self) -> Option<Yaml> {
        (self.is_stated() && is_told(self.as_stated().state())).then(|| T::write_list(self))
    }

    fn told(&self) -> Option<ToldField> {
        ToldField::of_list(self)
    }
}

fn is_told(state: ValueState) -> bool {
    matches!(state, ValueState::Known | ValueState::Default)
}

/// Nothing is as good as an empty list.
impl<T: WriteValue> WriteValue for Vec<T> {
    fn write(&self) -> Option<Yaml> {
        (!self.is_empty()).then(|| T::write_list(self))
    }
}

/// The size of a disk, exactly.
impl WriteValue for Bytes {
    fn write(&self) -> Option<Yaml> {
        let units = [
            (1 << 40, "TiB"),
            (1_000_000_000_000, "TB"),
            (1 << 30, "GiB"),
            (1_000_000_000, "GB"),
            (1 << 20, "MiB"),
            (1_000_000, "MB"),
            (1 << 10, "KiB"),
        ];
        Some(exactly(*self, units))
    }
}

impl WriteValue for Amount<Bytes> {
    fn write(&self) -> Option<Yaml> {
        amount(self.max.map(memory), self.min.map(memory))
    }
}

impl WriteValue for Amount<Cores> {
    fn write(&self) -> Option<Yaml> {
        amount(self.max.write(), self.min.write())
    }
}

fn amount(max: Option<Yaml>, min: Option<Yaml>) -> Option<Yaml> {
    Some(match (max, min) {
        (None, None) => return None,
        (Some(max), None) => max,
        (max, min) => Yaml::map([("max", max), ("min", min)]),
    })
}

/// Memory, exactly: powers of two alone, as `GB` is read as one of them there.
pub(crate) fn memory(bytes: Bytes) -> Yaml {
    exactly(bytes, [(1 << 40, "TiB"), (1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")])
}

/// The size in the largest unit that divides it.
fn exactly<const N: usize>(bytes: Bytes, units: [(u64, &str); N]) -> Yaml {
    let fits = |(unit, _): &&(u64, &str)| bytes.0 >= *unit && bytes.0.is_multiple_of(*unit);
    let (unit, name) = units.iter().find(fits).copied().unwrap_or((1, "B"));
    Yaml::Size(bytes.0, format!("{}{name}", bytes.0 / unit))
}
