//! Addresses of PCI devices, which people give in place of a name.

use super::entry::Text;

/// The full form of `0000:01:00.0`, `01:00.0` or `0000:01:00`, also with `pci` before it; nothing for what is no
/// such address. With `pci` before it the function may be missing from the short form too; alone, `01:00` may be
/// a time.
pub fn pci_address(text: &str) -> Option<Text> {
    let lower = text.trim().to_ascii_lowercase();
    let stripped =
        lower.strip_prefix("pci").map(|rest| rest.trim_start_matches([' ', ':', '-', '_']));
    let address = stripped.unwrap_or(&lower);
    let (place, function) = match address.split_once('.') {
        Some((place, function)) => (place, Some(function)),
        None => (address, None),
    };
    let parts: Vec<&str> = place.split(':').collect();
    let (domain, bus, slot) = match parts[..] {
        [bus, slot] => (None, bus, slot),
        [domain, bus, slot] => (Some(domain), bus, slot),
        _ => return None,
    };
    let is_clear = function.is_some() || domain.is_some() || stripped.is_some();
    let is_address = is_clear
        && domain.is_none_or(|domain| is_hex(domain, 4))
        && is_hex(bus, 2)
        && is_hex(slot, 2)
        && function.is_none_or(|function| matches!(function.as_bytes(), [b'0'..=b'7']));
    let full = if domain.is_some() { address.to_owned() } else { format!("0000:{address}") };
    is_address.then(|| full.into())
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|letter| letter.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::pci_address;

    #[test]
    fn addresses_are_told_from_names_and_times() {
        let addresses = [
            "0000:01:00.0",
            "01:00.0",
            "0000:0A:1f",
            "pci 01:00.0",
            "pci:0000:01:00.0",
            "PCI-01:00",
        ];
        assert!(addresses.into_iter().all(|text| pci_address(text).is_some()));
        assert_eq!(pci_address("PCI 0A:00.1").as_deref(), Some("0000:0a:00.1"));
        let others =
            ["01:00", "1:00.0", "01:00.8", "046d:c52b", "pci", "/dev/dri", "00:1a:2b:3c:4d:5e"];
        assert!(others.into_iter().all(|text| pci_address(text).is_none()));
    }
}
