//! How the entries of a section are read: by name or in a list, each into a record of the draft.

use std::collections::HashSet;

use super::entry::ENTRY;
use super::sections::{SECTIONS, Section};
use crate::lab::{
    Declared, Engine, Entry, Kind, Record, RecordFields, Stated, SystemFields, Text, Vocabulary,
};
use crate::read::field::{FieldContext, FieldTable, Kinds, NO_SPACE, RecordOwner, Unmapped};
use crate::source::{Span, Spanned};
use crate::yaml::{Fault, Node, NodeKind, glued_key};

/// An entry before its fields are read: its name, its fields, and where all of it stands.
pub(super) struct RawEntry<'t> {
    name: Spanned<Text>,
    fields: Node<'t>,
    whole: Span,
}

pub(super) type ReadEntry = fn(RawEntry<'_>, &mut FieldContext<'_>);

/// The entries of a section: a map by name, or a list of records with `name`.
pub(super) fn all(node: Node<'_>, context: &mut FieldContext<'_>, each: ReadEntry) {
    match node.kind() {
        NodeKind::Mapping => {
            let mut seen = HashSet::new();
            for pair in node.pairs() {
                if pair.merged.is_none() || seen.insert(pair.key.text()) {
                    one(Some(pair.key), pair.value, pair.merged.is_some(), context, each);
                }
                seen.insert(pair.key.text());
            }
        }
        NodeKind::Sequence => node.items().for_each(|item| one(None, item, false, context, each)),
        _ if node.is_null() => {}
        _ => {
            context.expected(node, "a map by name, or a list of entries with `name`");
        }
    }
}

/// One entry of a section: under a key, or in a list.
pub(super) fn one(
    key: Option<Node<'_>>,
    value: Node<'_>,
    merged: bool,
    context: &mut FieldContext<'_>,
    each: ReadEntry,
) {
    if let Some(key) = key {
        let Some(text) = key.text() else { return context.odd_key(key) };
        if key.is_merge() && !merged {
            return all(value, context, each);
        }
        if !text.starts_with("x-") {
            let name = Spanned { value: text.into(), span: key.span() };
            let whole = key.written().to(value.written());
            each(RawEntry { name, fields: value, whole }, context);
        }
        return;
    }
    let named = match value.kind() {
        NodeKind::Mapping => value.get("name").or_else(|| value.get("hostname")).unwrap_or(value),
        _ => value,
    };
    let Some(text) = named.text().filter(|text| !text.is_empty()) else {
        context
            .invalid(first_line(value), "this entry has no `name`")
            .help(|| "give every entry of a list a `name`".to_owned());
        return;
    };
    let name = Spanned { value: text.into(), span: named.span() };
    each(RawEntry { name, fields: value, whole: value.written() }, context);
}

/// The section that a name stands for, if its content holds no field and so can only be entries.
fn misplaced(raw: &RawEntry<'_>) -> Option<&'static Section> {
    let is_field = |key: Node<'_>| key.text().is_some_and(|key| ENTRY.find(key).is_some());
    let section = SECTIONS.iter().find(|section| section.name == &*raw.name.value)?;
    let holds_entries = raw.fields.kind() == NodeKind::Mapping
        && raw.fields.pairs().next().is_some()
        && !raw.fields.pairs().any(|pair| is_field(pair.key));
    (section.entries().is_some() && holds_entries).then_some(section)
}

/// True if a name is that of a field, and its value nothing an entry could be.
fn is_stray_field(raw: &RawEntry<'_>) -> bool {
    let is_named = raw.fields.text() == Some(&*raw.name.value);
    let has_value = raw.fields.kind() != NodeKind::Mapping && !raw.fields.is_null() && !is_named;
    has_value && ENTRY.find(&raw.name.value).is_some()
}

pub(super) fn entry(kind: Kind, raw: RawEntry<'_>, context: &mut FieldContext<'_>) {
    if let Some((section, each)) = misplaced(&raw).and_then(|it| Some((it, it.each?))) {
        let message =
            format_args!("`{}` is a section, but stands inside another one", section.name);
        context
            .invalid(raw.name.span, message)
            .help(|| "move it to the start of its line".to_owned());
        return all(raw.fields, context, each);
    }
    if is_stray_field(&raw) {
        let message = format_args!("`{}` is a field, but stands where an entry is named", raw.name);
        context
            .invalid(raw.name.span, message)
            .help(|| "indent it, so that it belongs to the entry above it".to_owned());
        return;
    }
    let subject = SystemFields::subject(context.draft.entries.len());
    if !context.draft.name(subject, &raw.name) {
        return;
    }
    let mut entry = Entry::new(raw.name, raw.whole);
    entry.kind = kind;
    match raw.fields.kind() {
        NodeKind::Mapping => {
            // A workload's kind says which fields make sense for it.
            let declared = if kind == Kind::Undecided { declared(raw.fields) } else { None };
            let kinds = Kinds::from(declared.map_or(kind, decided));
            let name = entry.name.value.clone();
            let of = RecordOwner { kinds, name: Some(&name), other_keys: &["name", "hostname"] };
            context.about(subject);
            ENTRY.read(&mut entry.fields, raw.fields, of, context);
        }
        _ if raw.fields.is_null() || raw.fields.text() == Some(&*entry.name.value) => {}
        _ => {
            no_mapping(&entry.name, raw.fields, context);
        }
    }
    decide(&mut entry, context);
    context.draft.entries.push(entry);
}

/// An entry has text or a list where its fields should be.
fn no_mapping(name: &Spanned<Text>, fields: Node<'_>, context: &mut FieldContext<'_>) {
    let lacks_space = fields.text().and_then(glued_key).is_some();
    context.unmapped.push(Unmapped { name: name.clone(), text: fields.span(), lacks_space });
}

/// Tells of entries with text where their fields should be, unless that text is told of already, as no YAML.
pub(super) fn tell_unmapped(
    unmapped: Vec<Unmapped>,
    faults: &[Fault],
    context: &mut FieldContext<'_>,
) {
    for Unmapped { name, text, lacks_space } in unmapped {
        if !faults.iter().any(|fault| text.contains(fault.at) || fault.at.contains(text)) {
            let message = format_args!("`{name}` should be a mapping of fields");
            context.invalid(name.span, message).help(|| lacks_space.then(|| NO_SPACE.to_owned()));
        }
    }
}

/// What an entry of `workloads` says it is.
fn declared(fields: Node<'_>) -> Option<Declared> {
    let kind = fields.get("kind").or_else(|| fields.get("type"))?;
    Declared::from_word(kind.text()?)
}

/// The kind that a declaration stands for.
fn decided(declared: Declared) -> Kind {
    match declared {
        Declared::Vm => Kind::Vm,
        Declared::Native => Kind::Native,
        _ => Kind::Container,
    }
}

/// The engine that a declaration names.
fn engine(declared: Declared) -> Option<Engine> {
    match declared {
        Declared::Docker => Some(Engine::Docker),
        Declared::Podman => Some(Engine::Podman),
        Declared::Pod => Some(Engine::Kubernetes),
        Declared::Lxc => Some(Engine::Lxc),
        Declared::Incus => Some(Engine::Incus),
        Declared::Lxd => Some(Engine::Lxd),
        Declared::Vm | Declared::Container | Declared::Native => None,
    }
}

/// Takes an entry's `kind` for what it is: the decision in `workloads`, a repetition elsewhere.
fn decide(entry: &mut Entry, context: &mut FieldContext<'_>) {
    let Some(declared) = entry.declared.as_ref().cloned() else { return };
    let kind = decided(declared.value);
    if entry.kind == Kind::Undecided {
        entry.kind = kind;
    } else if entry.kind != kind {
        let name = &entry.name;
        let message =
            format_args!("`{name}` says it is of kind `{declared}`, which its section denies");
        context
            .invalid(declared.span, message)
            .help(|| "move the entry to another section, or to `workloads`".to_owned());
        return;
    }
    if entry.nature.engine.is_absent()
        && let Some(engine) = engine(declared.value)
    {
        entry.nature.engine = Stated::derived(engine, declared.span);
    }
}

pub(super) fn record<T: RecordFields>(
    table: &'static FieldTable<T>,
    raw: RawEntry<'_>,
    context: &mut FieldContext<'_>,
) {
    let subject = T::subject(T::list(context.draft).len());
    if !context.draft.name(subject, &raw.name) {
        return;
    }
    let name = raw.name.value.clone();
    let mut record = Record::<T>::new(raw.name, raw.whole);
    if raw.fields.kind() == NodeKind::Mapping {
        let of = RecordOwner { name: Some(&name), other_keys: &["name"], ..RecordOwner::PART };
        context.about(subject);
        table.read(&mut record.fields, raw.fields, of, context);
    } else if !raw.fields.is_null() && raw.fields.text() != Some(&*name) {
        no_mapping(&record.name, raw.fields, context);
    }
    T::list_mut(context.draft).push(record);
}

/// The start of a node that may be long.
pub(super) fn first_line(node: Node<'_>) -> Span {
    let first = node.pairs().next().map(|pair| pair.key).or_else(|| node.items().next());
    first.map_or(node.span(), |first| {
        if first.kind() == NodeKind::Scalar { first.span() } else { first_line(first) }
    })
}
