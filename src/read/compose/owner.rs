//! `x-labctl`: what the owner says of a service or of a whole project, in the words of an inventory.

use crate::lab::{Draft, Kind, SystemFields};
use crate::read::field::{FieldContext, RecordOwner};
use crate::read::inventory::ENTRY;
use crate::yaml::Node;

/// The key under which it stands.
const KEY: &str = "x-labctl";

/// What stands under the key in a mapping: fields of a container.
pub(super) fn read(mapping: Node<'_>, name: Option<&str>, draft: &mut Draft) -> SystemFields {
    let mut fields = SystemFields::default();
    if let Some(own) = mapping.get(KEY) {
        let mut context = FieldContext::new(draft);
        let owner = RecordOwner { kinds: Kind::Container.into(), name, other_keys: &[] };
        ENTRY.read(&mut fields, own, owner, &mut context);
    }
    fields
}
