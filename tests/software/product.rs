//! A file of products, and the Rust table that it becomes.

use std::fmt::Write;

use labctl::lab::{Arch, State};
use labctl::software::{Form, Holding, KernelFamily, Need, Role, Service, Trust};
use labctl::source::Source;
use labctl::yaml::Node;

use crate::fields::{self, Convert};
use crate::reading::Reading;

/// The fields of an entry: its key, which is the field of `Product` too, and how it is read.
#[rustfmt::skip]
pub(crate) const FIELDS: &[(&str, Convert)] = &[
    ("source", fields::page),
    ("role", fields::word::<Role>),
    ("form", fields::word::<Form>),
    ("kernel", fields::word::<KernelFamily>),
    ("names", fields::keys),
    ("everyday", fields::keys),
    ("images", fields::keys),
    ("os", fields::keys),
    ("keeps", fields::some_word::<State>),
    ("database", fields::paths),
    ("needs", fields::words::<Need>),
    ("gives", fields::words::<Service>),
    ("rights", fields::rights),
    ("devices", fields::paths),
    ("host_folders", fields::paths),
    ("ports", fields::ports),
    ("holds", fields::words::<Holding>),
    ("runs_code", fields::truth),
    ("votes", fields::truth),
    ("trust", fields::word::<Trust>),
    ("architectures", fields::words::<Arch>),
    ("avx_since", fields::since),
    ("usual", fields::size),
    ("minimum", fields::size),
];

/// No product is without these.
const OBLIGATORY: &[&str] = &["source", "role", "form"];

/// What a product is found by. Names of both sorts are one.
const KEYS: &[(&str, &str)] =
    &[("names", "name"), ("everyday", "name"), ("images", "image"), ("os", "system")];

/// Reads a file of products and writes it as a table.
pub(crate) fn table(reading: &mut Reading, path: &str, text: &str) -> String {
    let about = text.lines().next().and_then(|line| line.strip_prefix("# "));
    let about = about.unwrap_or_default();
    if about.is_empty() {
        reading.problems.push(format!("{path}:1:1: the first line says what the file is about"));
    }
    let mut rows = String::new();
    reading.entries(path, text, |reading, source, title, entry| {
        let row = row(reading, source, title, entry);
        let _ = writeln!(rows, "    Product {{ {row}, ..Product::UNKNOWN }},");
    });
    let file = path.rsplit('/').next().unwrap_or(path);
    let words = "Arch Form Holding KernelFamily Need Product Role Service Size State Trust";
    let used = |word: &&str| {
        [format!("[{word}::"), format!("({word}::"), format!(" {word}::"), format!(" {word} {{")]
            .iter()
            .any(|use_of_it| rows.contains(use_of_it))
    };
    let (of_lab, own): (Vec<&str>, Vec<&str>) =
        words.split(' ').filter(used).partition(|word| matches!(*word, "Arch" | "State"));
    let mut code = format!("//! {about}\n//!\n//! Made of `data/{file}`: edit that, not this.\n\n");
    if !of_lab.is_empty() {
        code += &import("crate::lab", &of_lab);
    }
    code += &import("crate::software", &own);
    code + "\n#[rustfmt::skip]\npub(super) static PRODUCTS: &[Product] = &[\n" + &rows + "];\n"
}

/// The list of the tables.
pub(crate) fn map<'a>(files: impl Iterator<Item = &'a String> + Clone) -> String {
    let modules = files.map(|file| file.trim_end_matches(".rs"));
    let mut code = "//! The products: a file a field of use, a line a product.\n//!\n\
                    //! Made of `data/`: edit that, not this.\n\nuse super::Product;\n\n"
        .to_owned();
    for module in modules.clone() {
        let _ = writeln!(code, "mod {module};");
    }
    code += "\n/// Every table.\npub(super) static TABLES: &[&[Product]] = &[\n";
    for module in modules {
        let _ = writeln!(code, "    {module}::PRODUCTS,");
    }
    code + "];\n"
}

fn import(from: &str, names: &[&str]) -> String {
    match names {
        [one] => format!("use {from}::{one};\n"),
        several => format!("use {from}::{{{}}};\n", several.join(", ")),
    }
}

fn row(reading: &mut Reading, source: &Source, title: &str, entry: Node) -> String {
    let mut parts = vec![(None, format!("title: {title:?}"))];
    for pair in entry.pairs() {
        let key = pair.key.text().unwrap_or_default();
        let Some(place) = FIELDS.iter().position(|(known, _)| *known == key) else {
            let known: Vec<&str> = FIELDS.iter().map(|(known, _)| *known).collect();
            let reason = format!("no field is called `{key}`; there are {}", known.join(", "));
            reading.problem(source, pair.key.span(), reason);
            continue;
        };
        if parts.iter().any(|(known, _)| *known == Some(place)) {
            reading.problem(source, pair.key.span(), format!("`{key}` stands here twice"));
        }
        match (FIELDS[place].1)(pair.value) {
            Ok(rust) => parts.push((Some(place), format!("{key}: {rust}"))),
            Err(reason) => reading.problem(source, pair.value.span(), format!("{key}: {reason}")),
        }
        if let Some((_, sort)) = KEYS.iter().find(|(field, _)| *field == key) {
            pair.value.items().for_each(|item| reading.own(source, item, sort, title));
        }
    }
    for field in OBLIGATORY.iter().filter(|field| entry.get(field).is_none()) {
        reading.problem(source, entry.span(), format!("{title} has no `{field}`"));
    }
    if KEYS.iter().all(|(field, _)| entry.get(field).is_none()) {
        let reason = format!("{title} has no name, image or system to be found by");
        reading.problem(source, entry.span(), reason);
    }
    parts.sort();
    parts.into_iter().map(|(_, part)| part).collect::<Vec<_>>().join(", ")
}
