//! x
use super::product::Product;
pub(super) static TABLES: &[&[Product]] = &[];
