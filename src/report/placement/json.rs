//! JSON: the whole report, for programs.

use std::io;

use super::{Format, Report, View};

pub(super) const FORMAT: Format = Format {
    name: "json",
    endings: &["json"],
    about: "the whole report as one JSON object, for programs",
    page: include_str!("json.md"),
    write,
};

fn write(report: &Report, _: &View, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    writeln!(out)
}
