//! An entry of the data: its fields, and what they become in Rust.

use labctl::source::Source;
use labctl::yaml::Node;

use crate::fields::Convert;
use crate::reading::Reading;

/// How an entry is read.
pub(crate) struct Form {
    /// The Rust struct it becomes.
    pub(crate) kind: &'static str,
    /// The field of that struct for its title.
    pub(crate) title: &'static str,
    /// Its fields.
    pub(crate) fields: &'static [(&'static str, Convert)],
    /// The fields that no entry is without.
    pub(crate) obligatory: &'static [&'static str],
    /// The fields with what an entry is found by, and what that is. No two entries share one.
    pub(crate) keys: &'static [(&'static str, &'static str)],
}

impl Form {
    /// What an entry says as a Rust struct. What it leaves out is unknown.
    pub(crate) fn row(
        &self,
        reading: &mut Reading,
        source: &Source,
        title: &str,
        entry: Node,
    ) -> String {
        let mut parts: Vec<(usize, String)> = Vec::new();
        for pair in entry.pairs() {
            let key = pair.key.text().unwrap_or_default();
            let Some(place) = self.fields.iter().position(|(known, _)| *known == key) else {
                let known: Vec<&str> = self.fields.iter().map(|(known, _)| *known).collect();
                let reason = format!("no field is called `{key}`; there are {}", known.join(", "));
                reading.problem(source, pair.key.span(), reason);
                continue;
            };
            if parts.iter().any(|(known, _)| *known == place) {
                reading.problem(source, pair.key.span(), format!("`{key}` stands here twice"));
            }
            match (self.fields[place].1)(pair.value) {
                Ok(rust) => parts.push((place, format!("{key}: {rust}"))),
                Err(reason) => {
                    reading.problem(source, pair.value.span(), format!("{key}: {reason}"));
                }
            }
            if let Some((_, sort)) = self.keys.iter().find(|(field, _)| *field == key) {
                pair.value.items().for_each(|item| reading.own(source, item, sort, title));
            }
        }
        for field in self.obligatory.iter().filter(|field| entry.get(field).is_none()) {
            reading.problem(source, entry.span(), format!("{title} has no `{field}`"));
        }
        if self.keys.iter().all(|(field, _)| entry.get(field).is_none()) {
            let reason = format!("{title} has nothing to be found by");
            reading.problem(source, entry.span(), reason);
        }
        parts.sort();
        let is_whole = parts.len() == self.fields.len();
        let mut row = format!("{} {{ {}: {title:?}", self.kind, self.title);
        parts.iter().for_each(|(_, part)| row += &format!(", {part}"));
        row + &if is_whole { " }".to_owned() } else { format!(", ..{}::UNKNOWN }}", self.kind) }
    }
}
