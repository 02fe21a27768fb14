//! What the terminal can do, and messages to it.

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};

use super::Exit;
use super::args::{OutputArgs, When};
use super::guard::Guard;
use super::trouble::Trouble;
use crate::lab::Date;
use crate::report::{Detail, Syntax, View, visible};

/// What standard output and standard error can do.
pub(super) struct Screen {
    pub(super) view: View<'static>,
    pub(super) colour_errors: bool,
}

impl Screen {
    pub(super) fn of(look: &OutputArgs) -> Self {
        let detail = match (look.quiet, look.verbose) {
            (true, _) => Detail::Quiet,
            (_, true) => Detail::Full,
            _ => Detail::Usual,
        };
        let colour = colours(look.color, io::stdout().is_terminal());
        let links = colour && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
        let (width, ascii) = (width(), look.ascii);
        let view = View { detail, width, colour, links, ascii, ..View::default() };
        Self { view, colour_errors: colours(look.color, io::stderr().is_terminal()) }
    }

    /// Tells of something that stands in the way.
    pub(super) fn tell(&self, trouble: &Trouble) {
        let style = |style: Style| if self.colour_errors { style } else { Style::new() };
        let error = style(Style::new().bold().fg_color(Some(AnsiColor::BrightRed.into())));
        let help = style(Style::new().bold().fg_color(Some(AnsiColor::BrightCyan.into())));
        let mut text = format!("{error}error{error:#}: {}\n", visible(&trouble.to_string()));
        if let Some(advice) = trouble.help() {
            text.push_str(&format!("{help}help{help:#}: {advice}\n"));
        }
        put(&text);
    }

    /// Tells why a run ends before its time, and how it ends.
    pub(super) fn end(&self, trouble: &Trouble) -> Exit {
        self.tell(trouble);
        trouble.exit()
    }

    /// Says something that only those want to know who ask for more.
    pub(super) fn detail(&self, text: &str) {
        if self.view.detail == Detail::Full {
            self.note(text);
        }
    }

    /// Says something that is no result.
    pub(super) fn note(&self, text: &str) {
        if self.view.detail > Detail::Quiet {
            say(text);
        }
    }
}

/// Says why a run fails, also to those who want to hear less.
pub(super) fn say(text: &str) {
    put(&format!("{}\n", visible(text)));
}

/// Writes to standard error, by the guard that standard output has.
pub(super) fn put(text: &str) {
    // Nobody can be told that standard error cannot be written.
    let _ = Guard::new(io::stderr(), Syntax::Text).write_all(text.as_bytes());
}

/// Whether to colour: what the flag says, else what the environment says, else what the stream is.
fn colours(wanted: When, is_terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let forced =
        |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    match wanted {
        When::Always => true,
        When::Never => false,
        When::Auto if set("NO_COLOR") => false,
        When::Auto if forced("FORCE_COLOR") || forced("CLICOLOR_FORCE") => true,
        When::Auto => is_terminal && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// How wide the terminal is.
fn width() -> usize {
    let stated = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    stated.or_else(measured).filter(|width| *width >= 20).unwrap_or(100).min(160)
}

/// The day it is, in UTC. Only asked for in so many words: output must not change by itself.
pub(super) fn today() -> Date {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let days = since.map_or(0, |since| since.as_secs() / 86_400);
    let days = i32::try_from(days).unwrap_or(i32::MAX);
    Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().days(days))
}
