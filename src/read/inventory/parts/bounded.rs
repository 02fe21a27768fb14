//! Values that have bounds: VLANs, the numbers of guests, hardware addresses.
//!
//! Only what is meant as one is held to them: a word or a placeholder in its place stays what it is.

use crate::lab::{GuestNumber, HardwareAddress, Stated, Text, Vlan};
use crate::read::field::{FieldContext, FieldValue, Name, Numbers, TextFormat, ValueShape};
use crate::source::Spanned;
use crate::yaml::Node;

/// A VLAN. 0 is written for none, and 4095 for all.
pub(in super::super) struct VlanNumber(Spanned<Vlan>);

impl From<VlanNumber> for Stated<Vlan> {
    fn from(vlan: VlanNumber) -> Self {
        vlan.0.into()
    }
}

/// The VLANs there are, and words.
static VLAN: TextFormat = TextFormat {
    name: "a VLAN",
    pattern: r"^(?!-?[0-9]+$)|^0*([0-9]{1,3}|[1-3][0-9]{3}|40[0-8][0-9]|409[0-5])$",
    examples: &["20"],
    numbers: Some(Numbers { above: Some(-1), most: Some(4095) }),
};

/// The numbers of guests, and words.
static GUEST_NUMBER: TextFormat = TextFormat {
    name: "the number of a guest",
    pattern: r"^(?!-?[0-9]+$)|^0*[1-9][0-9]*$",
    examples: &["101"],
    numbers: Some(Numbers { above: Some(0), most: None }),
};

/// What [`may_be_hardware_address`] takes for one.
static HARDWARE_ADDRESS: TextFormat = TextFormat {
    name: "a hardware address",
    pattern: r"^[^:.-]*$|[{$<]|^([0-9A-Fa-fxX*]{1,2}(:|$)){6}$|^([0-9A-Fa-fxX*]{1,2}(:|$)){8}$|^([0-9A-Fa-fxX*]{1,2}(-|$)){6}$|^([0-9A-Fa-fxX*]{1,2}(-|$)){8}$|^([0-9A-Fa-fxX*]{4}(\.|$)){3}$",
    examples: &["bc:24:11:00:00:01"],
    numbers: Some(Numbers::ANY),
};

impl FieldValue for VlanNumber {
    const SHAPE: ValueShape = ValueShape::Format(&VLAN);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let name = Name::read(node, context)?;
        if is_number_outside(&name, 0, 4095) {
            context.expected(node, "a number from 1 to 4094");
            return None;
        }
        Some(Self(Spanned { value: Vlan::of(name.value), span: name.span }))
    }
}

impl FieldValue for GuestNumber {
    const SHAPE: ValueShape = ValueShape::Format(&GUEST_NUMBER);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let text = Text::read(node, context)?;
        if is_number_outside(&text, 1, u32::MAX.into()) {
            context.expected(node, "a number above 0, such as `101`");
            return None;
        }
        Some(Self::of(text))
    }
}

impl FieldValue for HardwareAddress {
    const SHAPE: ValueShape = ValueShape::Format(&HARDWARE_ADDRESS);

    fn read(node: Node<'_>, context: &mut FieldContext<'_>) -> Option<Self> {
        let text = Text::read(node, context)?;
        if !may_be_hardware_address(&text) {
            context.expected(node, "a hardware address, such as `bc:24:11:00:00:01`");
            return None;
        }
        Some(Self::of(text))
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
        for inside in ["0", "20", "4095", "lan", "{{ vlan }}", "20-30", "-", ""] {
            assert!(!is_number_outside(inside, 0, 4095), "{inside}");
        }
        for outside in ["-1", "4096", "5000", "99999999999999999999999"] {
            assert!(is_number_outside(outside, 0, 4095), "{outside}");
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
