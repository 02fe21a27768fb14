//! How a field is written in the data, and what becomes of it in Rust.

use std::any::type_name;
use std::fmt::Debug;

use labctl::lab::{Date, Vocabulary};
use labctl::yaml::{Node, NodeKind};

/// Turns what a field says into Rust, or says what is wrong with it.
pub(crate) type Convert = fn(Node) -> Result<String, String>;

/// One text, where there may be none.
pub(crate) fn some_text(node: Node) -> Result<String, String> {
    Ok(format!("Some({})", text(node)?))
}

/// One text.
pub(crate) fn text(node: Node) -> Result<String, String> {
    Ok(format!("{:?}", of(node)?))
}

/// The address of a page.
pub(crate) fn page(node: Node) -> Result<String, String> {
    let address = of(node)?;
    if address.starts_with("https://") {
        text(node)
    } else {
        Err("a page begins with https://".into())
    }
}

/// A truth value, written only where it is true.
pub(crate) fn truth(node: Node) -> Result<String, String> {
    if of(node)? == "true" {
        Ok("true".into())
    } else {
        Err("write `true`, or leave it out".into())
    }
}

/// A word of a vocabulary.
pub(crate) fn word<T: Vocabulary + Debug>(node: Node) -> Result<String, String> {
    let text = of(node)?;
    let at = T::WORDS.iter().position(|word| word.name == text).ok_or_else(|| {
        let known: Vec<&str> = T::WORDS.iter().map(|word| word.name).collect();
        format!("`{text}` is none of {}", known.join(", "))
    })?;
    let name = type_name::<T>().rsplit("::").next().unwrap_or_default();
    Ok(format!("{name}::{:?}", T::VALUES[at]))
}

/// A word of a vocabulary where there may be none.
pub(crate) fn some_word<T: Vocabulary + Debug>(node: Node) -> Result<String, String> {
    Ok(format!("Some({})", word::<T>(node)?))
}

/// The version from which something holds, or `all`.
pub(crate) fn since(node: Node) -> Result<String, String> {
    let version = of(node)?;
    Ok(format!("Some({:?})", if version == "all" { "" } else { version }))
}

/// Several words of a vocabulary.
pub(crate) fn words<T: Vocabulary + Debug>(node: Node) -> Result<String, String> {
    list(node, word::<T>)
}

/// Keys that a product is found by: no blanks in them.
pub(crate) fn keys(node: Node) -> Result<String, String> {
    list(node, |item| {
        let key = of(item)?;
        let is_key = !key.contains(char::is_whitespace) && !key.contains([':', '@']);
        if is_key { text(item) } else { Err(format!("`{key}` is no single word")) }
    })
}

/// Absolute paths.
pub(crate) fn paths(node: Node) -> Result<String, String> {
    list(node, |item| {
        let path = of(item)?;
        let is_path = path.starts_with('/') && (path == "/" || !path.ends_with('/'));
        if is_path { text(item) } else { Err(format!("`{path}` is no absolute path")) }
    })
}

/// Rights: known words and capabilities.
pub(crate) fn rights(node: Node) -> Result<String, String> {
    list(node, |item| {
        let right = of(item)?;
        let is_capability = right.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        let is_known = is_capability || labctl::software::RIGHTS.contains(&right);
        if is_known { text(item) } else { Err(format!("`{right}` is no right")) }
    })
}

/// Words that may have blanks between them, in lower case.
pub(crate) fn phrases(node: Node) -> Result<String, String> {
    list(node, |item| {
        let phrase = of(item)?;
        let is_phrase = phrase.bytes().all(|it| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b' '));
        if is_phrase { text(item) } else { Err(format!("`{phrase}` is more than words")) }
    })
}

/// Images, and after a colon what stands before the version in their tags: `pgvector:pg`.
pub(crate) fn tagged_images(node: Node) -> Result<String, String> {
    list(node, |item| {
        let image = of(item)?;
        let (image, before) = image.split_once(':').unwrap_or((image, ""));
        Ok(format!("({image:?}, {before:?})"))
    })
}

/// Names of releases, each with its version.
pub(crate) fn codenames(node: Node) -> Result<String, String> {
    let pairs =
        node.pairs().map(|pair| Ok(format!("({:?}, {:?})", of(pair.key)?, of(pair.value)?)));
    Ok(format!("&[{}]", pairs.collect::<Result<Vec<_>, String>>()?.join(", ")))
}

/// A day: `2026-08-22`.
pub(crate) fn day(node: Node) -> Result<String, String> {
    let text = of(node)?;
    let parts: Vec<u16> = text.split('-').filter_map(|part| part.parse().ok()).collect();
    match (parts.as_slice(), text.parse::<Date>()) {
        ([year, month, day], Ok(_)) => Ok(format!("day({year}, {month}, {day})")),
        _ => Err(format!("`{text}` is no day such as 2026-08-22")),
    }
}

/// Versions with the day each ends, or `open`, the newest first.
pub(crate) fn ends(node: Node) -> Result<String, String> {
    let mut ends = Vec::new();
    let mut last: Option<Vec<u32>> = None;
    for pair in node.pairs() {
        let version = of(pair.key)?;
        let digits = version.split(|letter: char| !letter.is_ascii_digit());
        let numbers: Vec<u32> = digits.filter_map(|number| number.parse().ok()).collect();
        if numbers.is_empty() || last.is_some_and(|last| last <= numbers) {
            return Err(format!("{version} is not older than the version before it"));
        }
        last = Some(numbers);
        let end = match of(pair.value)? {
            "open" => "None".to_owned(),
            _ => format!("Some({})", day(pair.value)?),
        };
        ends.push(format!("({version:?}, {end})"));
    }
    Ok(format!("&[{}]", ends.join(", ")))
}

/// Numbers of ports.
pub(crate) fn ports(node: Node) -> Result<String, String> {
    list(node, |item| Ok(number::<u16>(item)?.to_string()))
}

/// Cores, memory in MiB and disk in GiB.
pub(crate) fn size(node: Node) -> Result<String, String> {
    let mut parts = Vec::new();
    for pair in node.pairs() {
        let (part, count) = (pair.key.text().unwrap_or_default(), number::<u32>(pair.value)?);
        if !["cores", "memory", "disk"].contains(&part) {
            return Err(format!("`{part}` is none of cores, memory, disk"));
        }
        parts.push(format!("{part}: {}", grouped(count)));
    }
    match parts.len() {
        0 => Err("a size has cores, memory or disk".into()),
        3 => Ok(format!("Size {{ {} }}", parts.join(", "))),
        _ => Ok(format!("Size {{ {}, ..Size::UNKNOWN }}", parts.join(", "))),
    }
}

/// A number as Rust likes to read it: `262_144`.
fn grouped(number: u32) -> String {
    let (thousands, rest) = (number / 1000, number % 1000);
    if number < 10_000 { number.to_string() } else { format!("{}_{rest:03}", grouped(thousands)) }
}

fn number<N: std::str::FromStr>(node: Node) -> Result<N, String> {
    let text = of(node)?;
    text.parse().map_err(|_| format!("`{text}` is no number that fits"))
}

fn list(node: Node, item: Convert) -> Result<String, String> {
    let items: Vec<String> = node.items().map(item).collect::<Result<_, _>>()?;
    if node.kind() != NodeKind::Sequence || items.is_empty() {
        return Err("a list is wanted: [one, two]".into());
    }
    for (at, item) in items.iter().enumerate() {
        if items[..at].contains(item) {
            return Err(format!("{item} stands here twice"));
        }
    }
    Ok(format!("&[{}]", items.join(", ")))
}

fn of(node: Node<'_>) -> Result<&str, String> {
    node.text().ok_or_else(|| "a single value is wanted".to_owned())
}
