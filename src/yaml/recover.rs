//! After a fault: what to say about it, and where reading goes on.
//!
//! Reading resumes at the next line that stands in the column of something still open, so one missing
//! quote costs one entry and not the rest of the file.

use granit_parser::ErrorKind;

use super::Fault;
use crate::source::Source;

const NO_COLON: &str = "this is neither `key: value` nor a list item";
const NO_SPACE: &str = "the space after this colon is missing";
const ADD_SPACE: &str = "put a space after the `:`, as in `key: value`";

/// Why a stretch of text was not read further.
pub(super) enum Stop {
    /// All of it was read.
    End { at: usize },
    /// There is a fault. `at` is the first byte that has not been read, `began` where the stretch began.
    Fault { at: usize, began: usize },
}

/// A block collection that is not closed yet.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenBlock {
    /// Its column, counted from 0: that of its keys or dashes.
    pub(super) column: usize,
    /// Whether it is a list.
    pub(super) list: bool,
}

/// The stretch of text to read next.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: usize,
    pub(super) until: usize,
    /// How many of the open collections stay open for it.
    pub(super) open: usize,
    /// The line that was skipped to get there, if nothing has told of it yet.
    pub(super) stray: Option<usize>,
}

/// The next stretch of text that fits into one of the open collections, if there is one.
pub(super) fn next(text: &str, stop: &Stop, open: &[OpenBlock]) -> Option<Stretch> {
    let from = match *stop {
        Stop::End { at } => at,
        Stop::Fault { at, began } => {
            // A fault at the first letter of a line is often told by that line and made by another.
            let line = text[..at].rfind('\n').map_or(0, |last| last + 1);
            let leads = line > began && text[line..at].trim_start().is_empty();
            if leads { line } else { at + text[at..].find('\n')? + 1 }
        }
    };
    let mut lines = lines(text, from);
    let mut skipped = None;
    let found = lines.find_map(|line| {
        let fits = line.fits(open);
        if fits.is_none() {
            skipped.get_or_insert(line.start + line.column);
        }
        Some((line, fits?))
    });
    let stray = skipped.filter(|_| matches!(stop, Stop::End { .. }));
    let Some((line, open)) = found else {
        // Nothing fits any more, but what was skipped has to be told.
        let end = text.len();
        return stray.map(|stray| Stretch { from: end, until: end, open: 0, stray: Some(stray) });
    };
    let list = open > 0 && line.list;
    // Many people put a closing bracket further out than the key of the value.
    let closes = |next: &ContentLine| text[next.start + next.column..].starts_with([']', '}']);
    let until = lines
        .find(|next| {
            next.marker
                || (next.column < line.column && !closes(next))
                || (list && next.column == line.column && !next.list)
        })
        .map_or(text.len(), |next| next.start);
    Some(Stretch { from: line.start, until, open, stray })
}

/// A line that says something: neither blank nor a comment.
#[derive(Debug, Clone, Copy)]
struct ContentLine {
    start: usize,
    column: usize,
    list: bool,
    /// `---` or `...`, which ends a document.
    marker: bool,
}

fn lines(text: &str, from: usize) -> impl Iterator<Item = ContentLine> {
    let mut at = from;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
            let start = at;
            let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
            at += end;
            let line = rest[..end].trim_end();
            let said = line.trim_start_matches(' ');
            // Nobody can say how far a tab indents, so nothing goes on at such a line.
            if !said.is_empty() && !said.starts_with(['#', '\t']) {
                let list = said == "-" || said.starts_with("- ");
                let marker = line.starts_with("---") || line == "...";
                return Some(ContentLine { start, column: line.len() - said.len(), list, marker });
            }
        }
    })
}

impl ContentLine {
    /// How many of the open collections stay open when this line goes on with one of them.
    fn fits(&self, open: &[OpenBlock]) -> Option<usize> {
        if self.marker || (open.is_empty() && self.column == 0) {
            return Some(0);
        }
        let same = |open: &OpenBlock| open.column == self.column && open.list == self.list;
        open.iter().rposition(same).map(|at| at + 1)
    }
}

/// What to do where a colon makes a key of something that is none.
const QUOTE: Option<&str> =
    Some("if the `:` belongs to the value, quote the value; else check the indentation");

/// A line that goes on with nothing.
pub(super) fn stray(source: &Source, at: usize) -> Fault {
    let tab = source.text()[at..].starts_with('\t');
    let kind = if tab { ErrorKind::TabInIndentation } else { ErrorKind::ExpectedBlockMappingKey };
    explain(source, &kind, at, at, None)
}

/// A line that is no part of what it stands in.
pub(super) fn misfit(source: &Source, at: usize) -> Fault {
    explain(source, &ErrorKind::SimpleKeyExpected, at, at, None)
}

/// The fault in a person's words.
///
/// `at` is where the parser gave up, `edge` the end of what it had read before, and `bracket` the
/// innermost bracket that is still open.
pub(super) fn explain(
    source: &Source,
    kind: &ErrorKind,
    at: usize,
    edge: usize,
    bracket: Option<usize>,
) -> Fault {
    use ErrorKind as E;
    let text = source.text();
    let one = |at: usize| {
        let end =
            text[at..].chars().next().filter(|&c| c != '\n').map_or(at, |c| at + c.len_utf8());
        source.span(at..end)
    };
    let fault = |message: &str, help: Option<&'static str>| Fault {
        at: one(at),
        message: message.to_owned(),
        help,
        label: None,
    };
    let blanks = text[at..].bytes().take_while(|&byte| byte == b' ').count();
    let opened = |place: usize, message: &str, help| Fault {
        at: one(place),
        label: Some((one(at + blanks), "here it is still open"))
            .filter(|(still, _)| *still != one(place)),
        ..fault(message, Some(help))
    };
    let tab =
        |at: usize| Fault { at: one(at), ..fault("a tab cannot indent YAML", Some("use spaces")) };
    let quote = || text.get(edge..at)?.find(['"', '\'']).map(|found| edge + found);
    match kind {
        E::InvalidQuotedScalarIndent
        | E::UnclosedQuotedScalar
        | E::DocumentIndicatorInQuotedScalar => match quote() {
            Some(quote) => opened(quote, "this quote is never closed", "close it on the same line"),
            None => fault("a quote is never closed", Some("close it on the same line")),
        },
        E::UnclosedFlowCollection { .. }
        | E::UnexpectedEofFlowSequence
        | E::UnexpectedEofFlowMapping
        | E::UnexpectedEofImplicitFlowMapping
        | E::InvalidIndentation
        | E::InvalidFlowScalarIndent
            if bracket.is_some() =>
        {
            let bracket = bracket.unwrap_or(at);
            opened(bracket, "this bracket is never closed", "close it before the next key")
        }
        E::MismatchedFlowCollectionEnd { open, close } => {
            let message = format!("`{open}` is closed by `{close}`");
            let mut fault = fault(&message, Some("use the matching bracket"));
            fault.label = bracket.map(|bracket| (one(bracket), "opened here"));
            fault
        }
        E::MisplacedFlowCollectionEnd => {
            fault("this bracket closes nothing", Some("remove it, or quote the value"))
        }
        E::ExpectedFlowMappingSeparator | E::ExpectedFlowSequenceSeparator => fault(
            "a comma or a closing bracket is missing",
            Some("put it before the next key, or quote a value that holds `: `, `, ` or brackets"),
        ),
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabAtBlockScalarStart => tab(at - usize::from(text[..at].ends_with('\t'))),
        E::TabInPlainScalar => tab(indenting_tab(text, at).unwrap_or(at)),
        E::MappingValueNotAllowed | E::MappingKeyNotAllowed | E::InvalidColonPlacement => {
            by_the_line_above(source, at).unwrap_or_else(|| fault("a key cannot stand here", QUOTE))
        }
        E::ExpectedBlockMappingKey | E::ExpectedBlockSequenceEntry | E::InvalidIndentation => {
            fault(
                "this line fits nothing above it",
                Some("align it with the keys or the `-` it belongs to"),
            )
        }
        E::BlockSequenceEntryNotAllowed | E::BlockEntryInFlowCollection => fault(
            "a list item cannot stand here",
            Some("put the list on lines of its own below the key"),
        ),
        E::SimpleKeyExpected | E::InvalidSimpleKey => match glued_key(&text[at..]) {
            Some(key) => {
                Fault { at: source.span(at..at + key + 1), ..fault(NO_SPACE, Some(ADD_SPACE)) }
            }
            None => fault(NO_COLON, Some("put a `:` after the key")),
        },
        E::UnexpectedCharacter { character } => fault(
            &format!("a value cannot start with `{}`", character.escape_default()),
            Some("quote the value"),
        ),
        E::InvalidTrailingSingleQuotedScalar => fault(
            "text follows the closing quote",
            Some("quote the whole value; inside single quotes write `''` for `'`"),
        ),
        E::InvalidTrailingDoubleQuotedScalar => fault(
            "text follows the closing quote",
            Some("quote the whole value; inside double quotes write `\\\"` for `\"`"),
        ),
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidUnicodeEscape => fault(
            "this escape does not exist in YAML",
            Some("write `\\\\` for a backslash, or use single quotes"),
        ),
        E::RecursionLimitExceeded => fault("this is nested too deeply to be an inventory", None),
        E::CommentNotSeparated => fault("a comment needs a blank before its `#`", None),
        other => fault(&other.to_string(), None),
    }
}

/// The first tab behind a place that indents its line.
fn indenting_tab(text: &str, from: usize) -> Option<usize> {
    let breaks = text[from..].match_indices('\n').map(|(at, _)| from + at + 1);
    let blanks = |at: usize| text[at..].bytes().take_while(|&byte| byte == b' ').count();
    breaks.map(|line| line + blanks(line)).find(|&at| text[at..].starts_with('\t'))
}

/// Why the first key of a line, whose `:` stands at `at`, was taken for text that goes on from the line above.
fn by_the_line_above(source: &Source, at: usize) -> Option<Fault> {
    let text = source.text();
    let here = text[..at].rfind('\n')? + 1;
    let key = text[here..at].trim();
    if key.is_empty() || key.contains([':', '"', '\'', '[', '{', ' ']) {
        return None;
    }
    let above = lines(&text[..here], text[..here].trim_end().rfind('\n').map_or(0, |end| end + 1));
    let above = above.last()?;
    let dash = if above.list { 2 } else { 0 };
    let start = above.start + above.column + dash;
    let said = text[start..here].trim_end();
    let column = text[here..at].len() - text[here..at].trim_start().len();
    let fault = |at, message: &str, help| Fault {
        at,
        message: message.to_owned(),
        help: Some(help),
        label: None,
    };
    if column == above.column + dash
        && let Some(key) = glued_key(said)
    {
        return Some(fault(source.span(start..start + key + 1), NO_SPACE, ADD_SPACE));
    }
    let is_word = !above.list && !said.contains([':', ' ']);
    if (column == above.column && !said.contains(':')) || (column > above.column && is_word) {
        let at = source.span(start..start + said.len());
        return Some(fault(at, NO_COLON, "put a `:` after the key"));
    }
    (column > above.column).then(|| {
        let at = source.span(here + column..at);
        let message = "this key is indented further than what it follows";
        fault(at, message, "align it with the keys it belongs to")
    })
}

/// How long the key is of a text such as `image:nginx`, whose colon no space follows. Addresses of the web have
/// no key.
pub(crate) fn glued_key(text: &str) -> Option<usize> {
    let key =
        text.find(|letter: char| !(letter.is_ascii_alphanumeric() || "_-.".contains(letter)))?;
    let value = text[key..].strip_prefix(':')?;
    let is_value = !value.is_empty() && !value.starts_with([' ', '\t', '\n', '\r']);
    let is_value = is_value && !value.starts_with("//");
    (text.starts_with(|letter: char| letter.is_ascii_alphabetic()) && is_value).then_some(key)
}
