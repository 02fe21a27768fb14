//! The sections of an inventory, and how their entries are read.

use std::collections::{HashMap, HashSet};

use super::entry::ENTRY;
use super::policy::{policy_keys, read_policy};
use super::records::{CLUSTER, NETWORK, PLACEMENT, STORAGE, TARGET};
use crate::lab::{
    Declared, Engine, Entry, Kind, List, Listed, Record, Slip, Stated, SystemFields, Text,
    Vocabulary,
};
use crate::near::nearest;
use crate::read::field::{Context, FieldValue, Key, Kinds, NO_SPACE, Owner, Shape, Table};
use crate::source::{Span, Spanned};
use crate::yaml::{Kind as Form, Node, Part, glued_key};

/// A top-level key of an inventory.
pub(super) struct Section {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) shape: Shape,
    /// True if a file with this key is surely an inventory.
    pub(super) tells: bool,
    /// Reads one entry, for sections that are made of entries.
    each: Option<ReadEntry>,
    /// Reads the whole value, for the others.
    read: fn(Node<'_>, &mut Context<'_>),
}

/// The sections whose entries are hosts or workloads, each with the kind of its entries.
pub(crate) const ENTRY_SECTIONS: [(&str, Kind); 5] = [
    ("hosts", Kind::Host),
    ("vms", Kind::Vm),
    ("containers", Kind::Container),
    ("natives", Kind::Native),
    ("workloads", Kind::Undecided),
];

impl Section {
    /// Its description as a key.
    pub(super) fn key(&self) -> Key {
        let &Self { name, about, shape, .. } = self;
        Key { name, or: None, also: &[], about, shape }
    }

    /// True if its entries are hosts or workloads.
    pub(super) fn is_of_entries(&self) -> bool {
        ENTRY_SECTIONS.iter().any(|(name, _)| *name == self.name)
    }
}

/// Every top-level key, in the order it is described.
#[rustfmt::skip]
pub(super) static SECTIONS: &[Section] = &[
    Section { name: "lab", about: "what the lab is called; files with the same name are one lab", shape: Shape::Text, tells: true, each: None, read: name },
    Section { name: "version", about: "the version of the language; 1", shape: Shape::Count, tells: false, each: None, read: version },
    Section { name: "include", about: "more files of the same lab, as patterns below this file's folder", shape: Shape::Many(&Shape::Text), tells: false, each: None, read: nothing },
    Section { name: "defaults", about: "values for every workload that says nothing else; may be split by section", shape: Shape::Record(super::defaults::keys), tells: false, each: None, read: super::defaults::read },
    Section { name: "hosts", about: "physical machines, and rented ones used like them", shape: HOSTS, tells: true, each: Some(|raw, context| entry(Kind::Host, raw, context)), read: nothing },
    Section { name: "vms", about: "virtual machines", shape: ENTRIES, tells: true, each: Some(|raw, context| entry(Kind::Vm, raw, context)), read: nothing },
    Section { name: "containers", about: "application and system containers", shape: ENTRIES, tells: true, each: Some(|raw, context| entry(Kind::Container, raw, context)), read: nothing },
    Section { name: "natives", about: "software that runs directly on the OS of a host or VM", shape: ENTRIES, tells: true, each: Some(|raw, context| entry(Kind::Native, raw, context)), read: nothing },
    Section { name: "workloads", about: "workloads whose kind is a field, or still a question", shape: ENTRIES, tells: true, each: Some(|raw, context| entry(Kind::Undecided, raw, context)), read: nothing },
    Section { name: "clusters", about: "machines that act as one", shape: Shape::Map(&Shape::Record(|| CLUSTER.keys())), tells: true, each: Some(|raw, context| record(&CLUSTER, raw, context)), read: nothing },
    Section { name: "networks", about: "network segments", shape: Shape::Map(&Shape::Record(|| NETWORK.keys())), tells: false, each: Some(|raw, context| record(&NETWORK, raw, context)), read: nothing },
    Section { name: "storage", about: "storage that several machines share", shape: Shape::Map(&Shape::Record(|| STORAGE.keys())), tells: false, each: Some(|raw, context| record(&STORAGE, raw, context)), read: nothing },
    Section { name: "backups", about: "places that backups go to", shape: Shape::Map(&Shape::Record(|| TARGET.keys())), tells: false, each: Some(|raw, context| record(&TARGET, raw, context)), read: nothing },
    Section { name: "placement", about: "what must be together, apart, or on certain machines", shape: Shape::Record(|| PLACEMENT.keys()), tells: false, each: None, read: placement },
    Section { name: "policy", about: "how strict labctl is, and the exceptions", shape: Shape::Record(policy_keys), tells: true, each: None, read: read_policy },
    Section { name: "purpose", about: "what the lab is for", shape: Shape::Text, tells: false, each: None, read: text },
    Section { name: "notes", about: "anything else worth remembering", shape: Shape::Text, tells: false, each: None, read: text },
];

const HOSTS: Shape = Shape::Map(&Shape::Record(|| ENTRY.keys()));
const ENTRIES: Shape = Shape::Map(&Shape::Record(|| ENTRY.keys()));

/// True for sections whose entries are read one by one.
pub(super) fn splits(key: &str) -> bool {
    SECTIONS.iter().any(|section| section.name == key && section.each.is_some())
}

/// The sections of the document that is being read.
#[derive(Default)]
pub(super) struct Sections {
    /// The keys so far, with their places.
    seen: Vec<(&'static str, Span)>,
    /// The section whose entries are coming in.
    at: Option<(Span, Option<(&'static str, ReadEntry)>)>,
}

impl Sections {
    /// Reads a part of a document.
    pub(super) fn read(&mut self, part: Part<'_>, context: &mut Context<'_>) {
        match part {
            Part::Section { key, value } if key.is_merge() => {
                for pair in value.pairs() {
                    self.section(pair.key, pair.value, true, context);
                }
            }
            Part::Section { key, value } => self.section(key, value, false, context),
            Part::Entry { section, key, value } => {
                let found = match self.at {
                    Some((at, found)) if at == section.span() => found,
                    _ => self.begin(section, context),
                };
                if let Some((name, each)) = found {
                    context.enter(name, section.written());
                    one(key, value, false, context, each);
                }
            }
            // ReadEntry document may have every section.
            Part::End => *self = Self::default(),
            Part::Other(document) if document.is_null() => {}
            Part::Other(document) => {
                let message = "an inventory is a mapping with sections such as `hosts` and `vms`";
                context.invalid(first_line(document), message);
            }
        }
    }

    /// Goes on to a section that is read entry by entry.
    fn begin(
        &mut self,
        key: Node<'_>,
        context: &mut Context<'_>,
    ) -> Option<(&'static str, ReadEntry)> {
        self.enter(key, false, context);
        let section = SECTIONS.iter().find(|section| key.text() == Some(section.name));
        let found = section.and_then(|section| Some((section.name, section.each?)));
        self.at = Some((key.span(), found));
        found
    }

    fn section(&mut self, key: Node<'_>, value: Node<'_>, merged: bool, context: &mut Context<'_>) {
        let Some(section) = self.enter(key, merged, context) else {
            if key.text().is_some_and(|key| key.starts_with("x-")) {
                repeated_keys(value, context);
            }
            return;
        };
        context.enter(section.name, key.written());
        match section.each {
            None => (section.read)(value, context),
            Some(each) => all(value, context, each),
        }
    }

    /// The section of a key, unless it is none, or one that was merged and is there already.
    fn enter(
        &mut self,
        key: Node<'_>,
        merged: bool,
        context: &mut Context<'_>,
    ) -> Option<&'static Section> {
        let Some(text) = key.text() else {
            context.odd_key(key);
            return None;
        };
        if text.starts_with("x-") {
            return None;
        }
        let Some(section) = SECTIONS.iter().find(|section| section.name == text) else {
            unknown(key, text, context);
            return None;
        };
        match self.seen.iter().find(|(name, _)| *name == text) {
            Some(_) if merged => return None,
            Some(&(_, first)) => {
                context.duplicate(&Spanned { value: text, span: key.span() }, first);
            }
            None => self.seen.push((section.name, key.span())),
        }
        Some(section)
    }
}

fn unknown(at: Node<'_>, key: &str, context: &mut Context<'_>) {
    let message = format_args!("`{key}` is not a section of an inventory");
    context.add(Slip::UnknownField, at.span(), message).help(|| {
        let near = match key {
            "nodes" | "servers" | "machines" | "hypervisors" => Some("hosts"),
            "lxc" | "docker" | "podman" | "pods" | "ct" | "cts" => Some("containers"),
            "qemu" | "kvm" => Some("vms"),
            _ => nearest(key, SECTIONS.iter().map(|section| section.name)),
        };
        match (near, ENTRY.find(key)) {
            _ if key == "services" => {
                "write the services of a Compose file under `containers:`, each with `runs_on`"
                    .to_owned()
            }
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, Some(field)) => {
                format!("to say it of every entry, write `defaults: {{{}: ...}}`", field.key.name)
            }
            (None, None) => "sections are `hosts`, `vms`, `containers`, `natives`, `workloads`, `clusters`, \
                             `networks`, `storage`, `backups`, `placement`, `policy`; keys of your own start \
                             with `x-`"
                .to_owned(),
        }
    });
}

/// Somebody else reads it.
fn nothing(_: Node<'_>, _: &mut Context<'_>) {}

fn name(node: Node<'_>, context: &mut Context<'_>) {
    let name = Spanned::<Text>::read(node, context);
    if context.draft.name.is_none() {
        context.draft.name = name;
    }
}

fn version(node: Node<'_>, context: &mut Context<'_>) {
    if let Some(version) = u32::read(node, context).filter(|version| *version != 1) {
        let message = format_args!("this labctl reads version 1 of the language, not {version}");
        context.invalid(node.span(), message);
    }
}

fn text(node: Node<'_>, context: &mut Context<'_>) {
    // Nothing is done with it, but what cannot be text is worth a word.
    Text::read(node, context);
}

pub(super) fn include(node: Node<'_>, context: &mut Context<'_>) -> Vec<Spanned<Text>> {
    List::read(node, context).map(|list: List<_>| list.to_vec()).unwrap_or_default()
}

fn placement(node: Node<'_>, context: &mut Context<'_>) {
    let mut placement = std::mem::take(&mut context.draft.placement);
    let mut more = crate::lab::Placement::default();
    PLACEMENT.read(&mut more, node, Owner::PART, context);
    placement.pinned.extend(more.pinned);
    placement.together.extend(more.together);
    placement.apart.extend(more.apart);
    context.draft.placement = placement;
}

/// An entry before its fields are read: its name, its fields, and where all of it stands.
struct RawEntry<'t> {
    name: Spanned<Text>,
    fields: Node<'t>,
    whole: Span,
}

type ReadEntry = fn(RawEntry<'_>, &mut Context<'_>);

/// The entries of a section: a map by name, or a list of records with `name`.
fn all(node: Node<'_>, context: &mut Context<'_>, each: ReadEntry) {
    match node.kind() {
        Form::Mapping => {
            let mut seen = HashSet::new();
            for pair in node.pairs() {
                if !pair.merged || seen.insert(pair.key.text()) {
                    one(Some(pair.key), pair.value, pair.merged, context, each);
                }
                seen.insert(pair.key.text());
            }
        }
        Form::Sequence => node.items().for_each(|item| one(None, item, false, context, each)),
        _ if node.is_null() => {}
        _ => {
            context.expected(node, "a map by name, or a list of entries with `name`");
        }
    }
}

/// One entry of a section: under a key, or in a list.
fn one(
    key: Option<Node<'_>>,
    value: Node<'_>,
    merged: bool,
    context: &mut Context<'_>,
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
        Form::Mapping => value.get("name").or_else(|| value.get("hostname")).unwrap_or(value),
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
    let holds_entries = raw.fields.kind() == Form::Mapping
        && raw.fields.pairs().next().is_some()
        && !raw.fields.pairs().any(|pair| is_field(pair.key));
    (section.is_of_entries() && holds_entries).then_some(section)
}

/// True if a name is that of a field, and its value nothing an entry could be.
fn is_stray_field(raw: &RawEntry<'_>) -> bool {
    let is_named = raw.fields.text() == Some(&*raw.name.value);
    let has_value = raw.fields.kind() != Form::Mapping && !raw.fields.is_null() && !is_named;
    has_value && ENTRY.find(&raw.name.value).is_some()
}

fn entry(kind: Kind, raw: RawEntry<'_>, context: &mut Context<'_>) {
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
        Form::Mapping => {
            // A workload's kind says which fields make sense for it.
            let declared = if kind == Kind::Undecided { declared(raw.fields) } else { None };
            let kinds = Kinds::from(declared.map_or(kind, decided));
            let name = entry.name.value.clone();
            let of = Owner { kinds, name: Some(&name), other_keys: &["name", "hostname"] };
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
fn no_mapping(name: &Spanned<Text>, fields: Node<'_>, context: &mut Context<'_>) {
    let glued = fields.text().and_then(glued_key).is_some();
    let message = format_args!("`{name}` should be a mapping of fields");
    context.invalid(name.span, message).help(|| glued.then(|| NO_SPACE.to_owned()));
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
fn decide(entry: &mut Entry, context: &mut Context<'_>) {
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
    if !entry.nature.engine.is_written()
        && let Some(engine) = engine(declared.value)
    {
        entry.nature.engine = Stated::derived(engine, declared.span);
    }
}

fn record<T: Listed>(table: &'static Table<T>, raw: RawEntry<'_>, context: &mut Context<'_>) {
    let subject = T::subject(T::list(context.draft).len());
    if !context.draft.name(subject, &raw.name) {
        return;
    }
    let name = raw.name.value.clone();
    let mut record = Record::<T>::new(raw.name, raw.whole);
    if raw.fields.kind() == Form::Mapping {
        let of = Owner { name: Some(&name), other_keys: &["name"], ..Owner::PART };
        context.about(subject);
        table.read(&mut record.fields, raw.fields, of, context);
    } else if !raw.fields.is_null() && raw.fields.text() != Some(&*name) {
        no_mapping(&record.name, raw.fields, context);
    }
    T::list_mut(context.draft).push(record);
}

/// Keys that are written twice in what labctl does not read.
fn repeated_keys(node: Node<'_>, context: &mut Context<'_>) {
    let mut keys: HashMap<&str, Span> = HashMap::new();
    for pair in node.pairs().filter(|pair| !pair.merged) {
        let key = pair.key.text().unwrap_or_default();
        let first = *keys.entry(key).or_insert(pair.key.span());
        if first != pair.key.span() {
            context.duplicate(&Spanned { value: key, span: pair.key.span() }, first);
        }
        repeated_keys(pair.value, context);
    }
    node.items().for_each(|item| repeated_keys(item, context));
}

/// The start of a node that may be long.
fn first_line(node: Node<'_>) -> Span {
    let first = node.pairs().next().map(|pair| pair.key).or_else(|| node.items().next());
    first.map_or(node.span(), |first| {
        if first.kind() == Form::Scalar { first.span() } else { first_line(first) }
    })
}
