//! A first inventory, to go on from: a starter, or what other files say of a lab.

use super::{Comments, inventory};
use crate::finding::Subject;
use crate::lab::{Draft, Lab, Profile, Statement};
use crate::read::Remark;
use crate::source::{Span, Spanned};

/// The line that tells an editor where the schema of the inventory is.
const MODELINE: &str = "yaml-language-server: $schema=labctl.schema.json";

/// The name of the file that the first line of a first inventory speaks of.
pub const SCHEMA_FILE: &str = "labctl.schema.json";

/// A small inventory with a comment on each part.
pub fn starter() -> String {
    format!("# {MODELINE}\n{}", include_str!("starter.yaml"))
}

/// What other files say, as an inventory. What has no field stands in comments.
///
/// Its policy asks for contradictions alone: such a lab is as it is, and whoever adopts labctl asks for more when
/// they are ready for it.
pub fn first(mut draft: Draft, remarks: &[Remark]) -> (Lab, String) {
    let at = Span::default();
    let profile = Spanned { value: Profile::Minimal, span: at }.into();
    draft.statements.push(Statement { at, profile, ..Statement::default() });
    let lab = draft.finish();
    let top = [
        MODELINE,
        "Made by `labctl init`. What has no field here stands in comments, as `not placed`.",
        "The policy at the end asks for contradictions alone; `profile: default` adds recommendations.",
    ]
    .map(str::to_owned);
    let mut comments = Comments { top: top.into(), ..Comments::default() };
    for Remark { of, text } in remarks {
        let comment = format!("not placed: {}", text.value);
        match of {
            Subject::Lab => comments.end.push(comment),
            of => comments.of.push((*of, comment)),
        }
    }
    let text = inventory(&lab, &comments);
    (lab, text)
}
