//! Quantities as people write them: memory and disk sizes, processor cores, dates.

use std::fmt;
use std::str::FromStr;

pub use jiff::civil::Date;

/// A number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Bytes(pub u64);

/// What a size measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SizeKind {
    /// Main memory.
    Memory,
    /// A disk or a pool of them.
    Disk,
}

/// A share of processor cores, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Cores(pub u32);

/// Why a quantity cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAQuantity {
    /// It does not start with a number.
    #[error("it does not start with a number")]
    NoNumber,
    /// The unit is not known.
    #[error("the unit is not known")]
    Unit,
    /// A size without a unit could mean anything.
    #[error("the unit is missing")]
    NoUnit,
    /// No machine is that large.
    #[error("it is too large")]
    TooLarge,
}

impl Bytes {
    /// One kibibyte.
    pub const KIB: Self = Self(1 << 10);
    /// One mebibyte.
    pub const MIB: Self = Self(1 << 20);
    /// One gibibyte.
    pub const GIB: Self = Self(1 << 30);
    /// One tebibyte.
    pub const TIB: Self = Self(1 << 40);

    /// Reads a size with its unit, such as `64GiB`, `512m` or `2TB`.
    ///
    /// `K`, `M`, `G`, `T` and the forms with `i` are powers of two, as engines and hypervisors count.
    /// `KB`, `MB`, `GB` and `TB` are powers of two for memory, which is made that way, and powers of ten
    /// for disks, which are sold that way.
    ///
    /// # Errors
    ///
    /// When there is no number, no unit or an unknown one, or no machine could be that large.
    pub fn read(text: &str, of: SizeKind) -> Result<Self, NotAQuantity> {
        let (number, rest) = number(text)?;
        let unit = rest.trim_start();
        let lower = |at: usize| unit.as_bytes().get(at).map(u8::to_ascii_lowercase);
        let power = match lower(0) {
            None => return Err(NotAQuantity::NoUnit),
            Some(b'b') if unit.len() == 1 => return scale(number, 1),
            Some(b'k') => 1,
            Some(b'm') => 2,
            Some(b'g') => 3,
            Some(b't') => 4,
            Some(b'p') => 5,
            Some(_) => return Err(NotAQuantity::Unit),
        };
        let base: u64 = match (lower(1), lower(2), unit.len()) {
            (None, ..) | (Some(b'i'), None, _) | (Some(b'i'), Some(b'b'), 3) => 1024,
            (Some(b'b'), None, _) => match of {
                SizeKind::Memory => 1024,
                SizeKind::Disk => 1000,
            },
            _ => return Err(NotAQuantity::Unit),
        };
        scale(number, base.pow(power))
    }

    /// Reads a number in a given unit, such as the `2048` of `memory_mb: 2048`.
    ///
    /// # Errors
    ///
    /// When the text is not a plain number, or too large.
    pub fn read_in(text: &str, unit: Self) -> Result<Self, NotAQuantity> {
        let (number, rest) = number(text)?;
        if rest.is_empty() { scale(number, unit.0) } else { Err(NotAQuantity::Unit) }
    }
}

impl fmt::Display for Bytes {
    /// Writes the largest unit of two's powers that shows the size with at most one decimal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units =
            [(Self::TIB, "TiB"), (Self::GIB, "GiB"), (Self::MIB, "MiB"), (Self::KIB, "KiB")];
        for (unit, name) in units {
            if self.0 >= unit.0 {
                let tenths =
                    (u128::from(self.0) * 10 + u128::from(unit.0) / 2) / u128::from(unit.0);
                return match tenths % 10 {
                    0 => write!(f, "{} {name}", tenths / 10),
                    tenth => write!(f, "{}.{tenth} {name}", tenths / 10),
                };
            }
        }
        write!(f, "{} B", self.0)
    }
}

impl std::ops::Add for Bytes {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::iter::Sum for Bytes {
    fn sum<I: Iterator<Item = Self>>(sizes: I) -> Self {
        sizes.fold(Self(0), |sum, size| sum + size)
    }
}

impl FromStr for Cores {
    type Err = NotAQuantity;

    /// Reads `4`, `1.5` and `500m`.
    fn from_str(text: &str) -> Result<Self, NotAQuantity> {
        let (number, rest) = number(text)?;
        let thousandths = match rest {
            "" => scale(number, 1000)?.0,
            "m" => scale(number, 1)?.0,
            _ => return Err(NotAQuantity::Unit),
        };
        u32::try_from(thousandths).map(Self).map_err(|_| NotAQuantity::TooLarge)
    }
}

impl fmt::Display for Cores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1000, self.0 % 1000);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let digits = format!("{rest:03}");
        write!(f, "{whole}.{}", digits.trim_end_matches('0'))
    }
}

impl std::ops::Add for Cores {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::iter::Sum for Cores {
    fn sum<I: Iterator<Item = Self>>(shares: I) -> Self {
        shares.fold(Self(0), |sum, share| sum + share)
    }
}

/// A decimal number in millionths, and what follows it. Decimal, because `0.1` has no exact float.
fn number(text: &str) -> Result<(u128, &str), NotAQuantity> {
    let (mut millionths, mut digits, mut places) = (0_u128, 0, None);
    for (at, byte) in text.bytes().enumerate() {
        match (byte, places) {
            (b'0'..=b'9', None) => {
                millionths = millionths * 10 + u128::from(byte - b'0') * 1_000_000;
            }
            (b'0'..=b'9', Some(place)) => {
                millionths += u128::from(byte - b'0') * place;
                places = Some(place / 10);
            }
            (b'.', None) if digits > 0 => places = Some(100_000),
            _ if digits == 0 => return Err(NotAQuantity::NoNumber),
            _ => return Ok((millionths, &text[at..])),
        }
        digits += 1;
        if digits > 24 {
            return Err(NotAQuantity::TooLarge);
        }
    }
    if digits == 0 { Err(NotAQuantity::NoNumber) } else { Ok((millionths, "")) }
}

fn scale(millionths: u128, unit: u64) -> Result<Bytes, NotAQuantity> {
    // Nearly all of them fit into a machine word, which divides much faster.
    let word = u64::try_from(millionths).ok().and_then(|number| number.checked_mul(unit));
    let bytes = match word {
        Some(product) => u128::from(product / 1_000_000),
        None => millionths * u128::from(unit) / 1_000_000,
    };
    u64::try_from(bytes).map(Bytes).map_err(|_| NotAQuantity::TooLarge)
}
