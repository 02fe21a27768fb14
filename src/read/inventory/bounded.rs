//! Values that have bounds: VLANs, the numbers of guests, how many instances run, hardware addresses.
//!
//! Only what is meant as one is held to them: a word or a placeholder in its place stays what it is.

use super::field::Shape;
use super::notes::Notes;
use super::value::Value;
use crate::lab::{List, Text};
use crate::source::Spanned;
use crate::yaml::Node;

type Name = Spanned<Text>;

/// A VLAN: 0 and 4095 are reserved.
pub(super) struct Vlan(Name);

/// The number that a hypervisor knows a guest by.
pub(super) struct GuestNumber(Name);

/// How many instances run.
pub(super) struct Replicas(Spanned<u32>);

/// Hardware addresses, one or several.
pub(super) struct HardwareAddresses(List<Name>);

/// One hardware address.
struct HardwareAddress(Name);

impl From<Vlan> for Option<Name> {
    fn from(vlan: Vlan) -> Self {
        Some(vlan.0)
    }
}

impl From<GuestNumber> for Option<Name> {
    fn from(number: GuestNumber) -> Self {
        Some(number.0)
    }
}

impl From<Replicas> for Option<Spanned<u32>> {
    fn from(replicas: Replicas) -> Self {
        Some(replicas.0)
    }
}

impl From<HardwareAddresses> for List<Name> {
    fn from(addresses: HardwareAddresses) -> Self {
        addresses.0
    }
}

impl Value for Vlan {
    const SHAPE: Shape = Shape::Text;

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        let name = Name::read(node, notes)?;
        if is_number_outside(&name, 1, 4094) {
            notes.expected(node, "a number from 1 to 4094");
            return None;
        }
        Some(Self(name))
    }
}

impl Value for GuestNumber {
    const SHAPE: Shape = Shape::Text;

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        let name = Name::read(node, notes)?;
        if is_number_outside(&name, 1, u64::MAX) {
            notes.expected(node, "a number above 0, such as `101`");
            return None;
        }
        Some(Self(name))
    }
}

impl Value for Replicas {
    const SHAPE: Shape = Shape::Count;

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        let count = Spanned::<u32>::read(node, notes)?;
        if count.value == 0 {
            notes
                .expected(node, "1 or more")
                .help(|| "what does not run for now has `status: stopped`".to_owned());
            return None;
        }
        Some(Self(count))
    }
}

impl Value for HardwareAddresses {
    const SHAPE: Shape = Shape::Many(&Shape::Text);

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        let read = List::<HardwareAddress>::read(node, notes)?;
        Some(Self(List::stated(read.iter().map(|address| address.0.clone()), node.span())))
    }
}

impl Value for HardwareAddress {
    const SHAPE: Shape = Shape::Text;

    fn read(node: Node<'_>, notes: &mut Notes<'_>) -> Option<Self> {
        let name = Name::read(node, notes)?;
        if !may_be_hardware_address(&name) {
            notes.expected(node, "a hardware address, such as `bc:24:11:00:00:01`");
            return None;
        }
        Some(Self(name))
    }
}

/// True for a whole number that is too small or too large; what is no number is not judged.
fn is_number_outside(text: &str, least: u64, most: u64) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number && !text.parse().is_ok_and(|number: u64| (least..=most).contains(&number))
}

/// True for six or eight pairs such as `bc:24:11:00:00:01`, three groups of four with dots, and what is not
/// meant as an address: a word, or a placeholder. Digits may be hidden as `xx`.
fn may_be_hardware_address(text: &str) -> bool {
    let is_digit = |letter: u8| letter.is_ascii_hexdigit() || matches!(letter, b'x' | b'X' | b'*');
    let are_groups =
        |separator: char, counts: &[usize], lengths: std::ops::RangeInclusive<usize>| {
            counts.contains(&text.split(separator).count())
                && text
                    .split(separator)
                    .all(|group| lengths.contains(&group.len()) && group.bytes().all(is_digit))
        };
    !text.contains([':', '-', '.'])
        || text.contains(['{', '$', '<'])
        || are_groups(':', &[6, 8], 1..=2)
        || are_groups('-', &[6, 8], 1..=2)
        || are_groups('.', &[3], 4..=4)
}

#[cfg(test)]
mod tests {
    use super::{is_number_outside, may_be_hardware_address};

    #[test]
    fn only_numbers_have_bounds() {
        for inside in ["1", "20", "4094", "lan", "{{ vlan }}", "20-30", "-", ""] {
            assert!(!is_number_outside(inside, 1, 4094), "{inside}");
        }
        for outside in ["0", "-1", "4095", "5000", "99999999999999999999999"] {
            assert!(is_number_outside(outside, 1, 4094), "{outside}");
        }
    }

    #[test]
    fn hardware_addresses_are_told_from_mistakes() {
        for fine in [
            "bc:24:11:00:00:01",
            "BC-24-11-00-00-01",
            "bc24.1100.0001",
            "bc2411000001",
            "bc:24:11:0:0:1",
            "02:00:5e:ff:fe:00:53:01",
            "bc:24:11:xx:xx:xx",
            "{{ mac.web }}",
            "random",
        ] {
            assert!(may_be_hardware_address(fine), "{fine}");
        }
        for wrong in
            ["zz:zz", "bc:24:11:00:00", "bc:24:11:00:00:0g", "bc:24:11:00:00:001", "10.0.0.1"]
        {
            assert!(!may_be_hardware_address(wrong), "{wrong}");
        }
    }
}
