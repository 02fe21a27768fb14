//! A value of a Compose file, with variables filled in and merge keys followed: what it is, where it is written,
//! and what it came through.

use crate::lab::{List, PartOrigin, Stated, Text};
use crate::source::{Span, Spanned};

/// A value, or a part of one.
#[derive(Debug, Clone)]
pub(super) struct ComposeValue {
    pub(super) form: ValueForm,
    /// Where it is written: behind an alias, the place of the anchor.
    pub(super) at: Span,
    /// The second place it came through: the use of an anchor, `extends`, the definition of a variable.
    pub(super) via: Option<Span>,
    /// Why it cannot be known, as a clause: a variable in it has no value.
    pub(super) unknown: Option<Text>,
    /// How it meets the value of an earlier file.
    pub(super) meeting: Meeting,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(super) enum ValueForm {
    Null,
    /// A scalar. A variable without a value is left standing in it.
    Text(Text),
    List(Vec<ComposeValue>),
    Map(Vec<ComposePair>),
}

/// A key with its value.
#[derive(Debug, Clone)]
pub(super) struct ComposePair {
    pub(super) key: Spanned<Text>,
    pub(super) value: ComposeValue,
}

/// What becomes of the value of an earlier file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meeting {
    /// Both are put together, each field in its own way.
    Merge,
    /// `!override`: the later one counts alone.
    Replace,
    /// `!reset`: there is none any more.
    Remove,
}

impl ComposeValue {
    /// A value that is written at a place, and came there directly.
    pub(super) fn new(form: ValueForm, at: Span) -> Self {
        Self { form, at, via: None, unknown: None, meeting: Meeting::Merge }
    }

    /// The text of a scalar, if all of it is known.
    pub(super) fn known(&self) -> Option<&str> {
        self.text().filter(|_| self.unknown.is_none())
    }

    /// The text of a scalar, in which variables without a value are left standing.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.form {
            ValueForm::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list; nothing for anything else.
    pub(super) fn items(&self) -> &[Self] {
        match &self.form {
            ValueForm::List(items) => items,
            _ => &[],
        }
    }

    /// The keys and values of a mapping; nothing for anything else.
    pub(super) fn pairs(&self) -> &[ComposePair] {
        match &self.form {
            ValueForm::Map(pairs) => pairs,
            _ => &[],
        }
    }

    /// The value of a key, if there is one.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let found = self.pairs().iter().find(|pair| pair.key.value == key)?;
        (!found.value.is_null()).then_some(&found.value)
    }

    /// The value behind several keys, one inside the other.
    pub(super) fn at_path(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self.form, ValueForm::Null)
    }

    /// True for `true` as YAML writes it.
    pub(super) fn is_true(&self) -> bool {
        matches!(self.known(), Some("true" | "True" | "TRUE"))
    }

    /// How many values it is made of.
    pub(super) fn size(&self) -> usize {
        1 + match &self.form {
            ValueForm::Null | ValueForm::Text(_) => 0,
            ValueForm::List(items) => items.iter().map(Self::size).sum(),
            ValueForm::Map(pairs) => pairs.iter().map(|pair| 1 + pair.value.size()).sum(),
        }
    }

    /// Notes the second place of this value and of all in it, as far as they have none.
    pub(super) fn come_through(&mut self, place: Span) {
        self.via.get_or_insert(place);
        match &mut self.form {
            ValueForm::Null | ValueForm::Text(_) => {}
            ValueForm::List(items) => items.iter_mut().for_each(|item| item.come_through(place)),
            ValueForm::Map(pairs) => {
                pairs.iter_mut().for_each(|pair| pair.value.come_through(place));
            }
        }
    }

    /// Notes the place of the `extends` that this value came by; of several, the one of the service that is deployed.
    pub(super) fn come_by(&mut self, place: Span) {
        self.via = Some(place);
        match &mut self.form {
            ValueForm::Null | ValueForm::Text(_) => {}
            ValueForm::List(items) => items.iter_mut().for_each(|item| item.come_by(place)),
            ValueForm::Map(pairs) => pairs.iter_mut().for_each(|pair| pair.value.come_by(place)),
        }
    }

    /// A field of the model that says what this value says: its content, or why nobody can know it.
    pub(super) fn stated<T>(&self, read: impl FnOnce(&str) -> Option<T>) -> Stated<T> {
        if let Some(why) = &self.unknown {
            return self.placed(Stated::unknown(self.at, why.clone()));
        }
        let value = self.text().and_then(read);
        self.placed(value.map(|value| Spanned { value, span: self.at }).into())
    }

    /// The same field with the second place of this value.
    pub(super) fn placed<T>(&self, field: Stated<T>) -> Stated<T> {
        match self.via {
            Some(via) => field.through(via),
            None => field,
        }
    }

    /// Something that this value says.
    pub(super) fn here<T>(&self, value: T) -> Stated<T> {
        self.placed(Spanned { value, span: self.at }.into())
    }

    /// A list field that this value states.
    pub(super) fn listed<T>(&self, items: Vec<T>) -> List<T> {
        let list = List::stated(items, self.at);
        self.placed(list.into()).into()
    }

    /// The texts of a list, or of one scalar; those that cannot be known are left out.
    pub(super) fn names(&self) -> List<Spanned<Text>> {
        let names: Vec<_> = match &self.form {
            ValueForm::List(items) => items.iter().filter_map(Self::name).collect(),
            _ => self.name().into_iter().collect(),
        };
        self.listed(names)
    }

    /// Where this value stands as an item of a list field.
    pub(super) fn part(&self, field: &'static str, at: usize) -> PartOrigin {
        PartOrigin { field, path: format!("[{at}]").into(), origin: self.here(()) }
    }

    /// A name with its place, if all of it is known.
    pub(super) fn name(&self) -> Option<Spanned<Text>> {
        Some(Spanned { value: self.known()?.into(), span: self.at })
    }
}
