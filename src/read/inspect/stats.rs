//! What containers use, by `stats --format json`: a list, or an object a line.

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::lab::{Bytes, ObservedUsage, SizeKind, Stated, Text};
use crate::source::{Source, Span, Spanned};

/// The memory that each container used when somebody looked, by its name.
#[derive(Debug, Default)]
pub(super) struct Usages(FxHashMap<Text, (Bytes, Span)>);

impl Usages {
    /// Adds what a file says.
    pub(super) fn add(&mut self, source: &Source) {
        let text = source.text();
        if let Ok(Value::Array(all)) = serde_json::from_str(text) {
            all.iter().for_each(|one| self.one(one, source.whole()));
            return;
        }
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if let Ok(one) = serde_json::from_str(line) {
                self.one(&one, source.span(at..at + line.trim_end().len()));
            }
            at += line.len();
        }
    }

    fn one(&mut self, one: &Value, at: Span) {
        let text = |keys: [&str; 2]| keys.iter().find_map(|key| one.get(key)?.as_str());
        let used = text(["MemUsage", "mem_usage"]).and_then(|it| it.split(" / ").next());
        let used = used.and_then(|used| Bytes::read(used.trim(), SizeKind::Memory).ok());
        if let (Some(name), Some(used)) = (text(["Name", "name"]), used) {
            self.0.insert(name.into(), (used, at));
        }
    }

    /// What a container used.
    pub(super) fn of(&self, name: &str) -> Stated<ObservedUsage> {
        let found = self.0.get(name).map(|(memory, at)| Spanned {
            value: ObservedUsage { memory: Some(*memory) },
            span: *at,
        });
        found.into()
    }
}
