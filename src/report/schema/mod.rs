//! The JSON Schemas (draft-07) of what labctl writes, for those who read it with a program. Further keys may
//! come with any release.

use serde_json::Value;

mod check;
mod parts;
mod report;

/// The schema of what `labctl check --format json` writes.
pub fn check() -> Value {
    check::schema()
}

/// The schema of what `labctl report --format json` writes.
pub fn report() -> Value {
    report::schema()
}
