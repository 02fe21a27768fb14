//! What other programs are told of labctl: shells, manual readers, editors.

use serde_json::{Value, json};

use super::args::SchemaOf;
use super::error::CliError;
use super::{Exit, command, output};
use crate::report::{Syntax, schema};

pub(super) fn completions(shell: clap_complete::Shell) -> Result<Exit, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "labctl", &mut script);
    output::write(None, Syntax::Text, |out| out.write_all(&script)).map(|()| Exit::Clean)
}

pub(super) fn man() -> Result<Exit, CliError> {
    let man = clap_mangen::Man::new(command());
    output::write(None, Syntax::Text, |out| man.render(out)).map(|()| Exit::Clean)
}

pub(super) fn schema(of: SchemaOf) -> Result<Exit, CliError> {
    output::write(None, Syntax::Json, |out| out.write_all(schema_text(of).as_bytes()))
        .map(|()| Exit::Clean)
}

/// A schema as it is written to a file.
pub(super) fn schema_text(of: SchemaOf) -> String {
    let schema = match of {
        SchemaOf::Inventory => schema::inventory(),
        SchemaOf::Check => schema::check(),
        SchemaOf::Report => schema::report(),
        SchemaOf::Plan => schema::plan(),
        SchemaOf::InventoryJson => schema::origins(),
    };
    json_text(&schema)
}

/// JSON as it is written for people to read, too.
pub(super) fn json_text(value: &Value) -> String {
    format!("{}\n", laid_out(value, 0))
}

/// JSON with what is short on one line.
fn laid_out(value: &Value, indent: usize) -> String {
    const WIDTH: usize = 100;
    let short = value.to_string();
    if short.len() + indent <= WIDTH {
        return short;
    }
    let (open, close, parts): (_, _, Vec<String>) = match value {
        Value::Object(map) => {
            let part = |(key, value)| format!("{}: {}", json!(key), laid_out(value, indent + 2));
            ('{', '}', map.iter().map(part).collect())
        }
        Value::Array(list) => {
            ('[', ']', list.iter().map(|value| laid_out(value, indent + 2)).collect())
        }
        _ => return short,
    };
    let (inner, outer) = (" ".repeat(indent + 2), " ".repeat(indent));
    let parts = parts.join(&format!(",\n{inner}"));
    format!("{open}\n{inner}{parts}\n{outer}{close}")
}
