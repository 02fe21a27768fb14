//! How the plain values of the inventory are read: text, numbers, words, sizes, dates, lists.

use std::fmt;
use std::str::FromStr;

use super::field::{Format, Key, Numbers, Shape};
use super::notes::Notes;
use crate::lab::{Amount, Bytes, Cores, Date, List, NotAQuantity, Sort, Text, Vocabulary, Word};
use crate::near::nearest;
use crate::source::Spanned;
use crate::yaml::{Kind, Node};

/// Something a field can hold.
pub(super) trait Value: Sized {
    /// What it may look like.
    const SHAPE: Shape;

    /// Reads it. What cannot be read is noted, and nothing comes back.
    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self>;
}

/// The text of a scalar that has a value; `null` is as good as not written.
pub(super) fn scalar<'t>(
    node: Node<'t>,
    what: impl fmt::Display,
    notes: &mut Notes<'_>,
) -> Option<&'t str> {
    if node.is_null() {
        return None;
    }
    let text = node.text();
    if text.is_none() {
        let form = if node.kind() == Kind::Mapping { "a mapping" } else { "a list" };
        let is_environment = notes.is_in("environment");
        notes.expected(node, format_args!("{what}, not {form}")).help(|| {
            is_environment
                .then(|| "labctl reads no variables: leave them where they are".to_owned())
        });
    }
    text
}

impl Value for Text {
    const SHAPE: Shape = Shape::Text;

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        let text = scalar(node, "text", notes)?;
        if node.is_plain() {
            notes.yaml_1_1(node, text);
        }
        Some(text.trim_end_matches('\n').into())
    }
}

impl Value for bool {
    const SHAPE: Shape = Shape::Flag;

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        match scalar(node, "`true` or `false`", notes)? {
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            text => {
                let meant = match text.to_ascii_lowercase().as_str() {
                    "yes" | "on" | "y" | "1" | "enabled" => Some("true"),
                    "no" | "off" | "n" | "0" | "disabled" => Some("false"),
                    _ => None,
                };
                notes.expected(node, "`true` or `false`").help(|| {
                    let meant = meant?;
                    Some(format!("write `{meant}`; in YAML 1.2, `{text}` is no truth value"))
                });
                None
            }
        }
    }
}

impl Value for u32 {
    const SHAPE: Shape = Shape::Count;

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        let text = scalar(node, "a whole number", notes)?;
        let number = if has_spare_zero(text) { None } else { text.parse().ok() };
        if number.is_none() {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            let plain = digits.trim_start_matches('0');
            let mut mistake = notes.expected(node, "a whole number");
            if text.chars().all(|c| c.is_ascii_digit() || c == '_') && !plain.is_empty() {
                mistake.help(|| format!("write `{plain}`"));
            }
        }
        number
    }
}

impl Value for f64 {
    const SHAPE: Shape = Shape::Number;

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        let text = scalar(node, "a number", notes)?;
        let number = text.parse().ok().filter(|number: &Self| number.is_finite() && *number >= 0.0);
        if number.is_none() {
            notes.expected(node, "a number");
        }
        number
    }
}

impl<T: Vocabulary> Value for T {
    const SHAPE: Shape = Shape::Word(T::WORDS);

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        let text = scalar(node, OneOf(Self::WORDS), notes)?;
        let value = Self::from_word(text);
        // A word of the vocabulary is none of YAML 1.1's truth values here, `off` and `no` included.
        if value.is_none() {
            notes.expected(node, OneOf(Self::WORDS)).help(|| {
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

impl<T: Value> Value for Spanned<T> {
    const SHAPE: Shape = T::SHAPE;

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        let value = T::read(node, notes)?;
        Some(Self { value, span: node.span() })
    }
}

/// One value stands for a list of one.
impl<T: Value> Value for List<T> {
    const SHAPE: Shape = Shape::Many(&T::SHAPE);

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        let at = node.span();
        Some(match node.kind() {
            Kind::Sequence => {
                let items = node.items().filter_map(|item| T::read(item, notes));
                Self::sized(node.items().count(), items, at)
            }
            _ if node.is_null() => Self::stated([], at),
            _ => Self::sized(1, [T::read(node, notes)?], at),
        })
    }
}

const SIZE: Format = Format {
    name: "a size",
    pattern: r"^\s*[0-9]+(\.[0-9]+)?\s*([KMGTPkmgtp]([iI]?[bB]?)?|[bB])?\s*$",
    examples: &["64GiB", "512MiB", "2TB"],
    numbers: Some(Numbers::ANY),
};

static MEMORY: Format = Format { numbers: Some(Numbers { above: Some(0), most: None }), ..SIZE };

/// The size of a disk.
impl Value for Bytes {
    const SHAPE: Shape = Shape::Format(&SIZE);

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        size(node, Sort::Disk, notes)
    }
}

/// A size; without a unit it is read as people mean it, and that is noted.
pub(super) fn size(node: Node<'_>, of: Sort, notes: &mut Notes<'_>) -> Option<Bytes> {
    let what = "a size with its unit, such as `4GiB` or `512MiB`";
    let text = scalar(node, what, notes)?.trim();
    let read = match notes.unit() {
        Some(unit) => Bytes::read_in(text, unit),
        None => Bytes::read(text, of),
    };
    match read {
        Ok(size) => Some(size),
        Err(NotAQuantity::NoUnit) => {
            // Nobody gives a guest 200 GiB of memory and no unit, nor 64 MiB.
            let small = text.parse::<f64>().is_ok_and(|number| number < 128.0);
            let unit = if of == Sort::Disk || small { Bytes::GIB } else { Bytes::MIB };
            let size = Bytes::read_in(text, unit).ok()?;
            // Nothing is nothing in every unit.
            if size == Bytes(0) {
                return Some(size);
            }
            notes.no_unit(node, size, if unit == Bytes::GIB { "GiB" } else { "MiB" });
            Some(size)
        }
        Err(why) => {
            notes.expected(node, what).help(|| format!("`{}` cannot be read: {why}", brief(text)));
            None
        }
    }
}

/// Memory: a size, or how much there may and how much there must be.
impl Value for Amount<Bytes> {
    const SHAPE: Shape =
        Shape::Either(&[Shape::Format(&MEMORY), Shape::Record(|| AMOUNT.to_vec())]);

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        let mut memory = share(node, notes, |node, notes| size(node, Sort::Memory, notes))?;
        // Elsewhere 0 means no limit, or no ballooning; nothing runs in no memory.
        if memory.max == Some(Bytes(0)) {
            notes.expected(node, "more than 0").help(|| {
                "write how much it has, such as `4GiB`; if it has no limit, remove the line"
                    .to_owned()
            });
            memory.max = None;
        }
        Some(memory)
    }
}

static CORES: Format = Format {
    name: "a number of cores",
    pattern: r"^[0-9]+(\.[0-9]+)?m?$",
    examples: &["4", "1.5", "500m"],
    numbers: Some(Numbers::ANY),
};

impl Value for Cores {
    const SHAPE: Shape = Shape::Format(&CORES);

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        let what = "a number of cores, such as `4`, `1.5` or `500m`";
        let text = scalar(node, what, notes)?;
        let cores = Self::from_str(text);
        if cores.is_err() {
            let is_model = text.starts_with(char::is_alphabetic)
                && text.contains(|letter: char| letter.is_ascii_digit());
            notes.expected(node, what).help(|| {
                is_model.then(|| {
                    "the model has a place of its own: `cpu: {model: ..., cores: 4}`".to_owned()
                })
            });
        }
        cores.ok()
    }
}

static DATE: Format = Format {
    name: "a date",
    pattern: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    examples: &["2026-08-02"],
    numbers: None,
};

impl Value for Date {
    const SHAPE: Shape = Shape::Format(&DATE);

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        let what = "a date, such as `2026-08-02`";
        let text = scalar(node, what, notes)?;
        let date = if text.len() == 10 { text.parse().ok() } else { None };
        if date.is_none() {
            notes.expected(node, what);
        }
        date
    }
}

static MOST: Key = Key {
    name: "max",
    or: Some("limit"),
    also: &["maximum"],
    about: "the most it may use",
    shape: Shape::Text,
};
static LEAST: Key = Key {
    name: "min",
    or: Some("reservation"),
    also: &["minimum", "request", "balloon"],
    about: "what it is guaranteed",
    shape: Shape::Text,
};
/// The keys of an amount that is given as a range.
pub(super) static AMOUNT: [&Key; 2] = [&MOST, &LEAST];

/// An amount: one value, or `{max, min}`.
pub(super) fn share<T>(
    node: Node<'_>,
    notes: &mut Notes<'_>,
    read: fn(Node<'_>, &mut Notes<'_>) -> Option<T>,
) -> Option<Amount<T>> {
    if node.kind() != Kind::Mapping {
        return Some(Amount { max: Some(read(node, notes)?), min: None });
    }
    let mut share = Amount { max: None, min: None };
    for pair in node.pairs() {
        let Some(key) = pair.key.text() else { continue };
        let is =
            |known: &Key| known.name == key || known.or == Some(key) || known.also.contains(&key);
        if is(&MOST) {
            share.max = share.max.or(read(pair.value, notes));
        } else if is(&LEAST) {
            share.min = share.min.or(read(pair.value, notes));
        } else {
            notes.unknown_key(pair.key, key, AMOUNT.iter().map(|key| key.name));
        }
    }
    Some(share)
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
pub(super) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// The first words of a text that may be long.
pub(super) fn brief(text: &str) -> String {
    if text.chars().count() <= 40 {
        return text.to_owned();
    }
    text.chars().take(39).chain(['…']).collect()
}

/// True for `014`, which some readers take for an octal number.
fn has_spare_zero(text: &str) -> bool {
    text.len() > 1 && text.starts_with('0')
}
