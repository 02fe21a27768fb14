//! What other programs are told of labctl: shells, manual readers, editors.

use super::args::SchemaOf;
use super::trouble::Trouble;
use super::{Exit, command, output};

pub(super) fn completions(shell: clap_complete::Shell) -> Result<Exit, Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "labctl", &mut script);
    output::write(None, |out| out.write_all(&script)).map(|()| Exit::Clean)
}

pub(super) fn man() -> Result<Exit, Trouble> {
    let man = clap_mangen::Man::new(command());
    output::write(None, |out| man.render(out)).map(|()| Exit::Clean)
}

pub(super) fn schema(of: SchemaOf) -> Result<Exit, Trouble> {
    output::write(None, |out| out.write_all(schema_text(of).as_bytes())).map(|()| Exit::Clean)
}

/// A schema as it is written to a file.
pub(super) fn schema_text(of: SchemaOf) -> String {
    let schema = match of {
        SchemaOf::Inventory => crate::read::schema(),
        SchemaOf::Check => crate::report::schema(),
    };
    format!("{schema:#}\n")
}
