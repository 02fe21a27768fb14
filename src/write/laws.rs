//! What holds for every field that can be written.

use super::{Comments, inventory};
use crate::read::inventory::laws::{lab_of, said, texts};

#[test]
fn every_field_is_written_as_it_is_read() {
    for text in texts() {
        let lab = lab_of(text.clone());
        let written = inventory(&lab, &Comments::default());
        let again = lab_of(written.clone());
        assert_eq!(said(&again), said(&lab), "{text}\nis written as\n{written}");
    }
}
