//! How a field is written in the data, and what becomes of it in Rust.

use std::any::type_name;
use std::fmt::Debug;

use labctl::lab::Vocabulary;
use labctl::yaml::{Kind, Node};

/// Turns what a field says into Rust, or says what is wrong with it.
pub(crate) type Convert = fn(Node) -> Result<String, String>;

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
    if node.kind() != Kind::Sequence || items.is_empty() {
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
