//! What networks and hypervisors know a system by, as numbers where they are such.

use std::fmt;

use super::entry::Text;

/// The hardware address of a network card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HardwareAddress {
    /// As it is written, perhaps with digits hidden, or a word in its place.
    pub text: Text,
    /// Its 48 bits, if they are all there and not all zero.
    pub number: Option<u64>,
}

impl HardwareAddress {
    /// Reads six bytes, in groups of any length; anything else stays text.
    pub fn of(text: Text) -> Self {
        let digits: String = text.chars().filter(|it| !matches!(it, ':' | '-' | '.')).collect();
        let number = u64::from_str_radix(&digits, 16).ok();
        let number = number.filter(|&number| digits.len() == 12 && number != 0);
        Self { text, number }
    }
}

impl fmt::Display for HardwareAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

/// What a hypervisor knows a guest by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum GuestNumber {
    /// Its number, above 0.
    Number(u32),
    /// A word in its place.
    Name(Text),
}

impl GuestNumber {
    /// Reads a number; anything else stays a word.
    pub fn of(text: Text) -> Self {
        text.parse().map_or(Self::Name(text), Self::Number)
    }
}

impl fmt::Display for GuestNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Name(name) => name.fmt(f),
        }
    }
}
