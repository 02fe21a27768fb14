//! A node of the text as a [`ComposeValue`]: only what is taken of it, with variables filled in, aliases and merge
//! keys followed.

use rustc_hash::FxHashMap;

use super::take::{Key, Take, is_wanted_label};
use super::value::{ComposePair, ComposeValue, Meeting, ValueForm};
use super::variables::Variables;
use crate::lab::{Draft, Text};
use crate::source::{Source, Span, Spanned};
use crate::yaml::{Node, NodeKind};

/// What stands for the value of a variable that is written literally.
pub(super) const LITERAL: &str = "literal";

/// So many values are taken of all files of a project. Who needs more has set a trap.
const MOST: usize = 300_000;

/// A conversion, and what it may still use up.
pub(super) struct Conversion<'d> {
    /// Where mistakes go.
    pub(super) draft: &'d mut Draft,
    /// How many values may still be made.
    left: usize,
    is_cut: bool,
}

impl<'d> Conversion<'d> {
    pub(super) fn new(draft: &'d mut Draft) -> Self {
        Self { draft, left: MOST, is_cut: false }
    }

    /// Takes so many values from what may still be made. False if there are not as many.
    pub(super) fn spend(&mut self, values: usize) -> bool {
        let left = self.left.checked_sub(values);
        self.left = left.unwrap_or_default();
        self.is_cut |= left.is_none();
        left.is_some()
    }

    /// True if some values were one too many, and left out.
    pub(super) fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// What is taken of a node.
    pub(super) fn value(
        &mut self,
        node: Node<'_>,
        take: Take,
        from: &Origin<'_, '_>,
    ) -> ComposeValue {
        let mut value = match take {
            Take::All => self.whole(node, from),
            Take::Presence => ComposeValue::new(presence(node), node.span()),
            Take::Keys => self.keys(node, from),
            Take::Labels => self.labels(node, from),
            Take::Some(keys) => self.some(node, keys, from),
        };
        value.meeting = match node.tag() {
            Some("!override") => Meeting::Replace,
            Some("!reset") => Meeting::Remove,
            _ => Meeting::Merge,
        };
        if node.written() != node.span() {
            value.come_through(node.written());
        }
        value
    }

    fn whole(&mut self, node: Node<'_>, from: &Origin<'_, '_>) -> ComposeValue {
        if !self.spend(1) {
            return ComposeValue::new(ValueForm::Null, node.span());
        }
        let form = match node.kind() {
            NodeKind::Mapping => ValueForm::Map(self.pairs(node, |_| Some(Take::All), from)),
            NodeKind::Sequence => {
                let items = node.items().map(|item| self.value(item, Take::All, from));
                ValueForm::List(items.collect())
            }
            NodeKind::Empty | NodeKind::Scalar => return from.scalar(node),
        };
        ComposeValue::new(form, node.span())
    }

    fn some(&mut self, node: Node<'_>, keys: &[Key], from: &Origin<'_, '_>) -> ComposeValue {
        if node.kind() != NodeKind::Mapping {
            return ComposeValue::new(presence(node), node.span());
        }
        let take = |key: &str| keys.iter().find(|(known, _)| *known == key).map(|(_, take)| *take);
        ComposeValue::new(ValueForm::Map(self.pairs(node, take, from)), node.span())
    }

    /// The pairs of a mapping: of a key that is written twice, the first; of what merge keys add, what is missing.
    fn pairs(
        &mut self,
        node: Node<'_>,
        take: impl Fn(&str) -> Option<Take>,
        from: &Origin<'_, '_>,
    ) -> Vec<ComposePair> {
        let mut pairs: Vec<ComposePair> = Vec::new();
        let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
        for pair in node.pairs() {
            let Some(name) = pair.key.text() else { continue };
            if let Some(first) = seen.get(name) {
                if pair.merged.is_none() {
                    let again = Spanned { value: name, span: pair.key.written() };
                    self.draft.twice(&again, *first);
                }
                continue;
            }
            seen.insert(name, pair.key.written());
            let Some(take) = take(name) else { continue };
            let mut value = self.value(pair.value, take, from);
            if let Some(used) = pair.merged {
                value.come_through(used);
            }
            let key = Spanned { value: Text::from(name), span: pair.key.span() };
            pairs.push(ComposePair { key, value });
        }
        pairs
    }

    /// The names in a mapping or in a list of `NAME=value`.
    fn keys(&mut self, node: Node<'_>, from: &Origin<'_, '_>) -> ComposeValue {
        let mut pairs = Vec::new();
        let mut add = |name: &str, at: Span, value: Option<&str>| {
            // A variable that is filled in from elsewhere is not written here.
            let is_literal = value.is_some_and(|value| {
                let filled = from.variables.fill(value);
                !filled.text.is_empty() && filled.unknown.is_none() && filled.via.is_none()
            });
            let form = if is_literal { ValueForm::Text(LITERAL.into()) } else { ValueForm::Null };
            let key = Spanned { value: name.into(), span: at };
            pairs.push(ComposePair { key, value: ComposeValue::new(form, at) });
        };
        match node.kind() {
            NodeKind::Mapping => {
                for pair in node.pairs() {
                    let Some(name) = pair.key.text() else { continue };
                    add(name, pair.key.span(), pair.value.text());
                }
            }
            NodeKind::Sequence => {
                for item in node.items() {
                    let Some(text) = item.text() else { continue };
                    let (name, value) = match text.split_once('=') {
                        Some((name, value)) => (name, Some(value)),
                        None => (text, None),
                    };
                    add(name, from.start_of(item, name.len()), value);
                }
            }
            NodeKind::Empty | NodeKind::Scalar => {}
        }
        self.spend(pairs.len());
        ComposeValue::new(ValueForm::Map(pairs), node.span())
    }

    /// The labels that are wanted, out of a mapping or a list of `name=value`.
    fn labels(&mut self, node: Node<'_>, from: &Origin<'_, '_>) -> ComposeValue {
        let take = |name: &str| is_wanted_label(name).then_some(Take::All);
        let pairs = if node.kind() == NodeKind::Mapping {
            self.pairs(node, take, from)
        } else {
            let label = |item: Node<'_>| {
                let (name, value) = item.text()?.split_once('=')?;
                take(name)?;
                let value = from.filled(value, item.span());
                let key = Spanned { value: name.into(), span: from.start_of(item, name.len()) };
                Some(ComposePair { key, value })
            };
            node.items().filter_map(label).collect()
        };
        self.spend(pairs.len());
        ComposeValue::new(ValueForm::Map(pairs), node.span())
    }
}

/// Where nodes come from: their file, and what its variables stand for.
pub(super) struct Origin<'o, 'a> {
    pub(super) source: &'a Source,
    pub(super) variables: &'o Variables<'a>,
}

impl Origin<'_, '_> {
    fn scalar(&self, node: Node<'_>) -> ComposeValue {
        match node.text() {
            Some(text) if !node.is_null() => self.filled(text, node.span()),
            _ => ComposeValue::new(ValueForm::Null, node.span()),
        }
    }

    fn filled(&self, text: &str, at: Span) -> ComposeValue {
        let filled = self.variables.fill(text);
        ComposeValue {
            via: filled.via,
            unknown: filled.unknown,
            ..ComposeValue::new(ValueForm::Text(filled.text), at)
        }
    }

    /// The place of the first bytes of a scalar, as long as it is written plainly.
    fn start_of(&self, node: Node<'_>, length: usize) -> Span {
        let whole = self.source.bytes(node.span());
        let start =
            whole.start + usize::from(self.source.text()[whole.clone()].starts_with(['"', '\'']));
        let end = (start + length).min(whole.end);
        if self.source.text().is_char_boundary(end) {
            self.source.span(start..end)
        } else {
            node.span()
        }
    }
}

/// What is left of a value of which only the presence counts: its items are empty texts, but for words that switch
/// it off.
fn presence(node: Node<'_>) -> ValueForm {
    match node.kind() {
        NodeKind::Empty => ValueForm::Null,
        NodeKind::Scalar if node.is_null() => ValueForm::Null,
        NodeKind::Scalar if node.text() == Some("NONE") => ValueForm::Text("NONE".into()),
        NodeKind::Sequence if node.items().next().and_then(Node::text) == Some("NONE") => {
            ValueForm::Text("NONE".into())
        }
        NodeKind::Scalar | NodeKind::Sequence | NodeKind::Mapping => ValueForm::Text(Text::new()),
    }
}
