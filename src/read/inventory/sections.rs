//! The sections of an inventory.

use std::collections::HashMap;

use super::entries::{RawEntry, ReadEntry, all, entry, first_line, one, record};
use super::entry::ENTRY;
use super::policy::{policy_keys, read_policy};
use super::records::{CLUSTER, NETWORK, PLACEMENT, STORAGE, TARGET};
use crate::lab::{Engine, Kind, List, MistakeKind, Text};
use crate::near::nearest;
use crate::read::field::{FieldContext, FieldKey, FieldValue, RecordOwner, ValueShape};
use crate::source::{Span, Spanned};
use crate::yaml::{Node, Part};

/// A top-level key of an inventory.
pub(super) struct Section {
    pub(super) name: &'static str,
    /// Other spellings that are understood.
    pub(super) also: &'static [&'static str],
    pub(super) about: &'static str,
    pub(super) shape: ValueShape,
    /// True if a file with this key is surely an inventory.
    pub(super) tells: bool,
    /// Reads one entry, for sections that are made of entries.
    pub(super) each: Option<ReadEntry>,
    /// Reads the whole value, for the others.
    read: fn(Node<'_>, &mut FieldContext<'_>),
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
    pub(super) fn key(&self) -> FieldKey {
        let &Self { name, also, about, shape, .. } = self;
        FieldKey { name, or: None, also, about, shape }
    }

    /// The section of which its entries are, if they are hosts or workloads.
    pub(super) fn entries(&self) -> Option<&'static str> {
        let name = if self.name == LXC { "containers" } else { self.name };
        ENTRY_SECTIONS.iter().map(|(section, _)| *section).find(|section| *section == name)
    }
}

/// The section of containers that one word says more of.
const LXC: &str = "lxc";

/// Every top-level key, in the order it is described.
#[rustfmt::skip]
pub(super) static SECTIONS: &[Section] = &[
    Section { name: "lab", also: &[], about: "what the lab is called; files with the same name are one lab", shape: ValueShape::Text, tells: true, each: None, read: name },
    Section { name: "version", also: &[], about: "the version of the language; 1", shape: ValueShape::Count, tells: false, each: None, read: version },
    Section { name: "include", also: &[], about: "more files of the same lab, as patterns below this file's folder", shape: ValueShape::Many(&ValueShape::Text), tells: false, each: None, read: nothing },
    Section { name: "sources", about: "what files of other tools say nothing of: `{files, runs_on}`, patterns of paths and the machines they are for", also: &[], shape: SOURCES, tells: false, each: None, read: sources },
    Section { name: "defaults", also: &[], about: "values for every workload that says nothing else; may be split by section", shape: ValueShape::Record(super::defaults::keys), tells: false, each: None, read: super::defaults::read },
    Section { name: "hosts", also: &["hypervisors"], about: "physical machines, and rented ones used like them", shape: HOSTS, tells: true, each: Some(|raw, context| entry(Kind::Host, raw, context)), read: nothing },
    Section { name: "vms", also: &["qemu", "virtual_machines"], about: "virtual machines", shape: ENTRIES, tells: true, each: Some(|raw, context| entry(Kind::Vm, raw, context)), read: nothing },
    Section { name: "containers", also: &[], about: "application and system containers", shape: ENTRIES, tells: true, each: Some(|raw, context| entry(Kind::Container, raw, context)), read: nothing },
    Section { name: LXC, also: &["lxcs", "cts", "ct"], about: "LXC system containers, short for `containers` with `engine: lxc`", shape: ENTRIES, tells: false, each: Some(lxc), read: nothing },
    Section { name: "natives", also: &[], about: "software that runs directly on the OS of a host or VM", shape: ENTRIES, tells: true, each: Some(|raw, context| entry(Kind::Native, raw, context)), read: nothing },
    Section { name: "workloads", also: &[], about: "workloads whose kind is a field, or still a question", shape: ENTRIES, tells: true, each: Some(|raw, context| entry(Kind::Undecided, raw, context)), read: nothing },
    Section { name: "clusters", also: &[], about: "machines that act as one", shape: ValueShape::Map(&ValueShape::Record(|| CLUSTER.keys())), tells: true, each: Some(|raw, context| record(&CLUSTER, raw, context)), read: nothing },
    Section { name: "networks", also: &[], about: "network segments", shape: ValueShape::Map(&ValueShape::Record(|| NETWORK.keys())), tells: false, each: Some(|raw, context| record(&NETWORK, raw, context)), read: nothing },
    Section { name: "storage", also: &[], about: "storage that several machines share", shape: ValueShape::Map(&ValueShape::Record(|| STORAGE.keys())), tells: false, each: Some(|raw, context| record(&STORAGE, raw, context)), read: nothing },
    Section { name: "backups", also: &[], about: "places that backups go to", shape: ValueShape::Map(&ValueShape::Record(|| TARGET.keys())), tells: false, each: Some(|raw, context| record(&TARGET, raw, context)), read: nothing },
    Section { name: "placement", also: &[], about: "what must be together, apart, or on certain machines", shape: ValueShape::Record(|| PLACEMENT.keys()), tells: false, each: None, read: placement },
    Section { name: "policy", also: &[], about: "how strict labctl is, and the exceptions", shape: ValueShape::Record(policy_keys), tells: true, each: None, read: read_policy },
    Section { name: "purpose", also: &[], about: "what the lab is for", shape: ValueShape::Text, tells: false, each: None, read: text },
    Section { name: "notes", also: &[], about: "anything else worth remembering", shape: ValueShape::Text, tells: false, each: None, read: text },
];

const SOURCES: ValueShape = crate::read::sources::SHAPE;
const HOSTS: ValueShape = ValueShape::Map(&ValueShape::Record(|| ENTRY.keys()));
const ENTRIES: ValueShape = ValueShape::Map(&ValueShape::Record(|| ENTRY.keys()));

/// True for sections whose entries are read one by one.
pub(super) fn splits(key: &str) -> bool {
    find(key).is_some_and(|(section, _)| section.each.is_some())
}

/// The section of a key, and the spelling that it has there.
fn find(key: &str) -> Option<(&'static Section, &'static str)> {
    SECTIONS.iter().find_map(|section| {
        let mut spellings = section.key().spellings();
        Some((section, spellings.find(|spelling| *spelling == key)?))
    })
}

/// An entry of `lxc`: a container of that engine, unless it says that it is of another.
fn lxc(raw: RawEntry<'_>, context: &mut FieldContext<'_>) {
    let (at, before) = (context.place.key, context.draft.entries.len());
    entry(Kind::Container, raw, context);
    for entry in &mut context.draft.entries[before..] {
        if entry.kind == Kind::Container && entry.nature.engine.is_absent() {
            entry.nature.engine = Spanned { value: Engine::Lxc, span: at }.into();
        }
    }
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
    pub(super) fn read(&mut self, part: Part<'_>, context: &mut FieldContext<'_>) {
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
            // Each document may have every section.
            Part::End => *self = Self::default(),
            Part::Other(document) if document.is_null() => {}
            Part::Other(document) => {
                let message = "an inventory is a mapping with sections such as `hosts` and `vms`";
                context.invalid(first_line(document), message);
                // Whatever it was meant to be, none of it was read.
                context.draft.incomplete = true;
            }
        }
    }

    /// Goes on to a section that is read entry by entry.
    fn begin(
        &mut self,
        key: Node<'_>,
        context: &mut FieldContext<'_>,
    ) -> Option<(&'static str, ReadEntry)> {
        self.enter(key, false, context);
        let section = key.text().and_then(find);
        let found = section.and_then(|(section, _)| Some((section.name, section.each?)));
        self.at = Some((key.span(), found));
        found
    }

    fn section(
        &mut self,
        key: Node<'_>,
        value: Node<'_>,
        merged: bool,
        context: &mut FieldContext<'_>,
    ) {
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
        context: &mut FieldContext<'_>,
    ) -> Option<&'static Section> {
        let Some(text) = key.text() else {
            context.odd_key(key);
            return None;
        };
        if text.starts_with("x-") {
            return None;
        }
        let Some((section, spelling)) = find(text) else {
            unknown(key, text, context);
            return None;
        };
        match self.seen.iter().find(|(name, _)| *name == text) {
            Some(_) if merged => return None,
            Some(&(_, first)) => {
                context.duplicate(&Spanned { value: text, span: key.span() }, first);
            }
            None => self.seen.push((spelling, key.span())),
        }
        Some(section)
    }
}

fn unknown(at: Node<'_>, key: &str, context: &mut FieldContext<'_>) {
    let message = format_args!("`{key}` is not a section of an inventory");
    context.add(MistakeKind::UnknownField, at.span(), message).help(|| {
        let near = match key {
            "nodes" | "servers" | "machines" => Some("hosts"),
            "docker" | "podman" | "pods" => Some("containers"),
            "vm" | "kvm" => Some("vms"),
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
fn nothing(_: Node<'_>, _: &mut FieldContext<'_>) {}

/// Its rules count when files are loaded; here only what is wrong with them is told.
fn sources(node: Node<'_>, context: &mut FieldContext<'_>) {
    crate::read::sources::read(node, context);
}

fn name(node: Node<'_>, context: &mut FieldContext<'_>) {
    let name = Spanned::<Text>::read(node, context);
    if context.draft.name.is_none() {
        context.draft.name = name;
    }
}

fn version(node: Node<'_>, context: &mut FieldContext<'_>) {
    if let Some(version) = u32::read(node, context).filter(|version| *version != 1) {
        let message = format_args!("this labctl reads version 1 of the language, not {version}");
        context.invalid(node.span(), message);
    }
}

fn text(node: Node<'_>, context: &mut FieldContext<'_>) {
    // Nothing is done with it, but what cannot be text is worth a word.
    Text::read(node, context);
}

pub(super) fn include(node: Node<'_>, context: &mut FieldContext<'_>) -> Vec<Spanned<Text>> {
    List::read(node, context).map(|list: List<_>| list.to_vec()).unwrap_or_default()
}

fn placement(node: Node<'_>, context: &mut FieldContext<'_>) {
    let mut placement = std::mem::take(&mut context.draft.placement);
    let mut more = crate::lab::Placement::default();
    PLACEMENT.read(&mut more, node, RecordOwner::PART, context);
    placement.pinned.extend(more.pinned);
    placement.together.extend(more.together);
    placement.apart.extend(more.apart);
    context.draft.placement = placement;
}

/// Keys that are written twice in what labctl does not read.
fn repeated_keys(node: Node<'_>, context: &mut FieldContext<'_>) {
    let mut keys: HashMap<&str, Span> = HashMap::new();
    for pair in node.pairs().filter(|pair| pair.merged.is_none()) {
        let key = pair.key.text().unwrap_or_default();
        let first = *keys.entry(key).or_insert(pair.key.span());
        if first != pair.key.span() {
            context.duplicate(&Spanned { value: key, span: pair.key.span() }, first);
        }
        repeated_keys(pair.value, context);
    }
    node.items().for_each(|item| repeated_keys(item, context));
}
