//! The cell of a Markdown table as plain text: without markup, with its links apart.

/// What a cell says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// The text, on one line.
    pub(super) text: String,
    /// Where its links lead.
    pub(super) links: Vec<String>,
}

/// How people write that there is nothing to say.
const NOTHING: [&str; 14] =
    ["", "-", "--", "---", "–", "—", "n/a", "na", "?", "tbd", "...", "…", "/", "null"];

impl Cell {
    pub(super) fn of(markdown: &str) -> Self {
        let mut cell = Self::default();
        let text = cell.without_links(&without_tags(markdown));
        let text: String = text.replace("**", "").replace("__", "").replace("~~", "");
        let text = one_line(&entities(&text.replace('`', "")));
        without_emphasis(&text).clone_into(&mut cell.text);
        for link in &mut cell.links {
            *link = one_line(link);
        }
        cell.links.retain(|link| !link.is_empty());
        cell
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

    /// Keeps the text of `[text](address)`, and the address apart.
    fn without_links(&mut self, text: &str) -> String {
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['[', '\\']) {
            let (before, after) = rest.split_at(at);
            if let Some(escaped) = after.strip_prefix('\\') {
                plain.push_str(before);
                let next = escaped.chars().next().filter(char::is_ascii_punctuation);
                plain.push(next.unwrap_or('\\'));
                rest = &escaped[next.map_or(0, char::len_utf8)..];
                continue;
            }
            plain.push_str(before);
            let Some((label, tail)) = bracketed(after, '[', ']') else {
                plain.push('[');
                rest = &after[1..];
                continue;
            };
            rest = tail;
            if let Some((target, tail)) = bracketed(tail, '(', ')') {
                // A picture has the mark before it.
                if plain.ends_with('!') {
                    plain.pop();
                }
                let address = target.split_whitespace().next().unwrap_or_default();
                self.links.push(address.trim_matches(['<', '>']).to_owned());
                plain.push_str(label);
                rest = tail;
            } else if let Some((_, tail)) = bracketed(tail, '[', ']') {
                plain.push_str(label);
                rest = tail;
            } else if !label.starts_with('^') {
                // A footnote says nothing by itself.
                plain.push_str(&format!("[{label}]"));
            }
        }
        plain.push_str(rest);
        plain
    }
}

/// What stands in a pair of brackets at the start of a text, and what follows.
fn bracketed(text: &str, open: char, close: char) -> Option<(&str, &str)> {
    let inside = text.strip_prefix(open)?;
    let end = inside.find(close)?;
    Some((&inside[..end], &inside[end + close.len_utf8()..]))
}

/// Without HTML: a line break is a comma, a link is one of Markdown, other tags are nothing, `<https://…>` stays.
fn without_tags(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    let mut target = None;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        let inside = &rest[at + 1..];
        let end = inside.find('>').filter(|_| {
            inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!')
        });
        let Some(end) = end else {
            plain.push('<');
            rest = inside;
            continue;
        };
        let tag = inside[..end].to_lowercase();
        // A tag with attributes is no address, whatever they hold.
        if !tag.contains(' ') && (tag.contains("://") || tag.contains('@')) {
            plain.push_str(&inside[..end]);
        } else if matches!(tag.trim_end_matches(['/', ' ']), "br" | "li") {
            plain.push_str(", ");
        } else if tag.starts_with("a ")
            && target.is_none()
            && let Some(address) = address(&inside[..end])
        {
            plain.push('[');
            target = Some(address);
        } else if tag == "/a"
            && let Some(target) = target.take()
        {
            plain.push_str(&format!("]({target})"));
        }
        rest = &inside[end + 1..];
    }
    plain.push_str(rest);
    // A link without an end.
    plain.push_str(&target.map_or(String::new(), |target| format!("]({target})")));
    plain
}

/// Where the tag of a link leads.
fn address(tag: &str) -> Option<&str> {
    let value = tag.split_once("href=")?.1;
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next()
}

fn entities(text: &str) -> String {
    let known = [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#124;", "|"),
        ("&amp;", "&"),
    ];
    known.iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

/// One line without what cannot be seen: it may go into a comment.
pub(super) fn one_line(text: &str) -> String {
    let unseen = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
            || matches!(letter, '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{fe0f}' | '\u{ad}')
    };
    let seen: String =
        text.chars().map(|letter| if unseen(letter) { ' ' } else { letter }).collect();
    let words: Vec<&str> = seen.split_whitespace().collect();
    words.join(" ").trim_matches([',', ' ']).to_owned()
}

/// Without the marks of emphasis around the whole of it.
fn without_emphasis(text: &str) -> &str {
    ["*", "_"].iter().fold(text, |text, mark| {
        let inside = text.strip_prefix(mark).and_then(|text| text.strip_suffix(mark));
        inside.filter(|inside| !inside.contains(mark)).map_or(text, str::trim)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_taken_away() {
        let text = |markdown: &str| Cell::of(markdown).text;
        assert_eq!(text("**`pve1`**"), "pve1");
        assert_eq!(text("*pve1*"), "pve1");
        assert_eq!(text("my_vm_1"), "my_vm_1");
        assert_eq!(text(r"a \* b"), "a * b");
        assert_eq!(text("10.0.0.1<br/>10.0.0.2"), "10.0.0.1, 10.0.0.2");
        assert_eq!(text("<ul><li>a</li><li>b</li></ul>"), "a, b");
        assert_eq!(text("<b>x</b> &amp; y &lt; 3 <- z"), "x & y < 3 <- z");
        assert_eq!(
            text("<img src=\"https://x.y/z.png\" width=16> a <https://x.y>"),
            "a https://x.y"
        );
        assert_eq!(text("a\u{2028}b\u{202e}c\u{7}"), "a b c");
        assert_eq!(text("x[^1]"), "x");
        assert_eq!(text("[a"), "[a");
        assert_eq!(Cell::of("🟢 Running ✅").bare(), "Running");
    }

    #[test]
    fn links_stand_apart() {
        let cell = Cell::of("[dns](docs/dns.md \"more\") and [b][ref] ![logo](x.png)");
        assert_eq!(cell.text, "dns and b logo");
        assert_eq!(cell.links, ["docs/dns.md", "x.png"]);
        let cell = Cell::of("<a class='x' href='https://x.y'>dns</a>, <a href=\"z.md\">b");
        assert_eq!(
            (cell.text.as_str(), cell.links),
            ("dns, b", vec!["https://x.y".to_owned(), "z.md".to_owned()])
        );
    }
}
