//! The sum of a key: what is left of it when neither case nor what stands between its words matters.

/// The sum of a key (FNV-1a). Among 64 bits, keys that are not the same do not meet by chance.
#[derive(Clone, Copy)]
pub(super) struct Sum(pub(super) u64);

impl Sum {
    /// The sum of nothing.
    pub(super) const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);

    const PRIME: u64 = 0x0100_0000_01b3;

    /// The sum of a text.
    pub(super) const fn of(text: &str) -> Self {
        let mut sum = Self::EMPTY;
        let mut rest = text.as_bytes();
        while let [byte, after @ ..] = rest {
            sum = sum.with(*byte);
            rest = after;
        }
        sum
    }

    /// The sum of one byte more.
    pub(super) const fn with(self, byte: u8) -> Self {
        match Sort::of(byte) {
            Sort::Gap => self,
            Sort::Letter | Sort::Digit => {
                Self((self.0 ^ byte.to_ascii_lowercase() as u64).wrapping_mul(Self::PRIME))
            }
        }
    }

    /// The sum of what an organisation calls by this name.
    pub(super) const fn within(self, organisation: Self) -> Self {
        Self((self.0 ^ organisation.0.rotate_left(32)).wrapping_mul(Self::PRIME))
    }
}

/// What a byte does in a key. Words end where the sort changes: `debian12` is two of them.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Sort {
    Letter,
    Digit,
    Gap,
}

impl Sort {
    pub(super) const fn of(byte: u8) -> Self {
        SORTS[byte as usize]
    }
}

const SORTS: [Sort; 256] = {
    let mut sorts = [Sort::Gap; 256];
    let mut byte = u8::MAX;
    while byte > 0 {
        sorts[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => Sort::Letter,
            b'0'..=b'9' => Sort::Digit,
            _ => Sort::Gap,
        };
        byte -= 1;
    }
    sorts
};
