//! Which product a key means, laid out when labctl is built: nothing is left to do when it starts.
//!
//! A key is known by its sum, so looking one up copies nothing.

use super::everyday::EVERYDAY;
use super::product::Product;
use super::sum::Sum;
use super::tables::TABLES;

/// The products by the names of workloads.
pub(super) static NAMES: Index<8192> = Index::of(Field::Names).with_everyday_words();

/// The products by their images.
pub(super) static IMAGES: Index<4096> = Index::of(Field::Images);

/// The products by their identifiers as operating systems.
pub(super) static SYSTEMS: Index<2048> = Index::of(Field::Systems);

/// What a key means, in a table that is at most two thirds full.
pub(super) struct Index<const SLOTS: usize> {
    sums: [u64; SLOTS],
    owners: [Owner; SLOTS],
}

/// Where a product stands, and whether its key is an everyday word.
#[derive(Clone, Copy)]
pub(super) struct Owner {
    table: u8,
    line: u8,
    pub(super) is_everyday: bool,
}

impl Owner {
    /// The product.
    pub(super) const fn product(self) -> &'static Product {
        &TABLES[self.table as usize][self.line as usize]
    }
}

impl<const SLOTS: usize> Index<SLOTS> {
    /// Whose key has this sum.
    pub(super) fn get(&self, sum: Sum) -> Option<Owner> {
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

    const fn of(field: Field) -> Self {
        let nobody = Owner { table: 0, line: 0, is_everyday: false };
        let mut index = Self { sums: [FREE; SLOTS], owners: [nobody; SLOTS] };
        let mut keys = 0;
        let mut table: u8 = 0;
        while (table as usize) < TABLES.len() {
            let mut line: u8 = 0;
            while (line as usize) < TABLES[table as usize].len() {
                let owner = Owner { table, line, is_everyday: false };
                let mut rest = field.of(owner.product()).as_bytes();
                while !rest.is_empty() {
                    let (key, after) = first_key(rest);
                    let slot = index.slot(key);
                    index.sums[slot] = key.0;
                    index.owners[slot] = owner;
                    keys += 1;
                    rest = after;
                }
                line += 1;
            }
            table += 1;
        }
        assert!(keys * 3 < SLOTS * 2, "the index wants more slots");
        index
    }

    const fn with_everyday_words(mut self) -> Self {
        let mut word = 0;
        while word < EVERYDAY.len() {
            let slot = self.slot(Sum::of(EVERYDAY[word]));
            self.owners[slot].is_everyday = true;
            word += 1;
        }
        self
    }
}

/// What the sum of a free slot is. No key has it.
const FREE: u64 = 0;

/// The sum of the first of several keys, and the keys after it.
const fn first_key(keys: &[u8]) -> (Sum, &[u8]) {
    let mut organisation = None;
    let mut sum = Sum::EMPTY;
    let mut rest = keys;
    while let [byte, after @ ..] = rest {
        rest = after;
        match *byte {
            b' ' => break,
            b'/' => {
                organisation = Some(sum);
                sum = Sum::EMPTY;
            }
            byte => sum = sum.with(byte),
        }
    }
    match organisation {
        Some(organisation) => (sum.within(organisation), rest),
        None => (sum, rest),
    }
}

/// The keys that a field of a product holds.
#[derive(Clone, Copy)]
enum Field {
    Names,
    Images,
    Systems,
}

impl Field {
    const fn of(self, product: &Product) -> &'static str {
        match self {
            Self::Names => product.names,
            Self::Images => product.images,
            Self::Systems => product.os,
        }
    }
}
