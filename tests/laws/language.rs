//! The language as its schema describes it: all of it is tried, and all of it is understood.

use std::cell::RefCell;
use std::collections::BTreeSet;

use proptest::collection::vec;

use crate::labs::yaml;
use crate::{always, check, every, lab};

#[test]
fn every_field_is_tried() {
    let tried = RefCell::new(BTreeSet::new());
    always(vec(every::any(), 3), |inventories| {
        tried.borrow_mut().extend(inventories.iter().flat_map(every::fields_in));
    });
    let never: Vec<String> = every::all_fields().difference(&tried.borrow()).cloned().collect();
    assert_eq!(never, [""; 0], "no lab has these fields");
}

#[test]
fn what_the_schema_admits_is_understood() {
    always(every::any(), |inventory| {
        let text = yaml(&inventory);
        let outcome = check(&text);
        let wrong = ["syntax-error", "unknown-field", "invalid-field", "other-spelling"];
        let findings = lab(&outcome).findings.iter();
        let found: Vec<&str> = findings
            .filter(|finding| wrong.contains(&finding.rule))
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(found, [""; 0], "in\n{text}");
    });
}
