//! A file of products, and the Rust table that it becomes.

use std::fmt::Write;

use labctl::lab::{Arch, State};
use labctl::software::{self, Holding, KernelFamily, Need, Role, Service, Trust};

use crate::entry::Form;
use crate::reading::Reading;
use crate::{MADE, fields};

/// A product: each key is the field of `Product` too.
pub(crate) const PRODUCT: Form = Form {
    kind: "Product",
    title: "title",
    #[rustfmt::skip]
    fields: &[
        ("source", fields::page),
        ("role", fields::word::<Role>),
        ("form", fields::word::<software::Form>),
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
    ],
    obligatory: &["source", "role", "form"],
    // Names of both sorts are one.
    keys: &[("names", "name"), ("everyday", "name"), ("images", "image"), ("os", "system")],
};

/// Reads a file of products and writes it as a table.
pub(crate) fn table(reading: &mut Reading, path: &str, text: &str) -> String {
    let about = reading.about(path, text);
    let mut rows = String::new();
    reading.entries(path, text, |reading, source, title, entry| {
        let row = PRODUCT.row(reading, source, title, entry);
        let _ = writeln!(rows, "    {row},");
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
    let mut code = format!("//! {about}\n//!\n//! {MADE}{file}`: edit that, not this.\n\n");
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
