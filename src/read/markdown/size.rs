//! Sizes as people write them in a table: `16 GB DDR4`, `1,5 TB`, `512 MB`, `2x16GB`.

use crate::lab::{Bytes, SizeKind};
use crate::read::field::unit_meant;

/// A size as it is written in a cell, and whether that is all that is written there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct WrittenSize {
    pub(super) bytes: Bytes,
    pub(super) media: Option<&'static str>,
    pub(super) whole: bool,
}

/// Words beside a size that say nothing more about it.
const KNOWN: [&str; 6] = ["ram", "memory", "disk", "total", "of", "storage"];

/// Reads a size; `unit` is that of bare numbers.
pub(super) fn size(text: &str, unit: Option<&str>, of: SizeKind) -> Option<WrittenSize> {
    let lower = text.trim().to_lowercase();
    let lower = lower.trim_start_matches(['~', '≈']).trim_start_matches("ca.").trim_start();
    let (number, rest) = number(lower)?;
    let (times, number, rest) =
        match rest.strip_prefix(['x', '×']).map(|rest| self::number(rest.trim_start())) {
            Some(Some((each, rest))) if of == SizeKind::Memory || number == "1" => {
                (number.parse::<u32>().ok()?, each, rest)
            }
            Some(_) => return None,
            None => (1, number, rest),
        };
    let end = rest.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (written, mut rest) = (&rest[..end], rest[end..].trim());
    let unit = match written {
        "" => unit,
        "kb" | "kib" | "k" => Some("KiB"),
        "mib" => Some("MiB"),
        "m" => Some("M"),
        "mb" | "mo" => Some("MB"),
        "gib" => Some("GiB"),
        "g" => Some("G"),
        "gb" | "go" => Some("GB"),
        "tib" => Some("TiB"),
        "t" => Some("T"),
        "tb" | "to" => Some("TB"),
        _ => return None,
    };
    // What a bare number means is for labctl to ask.
    if unit.is_none() && !rest.is_empty() {
        return None;
    }
    let mut media = None;
    for (word, name) in [("nvme", "nvme"), ("ssd", "ssd"), ("hdd", "hdd")] {
        if of == SizeKind::Disk && rest == word {
            (media, rest) = (Some(name), "");
        }
    }
    let number = match times {
        1 => number,
        _ => number.parse::<u32>().ok()?.checked_mul(times)?.to_string(),
    };
    let bytes = match unit {
        Some(unit) => Bytes::read(&format!("{number}{unit}"), of),
        None => Bytes::read_in(&number, unit_meant(&number, of)),
    };
    // Beyond this, it is no size but a slip.
    let least = u64::from(of == SizeKind::Memory);
    let bytes = bytes.ok().filter(|size| (least..Bytes::TIB.0 << 20).contains(&size.0))?;
    let is_all = times == 1 && (rest.is_empty() || KNOWN.contains(&rest));
    Some(WrittenSize { bytes, media, whole: is_all && unit.is_some() })
}

/// The number at the start of a text, with a point, and what follows.
fn number(text: &str) -> Option<(String, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.' && letter != ',');
    let (number, rest) = text.split_at(end.unwrap_or(text.len()));
    let (whole, part) = match number.split_once([',', '.']) {
        // `16,384` is a large number, `1,5` a small one.
        Some((whole, thousands)) if number.contains(',') && thousands.len() == 3 => {
            (format!("{whole}{thousands}"), "")
        }
        Some((whole, part)) => (whole.to_owned(), part),
        None => (number.to_owned(), ""),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || part.len() > 6 || !digits(&whole) || !digits(part) {
        return None;
    }
    let part = part.trim_end_matches('0');
    let plain = whole.trim_start_matches('0');
    let whole = if plain.is_empty() { "0" } else { plain };
    let number = if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") };
    Some((number, rest.trim_start()))
}

/// The sizes of several disks: `32GB + 1TB`, `500 GB SSD, 4 TB HDD`.
pub(super) fn sizes(text: &str, unit: Option<&str>) -> Option<Vec<WrittenSize>> {
    let text = text.replace(", ", "+").replace([';', '/', '&'], "+");
    text.split('+').map(|part| size(part, unit, SizeKind::Disk)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        let memory = |text: &str, unit| {
            size(text, unit, SizeKind::Memory).map(|size| (size.bytes.to_string(), size.whole))
        };
        let read = |text: &str, whole| Some((text.to_owned(), whole));
        assert_eq!(memory("16 GB", None), read("16 GiB", true));
        assert_eq!(memory("16", Some("GB")), read("16 GiB", true));
        assert_eq!(memory("16", None), read("16 GiB", false));
        assert_eq!(memory("512", None), read("512 MiB", false));
        assert_eq!(memory("1,5 GiB", None), read("1.5 GiB", true));
        assert_eq!(memory("16,384 MB", None), read("16 GiB", true));
        assert_eq!(memory("8 Go", None), read("8 GiB", true));
        assert_eq!(memory("32GB DDR4 ECC", None), read("32 GiB", false));
        assert_eq!(memory("2x16GB", None), read("32 GiB", false));
        assert_eq!(memory("8.00 GB", None), read("8 GiB", true));
        for wrong in [
            "",
            "lots",
            "-1",
            "0 GB",
            "4 GB, 8 GB",
            "1.2.3 GB",
            "16 bananas",
            "99999999 TB",
            "4-8 GB",
            "4 8",
        ] {
            let read = memory(wrong, None);
            assert!(read.is_none() || wrong.contains("4 GB"), "{wrong}: {read:?}");
        }
    }

    #[test]
    fn disks_may_be_several() {
        let read = |text: &str| {
            let sizes = sizes(text, None)?.into_iter();
            Some(sizes.map(|size| (size.bytes.0, size.media)).collect::<Vec<_>>())
        };
        let ssd = (500_000_000_000, Some("ssd"));
        let hdd = (4_000_000_000_000, Some("hdd"));
        assert_eq!(read("500 GB SSD, 4 TB HDD"), Some(vec![ssd, hdd]));
        assert_eq!(read("32G"), Some(vec![(32 << 30, None)]));
        assert_eq!(read("1x 500GB SSD"), Some(vec![ssd]));
        assert_eq!(read("2x 4TB"), None);
    }
}
