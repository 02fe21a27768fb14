//! The JSON Schemas (draft-07) of what labctl reads and writes, for editors and programs. Further keys may
//! come with any release.

use serde_json::Value;

mod check;
mod inventory;
mod parts;
mod report;

/// The schema of an inventory.
pub fn inventory() -> Value {
    inventory::schema()
}

/// The schema of what `labctl check --format json` writes.
pub fn check() -> Value {
    check::schema()
}

/// The schema of what `labctl report --format json` writes.
pub fn report() -> Value {
    report::schema()
}
