//! A cell of a Markdown table as plain text: without markup, with its links apart.

use pulldown_cmark::{Event, LinkType, Tag};

use crate::near::is_unseen;
use crate::source::{Span, Spanned};

/// What a cell says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TableCell {
    /// The text, on one line.
    pub(super) text: String,
    /// Where its links lead.
    pub(super) links: Vec<String>,
    /// Where it stands.
    pub(super) at: Span,
}

/// How people write that there is nothing to say.
const NOTHING: [&str; 14] =
    ["", "-", "--", "---", "–", "—", "n/a", "na", "?", "tbd", "...", "…", "/", "null"];

impl TableCell {
    /// Some text by itself.
    pub(super) fn of(text: &str, at: Span) -> Self {
        Self { text: one_line(text), links: Vec::new(), at }
    }

    /// True if it says nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.links.is_empty() && NOTHING.contains(&self.text.to_lowercase().as_str())
    }

    /// All that it says, its links included.
    pub(super) fn told(&self) -> String {
        self.links.iter().fold(self.text.clone(), |text, link| format!("{text} <{link}>"))
    }

    /// The text without the pictures around it.
    pub(super) fn bare(&self) -> &str {
        let picture = |letter: char| !letter.is_ascii() && !letter.is_alphanumeric();
        self.text.trim_matches(|letter| picture(letter) || letter == ' ')
    }

    /// A value that it stands for.
    pub(super) fn spanned<T>(&self, value: T) -> Spanned<T> {
        Spanned { value, span: self.at }
    }

    /// Adds an event of the parser.
    pub(super) fn add(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.text.push_str(text),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::InlineHtml(tag) | Event::Html(tag) => self.add_tag(tag),
            // An address in angle brackets is text already.
            Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {}
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                self.add_link(dest_url);
            }
            _ => {}
        }
    }

    /// HTML: a line break and an item are commas, a link is a link, other tags are nothing.
    fn add_tag(&mut self, tag: &str) {
        let name: String = tag
            .chars()
            .skip(1)
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        match name.as_str() {
            "br" | "li" => self.text.push_str(", "),
            "a" => {
                let value = tag.split_once("href=").map(|(_, value)| value);
                let quote = value
                    .and_then(|value| value.chars().next())
                    .filter(|it| matches!(it, '"' | '\''));
                if let (Some(value), Some(quote)) = (value, quote) {
                    self.add_link(value[1..].split(quote).next().unwrap_or_default());
                }
            }
            _ => {}
        }
    }

    fn add_link(&mut self, address: &str) {
        let address = one_line(address);
        if !address.is_empty() {
            self.links.push(address);
        }
    }

    /// The cell, once it is complete.
    pub(super) fn finish(self) -> Self {
        Self { text: one_line(&self.text), ..self }
    }
}

/// One line without what cannot be seen: it may go into a comment.
pub(super) fn one_line(text: &str) -> String {
    let seen: String =
        text.chars().map(|letter| if is_unseen(letter) { ' ' } else { letter }).collect();
    let words: Vec<&str> = seen.split_whitespace().collect();
    words.join(" ").trim_matches([',', ' ']).to_owned()
}
