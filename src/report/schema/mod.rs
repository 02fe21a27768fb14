//! The JSON Schemas (draft-07) of what labctl reads and writes, for editors and programs. Further keys may
//! come with any release.

use schemars::generate::SchemaSettings;
use schemars::transform::transform_subschemas;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use super::findings::json::Document;
use super::placement::Report;
use super::plan::PlanDocument;

mod inventory;
mod origins;

/// The schema of an inventory.
pub fn inventory() -> Value {
    inventory::schema()
}

/// The schema of what `labctl check --format json` writes.
pub fn check() -> Value {
    of::<Document>("labctl check")
}

/// The schema of what `labctl report --format json` writes.
pub fn report() -> Value {
    of::<Report>("labctl report")
}

/// The schema of what `labctl plan --format json` writes.
pub fn plan() -> Value {
    of::<PlanDocument>("labctl plan")
}

/// The schema of what `labctl inventory --format json` writes.
pub fn origins() -> Value {
    origins::schema()
}

fn of<T: JsonSchema>(title: &str) -> Value {
    let settings = SchemaSettings::draft07().for_serialize().with_transform(plain);
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema.to_value()
}

/// Takes out what draft-07 does not know, which strict validators refuse: the widths of numbers.
fn plain(schema: &mut Schema) {
    schema.remove("format");
    transform_subschemas(&mut plain, schema);
}
