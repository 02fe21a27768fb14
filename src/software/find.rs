//! Finding a product by what an inventory says.

use super::image::ImageName;
use super::index::{IMAGES, Index, KeyOwner, NAMES, SYSTEMS};
use super::product::Product;
use super::role::Role;
use super::sum::{ByteClass, Sum};
use super::tables::TABLES;

/// A product that a name means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NameMatch {
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
    let image = ImageName::of(image);
    let name = Sum::of(image.name);
    let owner = IMAGES.get(name.within(Sum::of(image.organisation))).or_else(|| IMAGES.get(name));
    owner.map(KeyOwner::product)
}

/// True for what passes on only a part of the API of a container engine.
pub fn is_socket_proxy(product: &Product) -> bool {
    by_image("tecnativa/docker-socket-proxy").is_some_and(|proxy| std::ptr::eq(proxy, product))
}

/// The product of the identifier or the name of an operating system, whatever version it has.
pub fn by_os(os: &str) -> Option<&'static Product> {
    let known = |text| beginning(text, &SYSTEMS).map(|(owner, _)| owner.product());
    known(os).or_else(|| {
        let (maker, rest) = os.trim_start().split_once([' ', '-', '_'])?;
        MAKERS.iter().any(|known| known.eq_ignore_ascii_case(maker)).then(|| known(rest))?
    })
}

/// The product that the name of a workload means.
///
/// From each word on, the longest run of words that is a known name counts. Of several such names the
/// one that says most wins, then the later one: `immich-redis` is a Redis, `plex-debian` is a Plex.
pub fn by_name(name: &str) -> Option<NameMatch> {
    let mut best: Option<NameMatch> = None;
    let mut rest = name;
    while let Some(start) = rest.bytes().position(|byte| ByteClass::of(byte) != ByteClass::Gap) {
        rest = &rest[start..];
        let end = if let Some((owner, end)) = beginning(rest, &NAMES) {
            let named = NameMatch { product: owner.product(), is_everyday: owner.is_everyday };
            if best.is_none_or(|best| named.weight() >= best.weight()) {
                best = Some(named);
            }
            end
        } else {
            first_word(rest)
        };
        rest = &rest[end..];
    }
    best
}

/// Makers that people write before the name of an operating system.
const MAKERS: &[&str] = &["apple", "canonical", "cisco", "gnu", "google", "microsoft", "vmware"];

impl NameMatch {
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
fn beginning<const SLOTS: usize>(text: &str, known: &Index<SLOTS>) -> Option<(KeyOwner, usize)> {
    let mut found = None;
    let mut sum = Sum::EMPTY;
    let mut class = ByteClass::Gap;
    // One past the end, so that the last word ends as well.
    for (at, byte) in text.bytes().chain([b' ']).enumerate() {
        let next = ByteClass::of(byte);
        if next != class && class != ByteClass::Gap {
            if at > LONG {
                break;
            }
            if let Some(owner) = known.get(sum) {
                found = Some((owner, at));
            }
        }
        class = next;
        sum = sum.with(byte);
    }
    found
}

/// Where the first word of a text ends.
fn first_word(text: &str) -> usize {
    let mut classes = text.bytes().map(ByteClass::of);
    let first = classes.next();
    classes.position(|class| Some(class) != first).map_or(text.len(), |at| at + 1)
}

/// No known name is longer than this, whatever stands between its words.
const LONG: usize = 64;
