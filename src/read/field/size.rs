//! How quantities are read: sizes, cores, and amounts of them.

use std::str::FromStr;

use super::context::FieldContext;
use super::key::{FieldKey, Numbers, TextFormat, ValueShape};
use super::value::{FieldValue, brief, scalar};
use crate::lab::{Amount, Bytes, Cores, NotAQuantity, SizeKind};
use crate::yaml::{Node, NodeKind};

const SIZE: TextFormat = TextFormat {
    name: "a size",
    pattern: r"^\s*[0-9]+(\.[0-9]+)?\s*([KMGTPkmgtp]([iI]?[bB]?)?|[bB])?\s*$",
    examples: &["64GiB", "512MiB", "2TB"],
    numbers: Some(Numbers::ANY),
};

static MEMORY: TextFormat =
    TextFormat { numbers: Some(Numbers { above: Some(0), most: None }), ..SIZE };

/// The size of a disk.
impl FieldValue for Bytes {
    const SHAPE: ValueShape = ValueShape::Format(&SIZE);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        size(node, SizeKind::Disk, context)
    }
}

/// A size; without a unit it is read as people mean it, and that is noted.
pub(crate) fn size(node: Node<'_>, of: SizeKind, context: &mut FieldContext<'_>) -> Option<Bytes> {
    let what = "a size with its unit, such as `4GiB` or `512MiB`";
    let text = scalar(node, what, context)?.trim();
    // A unit beside the number is nearer than that of the key.
    let read = match (Bytes::read(text, of), context.place.unit) {
        (Err(NotAQuantity::NoUnit), Some(unit)) => Bytes::read_in(text, unit),
        (read, _) => read,
    };
    match read {
        Ok(size) => Some(size),
        Err(NotAQuantity::NoUnit) => {
            let unit = unit_meant(text, of);
            let size = Bytes::read_in(text, unit).ok()?;
            // Nothing is nothing in every unit.
            if size == Bytes(0) {
                return Some(size);
            }
            context.no_unit(node, size, if unit == Bytes::GIB { "GiB" } else { "MiB" });
            Some(size)
        }
        Err(why) => {
            context
                .expected(node, what)
                .help(|| format!("`{}` cannot be read: {why}", brief(text)));
            None
        }
    }
}

/// The unit that people mean by a bare number: nobody gives a guest 200 GiB of memory and no unit, nor 64 MiB.
pub(crate) fn unit_meant(number: &str, of: SizeKind) -> Bytes {
    let is_small = number.parse::<f64>().is_ok_and(|number| number < 128.0);
    if of == SizeKind::Disk || is_small { Bytes::GIB } else { Bytes::MIB }
}

/// Memory: a size, or how much there may and how much there must be.
impl FieldValue for Amount<Bytes> {
    const SHAPE: ValueShape = ValueShape::Either(&[
        ValueShape::Format(&MEMORY),
        ValueShape::Record(|| MEMORY_RANGE.iter().collect()),
    ]);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let mut memory =
            share(node, context, |node, context| size(node, SizeKind::Memory, context))?;
        // Elsewhere 0 means no limit, or no ballooning; nothing runs in no memory.
        if memory.max == Some(Bytes(0)) {
            context.expected(node, "more than 0").help(|| {
                "write how much it has, such as `4GiB`; if it has no limit, remove the line"
                    .to_owned()
            });
            memory.max = None;
            memory.min?;
        }
        Some(memory)
    }
}

static CORES: TextFormat = TextFormat {
    name: "a number of cores",
    pattern: r"^[0-9]+(\.[0-9]+)?m?$",
    examples: &["4", "1.5", "500m"],
    numbers: Some(Numbers::ANY),
};

impl FieldValue for Cores {
    const SHAPE: ValueShape = ValueShape::Format(&CORES);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let what = "a number of cores, such as `4`, `1.5` or `500m`";
        let text = scalar(node, what, context)?;
        let cores = Self::from_str(text);
        if cores.is_err() {
            let is_model = text.starts_with(char::is_alphabetic)
                && text.contains(|letter: char| letter.is_ascii_digit());
            context.expected(node, what).help(|| {
                is_model.then(|| {
                    "the model has a place of its own: `cpu: {model: ..., cores: 4}`".to_owned()
                })
            });
        }
        cores.ok()
    }
}

/// The keys of an amount that is given as a range.
const fn range(shape: ValueShape) -> [FieldKey; 2] {
    [
        FieldKey {
            name: "max",
            or: Some("limit"),
            also: &["maximum"],
            about: "the most it may use",
            shape,
        },
        FieldKey {
            name: "min",
            or: Some("reservation"),
            also: &["minimum", "request", "balloon"],
            about: "what it is guaranteed",
            shape,
        },
    ]
}

static MEMORY_RANGE: [FieldKey; 2] = range(ValueShape::Format(&MEMORY));

/// The keys of a range of cores.
pub(crate) static CORES_RANGE: [FieldKey; 2] = range(Cores::SHAPE);

/// An amount: one value, or `{max, min}`.
pub(crate) fn share<T>(
    node: Node<'_>,
    context: &mut FieldContext<'_>,
    read: fn(Node<'_>, &mut FieldContext<'_>) -> Option<T>,
) -> Option<Amount<T>> {
    if node.kind() != NodeKind::Mapping {
        return Some(Amount { max: Some(read(node, context)?), min: None });
    }
    let [most, least] = &CORES_RANGE;
    let mut share = Amount { max: None, min: None };
    for pair in node.pairs() {
        let Some(key) = pair.key.text() else { continue };
        if most.spellings().any(|known| known == key) {
            share.max = share.max.or(read(pair.value, context));
        } else if least.spellings().any(|known| known == key) {
            share.min = share.min.or(read(pair.value, context));
        } else {
            context.unknown_key(pair.key, key, [most.name, least.name].into_iter());
        }
    }
    Some(share)
}
