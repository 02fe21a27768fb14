//! Two definitions of one service as one: that of an earlier file, or of a service that is extended, and the later
//! one. Scalars are replaced, mappings put together, lists added up, and what mounts or publishes the same thing
//! counts once, the later one.

use std::collections::HashMap;

use super::ports;
use super::value::{ComposePair, ComposeValue, Meeting, ValueForm};
use super::volumes;
use crate::lab::Text;
use crate::source::Spanned;

/// Why two definitions are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joining {
    /// The later one extends the earlier one.
    Extending,
    /// The later one stands in a later file.
    Overriding,
}

/// How the values of a key are put together.
enum Manner {
    /// As their forms ask for.
    Plain,
    /// As mappings; an item of a list is a key without a value.
    ByName,
    /// As lists in which of two items with the same identity the later one counts.
    ByIdentity(fn(&ComposeValue) -> Option<Text>),
}

fn manner(key: &str) -> Manner {
    match key {
        "depends_on" | "networks" => Manner::ByName,
        "ports" => Manner::ByIdentity(ports::identity),
        "volumes" | "devices" => Manner::ByIdentity(volumes::identity),
        _ => Manner::Plain,
    }
}

/// Puts the later definition of a service on top of the earlier one.
pub(super) fn merge_service(
    earlier: ComposeValue,
    later: ComposeValue,
    joining: Joining,
) -> ComposeValue {
    merge_with(earlier, later, joining, manner)
}

/// Puts a later value on top of an earlier one.
pub(super) fn merge(earlier: ComposeValue, later: ComposeValue, joining: Joining) -> ComposeValue {
    merge_with(earlier, later, joining, |_| Manner::Plain)
}

fn merge_with(
    earlier: ComposeValue,
    mut later: ComposeValue,
    joining: Joining,
    manner: fn(&str) -> Manner,
) -> ComposeValue {
    if later.meeting == Meeting::Replace || earlier.is_null() {
        return later;
    }
    match (earlier.form, later.form) {
        (ValueForm::Map(earlier), ValueForm::Map(over)) => {
            later.form = ValueForm::Map(merge_pairs(earlier, over, joining, manner));
        }
        (ValueForm::List(mut items), ValueForm::List(over)) => {
            items.extend(over);
            later.form = ValueForm::List(items);
            later.via.get_or_insert(earlier.at);
        }
        (form, ValueForm::Null) => {
            later = ComposeValue {
                form,
                at: earlier.at,
                via: earlier.via,
                unknown: earlier.unknown,
                ..later
            };
        }
        (_, over) => {
            later.form = over;
            if joining == Joining::Overriding {
                later.via.get_or_insert(earlier.at);
            }
        }
    }
    later
}

fn merge_pairs(
    earlier: Vec<ComposePair>,
    later: Vec<ComposePair>,
    joining: Joining,
    manner: fn(&str) -> Manner,
) -> Vec<ComposePair> {
    let mut merged = earlier;
    let mut places: HashMap<Text, usize> =
        merged.iter().enumerate().map(|(at, pair)| (pair.key.value.clone(), at)).collect();
    for ComposePair { key, value } in later {
        let Some(&at) = places.get(&key.value) else {
            if value.meeting != Meeting::Remove {
                places.insert(key.value.clone(), merged.len());
                merged.push(ComposePair { key, value });
            }
            continue;
        };
        let pair = &mut merged[at];
        if value.meeting == Meeting::Remove {
            pair.value = ComposeValue {
                meeting: Meeting::Remove,
                ..ComposeValue::new(ValueForm::Null, value.at)
            };
            continue;
        }
        let own = std::mem::replace(&mut pair.value, ComposeValue::new(ValueForm::Null, key.span));
        pair.value = match manner(&key.value) {
            Manner::Plain => merge(own, value, joining),
            Manner::ByName => merge(by_name(own), by_name(value), joining),
            Manner::ByIdentity(identity) => unique(merge(own, value, joining), identity),
        };
        pair.key = key;
    }
    merged.retain(|pair| pair.value.meeting != Meeting::Remove);
    merged
}

/// A list of names as a mapping from each of them to nothing.
pub(super) fn by_name(value: ComposeValue) -> ComposeValue {
    let ValueForm::List(items) = value.form else { return value };
    let pair = |item: ComposeValue| {
        let key = Spanned { value: item.text()?.into(), span: item.at };
        Some(ComposePair { key, value: ComposeValue { form: ValueForm::Null, ..item } })
    };
    ComposeValue { form: ValueForm::Map(items.into_iter().filter_map(pair).collect()), ..value }
}

/// A list without the items that a later one with the same identity takes the place of.
fn unique(mut value: ComposeValue, identity: fn(&ComposeValue) -> Option<Text>) -> ComposeValue {
    let ValueForm::List(items) = &mut value.form else { return value };
    let mut kept: Vec<ComposeValue> = Vec::with_capacity(items.len());
    let mut places: HashMap<Text, usize> = HashMap::new();
    for item in items.drain(..) {
        let Some(identity) = identity(&item) else {
            kept.push(item);
            continue;
        };
        if let Some(&at) = places.get(&identity) {
            kept[at] = item;
        } else {
            places.insert(identity, kept.len());
            kept.push(item);
        }
    }
    *items = kept;
    value
}
