//! Processors as people write them in a table: `4`, `4 vCPU`, `4C/8T`, `i5-8500T (6 cores)`.

use super::fill::number;
use crate::lab::{Amount, Cores, Cpu};

/// Cores, or a processor's model, perhaps with its cores. Only hosts have a model.
pub(super) fn cpu(text: &str, is_host: bool) -> Option<Cpu> {
    let lower = text.to_lowercase();
    let cores =
        |count: Option<u32>| Amount { max: count.map(|count| Cores(count * 1000)), min: None };
    let fits = |count: &u32| (1..=1024).contains(count);
    if let Some(count) = counted(&lower).or_else(|| threads(&lower).filter(|_| is_host)) {
        return fits(&count).then(|| Cpu { cores: cores(Some(count)), model: None });
    }
    if !is_host || !is_model(&lower) {
        return None;
    }
    let words: Vec<&str> =
        lower.split([' ', '(', ')', '/', ',']).filter(|word| !word.is_empty()).collect();
    let told = words.iter().filter_map(|word| unit(word)).max();
    // `6 cores` with a blank between.
    let apart = words.windows(2).filter_map(|pair| unit(&pair.join(" "))).max();
    let count = told.or(apart).map(|(_, count)| count).filter(fits);
    Some(Cpu { cores: cores(count), model: Some(text.into()) })
}

/// True of the name of a processor that somebody has bought: a VM has cores, or one of the models that
/// hypervisors make up.
pub(super) fn is_model(text: &str) -> bool {
    let lower = text.to_lowercase();
    let made_up = ["x86-64", "qemu", "kvm", "host"].iter().any(|name| lower.starts_with(name));
    let has = |is: fn(&u8) -> bool| lower.bytes().any(|byte| is(&byte));
    has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) && !made_up && counted(&lower).is_none()
}

/// True of the name of a processor wherever it stands: its maker or its family comes first.
pub(super) fn is_processor(text: &str) -> bool {
    const FAMILIES: [&str; 22] = [
        "intel",
        "amd",
        "arm",
        "core",
        "i3",
        "i5",
        "i7",
        "i9",
        "xeon",
        "celeron",
        "pentium",
        "atom",
        "n95",
        "n97",
        "n100",
        "n150",
        "n305",
        "ryzen",
        "epyc",
        "athlon",
        "threadripper",
        "cortex",
    ];
    let lower = text.to_lowercase();
    let first = lower.split([' ', '-', '(']).next().unwrap_or_default();
    FAMILIES.contains(&first)
}

/// The number in `4`, `4x`, `4 vcpu` or `4c/8t`. The scheduler sees threads.
pub(super) fn counted(lower: &str) -> Option<u32> {
    let lower = lower.strip_suffix('x').unwrap_or(lower);
    let parts = lower.split(['/', ',', '(', ')']).map(str::trim).filter(|part| !part.is_empty());
    let parts: Option<Vec<(bool, u32)>> = parts.map(unit).collect();
    number(lower)
        .or_else(|| parts?.into_iter().max_by_key(|(threads, _)| *threads).map(|(_, it)| it))
}

/// The threads in `8/16`, which are as many as the cores or twice that.
fn threads(lower: &str) -> Option<u32> {
    let (cores, threads) = lower.split_once('/')?;
    let (cores, threads) = (number(cores.trim())?, number(threads.trim())?);
    (threads == cores || Some(threads) == cores.checked_mul(2)).then_some(threads)
}

/// The number in `4 cores`, and whether it counts threads.
fn unit(part: &str) -> Option<(bool, u32)> {
    let end = part.find(|letter: char| !letter.is_ascii_digit())?;
    let unit = part[end..].trim();
    let threads = matches!(unit, "t" | "thread" | "threads");
    let cores = matches!(
        unit,
        "c" | "core"
            | "cores"
            | "cpu"
            | "cpus"
            | "vcpu"
            | "vcpus"
            | "v"
            | "kern"
            | "kerne"
            | "vcores"
    );
    if threads || cores { Some((threads, number(&part[..end])?)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processors_are_read_as_people_write_them() {
        let read = |text: &str, is_host| {
            let cpu = cpu(text, is_host)?;
            Some((cpu.cores.max.map_or(0, |cores| cores.0 / 1000), cpu.model.is_some()))
        };
        for (text, count, is_model) in [
            ("4", 4, false),
            ("4 vCPU", 4, false),
            ("2c", 2, false),
            ("4C/8T", 8, false),
            ("8/16", 16, false),
            ("4x", 4, false),
            ("i5-8500T", 0, true),
            ("i5-8500T (6 cores)", 6, true),
            ("Ryzen 5 5600G 6c/12t", 12, true),
            ("2x E5-2690v4", 0, true),
        ] {
            assert_eq!(read(text, true), Some((count, is_model)), "{text}");
        }
        assert_eq!(read("0", true), None);
        assert_eq!(read("lots", false), None);
        assert_eq!(read("8/16", false), None);
        for text in ["4", "4 vCPU", "lots", "", "x86-64-v2-AES", "kvm64", "host"] {
            assert!(!is_model(text), "{text}");
        }
    }
}
