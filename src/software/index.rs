//! Which product a key means, laid out when labctl is built: nothing is left to do when it starts.
//!
//! A key is known by its sum, so looking one up copies nothing.

use super::product::Product;
use super::sum::Sum;
use super::tables::TABLES;

/// The products by the names of workloads.
pub(super) static NAMES: Index<8192> = Index::of(KeyKind::Name);

/// The products by their images.
pub(super) static IMAGES: Index<4096> = Index::of(KeyKind::Image);

/// The products by their identifiers as operating systems.
pub(super) static SYSTEMS: Index<2048> = Index::of(KeyKind::System);

/// What a key means, in a table that is at most two thirds full.
pub(super) struct Index<const SLOTS: usize> {
    sums: [u64; SLOTS],
    owners: [KeyOwner; SLOTS],
    keys: usize,
}

/// Where a product stands, and whether its key is an everyday word.
#[derive(Clone, Copy)]
pub(super) struct KeyOwner {
    table: u8,
    row: u8,
    pub(super) is_everyday: bool,
}

impl KeyOwner {
    /// The product.
    pub(super) const fn product(self) -> &'static Product {
        &TABLES[self.table as usize][self.row as usize]
    }
}

impl<const SLOTS: usize> Index<SLOTS> {
    /// Whose key has this sum.
    pub(super) fn get(&self, sum: Sum) -> Option<KeyOwner> {
        let slot = self.slot(sum);
        (self.sums[slot] != FREE).then_some(self.owners[slot])
    }

    const fn slot(&self, sum: Sum) -> usize {
        let mut slot = (sum.0 >> 32) as usize % SLOTS;
        while self.sums[slot] != sum.0 && self.sums[slot] != FREE {
            slot = (slot + 1) % SLOTS;
        }
        slot
    }

    const fn of(key: KeyKind) -> Self {
        let nobody = KeyOwner { table: 0, row: 0, is_everyday: false };
        let mut index = Self { sums: [FREE; SLOTS], owners: [nobody; SLOTS], keys: 0 };
        let mut table: u8 = 0;
        while (table as usize) < TABLES.len() {
            let mut row: u8 = 0;
            while (row as usize) < TABLES[table as usize].len() {
                let owner = KeyOwner { table, row, is_everyday: false };
                let product = owner.product();
                match key {
                    KeyKind::Name => {
                        index.add(product.names, owner);
                        index.add(product.everyday, KeyOwner { is_everyday: true, ..owner });
                    }
                    KeyKind::Image => index.add(product.images, owner),
                    KeyKind::System => index.add(product.os, owner),
                }
                row += 1;
            }
            table += 1;
        }
        assert!(index.keys * 3 < SLOTS * 2, "the index wants more slots");
        index
    }

    const fn add(&mut self, keys: &[&str], owner: KeyOwner) {
        let mut at = 0;
        while at < keys.len() {
            let sum = sum_of(keys[at]);
            let slot = self.slot(sum);
            self.sums[slot] = sum.0;
            self.owners[slot] = owner;
            self.keys += 1;
            at += 1;
        }
    }
}

/// What the sum of a free slot is. No key has it.
const FREE: u64 = 0;

/// The sum of a key, which may have an organisation before a slash.
const fn sum_of(key: &str) -> Sum {
    let mut organisation = None;
    let mut sum = Sum::EMPTY;
    let mut rest = key.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = after;
        if *byte == b'/' {
            organisation = Some(sum);
            sum = Sum::EMPTY;
        } else {
            sum = sum.with(*byte);
        }
    }
    match organisation {
        Some(organisation) => sum.within(organisation),
        None => sum,
    }
}

/// What a product is found by.
#[derive(Clone, Copy)]
enum KeyKind {
    Name,
    Image,
    System,
}
