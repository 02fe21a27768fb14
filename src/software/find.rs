//! Finding a product by what an inventory says.
//!
//! A name is known by the sum of its letters and digits, so neither case nor what stands between its
//! words matters, and looking one up copies nothing.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::everyday::EVERYDAY;
use super::product::Product;
use super::role::Role;
use super::tables::TABLES;

/// A product that a name means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Named {
    /// The product.
    pub product: &'static Product,
    /// True if the name is an everyday word as well, such as `vault` or `ghost`.
    pub is_everyday: bool,
}

/// Every product, table by table.
pub fn products() -> impl Iterator<Item = &'static Product> {
    TABLES.iter().copied().flatten()
}

/// The product of a container image, whatever registry, tag and digest it has.
///
/// An image that the tables have together with its organisation wins over one that they have alone.
pub fn by_image(image: &str) -> Option<&'static Product> {
    let image = image.trim().split('@').next()?;
    let (path, last) = image.rsplit_once('/').unwrap_or(("", image));
    let last = last.split(':').next()?;
    let organisation = path.rsplit('/').next()?;
    let is_host = organisation.contains(['.', ':']) || organisation == "localhost";
    // Docker's own rule: an image of nobody in particular is one of the library's.
    let organisation = if is_host || path.is_empty() { "library" } else { organisation };
    let owned = sum(last, sum("/", sum(organisation, EMPTY)));
    IMAGES.get(&owned).or_else(|| IMAGES.get(&sum(last, EMPTY))).copied()
}

/// The product of the identifier or the name of an operating system, whatever version it has.
pub fn by_os(os: &str) -> Option<&'static Product> {
    let known =
        |text| beginning(text, |sum| SYSTEMS.get(&sum).copied()).map(|(product, _)| product);
    known(os).or_else(|| {
        let (maker, rest) = os.trim_start().split_once([' ', '-', '_'])?;
        MAKERS.iter().any(|known| known.eq_ignore_ascii_case(maker)).then(|| known(rest))?
    })
}

/// The product that the name of a workload means.
///
/// From each word on, the longest run of words that is a known name counts. Of several such names the
/// one that says most wins, then the later one: `immich-redis` is a Redis, `plex-debian` is a Plex.
pub fn by_name(name: &str) -> Option<Named> {
    let mut best: Option<(u8, Named)> = None;
    let mut rest = name;
    while let Some(start) = rest.bytes().position(|byte| Sort::of(byte) != Sort::Gap) {
        rest = &rest[start..];
        let found = beginning(rest, |sum| NAMES.get(&sum).copied());
        if let Some((named, _)) = found {
            let weight = named.weight();
            if best.is_none_or(|(most, _)| weight >= most) {
                best = Some((weight, named));
            }
        }
        rest = &rest[found.map_or_else(|| first_word(rest), |(_, end)| end)..];
    }
    best.map(|(_, named)| named)
}

/// Makers that people write before the name of an operating system.
const MAKERS: &[&str] = &["apple", "canonical", "cisco", "gnu", "google", "microsoft", "vmware"];

static IMAGES: LazyLock<FxHashMap<u64, &Product>> =
    LazyLock::new(|| index(2500, |product| product.images, |product| product));

static SYSTEMS: LazyLock<FxHashMap<u64, &Product>> =
    LazyLock::new(|| index(1000, |product| product.os, |product| product));

static NAMES: LazyLock<FxHashMap<u64, Named>> = LazyLock::new(|| {
    let named = |product| Named { product, is_everyday: false };
    let mut names = index(3000, |product| product.names, named);
    for word in EVERYDAY {
        if let Some(named) = names.get_mut(&sum(word, EMPTY)) {
            named.is_everyday = true;
        }
    }
    names
});

/// What is known by the keys of a field. The tables say each key once, which the tests check.
fn index<T>(
    about: usize,
    keys: fn(&'static Product) -> &'static str,
    value: fn(&'static Product) -> T,
) -> FxHashMap<u64, T> {
    let mut index = FxHashMap::with_capacity_and_hasher(about, rustc_hash::FxBuildHasher);
    for product in products() {
        for key in keys(product).split(' ').filter(|key| !key.is_empty()) {
            index.insert(sum(key, EMPTY), value(product));
        }
    }
    index
}

impl Named {
    /// How much it says beside other names in the same text. A platform may be there only because the
    /// workload runs on it.
    const fn weight(self) -> u8 {
        match self.product.role {
            Role::GuestOs => 0,
            Role::Hypervisor | Role::StorageServer | Role::ContainerHost | Role::ClusterNode => 1,
            _ if self.is_everyday => 1,
            _ => 2,
        }
    }
}

/// The longest known run of words at the beginning of a text, and where it ends.
fn beginning<T>(text: &str, known: impl Fn(u64) -> Option<T>) -> Option<(T, usize)> {
    let mut found = None;
    let mut total = EMPTY;
    let bytes = &text.as_bytes()[..text.len().min(LONG)];
    for (at, &byte) in bytes.iter().enumerate() {
        let sort = Sort::of(byte);
        if sort == Sort::Gap {
            continue;
        }
        total = add(total, byte);
        if bytes.get(at + 1).is_none_or(|&next| Sort::of(next) != sort)
            && let Some(value) = known(total)
        {
            found = Some((value, at + 1));
        }
    }
    found
}

/// Where the first word of a text ends.
fn first_word(text: &str) -> usize {
    let mut sorts = text.bytes().map(Sort::of);
    let first = sorts.next();
    sorts.position(|sort| Some(sort) != first).map_or(text.len(), |at| at + 1)
}

/// No known name is longer than this, whatever stands between its words.
const LONG: usize = 64;

/// What a byte does in a name. Words end where the sort changes: `debian12` is two of them.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Letter,
    Digit,
    Gap,
}

impl Sort {
    const fn of(byte: u8) -> Self {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => Self::Letter,
            b'0'..=b'9' => Self::Digit,
            _ => Self::Gap,
        }
    }
}

/// The sum of nothing.
const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

/// A sum and one byte more (FNV-1a). Among 64 bits, names that are not the same do not meet by chance.
const fn add(sum: u64, byte: u8) -> u64 {
    (sum ^ byte.to_ascii_lowercase() as u64).wrapping_mul(0x0100_0000_01b3)
}

/// A sum and the letters, digits and slashes of a text more.
fn sum(text: &str, sum: u64) -> u64 {
    let counts = |byte: &u8| *byte == b'/' || Sort::of(*byte) != Sort::Gap;
    text.bytes().filter(counts).fold(sum, add)
}
