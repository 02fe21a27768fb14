//! YAML as text: keys, values on one line where they fit, and quotes where they are needed.

use crate::lab::Date;
use crate::near::is_unseen;
use crate::read::field::{Yaml, reads_as};

/// A line of more characters than this is broken into a list or a mapping.
const WIDTH: usize = 100;

/// The text of a document in the making.
#[derive(Default)]
pub(super) struct YamlText(String);

impl YamlText {
    /// A comment. What is on several lines is put on one.
    pub(super) fn comment(&mut self, indent: usize, comment: &str) {
        let seen: String =
            comment.chars().map(|it| if is_printable(it) { it } else { ' ' }).collect();
        let words: Vec<&str> = seen.split_whitespace().collect();
        self.line(indent, format_args!("# {}", words.join(" ")));
    }

    /// An empty line, but not at the top.
    pub(super) fn gap(&mut self) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
    }

    /// A key that has its value on the lines below.
    pub(super) fn key(&mut self, indent: usize, key: &str) {
        self.line(indent, header(indent, key));
    }

    /// A key with a field a line.
    pub(super) fn mapping(&mut self, indent: usize, key: &str, fields: &[(String, Yaml)]) {
        if fields.is_empty() {
            return self.pair(indent, key, &Yaml::Map(Vec::new()));
        }
        self.key(indent, key);
        fields.iter().for_each(|(key, value)| self.pair(indent + 2, key, value));
    }

    /// An item of a list with a field a line.
    pub(super) fn item(&mut self, indent: usize, fields: &[(String, Yaml)]) {
        self.line(indent, "-");
        fields.iter().for_each(|(key, value)| self.pair(indent + 2, key, value));
    }

    /// A key with its value.
    pub(super) fn pair(&mut self, indent: usize, key: &str, value: &Yaml) {
        self.value(indent, &header(indent, key), value);
    }

    /// A value behind a key or a dash: on the same line, if it fits there.
    fn value(&mut self, indent: usize, before: &str, value: &Yaml) {
        let flow = flow(value);
        let fits = indent + before.chars().count() + 1 + flow.chars().count() <= WIDTH;
        match value {
            Yaml::List(items) if !fits && !items.is_empty() => {
                self.line(indent, before);
                items.iter().for_each(|item| self.value(indent + 2, "-", item));
            }
            Yaml::Map(pairs) if !fits && !pairs.is_empty() => {
                self.line(indent, before);
                pairs.iter().for_each(|(key, value)| self.pair(indent + 2, key, value));
            }
            _ => self.line(indent, format_args!("{before} {flow}")),
        }
    }

    fn line(&mut self, indent: usize, line: impl std::fmt::Display) {
        self.0.push_str(&format!("{:indent$}{line}\n", ""));
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// A key and its colon. YAML wants a mark before a key that is longer than 1,024 characters.
fn header(indent: usize, key: &str) -> String {
    let key = self::key(key);
    if key.len() > 1024 { format!("? {key}\n{:indent$}:", "") } else { format!("{key}:") }
}

/// A value on one line.
fn flow(value: &Yaml) -> String {
    match value {
        Yaml::Plain(word) | Yaml::Size(_, word) => word.clone(),
        Yaml::Text(text) => scalar(text),
        Yaml::List(items) => {
            format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", "))
        }
        Yaml::Map(pairs) => {
            let pair =
                |(key, value): &(String, Yaml)| format!("{}: {}", self::key(key), flow(value));
            format!("{{{}}}", pairs.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A key. Fields are called `on` too, and plain in every inventory.
fn key(text: &str) -> String {
    if reads_as(text).is_some_and(|_| text.starts_with(char::is_alphabetic)) {
        text.to_owned()
    } else {
        scalar(text)
    }
}

/// Text as a scalar that every reader takes for that text, whichever version of YAML it knows.
pub(crate) fn scalar(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else if text.chars().all(is_printable) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        let escaped = |letter: char| match letter {
            '"' | '\\' => format!("\\{letter}"),
            '\n' => "\\n".to_owned(),
            letter if is_printable(letter) => letter.to_string(),
            letter => format!("\\U{:08x}", u32::from(letter)),
        };
        format!("\"{}\"", text.chars().map(escaped).collect::<String>())
    }
}

/// True if text needs no quotes.
fn is_plain(text: &str) -> bool {
    let words = ["y", "n", "true", "false", "null", "none"];
    let is_usual = |letter: char| letter.is_ascii_alphanumeric() || " ._/@+-:".contains(letter);
    let starts = text.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '/');
    let ends = !text.ends_with([' ', ':']);
    starts
        && ends
        && text.chars().all(is_usual)
        && !text.contains(": ")
        && !words.contains(&text.to_ascii_lowercase().as_str())
        && reads_as(text).is_none()
        && (is_whole_number(text) || !is_like_a_number(text))
}

/// True for `20` and the like, which labctl takes for text wherever it wants text.
fn is_whole_number(text: &str) -> bool {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits && text.len() < 16 && (text == "0" || !text.starts_with('0'))
}

/// True for what some reader of YAML could take for a number or a date.
fn is_like_a_number(text: &str) -> bool {
    let starts = text.starts_with(|first: char| first.is_ascii_digit());
    let digits = |letter: char| letter.is_ascii_hexdigit() || "._-+:xob".contains(letter);
    let is_address = text.parse::<std::net::IpAddr>().is_ok();
    starts && !is_address && (text.chars().all(digits) || text.parse::<Date>().is_ok())
}

/// True for what may stand between single quotes on one line.
fn is_printable(letter: char) -> bool {
    !is_unseen(letter) && letter != '\u{fffd}'
}
