//! The sum of a key: what is left of it when neither case nor what stands between its words matters.

/// The sum of a key (FNV-1a). Among 64 bits, keys that are not the same do not meet by chance.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
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
        match ByteClass::of(byte) {
            ByteClass::Gap => self,
            ByteClass::Letter | ByteClass::Digit => {
                Self((self.0 ^ byte.to_ascii_lowercase() as u64).wrapping_mul(Self::PRIME))
            }
        }
    }

    /// The sum of what an organisation calls by this name.
    pub(super) const fn within(self, organisation: Self) -> Self {
        Self((self.0 ^ organisation.0.rotate_left(32)).wrapping_mul(Self::PRIME))
    }
}

/// What a byte does in a key. Words end where the class changes: `debian12` is two of them.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum ByteClass {
    Letter,
    Digit,
    Gap,
}

impl ByteClass {
    pub(super) const fn of(byte: u8) -> Self {
        CLASSES[byte as usize]
    }
}

const CLASSES: [ByteClass; 256] = {
    let mut classes = [ByteClass::Gap; 256];
    let mut byte = u8::MAX;
    while byte > 0 {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => ByteClass::Letter,
            b'0'..=b'9' => ByteClass::Digit,
            _ => ByteClass::Gap,
        };
        byte -= 1;
    }
    classes
};
