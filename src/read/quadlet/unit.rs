//! The text of a systemd unit: sections with keys, whose values may go on in the next line.

use crate::lab::{Stated, Text};
use crate::source::{Source, Span, Spanned};

/// One line of a unit with its place.
#[derive(Debug, Clone)]
pub(super) struct UnitValue {
    pub(super) text: Text,
    pub(super) at: Span,
    /// The place of the value that it takes the place of, or the file that it comes from besides that of the unit.
    pub(super) via: Option<Span>,
}

/// What a unit says, that of its drop-ins included.
#[derive(Debug, Default)]
pub(super) struct SystemdUnit {
    /// Section, key and value, in the order in which they count.
    entries: Vec<(Text, Text, UnitValue)>,
    /// The first line that a template engine replaces by something nobody knows, with its section.
    pub(super) template: Option<(Text, Span)>,
}

/// The keys of which nothing is ever kept.
const SECRET: [&str; 3] = ["Environment", "EnvironmentFile", "Secret"];

impl SystemdUnit {
    /// Reads a unit.
    pub(super) fn read(source: &Source) -> Self {
        let mut unit = Self::default();
        unit.add(source, None);
        unit
    }

    /// Adds what a file says. `of` is the unit's own file, if this is another one.
    pub(super) fn add(&mut self, source: &Source, of: Option<&Source>) {
        let text = source.text();
        let mut section = Text::new();
        let mut at = 0;
        while at < text.len() {
            let end =
                memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |it| at + it);
            let line = text[at..end].trim();
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = name.into();
            } else if line.starts_with("{{") {
                let is_control =
                    ["{{#", "{{/", "{{else", "{{!"].iter().any(|it| line.starts_with(it));
                if !is_control {
                    self.template.get_or_insert((section.clone(), source.span(at..end)));
                }
            } else if let Some((key, value)) = line.split_once('=')
                && !line.starts_with(['#', ';'])
            {
                let (value, next) = whole_value(text, end, value.trim());
                let start = at + text[at..end].find('=').map_or(0, |it| it + 1);
                let start = start + (text[start..end].len() - text[start..end].trim_start().len());
                self.entry(&section, key.trim(), value, source.span(start..end.max(start)), of);
                at = next;
                continue;
            }
            at = end + 1;
        }
    }

    fn entry(&mut self, section: &Text, key: &str, text: Text, at: Span, of: Option<&Source>) {
        if SECRET.contains(&key) {
            return;
        }
        let mut via = None;
        if of.is_some() || text.is_empty() {
            let known = self.entries.iter().rev().find(|it| it.0 == *section && it.1 == key);
            via = known.map(|it| it.2.via.unwrap_or(it.2.at));
        }
        // An empty value takes back what stands above it.
        if text.is_empty() {
            self.entries.retain(|it| it.0 != *section || it.1 != key);
        }
        self.entries.push((section.clone(), key.into(), UnitValue { text, at, via }));
    }

    /// Every value of a key.
    pub(super) fn all<'u>(
        &'u self,
        section: &'u str,
        key: &'u str,
    ) -> impl Iterator<Item = &'u UnitValue> {
        let mut via = None;
        self.entries.iter().filter_map(move |(in_section, of_key, value)| {
            if in_section != section || of_key != key {
                return None;
            }
            via = via.or(value.via);
            (!value.text.is_empty()).then_some(value)
        })
    }

    /// The value of a key that has one: the last.
    pub(super) fn get(&self, section: &str, key: &str) -> Option<&UnitValue> {
        self.entries
            .iter()
            .rev()
            .find(|(in_section, of_key, _)| in_section == section && of_key == key)
            .map(|(.., value)| value)
            .filter(|value| !value.text.is_empty())
    }

    /// Where the values of a key were taken back, if they were.
    pub(super) fn reset(&self, section: &str, key: &str) -> Option<Span> {
        let reset =
            |it: &&(Text, Text, UnitValue)| it.0 == section && it.1 == key && it.2.text.is_empty();
        self.entries.iter().find(reset).map(|it| it.2.at)
    }

    /// A unit of which the instance is named: `%i` stands for it.
    pub(super) fn instance(&mut self, name: &str) {
        for (.., value) in &mut self.entries {
            if value.text.contains("%i") {
                value.text = value.text.replace("%i", name);
            }
        }
    }
}

/// A value with the lines that it goes on in, and where the next line starts.
fn whole_value(text: &str, end: usize, first: &str) -> (Text, usize) {
    let (mut end, mut next, mut value) = (end, first, String::new());
    while let Some(line) = next.strip_suffix('\\') {
        value.push_str(line.trim_end());
        value.push(' ');
        let start = end + 1;
        if start >= text.len() {
            return (value.trim().into(), start);
        }
        end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |it| start + it);
        next = text[start..end].trim();
    }
    value.push_str(next);
    (value.into(), end + 1)
}

impl UnitValue {
    /// A field that says what this value says: its content, or that it hangs on a variable.
    pub(super) fn stated<T>(&self, read: impl FnOnce(&str) -> Option<T>) -> Stated<T> {
        if let Some(why) = self.unknown() {
            return self.placed(Stated::unknown(self.at, why));
        }
        self.placed(read(&self.text).map(|value| Spanned { value, span: self.at }).into())
    }

    /// Something that this value says.
    pub(super) fn here<T>(&self, value: T) -> Stated<T> {
        self.placed(Spanned { value, span: self.at }.into())
    }

    /// A field with the second place of this value.
    pub(super) fn placed<T>(&self, field: Stated<T>) -> Stated<T> {
        match self.via {
            Some(via) => field.through(via),
            None => field,
        }
    }

    /// The text with its place.
    pub(super) fn name(&self) -> Spanned<Text> {
        Spanned { value: self.text.clone(), span: self.at }
    }

    /// Why it cannot be known, as a clause.
    pub(super) fn unknown(&self) -> Option<Text> {
        if self.text.contains("{{") {
            return Some("a template fills it in".into());
        }
        let (_, rest) = self.text.split_once('$')?;
        let name = rest.trim_start_matches('{');
        let length =
            name.bytes().take_while(|it| it.is_ascii_alphanumeric() || *it == b'_').count();
        (length > 0)
            .then(|| format!("`${{{}}}` comes from the environment", &name[..length]).into())
    }
}
