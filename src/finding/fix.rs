//! How a finding can be mended: changes of the text that it was found in.

use crate::source::{Source, Span};

/// A change of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is taken out; an empty span where text is only put in.
    pub at: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// Whether a fix may be made without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safety {
    /// The lab stays what it is: only how it is written changes.
    Safe,
    /// The inventory says something else afterwards, which its owner has to confirm.
    Unsafe,
}

/// One way to mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does: one line, lower case, an imperative.
    pub title: String,
    /// All that changes, in any order; several files may.
    pub edits: Vec<Edit>,
    /// Whether it may be made without asking.
    pub safety: Safety,
}

impl Fix {
    /// The text of a source with all edits made that lie in it, by the place they stand at; of several that put
    /// something in at one place, in their own order. Nothing if two of them change the same text.
    pub fn applied_to(&self, source: &Source) -> Option<String> {
        let here = self.edits.iter().filter(|edit| source.whole().contains(edit.at));
        let mut edits: Vec<&Edit> = here.collect();
        edits.sort_by_key(|edit| edit.at);
        let (mut text, mut end) = (String::with_capacity(source.text().len()), 0);
        for edit in edits {
            let bytes = source.bytes(edit.at);
            text.push_str(source.text().get(end..bytes.start)?);
            text.push_str(&edit.text);
            end = bytes.end;
        }
        text.push_str(&source.text()[end..]);
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    /// A fix of `vms: {a: {}}` that makes some edits, each a range of bytes and a text.
    fn fixed(edits: &[(std::ops::Range<usize>, &str)]) -> Option<String> {
        let mut sources = Sources::default();
        sources.add("other.yaml".to_owned(), "hosts: {}".to_owned()).expect("it is small");
        let source = sources.add("lab.yaml".to_owned(), "vms: {a: {}}".to_owned());
        let source = source.expect("it is small");
        let edit = |(bytes, text): &(std::ops::Range<usize>, &str)| Edit {
            at: source.span(bytes.clone()),
            text: (*text).to_owned(),
        };
        let edits = edits.iter().map(edit).collect();
        Fix { title: String::new(), edits, safety: Safety::Safe }.applied_to(source)
    }

    #[test]
    fn edits_are_made_where_they_stand() {
        assert_eq!(fixed(&[]).as_deref(), Some("vms: {a: {}}"));
        let two = [(10..10, "x: 1"), (6..7, "web")];
        assert_eq!(fixed(&two).as_deref(), Some("vms: {web: {x: 1}}"));
        let one_place = [(12..12, "\n"), (12..12, "hosts: {}")];
        assert_eq!(fixed(&one_place).as_deref(), Some("vms: {a: {}}\nhosts: {}"));
    }

    #[test]
    fn edits_of_the_same_text_are_refused() {
        assert_eq!(fixed(&[(5..12, ""), (6..7, "web")]), None);
    }

    #[test]
    fn edits_of_other_files_are_left_alone() {
        let mut sources = Sources::default();
        sources.add("lab.yaml".to_owned(), "vms: {}".to_owned()).expect("it is small");
        sources.add("other.yaml".to_owned(), "hosts: {}".to_owned()).expect("it is small");
        let [lab, other] = [0, 1].map(|at| sources.iter().nth(at).expect("there are two"));
        let edits = vec![Edit { at: lab.whole(), text: String::new() }];
        let fix = Fix { title: String::new(), edits, safety: Safety::Unsafe };
        assert_eq!(fix.applied_to(other).as_deref(), Some("hosts: {}"));
    }
}
