//! The files of releases and of archived software, and the Rust tables that they become.

use std::fmt::Write;

use crate::entry::Form;
use crate::reading::Reading;
use crate::{MADE, fields};

/// A product and its releases: each key is the field of `Lifecycle` too.
pub(crate) const LIFECYCLE: Form = Form {
    kind: "Lifecycle",
    title: "product",
    fields: &[
        ("source", fields::page),
        ("read", fields::day),
        ("names", fields::phrases),
        ("images", fields::tagged_images),
        ("except", fields::phrases),
        ("codenames", fields::codenames),
        ("ends", fields::ends),
    ],
    obligatory: &["source", "read", "ends"],
    keys: &[("names", "name"), ("images", "image")],
};

/// What is archived: each key is the field of `Archived` too.
pub(crate) const ARCHIVED: Form = Form {
    kind: "Archived",
    title: "product",
    fields: &[
        ("source", fields::page),
        ("read", fields::day),
        ("images", fields::keys),
        ("since", fields::day),
        ("instead", fields::some_text),
    ],
    obligatory: &["source", "read", "since"],
    keys: &[("images", "archived image")],
};

/// Reads a file of lifecycles and writes it as a table.
pub(crate) fn lifecycles(reading: &mut Reading, path: &str, text: &str) -> String {
    table(reading, path, text, &LIFECYCLE)
}

/// Reads a file of archived software and writes it as a table.
pub(crate) fn archived(reading: &mut Reading, path: &str, text: &str) -> String {
    table(reading, path, text, &ARCHIVED)
}

fn table(reading: &mut Reading, path: &str, text: &str, form: &Form) -> String {
    let about = reading.about(path, text);
    let file = path.rsplit('/').next().unwrap_or(path);
    let kind = form.kind;
    let name = file.trim_end_matches(".yaml").to_uppercase();
    let mut code = format!(
        "//! {about}\n//!\n//! {MADE}releases/{file}`: edit that, not this.\n\n\
         use super::{{{kind}, day}};\n\n#[rustfmt::skip]\npub(super) static {name}: &[{kind}] = &[\n"
    );
    reading.entries(path, text, |reading, source, title, entry| {
        let row = form.row(reading, source, title, entry);
        let _ = writeln!(code, "    {row},");
    });
    code + "];\n"
}
