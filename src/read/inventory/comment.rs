//! Allowances in comments: `# labctl: allow(rule) reason until=2027-06-30`, on or above what they excuse.

use super::cover::Surroundings;
use crate::lab::{Allowance, Cover, Date, Draft, MistakeKind, Stated, Text};
use crate::source::{Source, Span, Spanned};
use crate::yaml::Comment;

/// Reads the allowances that stand in the comments of an inventory.
pub(super) fn read<'s>(
    source: &'s Source,
    comments: impl Iterator<Item = Comment<'s>>,
    draft: &mut Draft,
) {
    read_among(source, comments, draft, |draft| {
        let mut things = draft.list_things();
        things.retain(|(whole, _)| source.whole().contains(*whole));
        things.into_iter().map(|(whole, subject)| (whole, Cover::Thing(subject))).collect()
    });
}

/// The same of any file in which certain things stand, each with what covers it, in the order of the text.
pub(crate) fn read_among<'s>(
    source: &'s Source,
    comments: impl Iterator<Item = Comment<'s>>,
    draft: &mut Draft,
    things: impl FnOnce(&Draft) -> Vec<(Span, Cover)>,
) {
    let mut said = comments
        .filter_map(|comment| Some((comment, comment.text.strip_prefix("labctl:")?)))
        .peekable();
    // Most files have none, and then nothing has to be put in order.
    if said.peek().is_none() {
        return;
    }
    let mut surroundings = Surroundings::new(source, things(draft));
    for (comment, said) in said {
        match parse(source, said) {
            Ok(said) => {
                let cover = surroundings.cover(comment.span);
                for rule in said.rules {
                    let (reason, until, cover) =
                        (said.reason.clone(), said.until.clone(), cover.clone());
                    draft.allowances.push(Allowance {
                        at: comment.span,
                        rule,
                        reason,
                        until,
                        cover,
                    });
                }
            }
            Err((at, message)) => {
                let help = "write `# labctl: allow(rule-name) the reason`, perhaps with `until=2027-06-30`";
                draft.mistake(MistakeKind::InvalidField, at, message).help(|| help.to_owned());
            }
        }
    }
}

/// What a comment says, before it is known of what.
struct AllowComment {
    rules: Vec<Spanned<Text>>,
    reason: Stated<Text>,
    until: Stated<Date>,
}

fn parse(source: &Source, said: &str) -> Result<AllowComment, (Span, &'static str)> {
    // All parts are slices of the file, so their place follows from their address.
    let place = |part: &str| {
        let start = part.as_ptr().addr() - source.text().as_ptr().addr();
        source.span(start..start + part.len())
    };
    let at = place(said.trim());
    let list = said.trim_start().strip_prefix("allow").map(str::trim_start);
    let Some(list) = list.and_then(|list| list.strip_prefix('(')) else {
        return Err((at, "this comment should say `allow(...)`"));
    };
    let Some((names, rest)) = list.split_once(')') else {
        return Err((at, "the bracket after `allow` is never closed"));
    };
    let rules: Vec<_> = names
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| Spanned { value: name.into(), span: place(name) })
        .collect();
    if rules.is_empty() {
        return Err((at, "this allowance names no rule"));
    }
    let rest = rest.trim();
    let (reason, until) = match rest.rfind("until=") {
        None => (rest, None),
        Some(found) => {
            let date = rest[found + "until=".len()..].trim();
            let value: Date = date.parse().map_err(|_| (place(date), "this is not a date"))?;
            (rest[..found].trim_end(), Some(Spanned { value, span: place(date) }))
        }
    };
    let reason =
        (!reason.is_empty()).then(|| Spanned { value: reason.into(), span: place(reason) });
    Ok(AllowComment { rules, reason: reason.into(), until: until.into() })
}
