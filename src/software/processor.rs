//! Processors: what a machine's make, its processor's model or the name of an image says of the instructions it
//! has or needs.
//!
//! Sources: the pages of the makers; for AVX the production notes of MongoDB and QEMU's list of processor models.

use super::find::by_image;
use super::image::ImageName;
use super::product::Product;
use crate::lab::Arch;

/// Computers on a single board and the chips on them, by the words that they are called by, and their architecture.
/// The first that fits counts.
const BOARDS: &[(&str, Arch)] = &[
    ("odroid h", Arch::Amd64),
    ("odroid", Arch::Arm64),
    ("raspberry pi", Arch::Arm64),
    ("raspberrypi", Arch::Arm64),
    ("raspberry", Arch::Arm64),
    ("raspbian", Arch::Arm64),
    ("raspios", Arch::Arm64),
    ("rpi", Arch::Arm64),
    ("compute module", Arch::Arm64),
    ("orange pi", Arch::Arm64),
    ("orangepi", Arch::Arm64),
    ("banana pi", Arch::Arm64),
    ("bananapi", Arch::Arm64),
    ("rock pi", Arch::Arm64),
    ("rock 5", Arch::Arm64),
    ("rockpro", Arch::Arm64),
    ("nanopi", Arch::Arm64),
    ("nanopc", Arch::Arm64),
    ("pine", Arch::Arm64),
    ("jetson", Arch::Arm64),
    ("turing rk", Arch::Arm64),
    ("beaglebone", Arch::Armv7),
    ("visionfive", Arch::Riscv64),
    ("milk v", Arch::Riscv64),
];

/// Processors and machines that are no boards.
const PROCESSORS: &[(&str, Arch)] = &[
    ("apple m", Arch::Arm64),
    ("ampere", Arch::Arm64),
    ("graviton", Arch::Arm64),
    ("neoverse", Arch::Arm64),
    ("cortex", Arch::Arm64),
    ("bcm", Arch::Arm64),
    ("rk", Arch::Arm64),
    ("xeon", Arch::Amd64),
    ("epyc", Arch::Amd64),
    ("ryzen", Arch::Amd64),
    ("threadripper", Arch::Amd64),
    ("opteron", Arch::Amd64),
    ("celeron", Arch::Amd64),
    ("pentium", Arch::Amd64),
    ("intel", Arch::Amd64),
    ("amd", Arch::Amd64),
];

/// Words that name an architecture, as in the tag of an image.
const WORDS: &[(&str, Arch)] = &[
    ("amd64", Arch::Amd64),
    ("x86", Arch::Amd64),
    ("x64", Arch::Amd64),
    ("arm64", Arch::Arm64),
    ("arm64v8", Arch::Arm64),
    ("aarch64", Arch::Arm64),
    ("armhf", Arch::Armv7),
    ("armv7", Arch::Armv7),
    ("arm32v7", Arch::Armv7),
    ("riscv64", Arch::Riscv64),
];

/// Processor models of QEMU, and so of Proxmox VE, that show a guest no AVX, whatever the host has.
const MODELS_WITHOUT_AVX: &[&str] = &[
    "486",
    "athlon",
    "conroe",
    "core2duo",
    "coreduo",
    "kvm32",
    "kvm64",
    "n270",
    "nehalem",
    "nehalem-ibrs",
    "opteron_g1",
    "opteron_g2",
    "opteron_g3",
    "penryn",
    "pentium",
    "pentium2",
    "pentium3",
    "phenom",
    "qemu32",
    "qemu64",
    "westmere",
    "westmere-ibrs",
    "x86-64-v1",
    "x86-64-v2",
    "x86-64-v2-aes",
];

/// The architecture of a machine, by its make or the model of its processor. A mini PC's name says nothing.
pub fn arch_of_machine(text: &str) -> Option<Arch> {
    let text = spaced(text);
    let of = |(name, arch): &(&str, Arch)| begins_a_word(&text, name).then_some(*arch);
    let named = || text.split(' ').find_map(arch_of_word);
    BOARDS.iter().find_map(of).or_else(|| PROCESSORS.iter().find_map(of)).or_else(named)
}

/// True for a computer on a single board.
pub fn is_board(text: &str) -> bool {
    let text = spaced(text);
    BOARDS.iter().any(|(name, _)| begins_a_word(&text, name))
}

/// The one architecture that an image is built for: the one that its name or tag gives, or else the product's.
pub fn arch_of_image(image: &str) -> Option<Arch> {
    let ImageName { organisation, name, tag } = ImageName::of(image);
    let parts = [organisation, name, tag.unwrap_or_default()];
    let words = parts.into_iter().flat_map(|part| part.split(['-', '.', '_', '+']));
    let mut named = words.filter_map(arch_of_word);
    if let Some(first) = named.next() {
        // `x86_64-aarch64` is an image of both.
        return named.all(|other| other == first).then_some(first);
    }
    match by_image(image)?.architectures {
        [only] => Some(*only),
        _ => None,
    }
}

fn arch_of_word(word: &str) -> Option<Arch> {
    let (_, arch) = WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word))?;
    Some(*arch)
}

/// The product of an image that needs a processor with AVX.
pub fn needs_avx(image: &str) -> Option<&'static Product> {
    let product = by_image(image)?;
    let since = product.avx_since?;
    let version = ImageName::of(image).tag.and_then(numbers);
    // A tag without a number follows the newest.
    let needs = version.is_none_or(|version| numbers(since).is_none_or(|since| version >= since));
    needs.then_some(product)
}

/// True for a model of QEMU's that shows no AVX.
pub fn hides_avx(cpu_type: &str) -> bool {
    let model = cpu_type.split(',').next().unwrap_or_default().trim();
    MODELS_WITHOUT_AVX.iter().any(|known| known.eq_ignore_ascii_case(model))
}

/// True for a model of QEMU's that shows the processor of the host.
pub fn shows_host(cpu_type: &str) -> bool {
    let model = cpu_type.split(',').next().unwrap_or_default().trim();
    ["host", "max"].iter().any(|known| known.eq_ignore_ascii_case(model))
}

/// True for a processor that has no AVX: the small Celerons and Pentiums of four digits behind a J or N, and Xeons
/// before Sandy Bridge.
pub fn lacks_avx(processor: &str) -> bool {
    let text = spaced(processor);
    text.split(' ').any(|word| {
        let (letter, number) = word.split_at(word.len().min(1));
        let is_number = number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number
            && match letter {
                "j" => true,
                "n" => number.starts_with(['2', '3', '4', '5', '6']),
                "x" | "l" => number.starts_with(['3', '5', '7']),
                _ => false,
            }
    })
}

/// The numbers at the start of a version.
fn numbers(version: &str) -> Option<Vec<u32>> {
    let version = version.trim_start_matches('v');
    let parts = version.split(|letter: char| !letter.is_ascii_digit());
    let numbers: Vec<u32> = parts.map_while(|part| part.parse().ok()).collect();
    (!numbers.is_empty()).then_some(numbers)
}

/// A text in lower case with single blanks between its words.
fn spaced(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<_> =
        words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    words.join(" ")
}

/// True if a word of a text begins with a name, and goes on with a number at most.
fn begins_a_word(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let is_start = at == 0 || text.as_bytes()[at - 1] == b' ';
        let behind = text.as_bytes().get(at + name.len()).copied().unwrap_or(b' ');
        is_start && (behind == b' ' || behind.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_have_the_architecture_of_their_make() {
        let arm = [
            "Raspberry Pi 4",
            "raspberry-pi-os",
            "RPi5",
            "Orange Pi 5",
            "Ampere Altra",
            "Apple M2",
        ];
        let amd = ["Xeon E5-2650 v2", "Intel N100", "AMD Ryzen 7", "ODROID-H3"];
        assert!(arm.iter().all(|text| arch_of_machine(text) == Some(Arch::Arm64)));
        assert!(amd.iter().all(|text| arch_of_machine(text) == Some(Arch::Amd64)));
        for text in ["Beelink SER7", "OptiPlex 3080", "rapid", "pineapple"] {
            assert_eq!(arch_of_machine(text), None, "{text}");
        }
        assert!(is_board("ODROID-H3") && !is_board("Intel NUC"));
    }

    #[test]
    fn images_say_what_they_are_built_for() {
        let of = arch_of_image;
        assert_eq!(of("gcr.io/kuar-demo/kuard-amd64:1"), Some(Arch::Amd64));
        assert_eq!(of("arm64v8/nginx:1.27"), Some(Arch::Arm64));
        assert_eq!(of("example/scanner:2.1-armhf"), Some(Arch::Armv7));
        assert_eq!(of("example/tool:1-x86_64"), Some(Arch::Amd64));
        assert_eq!(of("example/tool:1-amd64-arm64"), None);
        assert_eq!(of("mongo:8.0.4"), None);
    }

    #[test]
    fn avx_is_needed_from_a_version_on_and_hidden_by_old_models() {
        assert!(needs_avx("mongo:5.0.13-focal").is_some() && needs_avx("mongo").is_some());
        assert!(needs_avx("mongo:4.4.29").is_none() && needs_avx("postgres:16.4").is_none());
        assert!(hides_avx("kvm64") && hides_avx("x86-64-v2-AES") && !hides_avx("x86-64-v3"));
        assert!(lacks_avx("Celeron J4125") && lacks_avx("Intel N5105") && lacks_avx("Xeon X5650"));
        assert!(
            !lacks_avx("Xeon E5-2650 v2") && !lacks_avx("Intel N100") && !lacks_avx("i7-1260P")
        );
    }
}
