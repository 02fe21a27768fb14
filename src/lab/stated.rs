//! What the files say of one field: a value, that it cannot be known, or nothing.
//!
//! A rule asks for the value with [`Stated::as_ref`], and before it calls a value missing it asks
//! [`Stated::is_absent`]: an unknown value is stated too, only nobody can read it.

use crate::source::{Span, Spanned};

use super::entry::Text;

/// One field of a record.
///
/// By far most fields are absent or simply written; only the others have a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated<T>(Repr<T>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Repr<T> {
    /// Written where it holds.
    Known(Spanned<T>),
    /// Anything else; absent if there is nothing.
    Other(Option<Box<Other<T>>>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Other<T> {
    /// A value that is not simply written where it holds.
    Value { value: Spanned<T>, state: ValueState, via: Option<Span> },
    /// A value that the files do not give away.
    Unknown { at: Span, why: Text, via: Option<Span> },
    /// A key without a value: it says that there is none.
    Empty { at: Span },
}

/// How sure the value of a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueState {
    /// Nothing is said, or that there is none.
    Absent,
    /// It is written.
    Known,
    /// It is not written, and the format says what that means.
    Default,
    /// It follows from another value.
    Derived,
    /// It is a guess of labctl.
    Assumed,
    /// It is stated, but cannot be known from the files.
    Unknown,
}

impl<T> Stated<T> {
    /// A field of which nothing is said.
    pub const ABSENT: Self = Self(Repr::Other(None));

    /// What the format means where nothing is written. The place is that of the record that leaves it out.
    pub fn implied(value: T, at: Span) -> Self {
        Self::of_state(ValueState::Default, Spanned { value, span: at })
    }

    /// What follows from the value that is written at a place.
    pub fn derived(value: T, at: Span) -> Self {
        Self::of_state(ValueState::Derived, Spanned { value, span: at })
    }

    /// What labctl guesses from the value that is written at a place.
    pub fn assumed(value: T, at: Span) -> Self {
        Self::of_state(ValueState::Assumed, Spanned { value, span: at })
    }

    /// A value that is stated at a place, but cannot be known. `why` is a clause: "`${MEM}` is not set here".
    pub fn unknown(at: Span, why: impl Into<Text>) -> Self {
        Self::other(Other::Unknown { at, why: why.into(), via: None })
    }

    /// A key without a value. No default takes its place.
    pub fn empty(at: Span) -> Self {
        Self::other(Other::Empty { at })
    }

    /// The same, come to its record by way of a second place: the use of an anchor, the definition of a variable.
    #[must_use]
    pub fn through(self, place: Span) -> Self {
        let via = Some(place);
        Self::other(match self.0 {
            Repr::Known(value) => Other::Value { value, state: ValueState::Known, via },
            Repr::Other(None) => return Self::ABSENT,
            Repr::Other(Some(other)) => match *other {
                Other::Value { value, state, .. } => Other::Value { value, state, via },
                Other::Unknown { at, why, .. } => Other::Unknown { at, why, via },
                Other::Empty { at } => Other::Empty { at },
            },
        })
    }

    fn of_state(state: ValueState, value: Spanned<T>) -> Self {
        Self::other(Other::Value { value, state, via: None })
    }

    fn other(other: Other<T>) -> Self {
        Self(Repr::Other(Some(Box::new(other))))
    }

    /// The value, if there is one: written, implied, derived or assumed.
    pub fn as_ref(&self) -> Option<&Spanned<T>> {
        match &self.0 {
            Repr::Known(value) => Some(value),
            Repr::Other(other) => match other.as_deref()? {
                Other::Value { value, .. } => Some(value),
                Other::Unknown { .. } | Other::Empty { .. } => None,
            },
        }
    }

    /// The same, to be changed.
    pub fn as_mut(&mut self) -> Option<&mut Spanned<T>> {
        match &mut self.0 {
            Repr::Known(value) => Some(value),
            Repr::Other(other) => match other.as_deref_mut()? {
                Other::Value { value, .. } => Some(value),
                Other::Unknown { .. } | Other::Empty { .. } => None,
            },
        }
    }

    /// The value itself, where it is small.
    pub fn value(&self) -> Option<T>
    where
        T: Copy,
    {
        self.as_ref().map(|stated| stated.value)
    }

    /// The value without its place.
    pub fn as_deref(&self) -> Option<&T> {
        self.as_ref().map(|stated| &stated.value)
    }

    /// True if there is a value.
    pub fn is_some(&self) -> bool {
        self.as_ref().is_some()
    }

    /// True if nobody says anything, or somebody that there is none. Only then is it missing.
    pub fn is_absent(&self) -> bool {
        self.state() == ValueState::Absent
    }

    /// True if it is stated, but cannot be known: no rule may take that for a "no".
    pub fn is_unknown(&self) -> bool {
        self.state() == ValueState::Unknown
    }

    /// True if its key stands in a file, whatever can be read there.
    pub fn is_written(&self) -> bool {
        let is_empty = self.is_absent() && self.at().is_some();
        is_empty || matches!(self.state(), ValueState::Known | ValueState::Unknown)
    }

    /// How sure it is.
    pub fn state(&self) -> ValueState {
        match &self.0 {
            Repr::Known(_) => ValueState::Known,
            Repr::Other(None) => ValueState::Absent,
            Repr::Other(Some(other)) => match **other {
                Other::Value { state, .. } => state,
                Other::Unknown { .. } => ValueState::Unknown,
                Other::Empty { .. } => ValueState::Absent,
            },
        }
    }

    /// Where it is written, or what it follows from.
    pub fn at(&self) -> Option<Span> {
        Some(match &self.0 {
            Repr::Known(value) => value.span,
            Repr::Other(other) => match other.as_deref()? {
                Other::Value { value, .. } => value.span,
                Other::Unknown { at, .. } | Other::Empty { at } => *at,
            },
        })
    }

    /// The second place that it came through.
    pub fn via(&self) -> Option<Span> {
        match &self.0 {
            Repr::Known(_) => None,
            Repr::Other(other) => match other.as_deref()? {
                Other::Value { via, .. } | Other::Unknown { via, .. } => *via,
                Other::Empty { .. } => None,
            },
        }
    }

    /// Why it cannot be known, as a clause.
    pub fn why(&self) -> Option<&str> {
        match &self.0 {
            Repr::Other(Some(other)) => match &**other {
                Other::Unknown { why, .. } => Some(why),
                Other::Value { .. } | Other::Empty { .. } => None,
            },
            Repr::Known(_) | Repr::Other(None) => None,
        }
    }

    /// The value without the rest of what is known of it.
    pub fn into_value(self) -> Option<Spanned<T>> {
        match self.0 {
            Repr::Known(value) => Some(value),
            Repr::Other(other) => match *other? {
                Other::Value { value, .. } => Some(value),
                Other::Unknown { .. } | Other::Empty { .. } => None,
            },
        }
    }

    /// The same state and places, with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Stated<U> {
        let changed = |it: Spanned<T>| Spanned { value: change(it.value), span: it.span };
        Stated(match self.0 {
            Repr::Known(value) => Repr::Known(changed(value)),
            Repr::Other(other) => Repr::Other(other.map(|other| {
                Box::new(match *other {
                    Other::Value { value, state, via } => {
                        Other::Value { value: changed(value), state, via }
                    }
                    Other::Unknown { at, why, via } => Other::Unknown { at, why, via },
                    Other::Empty { at } => Other::Empty { at },
                })
            })),
        })
    }
}

impl<T> Default for Stated<T> {
    fn default() -> Self {
        Self::ABSENT
    }
}

impl<T> From<Spanned<T>> for Stated<T> {
    fn from(value: Spanned<T>) -> Self {
        Self(Repr::Known(value))
    }
}

impl<T> From<Option<Spanned<T>>> for Stated<T> {
    fn from(value: Option<Spanned<T>>) -> Self {
        value.map_or(Self::ABSENT, Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::{Stated, ValueState};
    use crate::source::{Sources, Span, Spanned};

    fn place() -> Span {
        let mut sources = Sources::default();
        sources
            .add("lab.yaml".to_owned(), "memory: 4GiB".to_owned())
            .expect("it is small")
            .span(0..6)
    }

    #[test]
    fn what_is_absent_is_told_from_what_is_unknown() {
        let at = place();
        let known = Stated::from(Spanned { value: true, span: at });
        let cases = [
            (Stated::ABSENT, ValueState::Absent, None, false),
            (known, ValueState::Known, Some(true), true),
            (Stated::implied(true, at), ValueState::Default, Some(true), false),
            (Stated::derived(true, at), ValueState::Derived, Some(true), false),
            (Stated::assumed(true, at), ValueState::Assumed, Some(true), false),
            (Stated::unknown(at, "it is secret"), ValueState::Unknown, None, true),
            (Stated::empty(at), ValueState::Absent, None, true),
        ];
        for (stated, state, value, is_written) in cases {
            let through = stated.clone().through(at);
            for stated in [stated, through] {
                assert_eq!((stated.state(), stated.value()), (state, value));
                assert_eq!(stated.is_absent(), state == ValueState::Absent);
                assert_eq!(stated.is_unknown(), state == ValueState::Unknown);
                assert_eq!(stated.is_written(), is_written);
                assert_eq!(stated.why().is_some(), stated.is_unknown());
                assert_eq!(stated.clone().map(|value| value), stated);
            }
        }
    }

    #[test]
    fn a_state_costs_the_usual_field_nothing() {
        assert_eq!(size_of::<Stated<[usize; 2]>>(), size_of::<Spanned<[usize; 2]>>());
        assert_eq!(size_of::<Stated<bool>>(), 16);
    }
}
