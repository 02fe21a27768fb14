//! The placement report: where everything in a lab runs, whether it belongs there, and what hangs on it.
//!
//! A [`Report`] is worked out once and holds every word and number. A format prints it and adds nothing
//! of its own, so no two formats can disagree.

use std::io;

use super::View;

mod colour;
mod glyph;
mod html;
mod json;
mod markdown;
mod mermaid;
mod model;
mod svg;
pub mod table;
#[cfg(feature = "cli")]
mod terminal;

pub use colour::Colour;
pub use model::*;

/// One format of `labctl report`.
pub type PlacementFormat = super::Format<fn(&Report, &View, &mut dyn io::Write) -> io::Result<()>>;

/// Every format; the first is the default.
pub static FORMATS: &[PlacementFormat] = &[
    #[cfg(feature = "cli")]
    terminal::FORMAT,
    markdown::FORMAT,
    html::FORMAT,
    svg::FORMAT,
    mermaid::FORMAT,
    json::FORMAT,
];
