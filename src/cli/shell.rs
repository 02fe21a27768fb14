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
    let schema = match of {
        SchemaOf::Inventory => crate::read::schema(),
        SchemaOf::Check => crate::report::schema(),
    };
    let text = serde_json::to_string_pretty(&schema).expect("plain values can be written as JSON");
    output::write(None, |out| writeln!(out, "{text}")).map(|()| Exit::Clean)
}
