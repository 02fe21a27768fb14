//! Addresses of PCI devices, which people give in place of a name.

/// True for `0000:01:00.0`, `01:00.0` or `0000:01:00`, also with `pci` before it. With `pci` before it the
/// function may be missing from the short form too; alone, `01:00` may be a time.
pub(super) fn is_address(text: &str) -> bool {
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
        _ => return false,
    };
    let is_clear = function.is_some() || domain.is_some() || stripped.is_some();
    is_clear
        && domain.is_none_or(|domain| is_hex(domain, 4))
        && is_hex(bus, 2)
        && is_hex(slot, 2)
        && function.is_none_or(|function| matches!(function.as_bytes(), [b'0'..=b'7']))
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|letter| letter.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::is_address;

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
        assert!(addresses.into_iter().all(is_address));
        let others =
            ["01:00", "1:00.0", "01:00.8", "046d:c52b", "pci", "/dev/dri", "00:1a:2b:3c:4d:5e"];
        assert!(!others.into_iter().any(is_address));
    }
}
